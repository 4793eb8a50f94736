"""What letters say about one another: citations looked up, and the doubts that comparing them raises."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from circulars.letters.amounts import changed_amounts, told_again
from circulars.letters.comparing import Difference, differences, squeezed
from circulars.letters.digits import LOOKALIKES, anomaly
from circulars.letters.flags import flag, shown
from circulars.letters.matching import NUMBER_PARTS, Found, Known, find_cited
from circulars.letters.names import nearly_same
from circulars.letters.retold import told_otherwise
from circulars.letters.types import Citation, Flag, ParsedLetter, Span
from search.thai.calendar import civil_date
from search.thai.dates import find_dates
from search.thai.normalise import normalise
from search.thai.numerals import to_thai


class CitedAs(Protocol):
    """How a letter is cited: what the words say of number and date."""

    @property
    def number_canonical(self) -> str | None: ...
    @property
    def date_be(self) -> str | None: ...


Candidates = Callable[[Citation], Iterable[Known]]
"""Gives the registered letters that a citation could mean."""

_LONGEST_WAY = datetime.timedelta(days=366)


def resolve(
    letters: Sequence[ParsedLetter],
    registered: Candidates = lambda citation: (),
    accessions: Sequence[str | None] = (),
) -> list[ParsedLetter]:
    """The letters with each citation looked up among themselves and in the registry, and flags added.

    `accessions` gives, letter by letter, the provisional number of one whose own cannot be read.
    """
    own = [
        Known(letter, number)
        for letter, number in zip(letters, [*accessions, *[None] * len(letters)], strict=False)
    ]
    cited_by: dict[int, list[tuple[ParsedLetter, Citation]]] = {}
    resolved = []
    for letter in letters:
        done = resolve_one(letter, lambda citation: (*own, *registered(citation)))
        resolved.append(done[0])
        for found in done[1]:
            if found.known and found.citation.match == "probable":
                cited_by.setdefault(id(found.known.letter), []).append((letter, found.citation))
    return [
        _with_flags(
            after, [_cited_wrongly(citing, citation) for citing, citation in cited_by.get(id(before), [])]
        )
        for before, after in zip(letters, resolved, strict=True)
    ]


def resolve_one(
    letter: ParsedLetter, candidates: Candidates, whole: Callable[[Known], Known] = lambda known: known
) -> tuple[ParsedLetter, list[Found]]:
    """One letter with its citations looked up, and what was found for each.

    Candidates need no more than number, date and subject; `whole` gives the text of the one that is meant.
    """
    everything: list[Found] = []
    flags: list[Flag] = []
    references = []
    for at, citation in enumerate(letter.references):
        found = _with_text(find_cited(citation, letter, candidates(citation)), whole)
        references.append(found.citation)
        flags += _flags_of(found, f"references[{at}]", letter)
        everything.append(found)
    enclosures = []
    for at, item in enumerate(letter.enclosures):
        if item.cites_letter is None:
            enclosures.append(item)
            continue
        found = _with_text(find_cited(item.cites_letter, letter, candidates(item.cites_letter)), whole)
        enclosures.append(replace(item, cites_letter=found.citation))
        flags += _flags_of(found, f"enclosures[{at}]", letter)
        everything.append(found)
    in_body = []
    for at, citation in enumerate(letter.body_citations):
        found = _with_text(find_cited(citation, letter, candidates(citation)), whole)
        in_body.append(found.citation)
        flags += _flags_of(found, f"mentions.letters[{at}]", letter)
        everything.append(found)
    date = letter.date
    for found in everything:
        conflict = _year_conflict(letter, found)
        if conflict and date.status != "conflict":
            date = replace(date, status="conflict", best_reading_be=conflict[0])
            flags.append(conflict[1])
        flags += [*_corruptions(letter, found), *_name(letter, found)]
    changed = replace(
        letter,
        references=tuple(references),
        enclosures=tuple(enclosures),
        body_citations=tuple(in_body),
        date=date,
    )
    return _with_flags(changed, flags), everything


def _with_text(found: Found, whole: Callable[[Known], Known]) -> Found:
    return replace(found, known=whole(found.known)) if found.known else found


def _flags_of(found: Found, field: str, letter: ParsedLetter) -> list[Flag]:
    citation, span = found.citation, letter.positions.get(field)
    if citation.type != "letter":
        return []
    if found.known is None:
        flags = [flag("REFERENCE_NOT_FOUND", field, span=span, cited=citation.raw)]
        for other in found.other_years[:1]:
            date = shown(other.letter.date.be)
            flags.append(flag("SAME_NUMBER_OTHER_YEAR", field, span=span, related=other.name, date=date))
        return flags
    parts = {mismatch.split()[0] for mismatch in citation.mismatches}
    related = found.known.name
    flags = []
    if parts & set(NUMBER_PARTS):
        cited = citation.number_canonical or citation.raw
        flags.append(flag("CROSSREF_NUMBER_MISMATCH", field, span=span, related=related, cited=cited))
    if parts - set(NUMBER_PARTS):
        actual = shown(found.known.letter.date.be)
        flags.append(
            flag(
                "CROSSREF_DATE_MISMATCH",
                field,
                span=span,
                related=related,
                cited=shown(citation.date_be),
                actual=actual,
            )
        )
    return flags


def _cited_wrongly(citing: ParsedLetter, citation: Citation) -> Flag:
    return cited_inconsistently(citation, citing.number.canonical or citing.number.raw)


def cited_inconsistently(citation: CitedAs, related: str | None) -> Flag:
    """That the letter `related` cites this one with another number or date."""
    number = citation.number_canonical or "ไม่ระบุ"
    reason = f"{related} อ้างหนังสือนี้ว่าเลขที่ {number} ลงวันที่ {shown(citation.date_be)}"
    return flag("CITED_INCONSISTENTLY", "number", related=related, reason=reason)


def _year_conflict(letter: ParsedLetter, found: Found) -> tuple[str | None, Flag] | None:
    """Best reading of the letter's date and the flag, when its own year errs as its citation does.

    The cited letter's own head says another year than the citation, and the citing letter bears that same
    wrong year: then the misreading runs through the whole letter, and its own date is in doubt as well.
    """
    known, own = found.known, letter.date.be
    if known is None or own is None or known.letter.date.be is None:
        return None
    if not any(mismatch.startswith("year ") for mismatch in found.citation.mismatches):
        return None
    year, other = int(own[:4]), int(known.letter.date.be[:4])
    if found.citation.date_be is None or int(found.citation.date_be[:4]) != year:
        return None
    if _slip_at_new_year(letter, found.citation, known.letter):
        return None
    evidence = _evidence(letter, known.letter, year, other)
    best = _best_reading(letter, known.letter, other) if evidence else None
    raised = flag(
        "YEAR_CONFLICT",
        "date",
        related=known.name,
        span=letter.positions.get("date"),
        year=year,
        other=other,
        best=shown(best) if best else "ยังบอกไม่ได้",
        evidence="; ".join(evidence) or "ไม่พอ",
    )
    return best, raised


def _slip_at_new_year(letter: ParsedLetter, citation: Citation, known: ParsedLetter) -> bool:
    """Whether only the citation errs: by its own date the citing letter follows the other's head soon.

    In January a typist gives a letter of last December the new year.
    """
    if letter.date.iso is None or known.date.iso is None or letter.date.precision != "day":
        return False
    own, sent = (datetime.date.fromisoformat(one.date.iso or "") for one in (letter, known))
    return sent <= own <= sent + _LONGEST_WAY and (citation.date_be or "") > (letter.date.be or "")


def _evidence(letter: ParsedLetter, known: ParsedLetter, year: int, other: int) -> list[str]:
    """Why the other letter's year is the better one, in Thai; empty when nothing speaks for it."""
    found = []
    years = _years(known)
    if years.count(other) >= 2 and year not in years:
        found.append(f"หนังสือที่อ้างระบุ พ.ศ. {other} ตรงกันทั้งฉบับ {years.count(other)} แห่ง")
    odd = anomaly(letter.text)
    changed = [(a, b) for a, b in zip(to_thai(str(year)), to_thai(str(other)), strict=True) if a != b]
    if odd and all(a == odd.digit and b in LOOKALIKES for a, b in changed):
        found.append(f"หนังสือนี้มีเลข {odd.digit} มากผิดปกติ ซึ่งอาจอ่านผิดจาก {changed[0][1]}")
    if letter.number.status == "unreadable":
        found.append("เลขที่ของหนังสือนี้เองก็อ่านไม่ได้")
    return found if anomaly(known.text) is None else []


