"""Which registered letter a citation means: exactly, probably, or none that is here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from circulars.letters.types import Citation, ParsedLetter
from search.thai.normalise import normalise


@dataclass(frozen=True, slots=True)
class Known:
    """A letter that a citation may mean: one of the same call, or one of the registry.

    `name` is how `Citation.target` names it: canonical number, else accession number, else None.
    """

    letter: ParsedLetter
    accession: str | None = None
    key: int | None = None
    """The registry's own key of it, None outside the registry."""
    attached: bool = False
    """Whether it came in the same file as the letter that cites: then it may be the very copy sent along."""

    @property
    def name(self) -> str | None:
        return self.letter.number.canonical or self.accession


@dataclass(frozen=True, slots=True)
class Found:
    """The citation completed, the letter it means, and letters of the same number in other years."""

    citation: Citation
    known: Known | None = None
    other_years: tuple[Known, ...] = ()


@dataclass(frozen=True, slots=True)
class Deviation:
    """One part in which citation and letter differ; `small` when a single digit was changed."""

    part: str
    cited: str
    held: str
    small: bool

    def __str__(self) -> str:
        return f"{self.part} {self.cited}≠{self.held}"

    @property
    def swapped(self) -> bool:
        """Whether two neighbouring digits of the running number changed places: 469 for 496."""
        return self.part == "running" and self.held in swaps(self.cited)


NUMBER_PARTS = ("prefix", "committee", "unit", "circular", "running")


def swaps(digits: str) -> set[str]:
    """What a row of digits becomes when two different neighbours change places."""
    return {digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :] for at in range(len(digits) - 1)} - {
        digits
    }


def find_cited(citation: Citation, citing: ParsedLetter, candidates: Iterable[Known]) -> Found:
    """Look the citation up among `candidates`; the citing letter itself is never meant.

    Exact: number and date agree, or the number agrees and no date is cited. Probable: they differ in so few
    places that a misreading explains it better than another letter does; `mismatches` names each place.
    """
    if citation.type != "letter" or citation.prefix is None:
        return Found(replace(citation, match="not_in_registry") if citation.type == "letter" else citation)
    best: tuple[int, Known, list[Deviation]] | None = None
    others: list[Known] = []
    for known in candidates:
        if known.letter is citing:
            continue
        deviations = deviations_of(citation, known.letter)
        if not deviations:
            return Found(replace(citation, target=known.name, match="exact", mismatches=()), known)
        if _probable(deviations, citation, citing, known):
            if best is None or len(deviations) < best[0]:
                best = len(deviations), known, deviations
        elif not any(deviation.part in NUMBER_PARTS for deviation in deviations):
            others.append(known)
    if best is None:
        return Found(replace(citation, match="not_in_registry"), None, tuple(others))
    _, known, deviations = best
    mismatches = tuple(str(deviation) for deviation in deviations)
    return Found(replace(citation, target=known.name, match="probable", mismatches=mismatches), known)


def deviations_of(citation: Citation, letter: ParsedLetter) -> list[Deviation]:
    """Every part in which the citation differs from the letter's own head, in reading order."""
    number, found = letter.number, []

    def compare(part: str, cited: str, held: str) -> None:
        if cited != held:
            found.append(Deviation(part, cited or "-", held or "-", _one_digit(cited, held)))

    compare("prefix", citation.prefix or "", number.prefix or "")
    compare("committee", citation.subagency or "", number.subagency or "")
    compare("unit", citation.unit_code or "", number.unit_code or "")
    cited_mark = (f"ว({citation.series})" if citation.series else "ว") if citation.circular else ""
    compare("circular", cited_mark, (number.mark or "ว") if number.circular else "")
    compare("running", _text(citation.running), _text(number.running))
    if citation.date_be and letter.date.be:
        for part, cited, held in zip(
            ("year", "month", "day"), citation.date_be.split("-"), letter.date.be.split("-"), strict=False
        ):
            compare(part, str(int(cited)), str(int(held)))
    order = (*NUMBER_PARTS, "day", "month", "year")
    return sorted(found, key=lambda deviation: order.index(deviation.part))


def same_subject(one: str | None, other: str | None) -> bool:
    """Whether two subjects are the same words, spacing aside."""
    return bool(one and other) and _squeezed(one or "") == _squeezed(other or "")


def _probable(deviations: list[Deviation], citation: Citation, citing: ParsedLetter, known: Known) -> bool:
    letter = known.letter
    in_number = [deviation for deviation in deviations if deviation.part in NUMBER_PARTS]
    in_date = [deviation for deviation in deviations if deviation.part not in NUMBER_PARTS]
    parts = {deviation.part for deviation in in_date}
    subject = same_subject(citing.subject, letter.subject) or _named(letter.subject, citation.raw)
    if not in_number:
        # A number is given once a year, so another day or month is a slip; another year needs more.
        return "year" not in parts or parts == {"year"} or (subject and all(d.small for d in in_date))
    if len(in_number) == 1 and in_number[0].swapped and not in_date:
        return citation.date_be is not None and subject
    sent_along = known.attached and any(item.cites_letter is citation for item in citing.enclosures)
    if (sent_along or subject) and len(in_number) == 1 and in_number[0].swapped and in_date:
        return all(deviation.small for deviation in in_date)
    if len(in_number) > 1 or not (
        in_number[0].small or in_number[0].part in {"prefix", "circular", "committee"}
    ):
        return _unreadable(in_number, letter) and bool(citation.date_be) and not in_date
    if not in_date:
        return citation.date_be is not None or subject
    if in_number[0].part == "unit" and len(in_date) == 1 and "year" not in parts:
        return True
    return (subject or sent_along) and all(deviation.small for deviation in in_date)


def _unreadable(in_number: list[Deviation], letter: ParsedLetter) -> bool:
    """Whether all that differs is the running number that nobody could read."""
    return letter.number.running is None and [deviation.part for deviation in in_number] == ["running"]


def _named(subject: str | None, raw: str) -> bool:
    return bool(subject) and len(subject or "") >= 12 and _squeezed(subject or "") in _squeezed(raw)


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", normalise(text))


def _text(number: int | None) -> str:
    return "" if number is None else str(number)


def _one_digit(one: str, other: str) -> bool:
    """Whether exactly one digit was changed, or one dropped or added where two or more stand."""
    if not (one and other) or not (one.replace(".", "").isdigit() and other.replace(".", "").isdigit()):
        return False
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    return False
