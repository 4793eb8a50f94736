"""What editors want readers to see first for a query (Wagtail's search promotions)."""

from __future__ import annotations

from dataclasses import dataclass

from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page
from wagtail.search.utils import MAX_QUERY_STRING_LENGTH, normalise_query_string

from search.thai import normalise


@dataclass(frozen=True, slots=True)
class Promoted:
    title: str
    url: str
    description: str = ""


def promoted(text: str) -> list[Promoted]:
    """The promotions of a query, in the editors' order; only pages that everybody may see."""
    text = text.replace("\0", "").strip()
    if not text or len(text) > MAX_QUERY_STRING_LENGTH:
        return []
    forms = {normalise_query_string(text), normalise_query_string(normalise(text))}
    picks = list(SearchPromotion.objects.filter(query__query_string__in=forms).order_by("sort_order", "pk"))
    wanted = [pick.page_id for pick in picks if pick.page_id]
    pages = {}
    if wanted:
        pages = {page.pk: page for page in Page.objects.filter(pk__in=wanted).live().public().specific()}
    found = []
    for pick in picks:
        page = pages.get(pick.page_id)
        if page is not None:
            title = getattr(page, "display_title", page.title)
            found.append(Promoted(title, page.get_url() or "", pick.description))
        elif not pick.page_id and pick.external_link_url:
            link = pick.external_link_url
            found.append(Promoted(pick.external_link_text or link, link, pick.description))
    return found
