"""Thai typed with the keyboard left in English is read as Thai; English stays English."""

from __future__ import annotations

import pytest

from search.canonical import find_canonical
from search.parse import parse_query
from search.thai.dates import find_dates
from search.thai.keyboard import meant_in_part, meant_thai, meant_unlocked


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rklxviN9", "พาสปอร์ต"),
        ("9jv4kKui5", "ต่อภาษีรถ"),
        ("soy'lnvgfbomk'", "หนังสือเดินทาง"),
        ("c0h'gdbf", "แจ้งเกิด"),
        ("lbog=njvrbFdwacoo:N", "สินเชื่อพิโกไฟแนนซ์"),
        ("Fi''ko0er;dmuj 3", "โรงงานจำพวกที่ 3"),
    ],
)
def test_keys_that_spell_thai_words_are_thai_and_the_reader_is_told(typed: str, meant: str) -> None:
    query = parse_query(typed)

    assert meant_thai(typed) == meant == query.plain
    assert query.message is not None
    assert meant in query.message


@pytest.mark.parametrize(
    "text",
    [
        "passport",
        "vehicle tax",
        "work permit",
        "1205/85",
        "2023-03-16",
        "DGA",
        "e-tax invoice",
        "info@opm.go.th",
        "D-Ticket",
        "ISO9001:2015",
        "covid-19",
        "",
        "ใบขับขี่",
        "\0",
        "[[[",
    ],
)
def test_what_is_no_row_of_thai_words_stays(text: str) -> None:
    assert meant_thai(text) is None


def test_keys_that_touch_thai_are_thai_and_latin_names_stay() -> None:
    assert meant_in_part("-vvo6Pk9ก่อสร้างอาคาร") == "ขออนุญาตก่อสร้างอาคาร"
    assert meant_in_part("ยื่นe-filingภาษี") is None
    assert meant_in_part("TCASรอบ1") is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("๖ณซ๗ศ๓ษฑณ๔", "ตรวจสภาพรถ"),
        ("๖๋ฮ๖็ษฯ๘๋ษซ),ฮฒ", "ต่อต้านข่าวปลอม"),
        ("ดณ..ษฯ๗ฎฑซฏ?๊๋ 3", "โรงงานจำพวกที่ 3"),
        ("สํ๖ณุ๘ฮ.ฌฮ้โฌซฺณืโ", "ศัตรูของเอ็ดเวิร์ด"),
    ],
)
def test_thai_typed_with_caps_lock_is_read_and_the_reader_is_told(typed: str, meant: str) -> None:
    query = parse_query(typed)

    assert query.plain == meant
    assert query.message is not None
    assert meant in query.message
    assert "Caps Lock" in query.message


@pytest.mark.parametrize(
    "text", ["๑๒๓/๒๕๖๗", "๒๕๖๖ ๒๕๖๗", "ศูนย์ซ่อม", "ฌาปนกิจ", "ญาติฎีกาศาล", "(ฉ.๒)", "ฯพณฯ", "ฤดู", ""]
)
def test_thai_that_needs_shift_here_and_there_stays(text: str) -> None:
    assert meant_unlocked(text) is None


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("ท.ร. 14/1", "#oทร14-1"),
        ("ทร.14/1", "#oทร14-1"),
        ("คัด ทร 14/1", "#oทร14-1"),
        ("อ.1", "#oอ1"),
        ("ทบก.01", "#oทบก1"),
        ("มาตรา 39", "#oม39"),
        ("ม.39", "#oม39"),
    ],
)
def test_a_form_has_one_token_however_written(text: str, token: str) -> None:
    assert token in [each for item in find_canonical(text) for each in item.tokens]


@pytest.mark.parametrize("text", ["ว 118", "พ.ศ. 25", "เวลา 09.00 น. 12 คน", "10 ก.พ. 66", "นร 0505/ว 118"])
def test_numbers_of_other_kinds_are_no_forms(text: str) -> None:
    assert [item for item in find_canonical(text) if item.kind == "form"] == []


@pytest.mark.parametrize(
    ("text", "precision", "be"),
    [
        ("26 มีนาคม ปี 2562", "day", "2562-03-26"),
        ("มี.ค. ปี 66", "month", "2566-03"),
        ("งบ 66", "fiscal_year", "2566"),
        ("ปีงบ ๒๕๖๖", "fiscal_year", "2566"),
        ("งบประมาณปี 2567", "fiscal_year", "2567"),
        ("ประจำปี 2566", "year", "2566"),
    ],
)
def test_everyday_ways_to_write_a_year(text: str, precision: str, be: str) -> None:
    assert [(date.precision, date.be) for date in find_dates(text)] == [(precision, be)]


@pytest.mark.parametrize("text", ["งบ 66 ล้านบาท", "งบประมาณ 2566 ล้านบาท", "งบประมาณ 12.5 ล้าน", "มีงบ 50 บาท"])
def test_a_sum_of_a_budget_is_no_year(text: str) -> None:
    assert find_dates(text) == []
