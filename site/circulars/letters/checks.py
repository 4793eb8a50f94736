"""Doubts that one letter raises by itself, without looking at any other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from circulars.letters import digits
from circulars.letters.day_checks import check_days
from circulars.letters.flags import flag
from circulars.letters.layout import Line
from circulars.letters.layout_checks import check_layout, within
from circulars.letters.names import impossible_signs
from circulars.letters.personal import find_personal_data
from circulars.letters.secrecy import suspected_class
from circulars.letters.titles import garbled
from circulars.letters.types import Citation, Flag, ParsedLetter
from search.thai.normalise import normalise
from search.thai.numerals import digit_script, has_mixed_run, repair_digits


def check(
    letter: ParsedLetter, body: Sequence[Line], noise: Sequence[Line], wrapped: dict[int, int]
) -> list[Flag]:
    """Every flag that the letter itself gives rise to.

    `body` are the lines of its body and purpose, `noise` those put aside, `wrapped` the
    number of lines by index of enclosure.
    """
    return [
        *_number(letter),
        *check_days(letter, body),
        *_mixed_citations(letter),
        *_secret_citations(letter),
        *_kind_and_secrecy(letter),
        *_digits(letter),
        *_titles(letter, body),
        *_personal(letter),
        *_name(letter),
        *check_layout(letter, noise, wrapped),
    ]


def _number(letter: ParsedLetter) -> Iterator[Flag]:
    number, span = letter.number, letter.positions.get("number")
    if number.canonical is None and letter.kind in {"external", "internal", "stamped"}:
        yield flag("NUMBER_UNREADABLE", "number", span=span, raw=number.raw or "")
    raw = number.raw or ""
    if number.status == "normalised" and repair_digits(raw) != raw:
        yield flag("LETTER_FOR_DIGIT", "number", span=span, raw=raw, read=number.canonical)
    if digit_script(raw) == "mixed":
        yield flag("MIXED_DIGITS", "number", span=span, raw=raw)


def _mixed_citations(letter: ParsedLetter) -> Iterator[Flag]:
    for at, citation in enumerate(letter.references):
        if has_mixed_run(citation.raw):
            field = f"references[{at}]"
            yield flag("MIXED_DIGITS", field, span=letter.positions.get(field), raw=citation.raw)


def _secret_citations(letter: ParsedLetter) -> Iterator[Flag]:
    if letter.secrecy is None and not letter.number.secret:
        for field, citation in citations_of(letter):
            if citation.secret:
                yield flag("CITES_SECRET", field, span=letter.positions.get(field), cited=citation.raw)


def citations_of(letter: ParsedLetter) -> list[tuple[str, Citation]]:
    """Every citation of the letter with the name of its field: listed, enclosed, in the body."""
    return [
        *((f"references[{at}]", item) for at, item in enumerate(letter.references)),
        *(
            (f"enclosures[{at}]", item.cites_letter)
            for at, item in enumerate(letter.enclosures)
            if item.cites_letter
        ),
        *((f"mentions.letters[{at}]", item) for at, item in enumerate(letter.body_citations)),
    ]


def _kind_and_secrecy(letter: ParsedLetter) -> Iterator[Flag]:
    if letter.secrecy:
        span = letter.positions.get("secrecy")
        yield flag("SECRECY_NO_PUBLISH", "secrecy", span=span, secrecy=letter.secrecy)
    elif letter.number.secret:
        yield flag("SECRECY_NO_PUBLISH", "secrecy", span=letter.positions.get("number"), secrecy="ทะเบียนลับ")
    elif suspect := suspected_class(letter.text, letter.subject or ""):
        words, place = suspect
        yield flag("SECRECY_SUSPECT", "secrecy", span=place or letter.positions.get("subject"), found=words)
    if letter.kind == "internal":
        yield flag("INTERNAL_NOT_FOR_PUBLICATION", "kind")
    if letter.kind == "stamped":
        yield flag("UNSIGNED_STAMPED", "signatory")
    if letter.subject is None and letter.kind not in {"record", "publicity"}:
        yield flag("NO_SUBJECT_LINE" if letter.kind == "stamped" else "SUBJECT_MISSING", "subject")


def _digits(letter: ParsedLetter) -> Iterator[Flag]:
    found = digits.anomaly(letter.text)
    if found is None:
        return
    absent = " ".join(found.absent)
    yield flag(
        "DIGIT_DISTRIBUTION_ANOMALY",
        "document",
        total=found.total,
        digit=found.digit,
        count=found.count,
        absent=absent,
    )
    if letter.phones or letter.fax:
        yield flag("PHONE_SUSPECT", "phones", span=letter.positions.get("contacts"))


def _name(letter: ParsedLetter) -> Iterator[Flag]:
    signs = impossible_signs(letter.signatory.name) if letter.signatory else ""
    if letter.signatory and signs:
        span = letter.positions.get("signatory")
        reason = f"มี “{signs}” ซึ่งไม่มีในชื่อคน"
        yield flag("NAME_SUSPECT", "signatory", span=span, name=letter.signatory.name, reason=reason)


def _titles(letter: ParsedLetter, body: Sequence[Line]) -> Iterator[Flag]:
    fields: list[tuple[str, str]] = [
        ("issuer", letter.issuer or ""),
        ("subject", letter.subject or ""),
        *((f"addressees[{at}]", name) for at, name in enumerate(letter.addressees)),
        *((f"references[{at}]", item.raw) for at, item in enumerate(letter.references)),
        *((f"enclosures[{at}]", item.raw) for at, item in enumerate(letter.enclosures)),
        ("signatory", (letter.signatory and letter.signatory.position) or ""),
        ("owner_unit", letter.owner_unit or ""),
    ]
    for field, words in fields:
        found = garbled(normalise(words))
        if found:
            yield flag(
                "TITLE_GARBLED", field, span=letter.positions.get(field), found=found[0], best=found[1]
            )
    for line in body:
        found = garbled(line.text)
        if found:
            yield flag(
                "TITLE_GARBLED",
                "body",
                span=within(letter, line.span(*found[2:])),
                found=found[0],
                best=found[1],
            )


def _personal(letter: ParsedLetter) -> Iterator[Flag]:
    contacts = [letter.positions[name] for name in ("contacts",) if name in letter.positions]
    seen: set[tuple[str, str]] = set()
    for found in find_personal_data(letter.text):
        in_contacts = any(start <= found.start < end for start, end in contacts)
        field = "phones" if in_contacts else "body"
        what = "เลขประจำตัวประชาชน" if found.kind == "citizen" else "หมายเลขโทรศัพท์เคลื่อนที่"
        if (field, what) not in seen:
            seen.add((field, what))
            yield flag("PERSONAL_DATA", field, span=(found.start, found.end), what=what)
