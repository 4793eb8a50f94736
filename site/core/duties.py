"""What a letter obliges organisations to do, answered by the app in which they do it.

The registry of letters records the duty; the app that knows its matter (guidelines, say) registers how it
is set, and how far each organisation has come. Neither imports the other.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page
from wagtail.query import PageQuerySet


@dataclass(frozen=True, slots=True)
class Answer:
    """How far one organisation has come: Thai words, and where the work can be seen if anywhere."""

    is_done: bool
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """A kind of duty that an app answers.

    subjects  the pages that such a duty can be about
    assign    (subject, organisation, circular, due): the organisation now has the duty; twice does no harm
    answers   (subject, organisations) → answer by the organisation's primary key
    """

    subjects: Callable[[], PageQuerySet]
    assign: Callable[[Page, Any, Page, datetime.date | None], None]
    answers: Callable[[Page, Iterable[Any]], Mapping[int, Answer]]


_matters: dict[str, Matter] = {}


def answered_by(kind: str, matter: Matter) -> None:
    """Say which app answers duties of this kind ("adapt")."""
    _matters[kind] = matter


def matter_of(kind: str) -> Matter | None:
    """Who answers duties of this kind; None where organisations answer in their inbox."""
    return _matters.get(kind)
