"""Laws of the three-way merge on Thai text."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.merge import compare_text, edits, merge_text, words
from core.merge.text import apply, can_cut

WORDS = (
    *("ประชาชน", "รับบริการ", "ศูนย์บริการร่วม", "เจ้าหน้าที่", "ภายใน", "สามสิบ", "นาที", "และ", "แจ้งผล", "ที่"),
    *(
        "กระทรวง",
        "มอบอำนาจ",
        "ให้",
        "ผู้บริหาร",
        "น้ำ",
        "เกาะ",
        "กำหนด",
        "๓๐",
        "2566",
        "(Mobile Unit)",
        " ",
        " ",
        "ๆ",
    ),
)
phrases = st.lists(st.sampled_from(WORDS), max_size=25).map("".join)
anything = st.text(alphabet=st.sampled_from("กขคงเแโใไาำะิีึืุู่้๊๋์ํๆฯ abc12๓๔<&>\n\u200d\u0301é"), max_size=40)
texts = st.one_of(phrases, anything)
thousands = settings(max_examples=1000, deadline=None)


@given(texts, texts)
@thousands
def test_one_side_alone_is_taken(base: str, other: str) -> None:
    assert merge_text(base, other, base).text == other
    assert merge_text(base, base, other).text == other
    assert merge_text(base, other, other).text == other
    assert merge_text(base, other, base).clean


@given(texts, texts, texts)
@thousands
def test_symmetric_up_to_the_order_of_a_conflict(base: str, ours: str, theirs: str) -> None:
    one, other = merge_text(base, ours, theirs), merge_text(base, theirs, ours)

    assert one.clean == other.clean
    if one.clean:
        assert one.text == other.text
    assert [(c.base, c.ours, c.theirs) for c in one.conflicts] == [
        (c.base, c.theirs, c.ours) for c in other.conflicts
    ]


@given(texts, texts, texts)
@thousands
def test_no_character_vanishes_unless_it_was_deleted(base: str, ours: str, theirs: str) -> None:
    merged = merge_text(base, ours, theirs)
    written = merged.text + "".join(conflict.theirs for conflict in merged.conflicts)

    for side in (ours, theirs):
        for edit in edits(base, side):
            assert edit.text in written


@given(texts, texts)
@thousands
def test_edits_rebuild_the_text_and_never_cut_a_character(base: str, other: str) -> None:
    found = edits(base, other)

    assert apply(base, found) == other
    for edit in found:
        assert can_cut(base, edit.start)
        assert can_cut(base, edit.end)
    for before, after in itertools.pairwise(found):
        assert before.end < after.start


@given(texts, texts)
@thousands
def test_a_comparison_reads_as_both_texts_and_no_span_begins_with_a_mark(old: str, new: str) -> None:
    assume(not any(text and unicodedata.category(text[0]).startswith("M") for text in (old, new)))
    spans = compare_text(old, new)

    assert "".join(span.text for span in spans if span.kind != "added") == old
    assert "".join(span.text for span in spans if span.kind != "removed") == new
    for span in spans:
        assert not unicodedata.category(span.text[0]).startswith("M")


@given(texts)
@thousands
def test_words_are_the_text(text: str) -> None:
    assert "".join(words(text)) == text


SENTENCE = (
    *("ส่วนราชการ", "พึง", "กำหนด", "เป้าหมาย", "ของ", "ศูนย์บริการร่วม", "ให้", "ประชาชน", "ได้รับ", "บริการ", "ที่"),
    *("รวดเร็ว", "ภายใน", "สามสิบ", "นาที", "และ", "เจ้าหน้าที่", "แจ้ง", "ผล", "ใน", "วัน", "เดียวกัน"),
)
NEW = ("หน่วยงาน", "จังหวัด", "สะดวก", "โปร่งใส", "หกสิบ", "ชั่วโมง", "ผู้รับบริการ", "ทันที")


def measure(pairs: list[tuple[int, int]]) -> tuple[int, int]:
    """How many of the disjoint edits merge cleanly, and how many of those wrongly."""
    clean = wrong = 0
    for number, (first, second) in enumerate(pairs):
        ours, theirs, both = (list(SENTENCE) for _ in range(3))
        ours[first] = both[first] = NEW[number % len(NEW)]
        theirs[second] = both[second] = NEW[(number + 3) % len(NEW)]
        merged = merge_text("".join(SENTENCE), "".join(ours), "".join(theirs))
        clean += merged.clean
        wrong += merged.clean and merged.text != "".join(both)
    return clean, wrong


def test_disjoint_edits_in_one_paragraph_merge_cleanly_and_rightly() -> None:
    size = len(SENTENCE)
    pairs = [(a, b) for a in range(size) for b in range(a + 2, size)]

    clean, wrong = measure(pairs)

    assert wrong == 0
    assert clean >= 0.9 * len(pairs)


def test_the_marked_region_of_a_one_word_edit_is_that_word() -> None:
    exact = total = 0
    for position in range(len(SENTENCE)):
        for word in NEW:
            changed = list(SENTENCE)
            changed[position] = word
            spans = compare_text("".join(SENTENCE), "".join(changed))
            marked = [(span.kind, span.text) for span in spans if span.kind != "same"]
            total += 1
            exact += marked == [("removed", SENTENCE[position]), ("added", word)]
    assert exact >= 0.98 * total


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("ประชาชนรอยี่สิบนาที", "ประชาชนรอสิบนาที"),
        ("ประชาชนรอสามสิบนาทีเท่านั้น", "ประชาชนรอสามสิบนาทีโดยประมาณ"),
        ("รอสามสิบนาที", "ผู้รับบริการรอสามสิบนาที"),
    ],
)
def test_the_same_words_changed_differently_are_a_conflict(ours: str, theirs: str) -> None:
    merged = merge_text("ประชาชนรอสามสิบนาที", ours, theirs)

    assert not merged.clean
    assert merged.conflicts[0].ours in ours
    assert merged.conflicts[0].theirs in theirs


def test_what_could_stand_on_either_side_of_a_change_is_not_ordered_by_chance() -> None:
    assert not merge_text("ก ก", "ก ก ก", "ก ข ก").clean


def test_other_systems_call_it_by_the_name_of_guidelines() -> None:
    import guidelines.merge

    assert guidelines.merge.merge_text is merge_text
    assert guidelines.merge.merge_text("กข ค", "กข ค", "กข ง").text == "กข ง"
