from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from search.thai.letter_numbers import LetterNumber, find_numbers, parse_heading, parse_number, slug
from search.thai.letter_prefixes import ascii_prefix, known_prefixes
from search.thai.numerals import to_thai


@pytest.mark.parametrize(
    ("text", "canonical", "status"),
    [
        ("นร ๐๕๐๕/ว ๑๑๘", "นร 0505/ว 118", "ok"),
        ("นร 1205 / 85", "นร 1205/85", "ok"),
        ("มท ๐๓๐๙.๒/ว ๑๒๓๔", "มท 0309.2/ว 1234", "ok"),
        ("สธ 0202.3.7/12", "สธ 0202.3.7/12", "ok"),
        ("กค (กวจ) 0405.2/ว 289", "กค (กวจ) 0405.2/ว 289", "ok"),
        ("นร.0505/ว.118", "นร 0505/ว 118", "ok"),
        ("สร. 0403/ว. 43", "สร 0403/ว 43", "ok"),
        ("กค 0416.4 /ว150", "กค 0416.4/ว 150", "ok"),
        ("น.ร. 0505/ว(ท) 12", "นร 0505/ว 12", "ok"),
        ("(กวจ) กค 0405.2/ว 289", "กค (กวจ) 0405.2/ว 289", "ok"),
        ("ชม 51001/ว 5", "ชม 51001/ว 5", "ok"),
        ("สพร 2565/ว5", "สพร 2565/ว 5", "ok"),
        ("อส ๐๐๒๙ (สข)/๔๑๒", "อส 0029(สข)/412", "ok"),
        ("อส 0029(สข)/ว 7", "อส 0029(สข)/ว 7", "ok"),
        ("นร 0505/ ว 1๑๘", "นร 0505/ว 118", "normalised"),
        ("นร 0505/ว 1o2", "นร 0505/ว 102", "normalised"),
        ("นร ๐๕๐๔/ว ๒พค", None, "unreadable"),
        ("นร 1205/S5", None, "unreadable"),
        ("อว ๖๔.๙/ว๐๔๗๑", "อว 64.9/ว 471", "ok"),
        ("อว 660101.3/12", "อว 660101.3/12", "ok"),
        ("ศย ๐๑๖/ว ๑๑๒", "ศย 016/ว 112", "ok"),
        ("นร ๐๕๐๔/ว", None, "missing"),
    ],
)
def test_the_grammar(text: str, canonical: str | None, status: str) -> None:
    sentence = f"ตามหนังสือด่วนที่สุด ที่ {text} ลงวันที่ 1 มกราคม 2566"
    (found,) = find_numbers(sentence, readable_only=False)
    assert (found.canonical, found.status, found.raw) == (canonical, status, text)
    assert sentence[found.start : found.end] == text
    assert bool(find_numbers(sentence)) == (canonical is not None)


@pytest.mark.parametrize(
    "text",
    [
        "คดีหมายเลขแดงที่ ผบ.1043/2563",
        "ผบ.1043/2563",
        "คดีอาญา หมายเลขดำที่ อท 1152/2562 และ อท 1153/2562 และหมายเลขแดงที่ อท 1154/2562, อท 1155/2562",
        "ทะเบียน กข 123/45",
        "เวลา มท 09.30/1",
        "คำสั่งกรม ที่ 905/2566",
        "ครั้งที่ 12/2547",
        "พ.ศ. 2546/12",
        "เลขาธิการสภา 0505/ว 11",
        "บ้านเลขที่ 1205/85",
    ],
)
def test_cases_orders_and_meetings_are_no_letters(text: str) -> None:
    assert find_numbers(text) == []


@pytest.mark.parametrize("text", ["1205/85", "๑๒๐๕/๘๕", "นร1205/85", "ที่ นร 1205 / 85", "ด่วนที่สุด ที่ นร 1205/85"])
def test_a_reader_types_it_in_any_way(text: str) -> None:
    found = parse_number(text)
    assert found is not None
    assert (found.code, found.running) == ("1205", 85)


@pytest.mark.parametrize("text", ["12/2547", "ศูนย์บริการร่วม", "", "นร 0504/ว ๒พค"])
def test_no_number_at_all(text: str) -> None:
    assert parse_number(text) is None


