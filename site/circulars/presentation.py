"""What the public page of a letter shows beside its fields."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext
from wagtail.models import Page

from circulars.graph import links_of, neighbourhood
from circulars.letters.personal import find_personal_data, masked
from circulars.models.choices import Match, Severity, Status
from circulars.models.doubts import CITES_CLASSIFIED, TWIN
from circulars.models.parts import Addressee, Citation
from circulars.models.words import hides_numbers
from circulars.originals import is_open
from circulars.public import linked_data
from circulars.standing import resting_on, standing_by
from core.access import public
from core.bilingual import in_reader_language, phrase, spaced
from core.scripts import as_script_content
from core.templatetags.thai import thai_date
from search.thai.dates import parse_date

if TYPE_CHECKING:
    from circulars.models import CircularPage

RESTING = 30
_LABEL = re.compile(r"^โทร(?:ศัพท์|สาร)?\.?\s*")
_PARTS = {
    "prefix": "อักษรนำ",
    "committee": "อักษรย่อคณะกรรมการ",
    "unit": "รหัสหน่วยงาน",
    "circular": "อักษร ว",
    "running": "เลขลำดับ",
    "day": "วันที่",
    "month": "เดือน",
    "year": "ปี",
}


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as readers see it: words, link where the letter is public, and where the two differ."""

    raw: str
    url: str | None
    title: str
    probable: bool
    differences: tuple[str, ...]


def letter_context(page: CircularPage, as_at: str = "") -> dict[str, Any]:
    """Context of circular_page.html: lists ready to show, links only to letters that are public.

    `as_at` is the day, written as people write days, of which the standing is asked; empty for today.
    """
    day, wrong_day = day_asked(as_at)
    links = links_of(page)
    citations = links.cites
    enclosed = {citation.enclosure_id: citation for citation in citations if citation.enclosure_id}
    # What a comparison says may quote the other letter: only where readers may open that one too.
    linked = (*(one.page for one in links.cited_by), *(one.target for one in citations if one.target))
    readable = {page.reference_name, *(other.reference_name for other in linked)}
    words = page.words
    addressees = list(page.addressees.select_related("organisation"))
    enclosures = list(page.enclosures.all())
    verifying = page.status == Status.VERIFYING
    # Which letter is secret is told to nobody, and of a number borne twice only registrars are told.
    told = page.flags.open().exclude(severity=Severity.INFO).exclude(code__in=[CITES_CLASSIFIED, TWIN])
    open_flags = told if verifying else ()
    return {
        "letter": words,
        "addressees": [_addressed(one) for one in addressees],
        "paragraphs": words.body.split("\n\n") if page.body else [],
        "references": [_cited(one) for one in citations if not (one.enclosure_id or one.in_body)],
        "in_body": [_cited(one) for one in citations if one.in_body],
        "enclosures": [
            {
                "n": item.n,
                "raw": masked(item.raw),
                "cited": _cited(enclosed[item.pk]) if item.pk in enclosed else None,
            }
            for item in enclosures
        ],
        "cited_by": [
            {
                "url": one.get_url(),
                "title": one.words.display_title,
                "description": in_reader_language(one.words.effective_number, ""),
            }
            for one in {citing.page_id: citing.page for citing in links.cited_by}.values()
        ],
        "cited_by_is_cut": links.is_cut,
        "more_citing": _search_for(page) if links.is_cut else "",
        "verifying": verifying,
        "doubts": [
            {"title": flag.title, "message": masked(flag.message) if flag.related in {"", *readable} else ""}
            for flag in open_flags
        ],
        "phones": [_number_only(number) for number in words.phones],
        "fax": [_number_only(number) for number in words.fax],
        "citation_text": citation_text(page),
        "is_masked": is_masked(page, [one.raw for one in (*addressees, *enclosures, *citations)]),
        "neighbourhood": neighbourhood(page, links),
        "standing": standing_by(page, [one for one in links.relations if one.target_id == page.pk], day),
        "as_at": {"typed": as_at.strip()[:40], "day": day, "error": wrong_day},
        "corrections": _corrections(page),
        "resting": _resting(page),
        "original": page.original if is_open(page) else None,
        "linked_data": as_script_content(
            {"@context": "https://schema.org", **(linked_data(page, citation_text(page)))}
        ),
    }


