"""What carries an adaptation out: the counters, services and orders it names, as the registers tell today.

Nothing is copied: an order that ends, a centre that moves or a service that opens shows at once. "Finished at
the counter" is computed from orders in force (`core.counters`).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from core.bilingual import spaced
from core.counters import Counter, Linkable, Matter, Order, Service, kept
from guidelines.models.guideline import GuidelineParameter

if TYPE_CHECKING:
    from guidelines.models import AdaptationPage

Kind = GuidelineParameter.Kind
COLUMNS = ("centrepage", "servicepage", "delegation")
"""What the relations of an adaptation lead to, as their tables name it."""


@dataclass(frozen=True, slots=True)
class Live:
    """One item of a blank that fills in by itself; `url` empty where it leads nowhere."""

    text: str
    note: str = ""
    url: str = ""

    def __str__(self) -> str:
        return f"{self.text} – {self.note}" if self.note else self.text


@dataclass(frozen=True, slots=True)
class Practice:
    """What carries an adaptation out on a day, in the order of the registers.

    services and orders are those named besides; what is at the counters stands in `counters`.
    """

    day: datetime.date
    organisation: str
    counters: list[Counter]
    services: list[Service]
    orders: list[Order]

    def __bool__(self) -> bool:
        return bool(self.counters or self.services or self.orders)

    @property
    def matters(self) -> dict[int, Matter]:
        """Every service at the counters once, as far as it goes at the counter that takes it furthest."""
        best: dict[int, Matter] = {}
        for counter in self.counters:
            for matter in counter.matters:
                known = best.get(matter.key)
                if known is None or (matter.is_finished and not known.is_finished):
                    best[matter.key] = matter
        return best

    @property
    def total(self) -> int:
        """How many services there are at the counters."""
        return len(self.matters)

    @property
    def finished(self) -> int:
        """How many of them are finished at one counter at least, proven by an order in force."""
        return sum(matter.is_finished for matter in self.matters.values())

    @property
    def all_orders(self) -> list[Order]:
        """The orders named, and those that prove something at the counters, each once."""
        found = {order.key: order for order in self.orders}
        for counter in self.counters:
            found |= {each.order.key: each.order for each in counter.matters if each.order is not None}
        return list(found.values())

    def fills(self, kind: str) -> tuple[Live, ...]:
        """What a blank of that kind holds by itself; nothing for kinds that a person fills in."""
        match kind:
            case Kind.ORGANISATION:
                return (Live(self.organisation),)
            case Kind.CENTRES:
                return tuple(Live(each.title, each.kind, each.url) for each in self.counters)
            case Kind.LOCATIONS:
                return tuple(
                    Live(each.title, spaced(each.place, each.hours), each.url) for each in self.counters
                )
            case Kind.SERVICES:
                matters = self.matters
                named = [Live(each.title, "", each.url) for each in self.services if each.key not in matters]
                return (*(Live(each.title, each.label, each.url) for each in matters.values()), *named)
            case Kind.DELEGATIONS:
                return tuple(Live(each.title, each.explanation, each.url) for each in self.all_orders)
        return ()


def practice_of(adaptation: AdaptationPage) -> Practice:
    """What carries out this state of an adaptation, live or a draft in memory. Six queries at most, however
    much there is."""
    day, register = timezone.localdate(), kept()
    name = adaptation.organisation.display_name
    if register is None:
        return Practice(day, name, [], [], [])
    run_by = [adaptation.organisation_id] if adaptation.uses_own_centres else []
    centres, services, orders = _named(adaptation)
    return Practice(
        day,
        name,
        register.counters(centres, run_by, day) if centres or run_by else [],
        register.services(services) if services else [],
        register.orders(orders, day) if orders else [],
    )


def linkable(adaptation: AdaptationPage) -> Linkable:
    """What its editors may name, and first what it names already, so that nothing is lost by saving."""
    register, day = kept(), timezone.localdate()
    if register is None:
        return Linkable([], [], [])
    found = register.linkable(adaptation.organisation)
    centres, services, orders = _named(adaptation)
    return Linkable(
        _with(found.counters, centres, register.counters(centres, [], day)),
        _with(found.services, services, register.services(services)),
        _with(found.orders, orders, register.orders(orders, day)),
    )


@dataclass(frozen=True, slots=True)
class Figures:
    """How many services are at an organisation's counters, and how many of them are finished there."""

    counters: int
    total: int
    finished: int

    def __str__(self) -> str:
        return _("%(finished)s จาก %(total)s งาน") % {"finished": self.finished, "total": self.total}


def figures_of(adaptations: Iterable[AdaptationPage]) -> dict[int, Figures]:
    """The figures of published adaptations by primary key. Four queries, however many there are."""
    pages, register, day = list(adaptations), kept(), timezone.localdate()
    if register is None or not pages:
        return {}
    through = type(pages[0]).centres.through.objects.filter(adaptationpage__in=[page.pk for page in pages])
    named: dict[int, set[int]] = {}
    for page, centre in through.values_list("adaptationpage", "centrepage"):
        named.setdefault(page, set()).add(centre)
    run_by = {page.organisation_id for page in pages if page.uses_own_centres}
    counters = register.counters(set().union(*named.values()), run_by, day)
    by_owner: dict[int, list[Counter]] = {}
    for counter in counters:
        for organisation in counter.run_by:
            by_owner.setdefault(organisation, []).append(counter)
    by_key = {counter.key: counter for counter in counters}
    found = {}
    for page in pages:
        own = by_owner.get(page.organisation_id, []) if page.uses_own_centres else []
        chosen = {each.key: each for each in own}
        chosen |= {key: by_key[key] for key in named.get(page.pk, ()) if key in by_key}
        practice = Practice(day, "", list(chosen.values()), [], [])
        found[page.pk] = Figures(len(chosen), practice.total, practice.finished)
    return found


def _named(adaptation: AdaptationPage) -> tuple[list[int], list[int], list[int]]:
    """Primary keys of the centres, services and orders that are named: one query for a stored page, none for
    a draft in memory."""
    relations = (adaptation.centres, adaptation.services, adaptation.delegations)
    if not all(isinstance(relation.all(), QuerySet) for relation in relations):
        centres, services, orders = ([each.pk for each in relation.all()] for relation in relations)
        return centres, services, orders
    rows = [
        relation.through.objects.filter(adaptationpage=adaptation.pk).values_list(Value(at), column)
        for at, (relation, column) in enumerate(zip(relations, COLUMNS, strict=True))
    ]
    found: tuple[list[int], list[int], list[int]] = ([], [], [])
    for at, key in rows[0].union(*rows[1:], all=True):
        found[at].append(key)
    return found


def _with(
    choices: list[tuple[int, str]], named: list[int], told: Iterable[Counter | Service | Order]
) -> list[tuple[int, str]]:
    """The choices, before them what is named and no choice any more; what is not public has no title."""
    known, titles = {key for key, _label in choices}, {each.key: each.title for each in told}
    gone = _("รายการที่ไม่เปิดเผยแล้ว")
    return [*((key, titles.get(key, gone)) for key in named if key not in known), *choices]
