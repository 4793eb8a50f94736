"""Doubts about days: the letter's own, those cited, resolutions, meetings, deadlines, and their order."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence

from circulars.letters.body_citations import conflicting
from circulars.letters.flags import flag, shown
from circulars.letters.items import cited_date
from circulars.letters.layout import Line
from circulars.letters.layout_checks import within
from circulars.letters.mentions import is_unnamed_committee
from circulars.letters.types import Flag, Mention, ParsedLetter
from search.thai.calendar import WEEKDAYS
from search.thai.dates import find_dates
from search.thai.normalise import normalise
from search.thai.numerals import digit_script, has_mixed_run, repair_digits

_TUESDAY = 1
_FAR = 2600
"""No letter is of that Buddhist year or later: digits were misread or changed places ("2657")."""
_FISCAL_YEAR_BEGINS = "10"
_DEADLINE = re.compile(r"ภายใน(?:วันที่|วัน[ก-๎]{3,9}ที่)? ?$")
_TO_COME = re.compile(r"\d ?ใน ?วัน")
_RECITED = re.compile(r"[^\d]{0,80}นั้น(?:[ \t]|$)")
"""The deadline of an earlier letter, told again: "ขอให้ส่งภายในวันที่ … นั้น"."""
_GARBLED_DATE = re.compile(
    r"(?:ลง ?วันที่|ลว\.?) ?(?P<date>[^ ]{1,3} ?(?:[ก-๎]{3,10}(?:คม|ยน|พันธ์)|[ก-๎]{1,2}\.[ก-๎]\.)"
    r" ?(?:[พค]\.ศ\.? ?)?[^ ,)]{1,5})"
)


def check_days(letter: ParsedLetter, body: Sequence[Line]) -> list[Flag]:
    """Every doubt about a day. `body` are the lines of the letter's body and purpose."""
    return [
        *_date(letter),
        *_two_dates(letter),
        *_resolutions(letter),
        *_chronology(letter),
        *_other_dates(letter, body),
    ]


def _date(letter: ParsedLetter) -> Iterator[Flag]:
    date, span = letter.date, letter.positions.get("date")
    raw = date.raw or ""
    if date.status == "missing":
        yield flag("DATE_MISSING", "date")
    if date.status == "invalid":
        yield flag("INVALID_DATE", "date", span=span, raw=raw)
    if date.status == "incomplete":
        yield flag("DATE_DAY_MISSING", "date", span=span, raw=raw)
    if date.be and repair_digits(raw) != raw:
        yield flag("LETTER_FOR_DIGIT", "date", span=span, raw=raw, read=shown(date.be))
    if has_mixed_run(raw) or digit_script(raw) == "mixed":
        yield flag("MIXED_DIGITS", "date", span=span, raw=raw)
    if date.be and int(date.be[:4]) >= _FAR:
        reason = f"ปีของวันที่ “{raw}” อยู่ไกลในอนาคต อาจอ่านตัวเลขสลับหรือผิด"
        yield flag("CHRONOLOGY_SUSPECT", "date", span=span, reason=reason)
    if date.be and any(found.two_digit_year for found in find_dates(normalise(raw))):
        yield flag("TWO_DIGIT_YEAR", "date", span=span, raw=raw, year=date.be[:4])


def _two_dates(letter: ParsedLetter) -> Iterator[Flag]:
    """That the letter gives another letter two dates: one under a label, one in its body, or both there."""
    listed = [*letter.references, *(item.cites_letter for item in letter.enclosures if item.cites_letter)]
    for at, citation in enumerate(letter.body_citations):
        other = conflicting(citation, (*listed, *letter.body_citations[:at]))
        if other is not None:
            field = f"mentions.letters[{at}]"
            reason = (
                f"หนังสือนี้อ้าง {citation.number_canonical} สองแห่ง ลงวันที่ {shown(other.date_be)} "
                f"และ {shown(citation.date_be)} ไม่ตรงกัน"
            )
            yield flag("CITED_INCONSISTENTLY", field, span=letter.positions.get(field), reason=reason)


def _resolutions(letter: ParsedLetter) -> Iterator[Flag]:
    for field, mention in mentions_of(letter, "cabinet_resolutions"):
        span = (mention.start, mention.end)
        if is_unnamed_committee(mention):
            yield flag("BODY_NAME_SUSPECT", field, span=span, raw=mention.raw)
            continue
        date = datetime.date.fromisoformat(mention.date_iso) if mention.date_iso else None
        if date and date.weekday() != _TUESDAY:
            weekday = WEEKDAYS[date.weekday()]
            yield flag("RESOLUTION_WEEKDAY_UNUSUAL", field, span=span, date=mention.raw, weekday=weekday)
    spoken_of = {mention.date_iso for _, mention in mentions_of(letter, "cabinet_resolutions")}
    for at, citation in enumerate(letter.references):
        found = cited_date(normalise(citation.raw)) if citation.type == "cabinet_resolution" else None
        if found is None or found.iso is None or found.precision != "day" or found.iso in spoken_of:
            continue  # one that the body speaks of as well is doubted there
        day = datetime.date.fromisoformat(found.iso).weekday()
        if day != _TUESDAY:
            field = f"references[{at}]"
            place, weekday = letter.positions.get(field), WEEKDAYS[day]
            yield flag("RESOLUTION_WEEKDAY_UNUSUAL", field, span=place, date=citation.raw, weekday=weekday)
    for field, mention in mentions_of(letter, "meetings"):
        if mention.body_name is None:
            yield flag("MISSING_BODY_NAME", field, span=(mention.start, mention.end), raw=mention.raw)


