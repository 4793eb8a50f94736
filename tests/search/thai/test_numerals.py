import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.thai.numerals import digit_script, has_mixed_run, parse_int, repair_digits, to_arabic, to_thai


@given(st.text())
def test_conversion_keeps_length_and_is_undone_by_its_opposite(text: str) -> None:
    assert len(to_thai(text)) == len(text)
    assert to_arabic(to_thai(text)) == to_arabic(text)
    assert to_thai(to_arabic(text)) == to_thai(text)


@given(st.integers(min_value=0))
def test_numbers_are_read_from_both_scripts(number: int) -> None:
    assert parse_int(str(number)) == parse_int(to_thai(str(number))) == number


@pytest.mark.parametrize("text", ["", "๑ก", "-1", " 1", "²", "1.5"])
def test_anything_but_digits_is_no_number(text: str) -> None:
    assert parse_int(text) is None


@pytest.mark.parametrize(
    ("text", "script"), [("๑๒", "thai"), ("12", "arabic"), ("๑ 2", "mixed"), ("กข", None)]
)
def test_script_of_a_text(text: str, script: str | None) -> None:
    assert digit_script(text) == script


def test_two_scripts_side_by_side_are_not_a_mixed_run() -> None:
    assert has_mixed_run("2๕66")
    assert not has_mixed_run("๒๕ 66")


@pytest.mark.parametrize(
    ("raw", "mended"),
    [("๓o มีนาคม", "๓0 มีนาคม"), ("1O2", "102"), ("l5", "15"), ("Mobile 10l", "Mobile 101"), ("Oil", "Oil")],
)
def test_letters_within_a_run_of_digits_are_read_as_digits(raw: str, mended: str) -> None:
    assert repair_digits(raw) == mended


@given(st.text(alphabet="0๑oOlI a"))
def test_repair_keeps_offsets(text: str) -> None:
    assert len(repair_digits(text)) == len(text)
