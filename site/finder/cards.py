"""Pictures for links to pages (/cards/<page>.png), drawn once and kept as long as they are true.

A page has one exactly when everybody may find it, by the rule of search and feeds: what is held, secret or
for some readers only has none, whatever was drawn of it before.
"""

from __future__ import annotations

import datetime
import logging
import os
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe
from wagtail.models import Page

from core.cards import Card, can_draw, draw
from core.jobs import background_job
from finder.answering import TYPE_NAMES
from finder.building import document
from search import PUBLIC
from search.thai.dates import format_thai

log = logging.getLogger(__name__)

KEPT = datetime.timedelta(days=90)
"""A picture that nobody asked for anew in that time is drawn again when somebody does."""
AGE = datetime.timedelta(hours=1)


@require_safe
def page_card(request: HttpRequest, number: int) -> HttpResponse:
    """The picture of a page. Raises Http404 where not everybody may find it, or it cannot be drawn."""
    page = Page.objects.filter(pk=number, live=True).first()
    card = card_of(page.specific) if page is not None else None
    if card is None:
        raise Http404
    return _answer(card)


@require_safe
def site_card(request: HttpRequest) -> HttpResponse:
    """The picture of every page that has none of its own."""
    with override(settings.LANGUAGE_CODE):
        return _answer(Card(_("บริการภาครัฐ หนังสือเวียน และศูนย์บริการร่วม"), _("ค้นหาได้ในที่เดียว")))


def card_of(page: Page) -> Card | None:
    """What a page's picture says, as its document in search; None where not everybody may find it."""
    found = document(page)
    if found is None or PUBLIC not in found.access:
        return None
    with override(settings.LANGUAGE_CODE):
        above = str(TYPE_NAMES[found.type]) if found.type != "page" else ""
        if found.number:
            above = _("ที่ %s") % found.number
            if found.date:
                above += " " + _("ลงวันที่ %s") % format_thai(found.date)
        return Card(found.title, above, found.organisation_name)


def _answer(card: Card) -> HttpResponse:
    if not can_draw():
        raise Http404
    response = HttpResponse(_kept(card), content_type="image/png")
    response["Cache-Control"] = f"public, max-age={int(AGE.total_seconds())}"
    response["ETag"] = f'"{card.digest}"'
    return response


def _kept(card: Card) -> bytes:
    """The picture from the disk, drawn first where it is not there. A full disk costs time only."""
    path = _folder() / f"{card.digest}.png"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        made = draw(card)
    half = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(made)
        os.replace(half, path)
    except OSError as error:
        half.unlink(missing_ok=True)
        log.warning("A card could not be kept: %s", error)
    return made


def _folder() -> Path:
    return Path(settings.RUAM_DATA) / "cards"


@background_job("card pruning", 24 * 3600.0)
def prune() -> int:
    """Throw away pictures that are old, their pages changed or gone; gives how many."""
    oldest = (timezone.now() - KEPT).timestamp()
    old = [path for path in _folder().glob("*") if path.stat().st_mtime < oldest]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
