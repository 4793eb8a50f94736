"""How a query is understood: ways of writing that people and machines have."""

from __future__ import annotations

import pytest

from search.canonical import find_canonical
from search.parse import parse_query
from search.query import Query
from search.thai.lexicon import Entry, Layers, Lexicon, lexicon
from search.thai.normalise import normalise


def ways(query: Query) -> set[tuple[str, ...]]:
    return {way.tokens for group in query.groups for way in group.alternatives}


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("1.5 ล้านบาท", "#q1500000"),
        ("๑.๕ ล้าน", "#q1500000"),
        ("1,500,000 บาท", "#q1500000"),
        ("หนึ่งล้านห้าแสนบาท", "#q1500000"),
        ("37 พันล้านบาท", "#q37000000000"),
        ("3.7 หมื่นล้านบาท", "#q37000000000"),
        ("สองพันห้าร้อยบาท", "#q2500"),
        ("ปีงบ 66", "#f2566"),
        ("FY2566", "#f2566"),
        ("fiscal year 2023", "#f2566"),
        ("ประจำเดือนตุลาคม 2566", "#m2566-10"),
        ("เดือนตุลาคม ปี 2566", "#m2566-10"),
        ("ตามมาตรา ๑๖๐", "#oม160"),
        ("10-12 ก.ย. 2563", "#r2563-09-10/2563-09-12"),
        ("ระหว่างวันที่ ๑๐ ถึง ๑๒ กันยายน ๒๕๖๓", "#r2563-09-10/2563-09-12"),
    ],
)
def test_one_token_however_it_is_written(text: str, token: str) -> None:
    """Texts are indexed with it, and queries ask for it."""
    assert token in {t for item in find_canonical(normalise(text)) for t in item.tokens}
    assert (token,) in ways(parse_query(text))


@pytest.mark.parametrize("text", ["2,000 บาท", "สามคน", "ห้าบาท", "2566 ล้านบาท", "ล้านบาท"])
def test_what_is_another_sum_stays_another(text: str) -> None:
    assert ("#q1500000",) not in ways(parse_query(text))
    assert ("#y2566",) not in ways(parse_query(text))


def test_a_key_that_was_held_down_counts_once_but_not_in_an_abbreviation() -> None:
    assert ("ช่วยเหลือ",) in ways(parse_query("ช่วยยยยเหลือ"))
    assert any("การท่องเที่ยวแห่งประเทศไทย" in way for way in ways(parse_query("ททท. สถานการณ์")))


def test_an_english_word_in_thai_keys_is_looked_for_besides() -> None:
    found = ways(parse_query("แนอรก วัคซีน"))
    assert ("covid",) in found
    assert ("แนอรก",) in found
    for text in ("อำเภอหนองคาย", "ชมกลิ่น", "สุชาติ"):
        groups = parse_query(text).groups
        assert "keyboard" not in {way.reason for group in groups for way in group.alternatives}


def test_one_word_in_english_keys_among_thai_ones() -> None:
    query = parse_query("ปัญหาของ ly'8, และ")
    assert ("สังคม",) in ways(query)
    assert query.message
    assert "สังคม" in query.message
    assert parse_query("วัคซีน covid").message is None


def test_two_letters_inside_a_name_are_no_abbreviation() -> None:
    assert ("ชั่วโมง",) not in ways(parse_query("นายสุชาติ ชมกลิ่น"))
    assert ("ชั่วโมง",) in ways(parse_query("48 ชม."))


def test_an_issued_in_year_is_less_than_the_year_that_is_spoken_of() -> None:
    (group,) = parse_query("ปีงบประมาณ 2566").groups
    weights = {way.tokens: way.weight for way in group.alternatives}
    assert weights[("#f2566",)] > weights[("#g2566",)] > 0


def test_lexicons_in_layers() -> None:
    more = Lexicon(
        [Entry("สธ.", "abbr", ("สำนักธรรมาภิบาล",), only=True), Entry("กขฃค", "abbr", ("กองข้าวขวัญ",))]
    )
    both = Layers((lexicon(), more))

    assert {meaning.text for meaning in both.meanings("สธ")} == {"สำนักธรรมาภิบาล"}
    assert both.knows("กขฃค")
    assert not lexicon().knows("กขฃค")
    assert both.meanings("มท.") == lexicon().meanings("มท.")
    assert ("กองข้าวขวัญ",) in {
        tuple("".join(way.tokens).split())
        for group in parse_query("กขฃค.", terms=both).groups
        for way in group.alternatives
    }
