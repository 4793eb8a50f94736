"""A journey as schema.org data for other systems (JSON-LD)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString

from core.scripts import as_script_content
from services.journeys.models import JourneyPage
from services.journeys.totals import Needed
from services.linked_data import CONTEXT, without_empty

if TYPE_CHECKING:
    from services.journeys.reading import ShownItem, ShownStep


def of_journey(page: JourneyPage, steps: Iterable[ShownStep], papers: Iterable[Needed]) -> SafeString:
    """A journey as a HowTo: its steps with the guides in them, and the documents as supplies."""
    data = {
        "@context": CONTEXT,
        "@type": "HowTo",
        "@id": page.full_url,
        "url": page.full_url,
        "name": page.title,
        "alternateName": page.title_en,
        "description": page.summary,
        "inLanguage": "th",
        "supply": [
            {"@type": "HowToSupply", "name": paper.name} for paper in papers if paper.from_group is None
        ],
        "step": [
            {
                "@type": "HowToStep",
                "position": step.position,
                "name": step.title,
                "url": f"{page.full_url}#{step.anchor}",
                "itemListElement": [_direction(one) for one in step.items],
            }
            for step in steps
        ],
    }
    return as_script_content(without_empty(data))


def _direction(one: ShownItem) -> dict[str, Any]:
    if one.guide:
        return {"@type": "HowToDirection", "text": one.guide.title, "url": one.guide.full_url}
    return {"@type": "HowToDirection", "text": one.item.text, "url": one.item.url}
