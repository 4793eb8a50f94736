"""How paragraphs find their partners in a comparison, and how their words are marked."""

from __future__ import annotations

import time

from core.comparing import Compared, compare_paragraphs
from core.merge import Span

LONG = "ส่วนราชการพึงกำหนดเป้าหมายของศูนย์บริการร่วมให้ประชาชนได้รับบริการที่รวดเร็วและสะดวก งานที่ {}"


def kinds(compared: list[Compared]) -> list[list[str]]:
    return [[span.kind for span in each.spans] for each in compared]


def test_a_changed_paragraph_finds_its_partner_beside_one_that_was_put_in() -> None:
    old = [LONG.format("หนึ่ง"), "เจ้าหน้าที่แจ้งผลภายในวันเดียวกัน"]
    new = ["ประกาศให้ทราบทั่วกัน", LONG.format("สอง"), "เจ้าหน้าที่แจ้งผลภายในหนึ่งชั่วโมง"]
    assert kinds(compare_paragraphs(old, new)) == [
        ["added"],
        ["same", "removed", "added"],
        ["same", "removed", "added"],
    ]


def test_paragraphs_that_share_no_ends_are_paired_by_all_their_letters() -> None:
    old = ["ก่อนอื่น ให้มอบอำนาจการอนุญาตแก่ผู้จัดการศูนย์บริการร่วม ตามคำสั่ง"]
    new = ["เรื่องอื่นทั้งหมด", "เมื่อพร้อม ให้มอบอำนาจการอนุญาตแก่ผู้จัดการศูนย์บริการร่วม โดยประกาศ"]
    assert kinds(compare_paragraphs(old, new))[0] == ["added"]
    assert "same" in kinds(compare_paragraphs(old, new))[1]
    assert kinds(compare_paragraphs(["กขคง"], ["จฉชซ"])) == [["removed"], ["added"]]


def test_a_word_changed_in_every_paragraph_of_a_long_section_costs_little() -> None:
    """Every paragraph is like every other; comparing each with each would take minutes."""
    old = [LONG.format(number) for number in range(300)]
    new = [text.replace("รวดเร็ว", "ฉับไว") for text in old]
    begun = time.process_time()
    compared = compare_paragraphs(old, new)
    assert time.process_time() - begun < 10
    assert kinds(compared) == [["same", "removed", "added", "same"]] * 300


def test_marked_words_are_escaped() -> None:
    compared = Compared((Span("same", "<b>"), Span("removed", "ก&ข"), Span("added", "<i>")))
    assert compared.marked == "&lt;b&gt;<del>ก&amp;ข</del><ins>&lt;i&gt;</ins>"
