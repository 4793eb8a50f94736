"""The web of citations between registered letters, kept true as letters come and go in any order."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Q

from circulars.flagging import cited_flags, forget_secret, retell, told_of, write_flags
from circulars.letters import Citation as ParsedCitation
from circulars.letters import Enclosure, Flag, ParsedLetter, parse_letters
from circulars.letters.checks import citations_of
from circulars.letters.flags import flag
from circulars.letters.items import citation as read_citation
from circulars.letters.matching import Found, Known, find_cited, swaps
from circulars.letters.resolving import resolve_one
from circulars.models import CircularFlag, CircularPage, Citation
from circulars.recording import OUTLINE, as_parsed, outline
from circulars.twins import doubted_for

_MOST_CANDIDATES = 50
IN_BODY = "mentions.letters"
"""How places and doubts name a letter that is cited in the body."""


def look_up(page: CircularPage, letter: ParsedLetter) -> tuple[ParsedLetter, list[Found]]:
    """The letter of `page` with its citations looked up in the registry."""

    def candidates(citation: ParsedCitation) -> Iterator[Known]:
        seen = {page.pk}
        for wanted in (_same_number(citation), _near(citation)):
            rows = CircularPage.objects.filter(_OPEN & wanted).order_by("-year_be", "pk")
            for row in rows.values(*OUTLINE, "original_id")[:_MOST_CANDIDATES]:
                if row["pk"] not in seen:
                    seen.add(row["pk"])
                    yield _known(row, page.original_id)

    def whole(known: Known) -> Known:
        return replace(known, letter=as_parsed(CircularPage.objects.get(pk=known.key)))

    resolved, found = resolve_one(letter, candidates, whole)
    secret = () if page.is_secret else _secret_among(resolved)
    return replace(resolved, flags=(*resolved.flags, *secret)), found


def _secret_among(letter: ParsedLetter) -> list[Flag]:
    """A doubt for each citation whose number is that of a registered secret letter; nothing more is told."""
    open_ones = [
        (field, one)
        for field, one in citations_of(letter)
        if one.match == "not_in_registry" and one.running is not None and not one.secret
    ]
    wanted = Q()
    for _, one in open_ones:
        wanted |= _same_number(one)
    if not wanted:
        return []
    parts = ("prefix", "subagency", "unit_code", "mark", "running", "year_be")
    secret = [*CircularPage.objects.filter(wanted).exclude(_OPEN).values_list(*parts)]
    return [
        flag("CITES_SECRET", field, span=letter.positions.get(field), cited=one.raw)
        for field, one in open_ones
        if any(_means(one, row) for row in secret)
    ]


def _means(one: ParsedCitation, row: tuple[Any, ...]) -> bool:
    """Whether the citation's number is that of the row, in the year it gives; many leave out the ล."""
    prefix, sub, unit, mark, running, year = row
    number = (one.prefix or "", one.subagency or "", one.unit_code or "", one.circular, one.running)
    same = number == (prefix, sub, unit, mark.startswith("ว"), running)
    return same and (not one.date_be or year is None or int(one.date_be[:4]) == year)


def settle(page: CircularPage, letter: ParsedLetter) -> ParsedLetter:
    """Look the citations of one letter up again, write them and its flags; gives the letter as resolved."""
    resolved, found = look_up(page, letter)
    with transaction.atomic():
        page.citations.all().delete()
        Citation.objects.bulk_create(_citations(page, resolved, found))
        _write_date(page, resolved)
        write_flags(page, [*resolved.flags, *cited_flags(page)])
    return resolved


def settle_new(pairs: Sequence[tuple[CircularPage, ParsedLetter]]) -> list[ParsedLetter]:
    """`settle` for letters that were never looked up: they have no citations and no flags yet."""
    done = [(page, *look_up(page, letter)) for page, letter in pairs]
    with transaction.atomic():
        Citation.objects.bulk_create(
            one for page, letter, found in done for one in _citations(page, letter, found)
        )
        cited = told_of(page for page, _, _ in done)
        for page, letter, _ in done:
            _write_date(page, letter)
            write_flags(page, [*letter.flags, *cited.get(page.pk, [])], is_new=True)
    return [letter for _, letter, _ in done]


def as_it_stands(page: CircularPage, letter: ParsedLetter) -> ParsedLetter:
    """The letter as the registry has it now, with the flags that its citations raise; nothing is written."""
    resolved, _ = look_up(page, letter)
    return replace(resolved, flags=(*resolved.flags, *cited_flags(page)))


def settle_others(page: CircularPage, is_new: bool = False) -> None:
    """Look up again the letters whose citations `page` may answer, and tell the letters it cites.

    A letter that was registered before may answer no longer what it answered: its class or date changed.
    """
    others = set(_answered_by(page))
    if not is_new:
        others.update(page.cited_by.exclude(page=page).values_list("page", flat=True))
    for other in CircularPage.objects.filter(pk__in=others).order_by("pk"):
        settle(other, reread(other))
    cites = page.citations.filter(target__isnull=False)
    targets = set((cites.filter(match="probable") if is_new else cites).values_list("target", flat=True))
    own = {page.pk} if others or not is_new else set()
    retell({*targets, *own, *doubted_for(page, is_new)})
    if page.is_secret and not is_new:
        forget_secret(page, {*others, *targets} - {page.pk})


def settle_renamed(page: CircularPage, earlier: str) -> None:
    """`settle_others` of a letter whose accepted number or date has changed; `earlier` is what it was called.

    Letters that hold a doubt because of its earlier number are looked up again too.
    """
    settle_others(page)
    doubtful = CircularFlag.objects.open().filter(related=earlier).exclude(related="").exclude(page=page)
    for other in CircularPage.objects.filter(pk__in=doubtful.values("page")).order_by("pk"):
        settle(other, reread(other))


