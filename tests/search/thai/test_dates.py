import datetime
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.thai.calendar import buddhist_year, civil_date, fiscal_span, year_span
from search.thai.date_grammar import _GUARDED
from search.thai.dates import find_dates, format_thai, parse_date

DAY = [
    ("๓๐ ธันวาคม ๒๕๕๗", "2557-12-30", "2014-12-30"),
    ("24 ธ.ค. 47", "2547-12-24", "2004-12-24"),
    ("24 ธค 47", "2547-12-24", "2004-12-24"),
    ("24ธ.ค.2547", "2547-12-24", "2004-12-24"),
    ("24 ธ . ค . 2547", "2547-12-24", "2004-12-24"),
    ("25 ส.ค.63", "2563-08-25", "2020-08-25"),
    ("17 เมษายน 67", "2567-04-17", "2024-04-17"),
    ("3 กรกฏาคม พ.ศ. 2560", "2560-07-03", "2017-07-03"),
    ("24 ธันวาคม พุทธศักราช 2547", "2547-12-24", "2004-12-24"),
    ("24 ธันวาคม ค.ศ. 2004", "2547-12-24", "2004-12-24"),
    ("24 ธันวาคม 2004", "2547-12-24", "2004-12-24"),
    ("24/12/2547", "2547-12-24", "2004-12-24"),
    ("๒๔/๑๒/๔๗", "2547-12-24", "2004-12-24"),
    ("24-12-2547", "2547-12-24", "2004-12-24"),
    ("2547-12-24", "2547-12-24", "2004-12-24"),
    ("2004-12-24", "2547-12-24", "2004-12-24"),
    ("24 December 2547", "2547-12-24", "2004-12-24"),
    ("Dec 24, 2004", "2547-12-24", "2004-12-24"),
    ("๒4 ธันวาคม 25๔๗", "2547-12-24", "2004-12-24"),
    ("๓o มีนาคม ๒๕๖๖", "2566-03-30", "2023-03-30"),
    ("15 ก.พ. 2550", "2550-02-15", "2007-02-15"),
    ("24 ธันวา 47", "2547-12-24", "2004-12-24"),
    ("2004/12/24", "2547-12-24", "2004-12-24"),
    ("24/ธ.ค./47", "2547-12-24", "2004-12-24"),
    ("24/ธค/2547", "2547-12-24", "2004-12-24"),
    ("24-Dec-2004", "2547-12-24", "2004-12-24"),
    ("24th December 2004", "2547-12-24", "2004-12-24"),
    ("24th of December, 2004", "2547-12-24", "2004-12-24"),
    ("December 24th, 2004", "2547-12-24", "2004-12-24"),
    ("24 เดือน 12 ปี 2547", "2547-12-24", "2004-12-24"),
]


@pytest.mark.parametrize(("text", "be", "iso"), DAY)
def test_every_way_of_writing_a_day(text: str, be: str, iso: str) -> None:
    sentence = f"เมื่อวันที่ {text} ได้พิจารณา"
    (found,) = find_dates(sentence)
    assert (found.raw, found.be, found.iso, found.precision, found.status) == (text, be, iso, "day", "ok")
    assert sentence[found.start : found.end] == text
    assert parse_date(text) is not None


@pytest.mark.parametrize(
    ("text", "precision", "be"),
    [
        ("ธันวาคม 2547", "month", "2547-12"),
        ("ธ.ค. 47", "month", "2547-12"),
        ("ปี 2546", "year", "2546"),
        ("พ.ศ. ๒๕๔๖", "year", "2546"),
        ("ค.ศ. 2004", "year", "2547"),
        ("ปีงบประมาณ พ.ศ. 2567", "fiscal_year", "2567"),
        ("งบประมาณรายจ่ายประจำปี 2561", "fiscal_year", "2561"),
        ("งบประมาณรายจ่ายประจำปีงบประมาณ พ.ศ. ๒๕๖๑", "fiscal_year", "2561"),
        ("ปีงบ ฯ 61", "fiscal_year", "2561"),
    ],
)
def test_less_than_a_day(text: str, precision: str, be: str) -> None:
    (found,) = find_dates(text)
    assert (found.precision, found.be, found.status) == (precision, be, "ok")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1 - 3 ธันวาคม 2547", "2004-12-01", "2004-12-03"),
        ("๑๔–๑๖ มีนาคม ๒๕๖๖", "2023-03-14", "2023-03-16"),
        ("30 มีนาคม - 2 เมษายน 2567", "2024-03-30", "2024-04-02"),
        ("21-22/8/2567", "2024-08-21", "2024-08-22"),
        ("30 ธันวาคม 2566 ถึงวันที่ 2 มกราคม 2567", "2023-12-30", "2024-01-02"),
    ],
)
def test_ranges(text: str, first: str, last: str) -> None:
    (found,) = find_dates(text)
    assert found.is_range
    assert (str(found.first), str(found.last)) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "29 กุมภาพันธ์ 2564",
        "31 เมษายน 2567",
        "30 ก.พ. 67",
        "32/01/2566",
        "1/13/2566",
        "3 - 1 ธันวาคม 2547",
        "10 กุมภาพันธ์ 2483",
        "1 มกราคม 2200",
    ],
)
def test_what_does_not_exist_is_invalid_and_never_rolled_over(text: str) -> None:
    (found,) = find_dates(text)
    assert (found.status, found.be, found.iso, found.first) == ("invalid", None, None, None)


