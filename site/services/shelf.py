"""The public guides as sets of keys by what can be chosen; read from columns, never from whole pages.

A facet's counts are the sizes of intersections: a count is what the choice then gives, by construction.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    Exists,
    Expression,
    ExpressionWrapper,
    Field,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Substr

from core.access import public
from core.collation import first_letter
from organisations.models import Kind, Organisation
from services.choices import Audience, Level
from services.delegations import HOLDS_POWER
from services.local_guides import public_variants
from services.models import CentrePage, Delegation, LifeEvent, Offering, ServicePage

UP_TO = (100, 500, 1000)
"""The ceilings of the fee filter, in baht an item."""
DAY, WEEK = 1, 7
OTHER_LETTER = "other"

FACETS = ("audience", "event", "business", "organisation", "place", "feature", "fee", "time", "letter")
ALL_OF = frozenset({"feature"})
"""Facets of which a guide must have every chosen value; of the others any."""

Keys = set[int]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Guides that everybody may read.

    ordered        their keys in Thai dictionary order
    values         by facet and value, the keys of the guides that have it
    organisations  those that `values` names by code, owners, partners and provinces
    events         the life events and business events
    """

    ordered: tuple[int, ...]
    values: Mapping[str, Mapping[str, Keys]]
    organisations: Mapping[str, Organisation]
    events: tuple[LifeEvent, ...]

    def chosen(self, picked: Mapping[str, tuple[str, ...]], but: str = "") -> Keys:
        """The guides that fit what was picked, the facet `but` aside."""
        found = set(self.ordered)
        for facet, wanted in picked.items():
            have = self.values[facet]
            if facet in ALL_OF:
                for value in wanted:
                    found &= have.get(value, set())
            elif wanted and facet != but:
                found &= set().union(*(have.get(value, set()) for value in wanted))
        return found


