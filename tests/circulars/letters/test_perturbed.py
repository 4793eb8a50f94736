"""The founding letters with other years, names and digits raise the same doubts: nothing is learnt."""

from __future__ import annotations

from pathlib import Path

import pytest

from circulars.letters import ParsedLetter, parse_letters
from circulars.letters.comparing import differences
from circulars.letters.resolving import resolve

SAMPLES = Path(__file__).with_name("samples")
COVER = (SAMPLES / "seed-1-slc-circular.txt").read_text(encoding="utf-8")
ENCLOSED = (SAMPLES / "seed-2-opdc-1205-85.txt").read_text(encoding="utf-8")


def doubts(letter: ParsedLetter) -> set[tuple[str, str]]:
    return {(flag.code, flag.field) for flag in letter.flags if flag.severity != "info"}


def pair(cover: str, enclosed: str) -> list[ParsedLetter]:
    return resolve([*parse_letters(cover), *parse_letters(enclosed)])


ORIGINAL = [doubts(letter) for letter in pair(COVER, ENCLOSED)]


@pytest.mark.parametrize(
    "changes",
    [
        {"บรรศักดิ์ อุวรรณโณ": "ทดสอบ นามสมมติ", "ทศพร ศิริสัมพันธ์": "จำลอง แบบดี"},
        {"2547": "2541", "2546": "2540", "๒๕๕๗": "๒๕๕๑"},
        {"1205 / 85": "1205 / 65", "๑๒๐๕/๔๕": "๑๒๐๕/๖๗"},
        {"นร ๐๕๐๔": "นร ๐๕๐๓", "๒พค": "๓ตอ"},
        {"นร 1205": "กค 0405", "นร ๑๒๐๕": "กค ๐๔๐๕"},
        {"ศูนย์บริการร่วม": "จุดรับเรื่องกลาง"},
        {
            "24 ธันวาคม": "26 ตุลาคม",
            "23 ธันวาคม": "25 ตุลาคม",
            "๒๕ ธันวาคม": "๒๕ ตุลาคม",
            "๒๓ ธันวาคม": "๒๓ ตุลาคม",
        },
    ],
    ids=["names", "years", "running", "cover", "prefix", "subject", "days"],
)
def test_changed_letters_are_flagged_alike(changes: dict[str, str]) -> None:
    cover, enclosed = COVER, ENCLOSED
    for old, new in changes.items():
        cover, enclosed = cover.replace(old, new), enclosed.replace(old, new)
    assert (cover, enclosed) != (COVER, ENCLOSED)
    letters = pair(cover, enclosed)
    assert letters[0].number.canonical is None
    assert letters[0].enclosures[0].cites_letter is not None
    assert letters[0].enclosures[0].cites_letter.match == "probable"
    assert [doubts(letter) for letter in letters] == ORIGINAL


def test_without_the_enclosed_letter_nothing_is_concluded_about_the_year() -> None:
    (letter,) = resolve(parse_letters(COVER))
    assert letter.date.status == "ok"
    assert letter.date.best_reading_be is None
    cited = letter.enclosures[0].cites_letter
    assert cited is not None
    assert (cited.match, cited.target) == ("not_in_registry", None)


def test_a_sound_copy_raises_none_of_these_doubts() -> None:
    cover = (
        COVER.replace("๒พค", "๒๓๔")
        .replace("๒๕๕๗", "๒๕๔๗")
        .replace("๑๒๐๕/๔๕", "๑๒๐๕/๘๕")
        .replace("ลงวันที่ ๒๕ ธันวาคม", "ลงวันที่ ๒๔ ธันวาคม")
        .replace("เมื่อวันที่ ๒๕ ธันวาคม", "เมื่อวันที่ ๒๘ ธันวาคม")
        .replace("กราบบังคมทูล", "รายงานคณะรัฐมนตรี")
        .replace("๐ ๒๒๕๐ ๕๐๐๐", "๐ ๒๒๘๐ ๙๐๐๐")
    )
    letter, _ = pair(cover, ENCLOSED)
    cited = letter.enclosures[0].cites_letter
    assert cited is not None
    assert (cited.match, cited.mismatches) == ("exact", ())
    assert doubts(letter) == set()


REPORT = "กองประเมินติดตามผลและนำมากราบบังคมทูลเป็นระยะ ๆ ต่อไป"


@pytest.mark.parametrize(
    ("there", "doubted"),
    [
        ("มีมติรับทราบ และให้นำมารายงานคณะรัฐมนตรีเป็นระยะ ๆ ต่อไป", True),
        ("มีมติรับทราบ และให้นำมาปรับปรุงเป็นระยะ ๆ ต่อไป", False),
        ("มีมติรับทราบ และให้นำมากราบบังคมทูลเป็นระยะ ๆ ต่อไป", False),
    ],
)
def test_another_addressee_of_the_report_is_seen_where_only_the_end_of_the_sentence_agrees(
    there: str, doubted: bool
) -> None:
    assert bool(differences(REPORT, there)) is doubted
