"""The web of citations between registered letters, kept true as letters come and go in any order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from circulars.letters import Citation as ParsedCitation
from circulars.letters import Flag, ParsedLetter, parse_letters
from circulars.letters.flags import FLAG_KINDS, flag
from circulars.letters.matching import Found, Known
from circulars.letters.resolving import resolve_one
from circulars.models import CircularFlag, CircularPage, Citation, Enclosure, Status
from circulars.recording import as_parsed

CITED = "CITED_INCONSISTENTLY"
_MOST_CANDIDATES = 50


def look_up(page: CircularPage, letter: ParsedLetter) -> tuple[ParsedLetter, list[Found], dict[str, int]]:
    """The letter of `page` with its citations looked up in the registry, and each target's page by name."""
    pages: dict[str, int] = {}

    def candidates(citation: ParsedCitation) -> Iterator[Known]:
        for other in _candidates(citation).exclude(pk=page.pk)[:_MOST_CANDIDATES]:
            if other.reference_name:
                pages[other.reference_name + (other.date_be or "")] = other.pk
            yield Known(as_parsed(other), other.reference_name)

    resolved, found = resolve_one(letter, candidates)
    return resolved, found, pages


def settle(page: CircularPage, letter: ParsedLetter) -> ParsedLetter:
    """Look the citations of one letter up again, write them and its flags; gives the letter as resolved."""
    resolved, found, pages = look_up(page, letter)
    with transaction.atomic():
        _write_citations(page, resolved, found, pages)
        if (
            resolved.date.status != page.date_status
            or (resolved.date.best_reading_be or "") != page.suggested_date_be
        ):
            page.date_status = resolved.date.status
            page.suggested_date_be = resolved.date.best_reading_be or ""
            CircularPage.objects.filter(pk=page.pk).update(
                date_status=page.date_status, suggested_date_be=page.suggested_date_be
            )
        write_flags(page, [*resolved.flags, *cited_flags(page)])
    return resolved


def as_it_stands(page: CircularPage, letter: ParsedLetter) -> ParsedLetter:
    """The letter as the registry has it now, with the flags that its citations raise; nothing is written."""
    resolved, _, _ = look_up(page, letter)
    return replace(resolved, flags=(*resolved.flags, *cited_flags(page)))


def settle_others(page: CircularPage) -> None:
    """Look up again the letters whose citations `page` may answer, and tell the letters it cites."""
    for other in _waiting_for(page):
        settle(other, reread(other))
    targets = set(page.citations.filter(target__isnull=False).values_list("target", flat=True))
    for target in CircularPage.objects.filter(pk__in={*targets, page.pk}):
        write_flags(target, [*_flags_but_cited(target), *cited_flags(target)])


def reread(page: CircularPage) -> ParsedLetter:
    """The letter of a page, read from its text again."""
    letters = parse_letters(page.raw_text)
    return letters[0] if letters else as_parsed(page)


def cited_flags(page: CircularPage) -> list[Flag]:
    """That other letters cite this one with another number or date; never tells of a secret letter."""
    citing = page.cited_by.filter(match="probable").select_related("page").order_by("pk")
    return [
        flag(
            CITED,
            "number",
            related=citation.page.reference_name,
            cited=citation.number_canonical or "-",
            date=citation.date_be or "-",
        )
        for citation in citing
        if not citation.page.is_secret
    ]


