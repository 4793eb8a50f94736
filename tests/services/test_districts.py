"""The table of districts: complete, each where it belongs, and named as centres name them."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml
from django.utils import translation

from services import districts, provinces
from services.distances import Distance, Spot, distance, spots_of
from services.presentation import distance_text, spot_text
from services.provinces import kilometres, middles, on_map

MAP = Path(provinces.__file__).parent / "static" / "services" / "img" / "thailand.svg"
CENTRES = Path(provinces.__file__).parents[1] / "demo" / "data" / "services" / "centres.yaml"
SIMPLIFIED = 4.0
"""Units of the map (about 1.6 km each) by which its simplified outlines and whole pixels may be off."""


def corners() -> dict[str, tuple[float, float, float, float]]:
    """The box around each province of the map: left, top, right, bottom in its units."""
    found: dict[str, tuple[float, float, float, float]] = {}
    for code, path in re.findall(r'<path id="([^"]+)" d="([^"]+)"', MAP.read_text(encoding="utf-8")):
        xs, ys = [], []
        x = y = 0
        for command, right, down in re.findall(r"([Ml])(-?\d+) ?(-?\d+)", path):
            x, y = (int(right), int(down)) if command == "M" else (x + int(right), y + int(down))
            xs.append(x)
            ys.append(y)
        found[code] = (min(xs), min(ys), max(xs), max(ys))
    return found


def test_the_table_has_every_district_once_and_each_lies_in_its_province() -> None:
    every = districts.by_code().values()
    assert len(every) == 928
    assert len({each.middle for each in every}) == 928
    assert len({(each.province, each.name_th) for each in every}) == 928
    counts = Counter(each.province for each in every)
    assert set(counts) == set(middles())
    assert (counts["bma"], counts["nakhon-ratchasima"], counts["phuket"], counts["nan"]) == (50, 32, 3, 15)
    boxes = corners()
    for each in every:
        assert len(each.code) == 4
        assert each.name_th.startswith("เขต" if each.province == "bma" else "อำเภอ"), each
        assert re.fullmatch(r"[A-Z][A-Za-z' .-]+", each.name_en), each
        left, top, right, bottom = boxes[each.province]
        x, y = on_map(*each.middle)
        assert left - SIMPLIFIED <= x <= right + SIMPLIFIED, each
        assert top - SIMPLIFIED <= y <= bottom + SIMPLIFIED, each


@pytest.mark.parametrize(
    ("code", "name", "town"),
    [
        ("1001", "เขตพระนคร", (13.755, 100.500)),
        ("9011", "อำเภอหาดใหญ่", (7.008, 100.474)),
        ("5505", "อำเภอปัว", (19.177, 100.912)),
        ("8404", "อำเภอเกาะสมุย", (9.53, 100.0)),
        ("1404", "อำเภอบางไทร", (14.197, 100.483)),
        ("1413", "อำเภอบางซ้าย", (14.330, 100.299)),
        ("3614", "อำเภอภักดีชุมพล", (15.96, 101.40)),
        ("6303", "อำเภอสามเงา", (17.24, 99.02)),
    ],
)
def test_known_towns_lie_near_the_middle_of_their_district(
    code: str, name: str, town: tuple[float, float]
) -> None:
    district = districts.by_code()[code]
    assert district.name_th == name
    assert kilometres(district.middle, town) < (32 if code == "6303" else 11)


def test_every_district_of_the_sample_centres_is_found_by_its_name() -> None:
    codes = {each.name_th: each.province for each in districts.by_code().values()}
    named = 0
    for centre in yaml.safe_load(CENTRES.read_text(encoding="utf-8")):
        if centre.get("district"):
            assert districts.named(centre["district"], centre["province"]), centre["id"]
            named += 1
        for stop in centre.get("schedule", ()):
            assert districts.named(stop["district"], codes[stop["district"]]), stop
            named += 1
    assert named > 20


@pytest.mark.parametrize("name", ["อำเภอปัว", "อ.ปัว", "อ. ปัว", " ปัว "])
def test_a_district_is_found_however_its_head_is_written(name: str) -> None:
    found = districts.named(name, "nan")
    assert found is not None
    assert found.code == "5505"
    assert districts.named(name, "phrae") is None


def test_the_capital_is_found_by_its_short_name_and_comes_first() -> None:
    found = districts.named("อำเภอเมือง", "lampang")
    assert found is not None
    assert (found.code, districts.of_province("lampang")[0]) == ("5201", found)
    assert districts.named("อำเภอเมือง", "bma") is None
    assert districts.named("อำเภอ", "nan") is None
    assert districts.named("", "nan") is None


def test_two_districts_spelt_alike_in_english_are_told_apart() -> None:
    with translation.override("en"):
        shown = Counter((each.province, each.display_name) for each in districts.by_code().values())
        assert districts.by_code()["5505"].display_name == "Pua District"
    assert set(shown.values()) == {1}


PUA, THA_WANG_PHA = districts.by_code()["5505"], districts.by_code()["5506"]
DAY = datetime.date(2026, 12, 9)


@pytest.mark.parametrize(
    ("spots", "amount", "where"),
    [
        ((), "ยังไม่ทราบว่าอยู่ห่างเท่าใด", ""),
        (spots_of((13.756, 100.502), None, ()), "ห่าง 604 กม.", ""),
        (spots_of(PUA.middle, PUA, ()), "ห่าง 0.1 กม.", "อยู่ในอำเภอปัว"),
        (spots_of(None, PUA, ()), "", "อยู่ในอำเภอปัว"),
        (spots_of(THA_WANG_PHA.middle, THA_WANG_PHA, ()), "ห่าง 26 กม.", ""),
        (spots_of(None, THA_WANG_PHA, ()), "ห่าง 26 กม.", "วัดถึงจุดกึ่งกลางอำเภอท่าวังผา"),
        (
            spots_of((13.7, 100.5), None, [Spot(THA_WANG_PHA.middle, THA_WANG_PHA, on=DAY)]),
            "ห่าง 26 กม.",
            "ออกหน่วยที่อำเภอท่าวังผา 9 ธันวาคม 2569",
        ),
        ([Spot(PUA.middle, PUA, on=DAY)], "", "ออกหน่วยที่อำเภอปัว 9 ธันวาคม 2569"),
        ([Spot((19.268, 100.994), None, is_exact=True)], "ห่าง 11 กม.", ""),
        ([Spot((19.2576, 100.994), None, is_exact=True)], "ห่าง 10 กม.", ""),
    ],
)
def test_a_distance_says_what_is_measured(spots: list[Spot], amount: str, where: str) -> None:
    found = distance(PUA, spots)
    assert (distance_text(found), spot_text(found)) == (amount, where)


def test_of_several_stops_the_nearest_counts_and_of_equals_the_first() -> None:
    near, later = Spot(PUA.middle, PUA, on=DAY), Spot(PUA.middle, PUA, on=DAY.replace(day=30))
    far = Spot(THA_WANG_PHA.middle, THA_WANG_PHA, on=DAY.replace(day=1))
    assert distance(PUA, [far, near, later]) == Distance(PUA, near)
