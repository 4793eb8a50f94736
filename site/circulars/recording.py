"""Between a parsed letter and the fields of its page, both ways."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from circulars.bodies import Bodies
from circulars.letters import LetterDate, Number, ParsedLetter
from circulars.letters.personal import masked
from circulars.letters.typed import typed_number
from circulars.letters.types import Signatory
from circulars.models import Addressee, CircularPage, Enclosure
from circulars.models.choices import Kind
from search.thai.letter_numbers import LetterNumber, slug
from search.thai.normalise import normalise


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
    page.raw_text, page.text_hash = letter.text, text_hash(letter)
    fill_identity(page, letter)
    page.suggested_date_be = letter.date.best_reading_be or ""
    secrecy = secrecy_of(letter)
    if secrecy and secrecy != page.secrecy:  # what was lifted was another class
        page.secrecy_lifted_by = page.secrecy_lifted_at = None
        page.secrecy_lifted_reason = ""
    page.speed, page.secrecy = letter.speed or "", secrecy
    page.issuer_address = list(letter.issuer_address)
    page.owner_unit, page.phones, page.fax = letter.owner_unit or "", list(letter.phones), list(letter.fax)
    page.subject, page.salutation, page.body = letter.subject or "", letter.salutation or "", letter.body
    page.purpose_line, page.closing = letter.purpose_line or "", (letter.closing or "")[:255]
    signatory = letter.signatory
    page.signatory_name = signatory.name if signatory else ""
    page.signatory_position = (signatory.position or "") if signatory else ""
    page.acting_type = (signatory.acting_type or "") if signatory else ""
    page.acting_for = (signatory.acting_for or "") if signatory else ""


def fill_identity(page: CircularPage, letter: ParsedLetter) -> None:
    """Set what tells the letter from all others: kind, number, date, the name of who sent it.

    The key follows the best readings where a person gave some.
    """
    from circulars.identity import settle_identity

    number, date = letter.number, letter.date
    page.kind, page.issuer_name = letter.kind, letter.issuer or ""
    page.number_raw, page.number_status = (number.raw or "")[:255], number.status
    page.prefix, page.subagency, page.mark = number.prefix or "", number.subagency or "", number.mark
    page.unit_code, page.running = number.unit_code or "", number.running
    page.number, page.key_as_read = number.canonical or "", {}
    page.date_raw, page.date_be, page.date_status = (date.raw or "")[:255], date.be or "", date.status
    page.date_precision = date.precision or ""
    whole = date.iso is not None and date.precision == "day"
    page.date = datetime.date.fromisoformat(date.iso or "") if whole else None
    settle_identity(page)


def number_key(page: Any) -> str:
    """What sorts letters as a person would: by office, year and running number; those without one last."""
    if page.running is None or not page.effective_number:
        return "~"
    unit = ".".join(part.zfill(6) for part in page.unit_code.split("."))
    office = f"{page.prefix}|{page.subagency}|{unit}"
    return f"{office}|{page.mark}|{page.year_be or 0:04}|{page.running:020}"[:160]


def hidden_title(page: CircularPage) -> str:
    """The title of a secret letter."""
    return f"หนังสือมีชั้นความลับ ทะเบียนชั่วคราวที่ {page.accession}"


def title_of(page: CircularPage) -> str:
    """A title for lists. That of a secret letter tells nothing."""
    if page.is_secret:
        return hidden_title(page)
    words = (
        masked(page.subject) or f"{Kind(page.kind).label} {page.effective_number or page.number_raw}".strip()
    )
    return " ".join(words.split())[:255]


def write_parts(page: CircularPage, letter: ParsedLetter, names: Bodies) -> None:
    """Write addressees and enclosures anew; citations are written when they are looked up."""
    page.addressees.all().delete()
    page.enclosures.all().delete()
    write_first_parts([(page, letter)], names)


def write_first_parts(pairs: Sequence[tuple[CircularPage, ParsedLetter]], names: Bodies) -> None:
    """Write addressees and enclosures of letters that have none yet."""
    Addressee.objects.bulk_create(
        Addressee(page=page, position=at, raw=raw, organisation_id=names.named(raw))
        for page, letter in pairs
        for at, raw in enumerate(letter.addressees)
    )
    Enclosure.objects.bulk_create(
        Enclosure(page=page, n=item.n, raw=item.raw, quantity=item.quantity, unit=item.unit or "")
        for page, letter in pairs
        for item in letter.enclosures
    )


OUTLINE = (
    *("pk", "number_raw", "prefix", "subagency", "unit_code", "mark", "running", "number", "number_status"),
    *("date_raw", "date_be", "date", "date_precision", "date_status", "subject", "accession"),
    *("kind", "best_number", "best_date"),
)
"""Fields of a page that tell whether a citation means it."""


def outline(fields: Mapping[str, Any]) -> ParsedLetter:
    """A registered letter from its `OUTLINE`: what a citation is held against, best readings first."""
    from circulars.identity import accepted_date

    typed = typed_number(fields["kind"], fields["best_number"]) if fields["best_number"] else None
    number = typed or Number(
        raw=fields["number_raw"],
        prefix=fields["prefix"] or None,
        subagency=fields["subagency"] or None,
        unit_code=fields["unit_code"] or None,
        circular=fields["mark"].startswith("ว"),
        running=fields["running"],
        canonical=fields["number"] or None,
        status=fields["number_status"],
        mark=fields["mark"],
    )
    if fields["best_date"] is not None:
        date = accepted_date(fields["best_date"], fields["date_raw"])
    else:
        date = LetterDate(
            raw=fields["date_raw"],
            be=fields["date_be"] or None,
            iso=fields["date"].isoformat() if fields["date"] else None,
            precision=fields["date_precision"] or None,
            status=fields["date_status"],
        )
    return ParsedLetter(text="", number=number, date=date, subject=fields["subject"] or None)


def as_parsed(page: CircularPage) -> ParsedLetter:
    """A registered letter as others are compared with it, from its fields, without reading its text again."""
    return _whole(page, outline({name: getattr(page, name) for name in OUTLINE}))


def as_read(page: CircularPage) -> ParsedLetter:
    """`as_parsed` with number and date as they were read, whatever a person accepted since."""
    fields = {name: getattr(page, name) for name in OUTLINE}
    return _whole(page, outline({**fields, **page.key_as_read, "best_number": "", "best_date": None}))


def parts_of(number: Number) -> dict[str, Any]:
    """The parts of a number by the page's fields."""
    return {
        "prefix": number.prefix or "",
        "subagency": number.subagency or "",
        "unit_code": number.unit_code or "",
        "mark": number.mark,
        "running": number.running,
    }