def write_flags(page: CircularPage, wanted: list[Flag]) -> None:
    """Add doubts that are new; let those lapse that no longer arise. Resolved ones stay resolved.

    A public letter that a new error befalls stays public, but says that it is being verified.
    """
    keys = {(one.code, one.field, one.related or ""): one for one in wanted}
    held = list(page.flags.filter(lapsed_at=None))
    known = {(one.code, one.field, one.related) for one in held}
    gone = [one.pk for one in held if one.is_open and (one.code, one.field, one.related) not in keys]
    if gone:
        CircularFlag.objects.filter(pk__in=gone).update(lapsed_at=timezone.now())
    new = [one for key, one in keys.items() if key not in known]
    CircularFlag.objects.bulk_create(
        CircularFlag(
            page=page,
            code=one.code,
            severity=one.severity,
            field=one.field[:80],
            message=FLAG_KINDS[one.code].title if page.is_secret else one.message,
            related=(one.related or "")[:80],
            start=one.span[0] if one.span else None,
            end=one.span[1] if one.span else None,
        )
        for one in new
    )
    if page.live and any(one.severity == "error" for one in new) and page.status == Status.PUBLISHED:
        page.status = Status.VERIFYING
        page.verifying_reason = gettext("พบข้อสงสัยใหม่เมื่อเทียบกับหนังสือที่เข้าทะเบียนภายหลัง อยู่ระหว่างตรวจสอบ")
        page.verifying_at = timezone.now()
        page.save()


def _write_citations(
    page: CircularPage, letter: ParsedLetter, found: list[Found], pages: dict[str, int]
) -> None:
    enclosures = {item.n: item for item in page.enclosures.all()}
    by_citation = {id(one.citation): one for one in found}
    page.citations.all().delete()
    cited: list[tuple[ParsedCitation, Enclosure | None]] = [(item, None) for item in letter.references]
    for item in letter.enclosures:
        if item.cites_letter:
            cited.append((item.cites_letter, enclosures.get(item.n)))
    for at, (citation, enclosure) in enumerate(cited):
        one = by_citation.get(id(citation))
        known = one.known if one else None
        name = (known.name or "") + (known.letter.date.be or "") if known else ""
        Citation.objects.create(
            page=page,
            enclosure=enclosure,
            position=at,
            type=citation.type,
            raw=citation.raw,
            number_canonical=citation.number_canonical or "",
            prefix=citation.prefix or "",
            unit_code=citation.unit_code or "",
            running=citation.running,
            date_be=citation.date_be or "",
            target_id=pages.get(name),
            match=citation.match or "",
            mismatches=list(citation.mismatches),
        )


def _candidates(citation: ParsedCitation) -> QuerySet[CircularPage]:
    """Registered letters that a citation could mean, were a digit of it misread. Secret ones stay out."""
    wanted = Q(prefix=citation.prefix or "", unit_code=citation.unit_code or "", running__isnull=True)
    if citation.running is not None:
        near = _one_digit_off(citation.running)
        wanted |= Q(prefix=citation.prefix or "", unit_code=citation.unit_code or "", running__in=near)
        wanted |= Q(running=citation.running, date_be=citation.date_be or "-")
        wanted |= Q(running=citation.running, prefix=citation.prefix or "")
    public = Q(secrecy="") | Q(secrecy_lifted_at__isnull=False)
    return CircularPage.objects.filter(public).filter(wanted).order_by("-year_be", "pk")


def _waiting_for(page: CircularPage) -> QuerySet[CircularPage]:
    """Letters with a citation that is not settled exactly and that `page` could be the answer to."""
    if page.is_secret:
        return CircularPage.objects.none()
    wanted = Q(prefix=page.prefix, unit_code=page.unit_code)
    if page.running is not None:
        near = _one_digit_off(page.running)
        wanted = Q(prefix=page.prefix, unit_code=page.unit_code, running__in=near) | Q(running=page.running)
    citing = Citation.objects.filter(wanted, type="letter").exclude(match="exact").exclude(page=page)
    return CircularPage.objects.filter(pk__in=citing.values("page")).order_by("pk")


def _one_digit_off(number: int) -> list[int]:
    """The number itself and every number that differs from it in one digit."""
    digits = str(number)
    return [number] + [
        int(digits[:at] + digit + digits[at + 1 :])
        for at in range(len(digits))
        for digit in "0123456789"
        if digit != digits[at]
    ]


def _flags_but_cited(page: CircularPage) -> list[Flag]:
    """The flags that stand, as wanted again, without those that tell how the letter is cited."""
    return [
        Flag(one.code, one.severity, one.field, one.message, one.related or None)
        for one in page.flags.filter(lapsed_at=None).exclude(code=CITED)
    ]
