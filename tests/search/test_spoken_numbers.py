"""Levels of school, periods, phases and abbreviations without a space or a dot, as people write them."""

import pytest

from search.parse import parse_query


def tokens(typed):
    return {
        token for group in parse_query(typed).groups for way in group.alternatives for token in way.tokens
    }


def texts(typed):
    return {way.text for group in parse_query(typed).groups for way in group.alternatives}


@pytest.mark.parametrize("typed", ["มัธยม 3", "มัธยมศึกษาปีที่สาม", "ชั้นมัธยมศึกษาปีที่ 3", "ม 3", "ม.3"])
def test_a_level_of_school_is_found_in_short_and_in_words(typed):
    assert "#oม3" in tokens(typed)
    assert "มัธยมศึกษาปีที่ 3" in texts(typed)


@pytest.mark.parametrize(
    ("typed", "token"), [("ระยะ 6", "#uระยะ6"), ("รอบ2", "#uรอบ2"), ("งวด 3", "#uงวด3"), ("รุ่น 12", "#uรุ่น12")]
)
def test_an_ordinal_needs_no_second_word(typed, token):
    assert token in tokens(typed)


@pytest.mark.parametrize("typed", ["ระยะ 5 ปี", "ระยะ 3 กม.", "รอบ 2.5"])
def test_a_distance_or_a_time_is_no_ordinal(typed):
    assert not any(token.startswith("#uร") for token in tokens(typed))


def test_periods_of_laws_are_found_in_words():
    assert "หกสิบ วัน" in texts("60 วัน")
    assert texts("60 กิโลเมตร").isdisjoint({"หกสิบ กิโลเมตร"})


@pytest.mark.parametrize("typed", ["ทสสายตา", "สายตาทส"])
def test_two_letters_that_touch_a_word_may_be_an_abbreviation(typed):
    assert "#aทส" in tokens(typed)
    assert "กระทรวงทรัพยากรธรรมชาติและสิ่งแวดล้อม" in texts(typed)


def test_two_letters_inside_of_a_run_are_none():
    assert "#aทส" not in tokens("สายตาทสสายตา")


def test_an_everyday_word_is_first_of_all_that_word():
    (group,) = parse_query("คน").groups
    assert group.alternatives[0].tokens == ("คน",)
    assert all(way.weight < 0.5 for way in group.alternatives[1:])
    assert parse_query("คน.").groups[0].kind == "abbreviation"