def test_before_2484_the_year_began_in_april() -> None:
    march, april = parse_date("31 มีนาคม 2475"), parse_date("1 เมษายน 2475")
    assert march is not None
    assert april is not None
    assert (march.iso, april.iso) == ("1933-03-31", "1932-04-01")
    assert year_span(2475) == (datetime.date(1932, 4, 1), datetime.date(1933, 3, 31))
    assert year_span(2483) == (datetime.date(1940, 4, 1), datetime.date(1940, 12, 31))


def test_before_the_solar_calendar_a_date_stays_text() -> None:
    (found,) = find_dates("พ.ศ. 2310")
    assert (found.status, found.year_be, found.iso) == ("incomplete", 2310, None)


@pytest.mark.parametrize("text", ["25 ธันวาคม 25พ7", "๒๕ ธันวาคม ๒๕ค", "๒๕ ธันวาคม ๔ค๗"])
def test_a_garbled_year_is_no_year(text: str) -> None:
    assert [found.year_be for found in find_dates(text)] == [None]


def test_a_day_without_a_year_is_incomplete() -> None:
    (found,) = find_dates("ภายในวันที่ 24 ธันวาคม นี้")
    assert (found.day, found.month, found.status, found.be) == (24, 12, "incomplete", None)


def test_two_digit_years_are_marked() -> None:
    found = parse_date("5 ก.ค. 67")
    assert found is not None
    assert found.two_digit_year
    assert found.year_be == 2567


@pytest.mark.parametrize(
    "text",
    [
        "สำนักงาน ก.พ. 2551",
        "ครั้งที่ 12/2547",
        "10 ธันวาคม 50 คน",
        "5 กค 0402.5/ว 138",
        "โทร. 0-2356 9999 ต่อ 8844",
        "ข้อ 1.2.3",
        "",
    ],
)
def test_what_only_looks_like_a_date(text: str) -> None:
    assert find_dates(text) == []


@pytest.mark.parametrize("text", ["2547", " ลว. 24 ธ.ค. 47 ", "ลงวันที่ ๒๔ ธันวาคม ๒๕๔๗"])
def test_a_reader_may_type_a_year_or_the_words_before_a_date(text: str) -> None:
    found = parse_date(text)
    assert found is not None
    assert found.year_be == 2547
    assert text[found.start : found.end] == found.raw


@given(
    st.dates(min_value=datetime.date(1890, 4, 1), max_value=datetime.date(2400, 1, 1)),
    st.sampled_from(["thai", "arabic"]),
    st.sampled_from(["long", "short"]),
)
def test_reading_undoes_writing(
    date: datetime.date, digits: Literal["thai", "arabic"], style: Literal["long", "short"]
) -> None:
    written = format_thai(date, digits=digits, style=style)
    found = parse_date(written)
    assert found is not None
    assert found.first == found.last == date
    assert format_thai(found, digits=digits, style=style) == written


@given(st.dates(min_value=datetime.date(1889, 4, 1)))
def test_buddhist_year_and_civil_date_are_inverse(date: datetime.date) -> None:
    assert civil_date(buddhist_year(date), date.month, date.day) == date


def test_fiscal_year() -> None:
    assert fiscal_span(2567) == (datetime.date(2023, 10, 1), datetime.date(2024, 9, 30))


def test_an_impossible_date_cannot_be_written() -> None:
    (found,) = find_dates("31 เมษายน 2567")
    with pytest.raises(ValueError, match="31 เมษายน 2567"):
        format_thai(found)


@given(st.text(alphabet="0123456789๐๑๒๓๔๕ มคกพธ.พศ/-–\u00a0ำ\u0e4dธันวาคม", max_size=60))
def test_any_text_is_read_without_error(text: str) -> None:
    for found in find_dates(text):
        assert text[found.start : found.end] == found.raw
        assert (found.first is not None) == (found.status == "ok")


BITS = (
    "3",
    "12",
    "๒๕๖๗",
    "67",
    " ",
    ".",
    "-",
    "/",
    "มค",
    "ม.ค.",
    "เม.ย.",
    "พฤษภาคม",
    "กรกฏาคม",
    "ตุลา",
    "May",
)
MORE = (
    "st ",
    "th",
    "sept",
    "Dec",
    "ปี",
    "พ.ศ.",
    "ค.ศ. ",
    "งบประมาณ",
    "ถึง",
    "กก",
    "ก.พ",
    "2024",
    "ธ ค",
    "เดือน",
    ",",
    "ม . ค ",
)


@given(st.lists(st.sampled_from(BITS + MORE), max_size=8).map("".join))
def test_the_quick_look_before_a_pattern_loses_no_date(text: str) -> None:
    assert all(looks(text) for pattern, looks in _GUARDED if pattern.search(text))
