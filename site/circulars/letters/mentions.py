"""Cabinet resolutions and meetings that the body speaks of, with their dates."""

from __future__ import annotations

import re

from circulars.letters.layout import Line
from circulars.letters.types import Mention
from search.thai.calendar import WEEKDAYS
from search.thai.dates import ThaiDate, find_dates

_CABINET = r"(?:คณะรัฐมนตรี|คณะกรรมการรัฐมนตรี|ครม\.?)"
_UNNAMED = r"มติ ?(?:ที่ประชุม)?คณะกรรมการ"
_ON = rf"วัน(?:{'|'.join(WEEKDAYS)})?ที่[ \t]*"
_WHEN = rf"(?:(?:ใน)?(?:คราว)?การ?ประชุม)? ?(?:(?:เมื่อ|ลง|ใน|ประจำ) ?{_ON}|เมื่อ[ \t]*(?=\d))"
_DECIDED = r"(?:เห็นชอบ|อนุมัติ|รับทราบ|รับหลักการ)"
_WORDS = ("รัฐมนตรี", "ครม", "มติ")
"""Without one of them a line speaks of no resolution."""
_RESOLUTION = re.compile(
    rf"(?:{_CABINET} ?(?:ได้)?(?:พิจารณา(?:แล้ว)?)?(?:ได้)?(?:ลงมติ|มีมติ|ประชุม\S{{0,30}}ลงมติ)"
    rf"(?:[^\n]{{0,40}}?){_WHEN}"
    rf"|{_CABINET}[^\n]{{0,16}}?(?:คราว|การ)ประชุม[^\n]{{0,24}}?{_WHEN}"
    rf"|(?<!เสนอ){_CABINET}(?:(?:ได้)?ประชุม(?:ปรึกษา(?:หารือ)?)?(?:กัน)?"
    rf"|ได้พิจารณา(?:แล้ว)?|(?:ได้)?{_DECIDED}(?:แล้ว)?) ?{_WHEN}"
    rf"|(?:เห็นชอบ|อนุมัติ|มติ)(?:จาก|ของ){_CABINET}(?:แล้ว)? ?{_WHEN}"
    rf"|ประชุม{_CABINET} ?{_WHEN}"
    rf"|มติ ?(?:ที่ประชุม)?{_CABINET} ?(?:\([^()]{{0,20}}\) ?)?(?:{_WHEN}|{_ON}|\((?=\d))"
    rf"|{_UNNAMED} ?{_WHEN})"
)
_DATE_FIRST = re.compile(rf"เมื่อ ?{_ON}(?=\d)")
_THEN_RESOLVED = re.compile(
    rf" ?(?:ที่ประชุม)?(?P<who>{_CABINET}) ?(?:ได้)?(?:พิจารณาแล้ว)?(?:มีมติ|ลงมติ|{_DECIDED})"
)
"""What stands behind the date in "เมื่อวันที่ … คณะรัฐมนตรีมีมติ …"."""
_AND_ON = re.compile(rf"[ \t]*(?:,|และ|กับ)[ \t]*(?:เมื่อ)?[ \t]*(?:{_ON})?(?=\d)")
"""Between the days of several resolutions: "มติคณะรัฐมนตรีเมื่อวันที่ … และวันที่ …"."""
_NOT_THE_CABINET = re.compile(r"(?:เลขาธิการ|คณะ(?:อนุ)?กรรมการ[ก-๎]{0,60}เสนอ)$")
"""Before its name: the Secretariat, and the committees that screen matters for it."""
_MEETING = re.compile(
    r"(?P<name>คณะ(?:อนุ)?กรรมการ[ก-๎]{2,60}?|คณะทำงาน[ก-๎]{0,60}?|คณะรัฐมนตรี|ก\.พ\.ร\.)?"
    r" ?\(?ครั้งที่ ?(?P<n>\d{1,3} ?/ ?(?:25)?\d{2})"
    r"(?: ?(?:เมื่อ|ใน) ?วัน(?:[ก-๎]{3,9})?ที่ ?)?"
)


def find_mentions(lines: list[Line]) -> list[Mention]:
    """Resolutions and meetings in the body, in order; each with a date where the text gives one."""
    return [mention for line in lines for mention in (*_resolutions(line), *_meetings(line))]


def is_unnamed_committee(mention: Mention) -> bool:
    """Whether a resolution is said to be of "the committee" without naming one ("มติคณะกรรมการเมื่อวันที่ …")."""
    return mention.kind == "cabinet_resolutions" and mention.body_name is None


def _resolutions(line: Line) -> list[Mention]:
    if not any(word in line.text for word in _WORDS):
        return []
    dates = find_dates(line.text)
    found: dict[int, Mention] = {}
    for match in _RESOLUTION.finditer(line.text):
        date = _at(dates, match.end())
        if date is None or _NOT_THE_CABINET.search(line.text[max(0, match.start() - 80) : match.start()]):
            continue
        unnamed = re.match(_UNNAMED, match.group()) and not re.match(
            rf"มติ ?(?:ที่ประชุม)?{_CABINET}", match.group()
        )
        name = None if unnamed else "คณะรัฐมนตรี"
        found[date.start] = _mention(line, "cabinet_resolutions", match.start(), date, name)
        while match.group().startswith("มติ") and (between := _AND_ON.match(line.text, date.end)):
            date = _at(dates, between.end())
            if date is None:
                break
            found[date.start] = _mention(line, "cabinet_resolutions", match.start(), date, name)
    for match in _DATE_FIRST.finditer(line.text):
        date = _at(dates, match.end())
        resolved = _THEN_RESOLVED.match(line.text, date.end) if date else None
        if date is None or resolved is None or date.start in found:
            continue
        own = _RESOLUTION.match(line.text, resolved.start("who"))
        if own is None or _at(dates, own.end()) is None:  # else its own day follows
            found[date.start] = _mention(line, "cabinet_resolutions", match.start(), date, "คณะรัฐมนตรี")
    return [found[start] for start in sorted(found)]


def _meetings(line: Line) -> list[Mention]:
    if "ครั้งที่" not in line.text:
        return []
    dates = find_dates(line.text)
    found = []
    for match in _MEETING.finditer(line.text):
        date = _at(dates, match.end())
        end = date.end if date else match.end("n")
        found.append(
            Mention(
                "meetings",
                line.raw(match.start(), end),
                *line.span(match.start(), end),
                date_be=date.be if date else None,
                date_iso=date.iso if date else None,
                number=re.sub(r"\s", "", match["n"]),
                body_name=match["name"],
            )
        )
    return found


def _at(dates: list[ThaiDate], place: int) -> ThaiDate | None:
    return next((date for date in dates if 0 <= date.start - place <= 2 and date.precision == "day"), None)


def _mention(line: Line, kind: str, start: int, date: ThaiDate, name: str | None) -> Mention:
    return Mention(
        "cabinet_resolutions" if kind == "cabinet_resolutions" else "meetings",
        line.raw(start, date.end),
        *line.span(start, date.end),
        date_be=date.be,
        date_iso=date.iso,
        body_name=name,
    )
