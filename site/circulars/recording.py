"""Between a parsed letter and the fields of its page, both ways."""

from __future__ import annotations

import datetime
import hashlib
import re
from typing import Any

from circulars.letters import LetterDate, Number, ParsedLetter
from circulars.models import Addressee, CircularPage, Enclosure
from circulars.models.choices import Kind
from organisations.models import Organisation, OrganisationName
from search.thai.letter_numbers import LetterNumber, slug
from search.thai.normalise import normalise

_OFFICE = re.compile(r"^(?:รองปลัด|รองอธิบดี|ปลัด|อธิบดี|รัฐมนตรีว่าการ|ผู้ว่าราชการ|ผู้ว่าการ|ผู้อำนวยการ|เลขาธิการ)(?=\S)")


def text_hash(letter: ParsedLetter) -> str:
    """What tells whether two texts are the same letter: white space and digit script do not count."""
    return hashlib.sha256(re.sub(r"\s", "", normalise(letter.text)).encode()).hexdigest()


def year_of(letter: ParsedLetter) -> int | None:
    """The Buddhist year of its number: that of its date; of an order, that in its number."""
    if letter.date.be:
        return int(letter.date.be[:4])
    canonical = letter.number.canonical or ""
    year = canonical.rpartition("/")[2]
    return int(year) if letter.number.prefix is None and len(year) == 4 else None


def address_of(letter: ParsedLetter) -> str | None:
    """The slug that the letter's identity gives, or None where it has none and needs an accession number."""
    number, year = letter.number, year_of(letter)
    if number.canonical is None or year is None or letter.secrecy:
        return None
    if number.prefix is None:
        return f"{letter.kind}-{number.running}-{year}"
    return slug(_letter_number(number), year)


def fill(page: CircularPage, letter: ParsedLetter) -> None:
    """Set every field that says what the text says. Decisions and best readings are left alone."""
    number, date = letter.number, letter.date
    page.raw_text, page.text_hash, page.kind = letter.text, text_hash(letter), letter.kind
    page.number_raw, page.number_status = (number.raw or "")[:255], number.status
    page.prefix, page.subagency, page.mark = number.prefix or "", number.subagency or "", number.mark
    page.unit_code, page.running = number.unit_code or "", number.running
    page.number, page.year_be = number.canonical or "", year_of(letter)
    page.date_raw, page.date_be, page.date_status = (date.raw or "")[:255], date.be or "", date.status
    page.date_precision = date.precision or ""
    whole = date.iso is not None and date.precision == "day"
    page.date = datetime.date.fromisoformat(date.iso or "") if whole else None
    page.suggested_date_be = date.best_reading_be or ""
    secrecy = secrecy_of(letter)
    if secrecy and secrecy != page.secrecy:  # what was lifted was another class
        page.secrecy_lifted_by = page.secrecy_lifted_at = None
        page.secrecy_lifted_reason = ""
    page.speed, page.secrecy = letter.speed or "", secrecy
    page.issuer_name, page.issuer_address = letter.issuer or "", list(letter.issuer_address)
    page.owner_unit, page.phones, page.fax = letter.owner_unit or "", list(letter.phones), list(letter.fax)
    page.subject, page.salutation, page.body = letter.subject or "", letter.salutation or "", letter.body
    page.purpose_line, page.closing = letter.purpose_line or "", (letter.closing or "")[:255]
    signatory = letter.signatory
    page.signatory_name = signatory.name if signatory else ""
    page.signatory_position = (signatory.position or "") if signatory else ""
    page.acting_type = (signatory.acting_type or "") if signatory else ""
    page.acting_for = (signatory.acting_for or "") if signatory else ""


def title_of(page: CircularPage) -> str:
    """A title for lists. That of a secret letter tells nothing."""
    if page.is_secret:
        return f"หนังสือมีชั้นความลับ ทะเบียนชั่วคราวที่ {page.accession}"
    words = page.subject or f"{Kind(page.kind).label} {page.number or page.number_raw}".strip()
    return " ".join(words.split())[:255]


