"""From the lines of one letter to its record."""

from __future__ import annotations

from dataclasses import replace

from circulars.letters import labels
from circulars.letters.addressees import continues, split_addressees
from circulars.letters.body_citations import find_body_citations
from circulars.letters.checks import check
from circulars.letters.classes import classes_on_number_line, take_classes
from circulars.letters.contacts import Contacts, as_written
from circulars.letters.days import given, last_alone
from circulars.letters.foot import Foot, read_foot, read_stamped_foot, take_notice_foot
from circulars.letters.head import Head, read_head, without_receiver
from circulars.letters.items import read_enclosures, read_references
from circulars.letters.layout import Line, continued, flowing, joined, span_of
from circulars.letters.mentions import find_mentions
from circulars.letters.noise import is_stamp, without_noise
from circulars.letters.secrecy import stamped_classes
from circulars.letters.sections import Sections, sections
from circulars.letters.splitting import is_news, is_statement, kind_at
from circulars.letters.types import Kind, LetterDate, ParsedLetter, Span

_WITHOUT_SALUTATION = ("order", "publicity", "record")
_TAIL = 8
"""Lines at the end of an announcement among which its date may stand alone."""


def parse_letter(lines: list[Line]) -> ParsedLetter:
    """One letter from its own lines. Offsets in the result count from the first of them."""
    original, start, end = lines[0].original, lines[0].span()[0], lines[-1].span()[1]
    clean, noise = without_noise(lines)
    clean, speed, secrecy, secrecy_span = take_classes(clean)
    speed_there, secrecy_there = classes_on_number_line(clean)
    kind = _kind(clean)
    parts = sections(clean, kind not in _WITHOUT_SALUTATION, _has_headline(clean, kind))
    if kind == "external" and not parts.subject and _is_stamped(parts):
        kind = "stamped"
    if any(map(is_stamp, noise)):
        parts.head = without_receiver(parts.head, parts.salutation)
    head = read_head(parts.head, kind)
    body, foot = _read_foot(parts, kind)
    stamped, stamped_span = stamped_classes(parts.head, parts.subject, parts.foot, noise)
    date = _date(head, foot, parts, kind)
    spans = {**head.spans, **foot.spans}
    references, enclosures = read_references(parts.references), read_enclosures(parts.enclosures)
    addressees = _addressees(parts.salutation)
    spans |= {f"references[{at}]": span for at, (_, span) in enumerate(references)}
    spans |= {f"enclosures[{at}]": span for at, (_, span, _count) in enumerate(enclosures)}
    spans |= {f"addressees[{at}]": span for at, (_, span) in enumerate(addressees)}
    for name, block in (
        ("subject", parts.subject),
        ("purpose_line", parts.purpose),
        ("closing", parts.closing),
    ):
        spans |= {name: span_of(block)} if block else {}
    spans |= {"body": span_of(body)} if body else {}
    secrecy_span = secrecy_span or stamped_span
    spans |= {"secrecy": secrecy_span} if secrecy_span else {}
    contacts = _merged(head.contacts, foot.contacts)
    if contacts.lines:
        spans["contacts"] = span_of([line for _, line in contacts.lines])
    phones, fax = as_written(contacts)
    paragraphs = flowing([*body, *parts.purpose])
    listed = [item for item, _ in references]
    listed += [item.cites_letter for item, _, _ in enclosures if item.cites_letter]
    cited = find_body_citations(paragraphs, head.number, date, listed)
    spans |= {f"mentions.letters[{at}]": span for at, (_, span) in enumerate(cited)}
    letter = ParsedLetter(
        text=original[start:end],
        offset=start,
        kind=kind,
        number=head.number,
        speed=labels.strictest([speed, speed_there], labels.SPEEDS),
        secrecy=labels.strictest([secrecy, secrecy_there, *stamped], labels.SECRECIES),
        issuer=foot.issuer or head.issuer if kind == "stamped" else head.issuer,
        issuer_address=tuple(head.address),
        owner_unit=foot.owner_unit,
        phones=tuple(phones),
        fax=tuple(fax),
        emails=tuple(contacts.emails),
        date=date,
        subject=joined(parts.subject) or None,
        salutation=_salutation(parts),
        purpose_line=joined(parts.purpose) or None,
        closing=joined(parts.closing) or None,
        addressees=tuple(name for name, _ in addressees),
        references=tuple(item for item, _ in references),
        enclosures=tuple(item for item, _, _ in enclosures),
        body_citations=tuple(item for item, _ in cited),
        signatory=None if kind == "stamped" else foot.signatory,
        body=_paragraphs(body),
        mentions=tuple(
            replace(mention, start=mention.start - start, end=mention.end - start)
            for mention in find_mentions(paragraphs)
        ),
        positions={name: (span[0] - start, span[1] - start) for name, span in spans.items()},
    )
    wrapped = {at: count for at, (_, _, count) in enumerate(enclosures)}
    return replace(letter, flags=tuple(check(letter, paragraphs, noise, wrapped)))


