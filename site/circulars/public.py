"""A letter as everybody may have it: one record for JSON, JSON-LD, CSV and feeds, personal numbers masked."""

from __future__ import annotations

from typing import Any

from circulars.letters.personal import masked
from circulars.models import CircularPage


def record(page: CircularPage, citation: str) -> dict[str, Any]:
    """What the public may have of a letter, as JSON. The caller has made sure that it is public.

    `number` and `date` are the best readings, in Arabic digits and ISO 8601; `…_as_written` what the letter
    says; null where it cannot be read.
    """
    date, words = page.effective_date, page.words
    return {
        "url": page.full_url,
        "number": words.effective_number or None,
        "number_as_written": words.number_raw or None,
        "accession": page.accession,
        "date": date.isoformat() if date else None,
        "date_as_written": words.date_raw or None,
        "year_be": page.year_be,
        "subject": words.subject or words.title,
        "kind": page.kind,
        "speed": page.speed or None,
        "organisation": page.issuer.code if page.issuer else None,
        "organisation_name": page.issuer.name_th if page.issuer else words.issuer_name,
        "status": page.status,
        "is_withdrawn": page.withdrawn_at is not None,
        "citation": masked(citation),
        "is_sample": page.is_sample,
    }


def linked_data(page: CircularPage, citation: str) -> dict[str, Any]:
    """The letter as schema.org's DigitalDocument; empty parts are left out."""
    facts = record(page, citation)
    whole = {
        "@type": "DigitalDocument",
        "@id": facts["url"],
        "url": facts["url"],
        "name": facts["subject"],
        "identifier": facts["number"],
        "datePublished": facts["date"],
        "inLanguage": "th",
        "genre": str(page.get_kind_display()),
        "creditText": facts["citation"],
        "creativeWorkStatus": "withdrawn" if facts["is_withdrawn"] else None,
        "publisher": {"@type": "GovernmentOrganization", "name": facts["organisation_name"]}
        if facts["organisation_name"]
        else None,
    }
    return {name: value for name, value in whole.items() if value not in (None, "")}