def _years(letter: ParsedLetter) -> list[int]:
    dates = find_dates(normalise(letter.text))
    return [date.year_be for date in dates if date.year_be and date.precision == "day"]


def _best_reading(letter: ParsedLetter, known: ParsedLetter, year: int) -> str | None:
    """The letter's own day and month in the other letter's year, if that follows the other letter soon."""
    if letter.date.be is None or known.date.iso is None or letter.date.precision != "day":
        return None
    _, month, day = (int(part) for part in letter.date.be.split("-"))
    date = civil_date(year, month, day) or civil_date(year + 1, month, day)
    sent = datetime.date.fromisoformat(known.date.iso)
    if date and date < sent:
        year, date = year + 1, civil_date(year + 1, month, day)
    if date is None or not sent <= date <= sent + _LONGEST_WAY:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


def _corruptions(letter: ParsedLetter, found: Found) -> list[Flag]:
    """Differences of meaning between the letter and the one it encloses or answers."""
    known = found.known
    if known is None or not known.letter.body or not letter.body or found.citation.link != "cites":
        return []  # what changes another letter is meant to differ from it
    related = known.name
    told = [
        one
        for one in differences(letter.body, known.letter.body)
        if not _each_of_itself(one, letter, known.letter)
    ]
    retold = "\n\n".join(told_again(letter.body, known.letter.issuer, letter.issuer))
    changed = changed_amounts(retold, letter.body, known.letter.body)
    again = told_otherwise(retold, known.letter.body)
    return [
        flag(
            "SEMANTIC_CORRUPTION",
            "body",
            related=related,
            span=_place_of(one.here, letter),
            what=one.what,
            here=one.here,
            there=one.there,
        )
        for one in _each_once([*told, *again, *changed])
    ][:3]