def mentions_of(letter: ParsedLetter, kind: str) -> list[tuple[str, Mention]]:
    """The mentions of a kind, each with the name of its field."""
    found = [mention for mention in letter.mentions if mention.kind == kind]
    return [(f"mentions.{kind}[{at}]", mention) for at, mention in enumerate(found)]


def _chronology(letter: ParsedLetter) -> Iterator[Flag]:
    own = letter.date.iso if letter.date.precision == "day" else None
    cited = [*_cited_dates(letter)]
    for field, iso, words in cited:
        if own and iso > own:
            reason = f"“{words}” ลงวันที่หลังวันที่ของหนังสือนี้"
            yield flag("CHRONOLOGY_SUSPECT", field, span=letter.positions.get(field), reason=reason)
    for kind in ("cabinet_resolutions", "meetings"):
        for field, mention in mentions_of(letter, kind):
            span = (mention.start, mention.end)
            if own and mention.date_iso and mention.date_iso > own and not _is_planned(mention):
                reason = f"“{mention.raw}” อยู่หลังวันที่ของหนังสือนี้"
                yield flag("CHRONOLOGY_SUSPECT", field, span=span, reason=reason)
            elif _year_differs(mention):
                reason = f"“{mention.raw}” ปีของครั้งที่ประชุมไม่ตรงกับปีของวันที่ประชุม"
                yield flag("CHRONOLOGY_SUSPECT", field, span=span, reason=reason)
    yield from _resolved_before_submitted(letter)


def _resolved_before_submitted(letter: ParsedLetter) -> Iterator[Flag]:
    """The Cabinet cannot have resolved by the very day of the letter that put the matter to it.

    What is passed on is what "the Cabinet resolved", the latest of several; "the Cabinet's resolution of …"
    is an older one that the letter speaks of. A letter that speaks of no proposal encloses something else.
    """
    if "เสนอ" not in normalise(letter.body):
        return
    submitted = [(iso, words) for field, iso, words in _cited_dates(letter) if field.startswith("enclosures")]
    passed_on = [
        (field, mention)
        for field, mention in mentions_of(letter, "cabinet_resolutions")
        if mention.date_iso and not is_unnamed_committee(mention) and not mention.raw.startswith("มติ")
    ]
    for field, mention in passed_on:
        before = [words for iso, words in submitted if (mention.date_iso or "") <= iso]
        if before and all((other.date_iso or "") <= (mention.date_iso or "") for _, other in passed_on):
            reason = f"“{mention.raw}” ไม่อยู่หลังหนังสือที่เสนอเรื่อง “{before[0]}”"
            yield flag("CHRONOLOGY_SUSPECT", field, span=(mention.start, mention.end), reason=reason)


def _cited_dates(letter: ParsedLetter) -> Iterator[tuple[str, str, str]]:
    for name, citations in (
        ("references", [(item.raw, item.type) for item in letter.references]),
        (
            "enclosures",
            [(item.raw, "letter" if item.cites_letter else "other") for item in letter.enclosures],
        ),
        ("mentions.letters", [(item.raw, item.type) for item in letter.body_citations]),
    ):
        for at, (raw, kind) in enumerate(citations):
            plain = normalise(raw)
            date = cited_date(plain)
            dated = re.search(r"ลง ?วันที่|ลว\.?|เมื่อวันที่", plain)
            if date and date.iso and date.precision == "day" and (kind == "letter" or dated):
                yield f"{name}[{at}]", date.iso, " ".join(raw.split())


def _is_planned(mention: Mention) -> bool:
    """A meeting to come is held "in" a day (ในวันที่); of one that was held a letter says เมื่อวันที่."""
    return mention.kind == "meetings" and _TO_COME.search(normalise(mention.raw)) is not None


def _year_differs(mention: Mention) -> bool:
    if mention.kind != "meetings" or not mention.number or not mention.date_be:
        return False
    year = mention.number.rpartition("/")[2]
    own, month = int(mention.date_be[:4]), mention.date_be[5:7]
    fiscal = own + 1 if month >= _FISCAL_YEAR_BEGINS else own  # many bodies count their meetings by it
    return not str(own).endswith(year) and not str(fiscal).endswith(year)


def _other_dates(letter: ParsedLetter, body: Sequence[Line]) -> Iterator[Flag]:
    """Impossible dates outside the letter's own, and deadlines that had passed when it was sent."""
    for name, raws in (
        ("references", [item.raw for item in letter.references]),
        ("enclosures", [item.raw for item in letter.enclosures]),
    ):
        for at, raw in enumerate(raws):
            field = f"{name}[{at}]"
            for date in find_dates(normalise(raw)):
                if date.status == "invalid":
                    yield flag("INVALID_DATE", field, span=letter.positions.get(field), raw=date.raw)
            garbled_date = _GARBLED_DATE.search(normalise(raw))
            if garbled_date and not any(date.year_be for date in find_dates(garbled_date.group())):
                yield flag("INVALID_DATE", field, span=letter.positions.get(field), raw=garbled_date["date"])
    for line in body:
        for date in find_dates(line.text):
            span = within(letter, line.span(date.start, date.end))
            if date.status == "invalid" and span != letter.positions.get("date"):
                yield flag("INVALID_DATE", "body", span=span, raw=line.raw(date.start, date.end))
            deadline = _DEADLINE.search(line.text[max(0, date.start - 30) : date.start])
            if (
                deadline
                and not _RECITED.match(line.text, date.end)
                and date.iso
                and letter.date.iso
                and date.iso < letter.date.iso
                and date.precision == "day"
            ):
                reason = f"กำหนด “{line.raw(date.start, date.end)}” อยู่ก่อนวันที่ของหนังสือนี้"
                yield flag("CHRONOLOGY_SUSPECT", "body", span=span, reason=reason)