def test_the_head_of_a_letter_is_read_leniently() -> None:
    with_issuer = parse_heading(" นร 0505/ว 118 สำนักงานทดสอบ")
    garbled_code = parse_heading(" นร ๐๕พ๔/ว ๑๑๘")
    spaced = parse_heading(" นร 0505/ว ๑ ๑ ๘")
    assert with_issuer is not None
    assert garbled_code is not None
    assert spaced is not None
    assert with_issuer.raw == "นร 0505/ว 118"
    assert (garbled_code.code, garbled_code.canonical, garbled_code.status) == ("", None, "unreadable")
    assert (spaced.canonical, spaced.status) == ("นร 0505/ว 118", "normalised")


prefixes = st.sampled_from(sorted(prefix for prefix in known_prefixes() if len(prefix) == 2)) | st.text(
    alphabet="กขคงจชซญดตถทธนบปผพฟภมยรลวศสหอ", min_size=2, max_size=2
)
codes = st.builds(
    lambda head, tail, place: ".".join([head, *tail]) + place,
    st.integers(0, 99999).map(lambda n: f"{n:04d}"),
    st.lists(st.integers(1, 9999).map(str), max_size=3),
    st.sampled_from(["", "", "(สข)", "(ชม)", "(กทม)"]),
)
numbers = st.builds(
    LetterNumber,
    raw=st.just(""),
    start=st.just(0),
    end=st.just(0),
    prefix=prefixes,
    sub=st.none() | st.sampled_from(["กวจ", "กวพ", "อก"]),
    code=codes,
    mark=st.just("ว"),
    running=st.integers(0, 10**6),
)


@given(numbers)
def test_reading_undoes_writing(number: LetterNumber) -> None:
    for written in (str(number.canonical), to_thai(str(number.canonical))):
        found = parse_number(written)
        assert found is not None
        assert found.canonical == number.canonical
        assert slug(found, 2566) == slug(number, 2566)


@given(numbers, numbers, st.integers(2500, 2600), st.integers(2500, 2600))
def test_two_letters_never_share_an_address(a: LetterNumber, b: LetterNumber, year: int, other: int) -> None:
    same = (a.canonical, year) == (b.canonical, other)
    assert (slug(a, year) == slug(b, other)) == same


@given(st.text(alphabet="กขคนรมท0123๑๒๓/.() วลoS", max_size=40))
def test_any_text_is_read_without_error(text: str) -> None:
    for found in find_numbers(text, readable_only=False):
        assert text[found.start : found.end] == found.raw
        assert (found.canonical is None) == (found.running is None)
    parse_number(text)
    parse_heading(text)


def test_the_address_of_the_contract() -> None:
    (number,) = find_numbers("ที่ นร 0505/ว 118")
    assert slug(number, 2566) == "nr-0505-w118-2566"


def test_no_address_for_an_unreadable_number() -> None:
    (number,) = find_numbers("ที่ นร ๐๕๐๔/ว ๒พค", readable_only=False)
    with pytest.raises(ValueError, match="๒พค"):
        slug(number, 2547)


def test_natural_order() -> None:
    texts = ["นร 0505/ว 9", "นร 0505/ว 10", "นร 0505.2/1", "นร 0505.10/1", "นร 1205/1"]
    keys = [number.sort_key for text in texts for number in find_numbers(text)]
    assert keys[0] < keys[1]
    assert keys[2] < keys[3] < keys[4]


def test_ascii_codes_are_unique_and_plain() -> None:
    codes = list(known_prefixes().values())
    assert len(set(codes)) == len(codes)
    assert ascii_prefix("กค") != ascii_prefix("คค")
    assert all(code.isascii() and code.isalpha() and code.islower() and code[0] != "x" for code in codes)


@given(
    st.text(alphabet="กขคฆงจฉชซญ", min_size=1, max_size=4),
    st.text(alphabet="กขคฆงจฉชซญ", min_size=1, max_size=4),
)
def test_unknown_prefixes_are_unique_too(a: str, b: str) -> None:
    assert (ascii_prefix(a) == ascii_prefix(b)) == (a == b)


@pytest.mark.parametrize("letters", ["", "ab", "นา", "นร1"])
def test_only_consonants_are_a_prefix(letters: str) -> None:
    with pytest.raises(ValueError, match="prefix"):
        ascii_prefix(letters)