def _whole(page: CircularPage, letter: ParsedLetter) -> ParsedLetter:
    return replace(
        letter,
        text=page.raw_text,
        kind=page.kind,
        issuer=page.issuer_name or None,
        body=page.body,
        signatory=Signatory(page.signatory_name, page.signatory_position or None)
        if page.signatory_name
        else None,
    )


def key_of(letter: ParsedLetter) -> dict[str, Any] | None:
    """The lookup that finds the letter of the same number and year, or None where it has no key."""
    number, year = letter.number, year_of(letter)
    if number.canonical is None or year is None:
        return None
    if number.prefix is None:
        return {"kind": letter.kind, "number": number.canonical, "issuer_name": letter.issuer or ""}
    return {**parts_of(number), "year_be": year}


def secrecy_of(letter: ParsedLetter) -> str:
    """The secrecy class; a number from the register of secrets (ล) is secret though none is shown."""
    return letter.secrecy or ("ลับ" if letter.number.secret else "")


def _letter_number(number: Number) -> LetterNumber:
    return LetterNumber(
        raw=number.raw or "",
        start=0,
        end=0,
        prefix=number.prefix,
        sub=number.subagency,
        code=number.unit_code or "",
        mark=number.mark[:1],  # type: ignore[arg-type]
        running=number.running,
        series=number.mark[2:-1],
    )