def _each_once(found: Iterable[Difference]) -> list[Difference]:
    """Without those whose words another holds as well."""
    kept: list[Difference] = []
    for one in found:
        words = "".join(one.here.split())
        others = ["".join(other.here.split()) for other in kept]
        if not words or not any(words in other or other in words for other in others):
            kept.append(one)
    return kept


def _each_of_itself(one: Difference, letter: ParsedLetter, known: ParsedLetter) -> bool:
    """Whether each names who sends or receives it: reports go to the department, then to the province."""
    return bool(one.here and one.there) and one.here in _parties(letter) and one.there in _parties(known)


def _parties(letter: ParsedLetter) -> str:
    position = letter.signatory.position if letter.signatory else None
    return squeezed(
        "\n".join((letter.issuer or "", letter.owner_unit or "", position or "", *letter.addressees))
    )


def _name(letter: ParsedLetter, found: Found) -> list[Flag]:
    """The signatory's name, when the letter looked up is signed in the same position by almost that name."""
    known, own = found.known, letter.signatory
    if known is None or own is None or not nearly_same(own, known.letter.signatory):
        return []
    there = known.letter.signatory.name if known.letter.signatory else ""
    reason = f"{known.name} ซึ่งผู้ดำรงตำแหน่งเดียวกันลงนาม ใช้ชื่อ “{there}”"
    span = letter.positions.get("signatory")
    return [flag("NAME_SUSPECT", "signatory", related=known.name, span=span, name=own.name, reason=reason)]


def _place_of(words: str, letter: ParsedLetter) -> Span | None:
    """Where the words stand in the letter's text, spacing aside; the body when spelt otherwise."""
    signs = "".join(words.split())
    pattern = r"\s*".join(
        f"[{int(sign)}{to_thai(sign)}]" if sign.isdecimal() else re.escape(sign) for sign in signs
    )
    start, end = letter.positions.get("body", (0, len(letter.text)))
    match = re.compile(pattern).search(letter.text, start, end)
    return match.span() if match else letter.positions.get("body")


def _with_flags(letter: ParsedLetter, flags: Sequence[Flag]) -> ParsedLetter:
    return replace(letter, flags=(*letter.flags, *flags)) if flags else letter
