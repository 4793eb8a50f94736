"""However a text is made, the time it takes to read grows as its length does."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from circulars.letters import parse_letters
from circulars.letters.addressees import split_addressees
from search.thai.letter_numbers import find_numbers
from tests.circulars.letters.test_flags import CLEAN

HEAD, _, TAIL = CLEAN.partition("ตามหนังสือ")
UNITS = (
    *("กรมทดสอบขอให้รายงานผลภายในวันที่ 9 มกราคม 2567 นั้น\n", "คณะรัฐมนตรีมีมติเมื่อวันที่ 2 มกราคม 2567 "),
    *("ที่ นร 0505/ว 1\n", "ที่ กค 0402/1 และ ", "5", "๕", "(", " ", "ก    ", "กค", "0505.", "1. ก\n", "และ "),
    *(" \t ", "\u00a0 "),
    *("-", "l0", "รับที่ 1\nวันที่ 2\n", "ประชุมครั้งที่ 1/2567 ", "ลับ\t\t", "เรียน ก\n", "\u0e4d\u0e32", "(ก\n"),
)
SMALL, TIMES = 2_500, 5
MOST = 3.0
"""A quadratic step makes a sign cost five times as much in five times the length; a linear one the same."""


def cost(read: Callable[[str], object], text: str) -> float:
    """Seconds a sign, the best of some rounds; the machine may be busy."""
    best = float("inf")
    for _ in range(2):
        begun = time.process_time()
        read(text)
        best = min(best, time.process_time() - begun)
    return best / len(text)


def _in_body(run: str) -> str:
    return f"{HEAD}{run}\n{TAIL}"


def _after(label: str) -> Callable[[str], str]:
    return lambda run: CLEAN.replace(f"{label} ", f"{label} {run}", 1)


PLACES = {
    "body": _in_body,
    "references": _after("อ้างถึง"),
    "salutation": _after("เรียน"),
    "foot": CLEAN.__add__,
    "before the code": lambda run: CLEAN.replace("มท 0201", f"มท{run}0201", 1),
    "behind the mark": lambda run: CLEAN.replace("/ว 15", f"/ว{run}15", 1),
    "within the salutation": lambda run: CLEAN.replace("ผู้ว่าราชการจังหวัดทุก", f"ผู้ว่าราชการจังหวัด{run}ทุก", 1),
}


@pytest.mark.parametrize("unit", UNITS)
def test_time_is_linear(unit: str) -> None:
    for name, place in PLACES.items():

        def text(size: int, place: Callable[[str], str] = place) -> str:
            return place(unit * (size // len(unit)))

        small = cost(parse_letters, text(SMALL))
        assert cost(parse_letters, text(SMALL * TIMES)) < MOST * small, name


@pytest.mark.parametrize("unit", [" ", " \t", "\u00a0", ", ", "1. ", "และ ", "(", "ทุก "])
def test_addressees_are_parted_in_linear_time(unit: str) -> None:
    """Wide gaps of a letter were collapsed before its line comes here; the function promises it by itself."""
    small = cost(split_addressees, f"อธิบดีกรมทดสอบ{unit * (SMALL // len(unit))}ก")
    large = cost(split_addressees, f"อธิบดีกรมทดสอบ{unit * (TIMES * SMALL // len(unit))}ก")
    assert large < MOST * small + 1e-7


def test_numbers_in_any_text_are_found_in_linear_time() -> None:
    def read(text: str) -> object:
        return [*find_numbers(text, readable_only=False)]

    for unit in UNITS:
        small = cost(read, unit * (SMALL // len(unit)))
        assert cost(read, unit * (TIMES * SMALL // len(unit))) < MOST * small + 1e-7, unit
