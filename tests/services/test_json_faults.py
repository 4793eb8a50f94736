"""Faults of a JSON file, told in Thai with the place and what to do."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.importing.json_faults import fault

ENGLISH = re.compile(r"Expecting|delimiter|Unterminated|Invalid|Extra data|line \d|column \d|char \d|Exceeds")


def told(text: str) -> str:
    with pytest.raises((ValueError, RecursionError)) as caught:
        json.loads(text)
    return fault(text, caught.value)


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ('[{"id": "a"},\n {"id": "b",}]', (2, 13), "มีเครื่องหมาย , เกินหน้า }"),
        ('[{"id": "a"},]', (1, 14), "มีเครื่องหมาย , เกินหน้า ]"),
        ('[{"id": "a"}\n{"id": "b"}]', (2, 1), "ขาดเครื่องหมาย ,"),
        ('[{"id" "a"}]', (1, 8), "ขาดเครื่องหมาย :"),
        ("[{id: 1}]", (1, 3), "ชื่อช่องต้องอยู่ในเครื่องหมาย"),
        ("[{“id”: 1}]", (1, 3), "ใช้เครื่องหมายคำพูด “ ไม่ได้"),
        ("[{'id': 1}]", (1, 3), "ใช้เครื่องหมายคำพูด ' ไม่ได้"),
        ('[{"id": }]', (1, 9), "ข้อมูลตรงนี้ต้องเป็น"),
        ('[{"id": บัตร}]', (1, 9), "ข้อมูลตรงนี้ต้องเป็น"),
        ('[{"id": "a}]', (1, 9), 'ไม่มีเครื่องหมาย " ปิด'),
        ('[{"id": "a\nb"}]', (1, 11), "ขึ้นบรรทัดใหม่"),
        ('[{"id": "a\\q"}]', (1, 11), "เขียน \\\\"),
        ('[{"id": "a"}', (1, 13), "แฟ้มจบก่อนครบ"),
        ("[]\n[]", (2, 1), "ต่อท้ายหลังจบรายการ"),
        ("", (1, 1), "แฟ้มจบก่อนครบ"),
    ],
)
def test_the_place_and_what_to_do_are_told(text: str, place: tuple[int, int], said: str) -> None:
    message = told(text)
    assert "บรรทัดที่ {} ตัวอักษรที่ {}:".format(*place) in message
    assert said in message
    assert not ENGLISH.search(message)


def test_the_words_around_the_fault_are_quoted() -> None:
    assert '(ใกล้ “{"title": ทำบัตร}”)' in told('[\n{"title": ทำบัตร}\n]')


def test_what_is_too_deep_or_too_long_is_told_without_english() -> None:
    for text in ("[" * 200_000, "[" + "9" * 5000 + "]"):
        message = told(text)
        assert "ไม่ใช่ JSON ที่ถูกต้อง" in message
        assert not ENGLISH.search(message)


@given(st.text(alphabet='[]{}":,\\\n a1ก“', max_size=20))
def test_no_fault_is_told_in_english(text: str) -> None:
    message = ""
    try:
        json.loads(text)
    except ValueError as error:
        message = fault(text, error)
    assert not ENGLISH.search(message)