def day_asked(typed: str) -> tuple[datetime.date | None, str]:
    """The day that was typed, in either era, or what is wrong with it; neither where nothing was typed."""
    words = typed.strip()
    if not words:
        return None, ""
    read = parse_date(words[:40])
    if read is not None and read.precision == "day" and not read.is_range and read.first is not None:
        return read.first, ""
    return None, gettext("ไม่เข้าใจวันที่ “%s” โปรดเขียนเช่น 24/12/2567 หรือ 24 ธันวาคม 2567") % words[:40]


def _search_for(page: CircularPage) -> str:
    """Where the search finds all letters that name the number of this one; empty for one without a number."""
    if not page.effective_number:
        return ""
    return f"{reverse('search')}?{urlencode({'q': page.effective_number, 'type': 'circular'})}"


def _corrections(page: CircularPage) -> list[dict[str, Any]]:
    """What readers are told of changes."""
    if not getattr(page, "has_corrections", True):
        return []
    return [{"told_at": one.told_at, "text": masked(one.text)} for one in page.corrections.made()]


def _number_only(line: str) -> str:
    """A telephone line as the letter has it, without the label that the page gives."""
    return _LABEL.sub("", line)


def _resting(page: CircularPage) -> list[Page]:
    """The guidelines, guides and adaptations that rest on the letter and that everybody may read."""
    if not getattr(page, "has_references", True):
        return []
    return list(public(resting_on(page)).order_by("title")[:RESTING])


def is_masked(page: CircularPage, parts: Iterable[str] = ()) -> bool:
    """Whether something of the letter is hidden from readers, so that the page must say so.

    `parts` are the words of its addressees, enclosures and citations.
    """
    return hides_numbers(page) or any(find_personal_data(part) for part in parts)


def _addressed(addressee: Addressee) -> dict[str, str]:
    """An addressee, linked to the organisation where it is called by exactly that name."""
    organisation = addressee.organisation
    named = organisation is not None and organisation.name_th == addressee.raw
    return {"raw": masked(addressee.raw), "url": organisation.url if organisation and named else ""}


def citation_text(page: CircularPage) -> str:
    """How another letter cites this one: "หนังสือ… ที่ … ลงวันที่ …", by the number and date people accepted.

    A date that evidence speaks against, and that nobody has decided on, is not handed out for copying.
    """
    letter = page.words
    words = phrase(
        gettext("หนังสือ%(issuer)s ที่ %(number)s"),
        issuer=in_reader_language(page.issuer.name_th if page.issuer else letter.issuer_name, ""),
        number=in_reader_language(letter.effective_number, "") or "…",
    )
    if page.best_date is not None:
        return spaced(words, gettext("ลงวันที่"), thai_date(page.best_date).replace("\u00a0", " "))
    if page.date_is_doubtful:
        return spaced(words, gettext("(วันที่อยู่ระหว่างตรวจสอบ)"))
    if not page.date_raw:
        return words
    return spaced(words, gettext("ลงวันที่"), in_reader_language(letter.date_raw, ""))


def difference(mismatch: str) -> str:
    """ "running 45≠85" in Thai: what this letter cites, what the other says."""
    part, _, values = mismatch.partition(" ")
    cited, _, held = values.partition("≠")
    name = _PARTS.get(part, part)
    translated = gettext(name)
    return phrase(
        gettext("%(part)s: อ้างว่า %(cited)s ต้นเรื่องว่า %(held)s"),
        part=in_reader_language(name, translated if translated != name else ""),
        cited=in_reader_language(cited, ""),
        held=in_reader_language(held, ""),
    )


def _cited(citation: Citation) -> Cited:
    target = citation.target
    return Cited(
        raw=masked(citation.raw),
        url=target.get_url() if target else None,
        title=target.words.title if target else "",
        probable=citation.match == Match.PROBABLE,
        differences=tuple(difference(one) for one in citation.mismatches) if target else (),
    )
