"""Atom feeds of what was published last, one for each type of document that has pages."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from core import documents
from core.atom import AtomFeed
from finder.answering import TYPE_NAMES
from finder.building import document
from search import PUBLIC, Document

LENGTH = 30


@dataclass(frozen=True, slots=True)
class Item:
    document: Document
    published: datetime
    updated: datetime


class LatestFeed(Feed):
    """The newest documents of one type that everybody may see (/feeds/circular.atom).

    A page stands here exactly when its document may be found by the public, so that what is held
    or secret cannot get in by another door.
    """

    feed_type = AtomFeed

    def get_object(self, request: HttpRequest, type: str) -> str:
        if type not in TYPE_NAMES:
            raise Http404
        return type

    def title(self, obj: str) -> str:
        return f"{_('ร่วม')}: {TYPE_NAMES[obj]}"

    def link(self, obj: str) -> str:
        return reverse("search") + f"?type={obj}"

    def feed_url(self, obj: str) -> str:
        return reverse("feed", args=[obj])

    def items(self, obj: str) -> list[Item]:
        return sorted(_latest(obj), key=lambda item: item.published, reverse=True)[:LENGTH]

    def item_title(self, item: Item) -> str:
        number = item.document.number
        return f"{number} {item.document.title}" if number else item.document.title

    def item_description(self, item: Item) -> str:
        return item.document.summary

    def item_link(self, item: Item) -> str:
        return item.document.url

    def item_pubdate(self, item: Item) -> datetime:
        return item.published

    def item_updateddate(self, item: Item) -> datetime:
        return item.updated

    def item_author_name(self, item: Item) -> str:
        return item.document.organisation_name


def _latest(type: str) -> Iterator[Item]:
    """Of each page type that makes such documents, as many of the newest as one feed holds."""
    for model in documents.indexed_models():
        if issubclass(model, Page):
            yield from islice(_public(model, type), LENGTH)


def _public(model: builtins.type[Page], type: str) -> Iterator[Item]:
    pages = model.objects.live().public().exclude(first_published_at=None).order_by("-first_published_at")
    for page in pages.iterator(chunk_size=LENGTH):
        built = document(page)
        if built is None:
            continue
        if built.type != type:
            return
        if PUBLIC in built.access:
            yield Item(built, page.first_published_at, page.last_published_at or page.first_published_at)
