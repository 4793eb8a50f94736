"""A number with what it counts: 900 ลบ.ม. is one thing, not 900 and cubic metres."""

from __future__ import annotations

from search.analysis import clean, pair_of, skeleton
from search.query import Group
from search.said import COUNTED

_MEASURES = """
กม. ม. ซม. มม. ตร.ม. ตร.กม. ลบ.ม. กก. ก. มก. ชม. นาที ตารางเมตร ตารางกิโลเมตร ลูกบาศก์เมตร เซนติเมตร มิลลิเมตร
กรัม มิลลิกรัม มิลลิลิตร ตารางวา วินาที เมกะวัตต์ วัตต์ หน่วย องศา ตรม ลบม กม กก ซม ชม
"""
_UNITS = frozenset((*COUNTED.split(), *_MEASURES.split()))
_MILLION = 1_000_000
_SURE = 0.9


def counts(number: Group, unit: Group) -> bool:
    """Whether two units of a query in a row are a number and what it counts."""
    return unit.text in _UNITS and _figures(number) is not None


def ways_to_count(number: Group, unit: Group) -> tuple[bytes, ...]:
    """How texts may write both together, as skeletons; nothing where they are no number and its unit."""
    figures = _figures(number) if unit.text in _UNITS else None
    if figures is None:
        return ()
    written = {figures} if number.kind == "amount" else {figures, number.text}
    if figures.isdecimal():
        value = int(figures)
        written.add(f"{value:,}")
        if value >= _MILLION and value % 10_000 == 0:
            written |= {f"{value / _MILLION:,.6f}".rstrip("0").rstrip(".") + "ล้าน"}
    return tuple(sorted(skeleton(f"{each}{name}") for each in written for name in _names(unit)))


def pairs_to_count(number: Group, unit: Group) -> tuple[str, ...]:
    """Tokens of both beside one another, however the unit is written; nothing where they are no such two."""
    figures = _figures(number) if unit.text in _UNITS else None
    return tuple(sorted(pair_of(figures, clean(name)) for name in _names(unit))) if figures else ()


def _names(unit: Group) -> set[str]:
    """The unit as it was typed, and what surely is the same."""
    return {unit.text} | {way.text for way in unit.alternatives if way.weight > _SURE and way.text}


def _figures(number: Group) -> str | None:
    """The figures of an amount, however it was typed; None for what is none."""
    if number.kind == "amount":
        return number.alternatives[0].tokens[0].removeprefix("#q")
    text = clean(number.text)
    return text if text.replace(".", "", 1).isdecimal() else None