def write_parts(page: CircularPage, letter: ParsedLetter) -> None:
    """Write addressees and enclosures anew; citations are written when they are looked up."""
    page.addressees.all().delete()
    page.enclosures.all().delete()
    Addressee.objects.bulk_create(
        Addressee(page=page, position=at, raw=raw, organisation=organisation_named(raw))
        for at, raw in enumerate(letter.addressees)
    )
    Enclosure.objects.bulk_create(
        Enclosure(page=page, n=item.n, raw=item.raw, quantity=item.quantity, unit=item.unit or "")
        for item in letter.enclosures
    )


def organisation_named(words: str) -> Organisation | None:
    """The organisation that the words name, by itself or by its head ("ปลัดกระทรวงคมนาคม"); None if unsure."""
    plain = " ".join(normalise(words).split())
    names = {plain, _OFFICE.sub("", plain)}
    found = set(Organisation.objects.filter(name_th__in=names).values_list("pk", flat=True))
    if not found:
        found = set(OrganisationName.objects.filter(name__in=names).values_list("organisation", flat=True))
    return Organisation.objects.get(pk=found.pop()) if len(found) == 1 else None


def issuer_of(letter: ParsedLetter) -> Organisation | None:
    """Who sent the letter: by the name at its head, else by prefix and unit of its number."""
    named = organisation_named(letter.issuer) if letter.issuer else None
    prefix = letter.number.prefix
    if named or not prefix:
        return named
    bodies = Organisation.objects.filter(letter_prefix=prefix)
    unit = (letter.number.unit_code or "")[:2]
    own = list(bodies.filter(letter_unit=unit)[:2]) if unit else []
    if len(own) == 1:
        return own[0]
    roots = list(bodies.filter(letter_unit="")[:2])
    return roots[0] if len(roots) == 1 else None


def as_parsed(page: CircularPage) -> ParsedLetter:
    """A registered letter as others are compared with it, from its fields, without reading its text again."""
    return ParsedLetter(
        text=page.raw_text,
        kind=page.kind,
        number=Number(
            raw=page.number_raw,
            prefix=page.prefix or None,
            subagency=page.subagency or None,
            unit_code=page.unit_code or None,
            circular=page.mark == "ว",
            running=page.running,
            canonical=page.number or None,
            status=page.number_status,
            mark=page.mark,
        ),
        date=LetterDate(
            raw=page.date_raw,
            be=page.date_be or None,
            iso=page.date.isoformat() if page.date else None,
            precision=page.date_precision or None,
            status=page.date_status,
        ),
        issuer=page.issuer_name or None,
        subject=page.subject or None,
        body=page.body,
    )


def key_of(letter: ParsedLetter) -> dict[str, Any] | None:
    """The lookup that finds the letter of the same number and year, or None where it has no key."""
    number, year = letter.number, year_of(letter)
    if number.canonical is None or year is None:
        return None
    if number.prefix is None:
        return {"kind": letter.kind, "number": number.canonical, "issuer_name": letter.issuer or ""}
    return {
        "prefix": number.prefix,
        "subagency": number.subagency or "",
        "unit_code": number.unit_code or "",
        "mark": number.mark,
        "running": number.running,
        "year_be": year,
    }


def secrecy_of(letter: ParsedLetter) -> str:
    """The secrecy class; a number from the register of secrets (ล) is secret though none is shown."""
    return letter.secrecy or ("ลับ" if letter.number.mark == "ล" else "")


def _letter_number(number: Number) -> LetterNumber:
    return LetterNumber(
        raw=number.raw or "",
        start=0,
        end=0,
        prefix=number.prefix,
        sub=number.subagency,
        code=number.unit_code or "",
        mark=number.mark,  # type: ignore[arg-type]
        running=number.running,
    )