def shelf_of(found: QuerySet[ServicePage], on: datetime.date, codes: Iterable[str] = ()) -> Shelf:
    """The shelf of some public guides on a day, in five queries however many there are.

    `codes` are organisations to be named even where no guide has them.
    """
    values: dict[str, dict[str, Keys]] = {facet: defaultdict(set) for facet in FACETS}
    owners: dict[int, Keys] = defaultdict(set)
    begun = Q(valid_from=None) | Q(valid_from__lte=on)
    online_now = Case(
        When(begun & (Q(valid_to=None) | Q(valid_to__gte=on)) & Q(is_online=True), then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    rows = found.order_by("sort_key", "pk").values_list(
        "pk",
        "organisation_id",
        "audience",
        _unconverted(online_now),
        _unconverted(Cast("fee_most", FloatField())),
        _unconverted(Cast("has_open_fee", IntegerField())),
        "longest_days",
        Substr("sort_key", 1, 4),
    )
    ordered: list[int] = []
    # Guides by what their columns say; what that means is asked once for each distinct value, not each guide.
    alike: tuple[dict[Any, list[int]], ...] = tuple(defaultdict(list) for _ in range(5))
    audiences, online_or_not, fees, times, letters = alike
    for key, owner, audience, online, most, is_open, days, letter in rows:
        ordered.append(key)
        owners[owner].add(key)
        audiences[audience].append(key)
        online_or_not[online].append(key)
        fees[most, is_open].append(key)
        times[days].append(key)
        letters[letter].append(key)
    _put(values["audience"], audiences, _audiences)
    _put(values["feature"], online_or_not, lambda online: ("online",) if online else ())
    _put(values["fee"], fees, lambda fee: _fees(*fee))
    _put(values["time"], times, _times)
    _put(values["letter"], letters, lambda letter: (first_letter(letter) or OTHER_LETTER,))
    here = set(ordered)
    links = _links(here)
    partners, areas = links["partner"], links["area"]
    events = _add_events(values, links["event"])
    provinces = _add_offers(values, here, on)
    wanted = {*owners, *partners, *provinces, *areas}
    organisations = Organisation.objects.filter(Q(pk__in=wanted) | Q(code__in=codes)).select_related("parent")
    named: dict[str, Organisation] = {}
    for organisation in organisations:
        named[organisation.code] = organisation
        own = owners.get(organisation.pk, set())
        if all_of := own | partners.get(organisation.pk, set()):
            values["organisation"][organisation.code] |= all_of
        if offered := provinces.get(organisation.pk):
            values["place"][organisation.code] |= offered
        served = own | areas.get(organisation.pk, set())
        if served and (province := _province(organisation)):
            named[province.code] = province
            values["place"][province.code] |= served
    return Shelf(tuple(ordered), values, named, events)


def _unconverted(number: Expression) -> ExpressionWrapper:
    """A number as the database gives it: Django calls a converter for each row of an expression whose field
    says that it is one, and there are thousands."""
    return ExpressionWrapper(number, output_field=Field())


def _put(
    values: dict[str, Keys], alike: Mapping[Any, list[int]], names_of: Callable[[Any], Iterable[str]]
) -> None:
    for column, keys in alike.items():
        for name in names_of(column):
            values[name].update(keys)


def _links(here: Keys) -> dict[str, dict[int, Keys]]:
    """The guides on the shelf by kind of link and what it leads to; one query, of the tables between alone.

    Kinds are "partner", "event" and "area": an organisation that the guide names, or that made a local
    variant of it.
    """
    through = (
        ("partner", ServicePage.partners.through.objects.all(), "organisation_id", "servicepage_id"),
        ("event", ServicePage.life_events.through.objects.all(), "lifeevent_id", "servicepage_id"),
        ("area", ServicePage.areas.through.objects.all(), "organisation_id", "servicepage_id"),
        ("area", public_variants(), "organisation_id", "central_id"),
    )
    first, *others = (
        table.order_by().annotate(kind=Value(kind)).values_list("kind", column, guide)
        for kind, table, column, guide in through
    )
    found: dict[str, dict[int, Keys]] = {kind: defaultdict(set) for kind in ("partner", "event", "area")}
    for kind, number, key in first.union(*others, all=True):
        if key in here:
            found[kind][number].add(key)
    return found


def _audiences(audience: str) -> tuple[str, ...]:
    if audience == Audience.EVERYONE:
        return (Audience.PEOPLE.value, Audience.BUSINESS.value)
    return (audience,)


def _fees(most: float | None, is_open: int) -> list[str]:
    names = ["conditional"] if is_open else []
    if most is not None:
        names += [] if most else ["free"]
        names += [f"up-to-{ceiling}" for ceiling in UP_TO if most <= ceiling]
    return names


def _times(days: int | None) -> list[str]:
    if days is None:
        return []
    if days > WEEK:
        return ["longer"]
    return [name for name, limit in (("visit", 0), ("day", DAY), ("week", WEEK)) if days <= limit]


def _add_events(values: dict[str, dict[str, Keys]], linked: Mapping[int, Keys]) -> tuple[LifeEvent, ...]:
    events = tuple(LifeEvent.objects.order_by("position", "name"))
    for event in events:
        if keys := linked.get(event.pk):
            values[facet_of(event)][event.slug] = keys
    return events


def facet_of(event: LifeEvent) -> str:
    return "business" if event.kind == LifeEvent.Kind.BUSINESS else "event"


def _add_offers(values: dict[str, dict[str, Keys]], here: Keys, on: datetime.date) -> dict[int, Keys]:
    """By province what a public centre there offers; what a centre finishes goes into `values`."""
    finished = Case(
        When(Q(level=Level.COMPLETE) & Q(proven(on)), then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    offers = Offering.objects.filter(centre__in=public(CentrePage.objects.all()))
    offers = offers.annotate(finished=_unconverted(finished))
    provinces: dict[int, Keys] = defaultdict(set)
    for key, province, is_finished in offers.values_list("service_id", "centre__province_id", "finished"):
        if key not in here:
            continue
        if province is not None:
            provinces[province].add(key)
        if is_finished:
            values["feature"]["complete"].add(key)
    return provinces


def proven(on: datetime.date) -> Exists:
    """Holds for an offer that an order in force on that day proves: the rule of `services.proof`, in SQL."""
    in_force = Delegation.objects.filter(
        Q(expires=None) | Q(expires__gte=on),
        Q(revoked=None) | Q(revoked__gt=on),
        live=True,
        effective__lte=on,
    )
    covers = Q(all_centres=True) | Q(centres=OuterRef("centre"))
    return Exists(in_force.filter(covers, HOLDS_POWER, services=OuterRef("service")))


def _province(owner: Organisation) -> Organisation | None:
    """The province in which the guides of a province or of its local governments hold; None: everywhere."""
    if owner.kind == Kind.PROVINCE:
        return owner
    above = owner.parent
    return above if owner.kind == Kind.LOCAL and above is not None and above.kind == Kind.PROVINCE else None
