"""Number, date and sender of a registered letter as they are read today: proposed, never just written."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page

from circulars.bodies import Bodies
from circulars.identity import best_of, taken_by
from circulars.letters import ParsedLetter
from circulars.letters.flags import shown
from circulars.models import CircularPage, Correction, Proposal
from circulars.models.choices import Kind
from circulars.recording import as_parsed, as_read, fill_identity, key_of, title_of
from circulars.references import reread

Reading = dict[str, dict[str, str]]
"""By field of the page: `earlier`, `later` and `quote`, the line of the letter that says so."""

_PLACES = {"number": "number", "date_be": "date", "issuer_name": "issuer"}
_LONGEST_QUOTE = 300


@dataclass(frozen=True, slots=True)
class Row:
    """One field for people: its Thai name, the registered value, the one read now, and where it stands."""

    label: str
    earlier: str
    later: str
    quote: str


def other_reading(page: CircularPage, letter: ParsedLetter) -> Reading:
    """Where `letter`, the page's text read anew, differs from the registry; what it lacks is no reading."""
    later = {
        "kind": letter.kind,
        "number": letter.number.canonical or "",
        "date_be": letter.date.be or "",
        "issuer_name": letter.issuer or "",
    }
    return {
        name: {"earlier": getattr(page, name), "later": value, "quote": _quote(letter, _PLACES.get(name, ""))}
        for name, value in later.items()
        if value and value != getattr(page, name)
    }


def propose_reading(page: CircularPage, letter: ParsedLetter) -> tuple[Proposal | None, str]:
    """Hold what is read otherwise for a person to decide on; the proposal, or why there is none.

    The same reading is proposed once: one that was turned down does not come again. Earlier readings on which
    nobody decided give way. A letter whose number another holds, and a secret one, get none.
    """
    waiting = page.proposals.open().exclude(reading={})
    reading = {} if page.is_secret else other_reading(page, letter)
    digest = _digest(page, reading)
    waiting.exclude(text_hash=digest).delete()
    if not reading or page.proposals.filter(text_hash=digest, decided_at__isnull=False).exists():
        return None, ""
    taken = _taken(page, _as_read(page, letter, reading))
    if taken:
        waiting.delete()
        return None, taken
    proposal, _created = Proposal.objects.get_or_create(
        page=page,
        text_hash=digest,
        decided_at=None,
        defaults={"raw_text": page.raw_text, "original": page.original, "reading": reading},
    )
    return proposal, ""


def take_reading(page: CircularPage, proposal: Proposal, user: Any, told: str) -> ParsedLetter:
    """Write the fields of a reading, no others; readers of a public letter are told `told`. Gives the letter
    as it is read now.

    Raises ValidationError when the text or the grammar has changed since, when another letter was given the
    number meanwhile, and for a letter that has become secret.
    """
    letter = reread(page)
    if page.is_secret or other_reading(page, letter) != proposal.reading:
        raise ValidationError(
            _("หนังสือหรือโปรแกรมเปลี่ยนไปหลังเสนอค่านี้ จึงรับไม่ได้ โปรดเรียก manage.py reread_letters แล้วพิจารณาอีกครั้ง")
        )
    read = _as_read(page, letter, proposal.reading)
    taken = _taken(page, read)
    if taken:
        raise ValidationError(taken)
    before = as_read(page)
    titled = title_of(page)
    fill_identity(page, read)
    names = Bodies([before, read])
    if page.issuer_id == names.issuer_of(before):  # else a person said who sent it
        page.issuer_id = names.issuer_of(read)
    if page.title == titled:
        page.title = page.draft_title = title_of(page)
    Page.save(page)
    if page.live or page.shown:
        changes = {
            name: [_told(name, one["earlier"]), _told(name, one["later"])]
            for name, one in proposal.reading.items()
        }
        Correction.objects.create(page=page, text=told, changes=changes, made_by=user)
    return letter


def rows_of(reading: Reading) -> list[Row]:
    """A reading as its screen shows it."""
    labels = {
        "kind": _("ชนิด"),
        "number": _("เลขที่"),
        "date_be": _("วันที่"),
        "issuer_name": _("ส่วนราชการเจ้าของหนังสือ"),
    }
    return [
        Row(labels[name], _told(name, one["earlier"]), _told(name, one["later"]), one["quote"])
        for name, one in reading.items()
    ]


def _as_read(page: CircularPage, letter: ParsedLetter, reading: Reading) -> ParsedLetter:
    """The registered letter with the fields of the reading, and only those, from `letter`."""
    held = as_read(page)
    return replace(
        held,
        kind=letter.kind if "kind" in reading else held.kind,
        number=letter.number if "number" in reading else held.number,
        date=letter.date if "date_be" in reading else held.date,
        issuer=letter.issuer if "issuer_name" in reading else held.issuer,
    )


def _taken(page: CircularPage, letter: ParsedLetter) -> str:
    """That another letter, be it deleted, holds the key of `letter`; empty when it is free or unchanged."""
    later = best_of(page, letter)
    if key_of(later) == key_of(as_parsed(page)):
        return ""
    taken = taken_by(page, later)
    return _("อ่านใหม่แล้วใช้กับ “%(title)s” ไม่ได้: %(why)s") % {"title": page.title, "why": taken} if taken else ""


def _quote(letter: ParsedLetter, place: str) -> str:
    """The whole lines of the letter in which the value stands."""
    span = letter.positions.get(place)
    if span is None:
        return ""
    start = letter.text.rfind("\n", 0, span[0]) + 1
    end = letter.text.find("\n", span[1])
    words = letter.text[start : end if end >= 0 else len(letter.text)]
    return " ".join(words.split())[:_LONGEST_QUOTE]


def _told(name: str, value: str) -> str:
    if not value:
        return ""
    if name == "kind":
        return str(Kind(value).label)
    return shown(value) if name == "date_be" else value


def _digest(page: CircularPage, reading: Reading) -> str:
    later = {name: one["later"] for name, one in reading.items()}
    return hashlib.sha256(json.dumps([page.text_hash, later], sort_keys=True).encode()).hexdigest()
