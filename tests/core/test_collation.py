"""Thai dictionary order."""

import random

import pytest

from core.collation import sort_key

DICTIONARY = [
    "กก",
    "กรม",
    "กระทรวง",
    "การ",
    "กำลัง",
    "กู้",
    "เกษตร",
    "แก",
    "แก่",
    "แก้",
    "ไก่",
    "ขนส่ง",
    "เขต",
    "คน",
    "บัตร",
    "แบบ",
    "ใบอนุญาต",
    "แพทย์",
    "รถ",
    "เรือ",
    "สำนัก",
    "เสีย",
]


def test_words_stand_as_in_the_dictionary() -> None:
    words = DICTIONARY[:]
    random.Random(1).shuffle(words)

    assert sorted(words, key=sort_key) == DICTIONARY


@pytest.mark.parametrize(("left", "right"), [("การ ขอ", "การขอ"), ("“บัตร”", "บัตร"), ("Passport", "passport")])
def test_spaces_punctuation_and_capitals_do_not_count(left: str, right: str) -> None:
    assert sort_key(left) == sort_key(right)


def test_the_key_is_plain_ascii() -> None:
    assert sort_key("ใบอนุญาตขับรถ (5 ปี)").isalnum()
    assert sort_key("ใบอนุญาตขับรถ (5 ปี)").isascii()