def _kind(lines: list[Line]) -> Kind:
    for at, line in enumerate(lines[:8]):
        found = kind_at(lines, at)
        if found:
            return found  # type: ignore[return-value]
        if any(label.match(line.text) for label in (labels.SALUTATION, labels.REFERENCE, labels.ENCLOSURE)):
            break
    if any(labels.UNIT_LINE.match(line.text) for line in lines[:4]) and any(
        "วันที่" in line.text for line in lines[:5]
    ):
        return "internal"
    if any(labels.CERTIFIES.search(line.text) for line in lines[: _TAIL + 4]) and not any(
        label.match(line.text) for line in lines for label in (labels.SALUTATION, labels.SUBJECT)
    ):
        return "record"
    return "external"


def _has_headline(lines: list[Line], kind: Kind) -> bool:
    """Whether it is news whose subject bears no label, or a บันทึก under its title."""
    if kind == "record":
        return any(is_statement(lines, at) for at in range(min(3, len(lines))))
    news = kind == "publicity" and any(map(is_news, lines[:3]))
    return news and not any(labels.SUBJECT.match(line.text) for line in lines)


def _is_stamped(parts: Sections) -> bool:
    """A letter to offices as such (ถึง) without a subject is stamped, not signed."""
    word = labels.plain_class(parts.salutation_word or "", labels.SALUTATIONS)
    return word == "ถึง" or (word is None and not parts.closing)


def _read_foot(parts: Sections, kind: str) -> tuple[list[Line], Foot]:
    if kind == "stamped":
        return read_stamped_foot([*parts.body, *parts.purpose], [*parts.closing, *parts.foot])
    if kind == "publicity" and not parts.foot:
        body, foot = take_notice_foot(parts.body)
        return body, read_foot(foot)
    return parts.body, read_foot(parts.foot)


def _date(head: Head, foot: Foot, parts: Sections, kind: str) -> LetterDate:
    if kind == "stamped" and foot.date and head.date.status == "missing":
        return foot.date
    if kind in _WITHOUT_SALUTATION and head.date.status == "missing":
        below = [*parts.body, *parts.purpose, *parts.foot]
        last = last_alone(below, within=_TAIL)
        found = given(below) or (last[1] if last else None)
        if found:
            head.spans["date"] = found.line.span(found.start, found.end)
            return found.value
    return head.date


def _addressees(lines: list[Line]) -> list[tuple[str, Span]]:
    """Each addressee with its place; a line may go on with the one above."""
    found: list[tuple[str, Span]] = []
    for at, line in enumerate(lines):
        for position, (start, end) in enumerate(split_addressees(line.text)):
            raw, span = " ".join(line.raw(start, end).split()), line.span(start, end)
            if found and position == 0 and continues(line.text, lines[at - 1].text):
                above, place = found[-1]
                found[-1] = (continued(above, raw), (place[0], span[1]))
            else:
                found.append((raw, span))
    return found


def _salutation(parts: Sections) -> str | None:
    if parts.salutation_word is None:
        return None
    return labels.plain_class(parts.salutation_word, labels.SALUTATIONS) or parts.salutation_word


def _paragraphs(lines: list[Line]) -> str:
    """The body's words, a blank line between paragraphs."""
    paragraphs: list[list[Line]] = []
    for line in lines:
        if line.blank_before or not paragraphs:
            paragraphs.append([])
        paragraphs[-1].append(line)
    return "\n\n".join(joined(paragraph) for paragraph in paragraphs)


def _merged(first: Contacts, second: Contacts) -> Contacts:
    return Contacts(
        [*first.phones, *second.phones],
        [*first.fax, *second.fax],
        [*first.emails, *second.emails],
        [*first.lines, *second.lines],
    )