def reread(page: CircularPage) -> ParsedLetter:
    """The letter of a page, read from its text again."""
    letters = parse_letters(page.raw_text)
    return letters[0] if letters else as_parsed(page)


def _citations(page: CircularPage, letter: ParsedLetter, found: list[Found]) -> Iterator[Citation]:
    by_citation = {id(one.citation): one for one in found}
    enclosures = {}
    if any(item.cites_letter for item in letter.enclosures):
        enclosures = {item.n: item for item in page.enclosures.all()}
    cited = [(item, None, f"references[{at}]") for at, item in enumerate(letter.references)]
    cited += [
        (item.cites_letter, enclosures.get(item.n), f"enclosures[{at}]")
        for at, item in enumerate(letter.enclosures)
        if item.cites_letter
    ]
    cited += [(item, None, f"{IN_BODY}[{at}]") for at, item in enumerate(letter.body_citations)]
    for at, (citation, enclosure, place) in enumerate(cited):
        one = by_citation.get(id(citation))
        start, end = letter.positions.get(place, (None, None))
        yield Citation(
            page=page,
            enclosure=enclosure,
            position=at,
            type=citation.type,
            raw=citation.raw,
            start=None if start is None else start + letter.offset,
            end=None if end is None else end + letter.offset,
            number_canonical=citation.number_canonical or "",
            prefix=citation.prefix or "",
            unit_code=citation.unit_code or "",
            running=citation.running,
            date_be=citation.date_be or "",
            target_id=one.known.key if one and one.known else None,
            match=citation.match or "",
            mismatches=list(citation.mismatches),
            in_body=place.startswith(IN_BODY),
            link=citation.link,
        )


def _write_date(page: CircularPage, letter: ParsedLetter) -> None:
    best = letter.date.best_reading_be or ""
    if letter.date.status != page.date_status or best != page.suggested_date_be:
        page.date_status, page.suggested_date_be = letter.date.status, best
        CircularPage.objects.filter(pk=page.pk).update(
            date_status=page.date_status, suggested_date_be=page.suggested_date_be
        )


_OPEN = Q(secrecy="") | Q(secrecy_lifted_at__isnull=False)
"""No secret letter answers a citation."""


def _known(row: dict[str, Any], original: int | None) -> Known:
    accession = f"acc-{row['accession']}" if row["accession"] else None
    attached = original is not None and row["original_id"] == original
    return Known(outline(row), accession, row["pk"], attached)


def _same_number(citation: ParsedCitation) -> Q:
    return Q(prefix=citation.prefix or "", unit_code=citation.unit_code or "", running=citation.running)


def _near(citation: ParsedCitation) -> Q:
    """What the citation could mean were a digit of it misread, or two in the wrong order."""
    wanted = Q(prefix=citation.prefix or "", unit_code=citation.unit_code or "", running__isnull=True)
    if citation.running is not None:
        near = _near_numbers(citation.running)
        wanted |= Q(prefix=citation.prefix or "", unit_code=citation.unit_code or "", running__in=near)
        wanted |= Q(running=citation.running, date_be=citation.date_be or "-")
        wanted |= Q(running=citation.running, best_date=_day(citation.date_be)) & ~Q(best_date=None)
        wanted |= Q(running=citation.running, prefix=citation.prefix or "")
    return wanted


def _day(date_be: str | None) -> datetime.date | None:
    """A whole date of the Buddhist era as a day."""
    try:
        year, month, day = map(int, (date_be or "").split("-"))
        return datetime.date(year - 543, month, day)
    except ValueError:
        return None


def _answered_by(page: CircularPage) -> list[int]:
    """Letters with a citation, not settled exactly, that `page` answers or of which it shares the number."""
    if page.is_secret:  # it answers nothing; who cites its very number is doubted
        citing = Citation.objects.filter(prefix=page.prefix, unit_code=page.unit_code, running=page.running)
        known = citing.exclude(page=page) if page.running is not None else citing.none()
        return list(known.values_list("page", flat=True))
    wanted = Q(prefix=page.prefix, unit_code=page.unit_code)
    if page.running is not None:
        near = _near_numbers(page.running)
        wanted = Q(prefix=page.prefix, unit_code=page.unit_code, running__in=near) | Q(running=page.running)
    citing = Citation.objects.filter(wanted, type="letter").exclude(match="exact").exclude(page=page)
    here = Known(outline({name: getattr(page, name) for name in OUTLINE}), page.reference_name or None)
    found = []
    told = ("page", "raw", "page__subject", "page__original", "enclosure__n")
    for key, raw, subject, original, n in citing.values_list(*told):
        citation = read_citation(raw)
        enclosed = (Enclosure(n, raw, cites_letter=citation),) if n is not None else ()
        letter = ParsedLetter(text="", subject=subject or None, enclosures=enclosed)
        attached = original is not None and original == page.original_id
        answer = find_cited(citation, letter, [replace(here, attached=attached)])
        if answer.known or answer.other_years:
            found.append(key)
    return found


def _near_numbers(number: int) -> list[int]:
    """The number itself and every number that differs from it in one digit, or in the order of two."""
    digits = str(number)
    return [number, *map(int, swaps(digits))] + [
        int(digits[:at] + digit + digits[at + 1 :])
        for at in range(len(digits))
        for digit in "0123456789"
        if digit != digits[at]
    ]