def test_every_organisation_with_letters_of_its_own_has_an_ascii_code() -> None:
    bodies = yaml.safe_load(Path("site/organisations/data/organisations.yaml").read_text(encoding="utf-8"))
    wanted = {body["letter_prefix"] for body in bodies if body.get("letter_prefix")}
    assert len(wanted) > 90
    assert wanted <= set(known_prefixes())


@pytest.mark.parametrize("running", ["1,234", "1 234", "๑,๒๓๔", "1,234 ", "16,17"])
def test_a_running_number_that_goes_on_is_not_cut_short(running: str) -> None:
    number = parse_heading(f"มท 0810.3/ว {running}")
    assert number is not None
    assert (number.running, number.canonical, number.status) == (None, None, "unreadable")


@pytest.mark.parametrize("rest", [" 59/1 ถนนพิษณุโลก", " 9 มกราคม 2567", " (สำเนา)", ", 9 มกราคม 2567", "\t59"])
def test_what_follows_a_running_number_is_left_out(rest: str) -> None:
    number = parse_heading(f"มท 0810.3/ว 16{rest}")
    assert number is not None
    assert number.canonical == "มท 0810.3/ว 16"


def test_a_number_with_a_comma_is_not_cut_short() -> None:
    (found,) = find_numbers("ที่ กค 0405/ว 1,234 ลงวันที่ 5 มกราคม 2567", readable_only=False)
    assert (found.raw, found.canonical, found.status) == ("กค 0405/ว 1,234", None, "unreadable")
    (found,) = find_numbers("ที่ กค 0405/ว 118, 119 และอื่น ๆ")
    assert found.running == 118


@pytest.mark.parametrize("text", ["ที่ มท 0201/16(ล)", "ที่ มท ๐๒๐๑/๑๖ (ล) ลงวันที่ 5 มกราคม 2567"])
def test_the_register_of_secrets_may_stand_last(text: str) -> None:
    (found,) = find_numbers(text)
    assert (found.secret, found.running, found.mark) == (True, 16, "ล")


def test_a_series_in_brackets_is_another_letter() -> None:
    (one,), (other,) = find_numbers("กค 0406.5/ว(ท) 22"), find_numbers("กค 0406.5/ว 22")
    assert (one.canonical, one.series, other.series) == ("กค 0406.5/ว 22", "ท", "")
    assert slug(one, 2567) != slug(other, 2567)


def test_only_a_known_committee_stands_before_the_prefix() -> None:
    (found,) = find_numbers("หนังสือสำนักงาน (สลค) นร 0505/ว 1")
    assert found.sub is None


@pytest.mark.parametrize("text", ["สำนักงานศาลยุติธรรม ศย 016/ว 92", "หนังสือ ที่ ศย 026/114", "ที่ ศป 0005/ว 41"])
def test_numbers_of_the_courts_offices(text: str) -> None:
    (number,) = find_numbers(text)
    assert number.prefix in known_prefixes()


def test_a_case_before_those_courts_is_no_letter() -> None:
    assert find_numbers("ศาลปกครองสูงสุดในคดีหมายเลขแดงที่ ศป. 1043/2563") == []


@pytest.mark.parametrize("text", ["นรอ200/8029", "นรอ 200/ว 9", "ศธอ4009/ว 3", "ลพฑ101/33"])
def test_a_digit_read_as_a_letter_of_the_prefix_leaves_no_number(text: str) -> None:
    number = parse_heading(text)
    assert number is not None
    assert (number.canonical, number.status) == (None, "unreadable")
    assert find_numbers(f"หนังสือ ที่ {text}") == []


@pytest.mark.parametrize("text", ["สกพ 5502/ว 12", "กกต 0012/ว 1", "นร 1200/8029"])
def test_bodies_with_three_letters_keep_their_numbers(text: str) -> None:
    number = parse_heading(text)
    assert number is not None
    assert (number.canonical, number.status) == (text, "ok")


@pytest.mark.parametrize("digits", [10, 5_000])
def test_a_row_of_digits_that_no_register_reaches_is_unreadable(digits: int) -> None:
    found = parse_heading(f"มท 0201/ว {'5' * digits}")
    assert found is not None
    assert (found.canonical, found.status) == (None, "unreadable")
    assert parse_heading(f"มท 0201/ว {'5' * 9}").canonical == f"มท 0201/ว {'5' * 9}"  # type: ignore[union-attr]
