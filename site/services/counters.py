"""The registers of centres, guides and orders as other apps are told of them (`core.counters`)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core import page_cache
from core.access import public
from core.bilingual import in_reader_language, phrase, spaced
from core.counters import Counter, Linkable, Matter, Service, register
from core.counters import Order as Told
from services.models import CentrePage, Delegation, Offering, ServicePage
from services.offers import Offer, offer_at, orders_covering
from services.presentation import date_text, days_text, hours_text
from services.proof import Order
from services.stops import coming, span_of


def below(field: str, organisations: Iterable[int]) -> Q:
    """Whether the organisation in `field` is one of these, or stands below one of them."""
    return (
        Q(**{f"{field}__in": organisations})
        | Q(**{f"{field}__parent__in": organisations})
        | Q(**{f"{field}__parent__parent__in": organisations})
    )


class Registers:
    """What the three registers tell on one day."""

    def counters(self, keys: Iterable[int], run_by: Iterable[int], on: datetime.date) -> list[Counter]:
        """Three queries: the centres, the services that they offer, and the orders over these."""
        found = public(CentrePage.objects.filter(Q(pk__in=keys) | below("organisation", run_by)))
        centres = list(found.select_related("organisation__parent", "province").order_by("title"))
        offered = Offering.objects.filter(
            centre__in=[centre.pk for centre in centres], service__in=public(ServicePage.objects.all())
        )
        offerings: dict[int, list[Offering]] = {}
        for offering in offered.select_related("service").order_by("sort_order"):
            offerings.setdefault(offering.centre_id, []).append(offering)
        named = {each.service_id for of_centre in offerings.values() for each in of_centre}
        orders = orders_covering(named) if named else []
        return [_counter(centre, offerings.get(centre.pk, []), orders, on) for centre in centres]

    def services(self, keys: Iterable[int]) -> list[Service]:
        found = public(ServicePage.objects.filter(pk__in=keys)).order_by("title")
        return [Service(page.pk, page.display_title, page.get_url() or "") for page in found]

    def orders(self, keys: Iterable[int], on: datetime.date) -> list[Told]:
        found = Delegation.objects.filter(pk__in=keys, live=True).select_related("delegating_authority")
        return [_told(each.as_order(services=(), centres=()), on) for each in found]

    def linkable(self, organisation: Any) -> Linkable:
        """Five queries at most, on the screen where an editor chooses."""
        one = [organisation.pk]
        own = public(ServicePage.objects.filter(below("organisation", one)))
        where = Offering.objects.filter(service__in=own).values("centre")
        centres = public(CentrePage.objects.filter(below("organisation", one) | Q(pk__in=where)))
        orders = Delegation.objects.filter(
            below("delegating_authority", one) | Q(services__in=own), live=True
        ).distinct()
        return Linkable(
            _choices(centres.select_related("organisation")),
            _choices(own.select_related("organisation")),
            [
                (each.pk, f"{each.order_no} {each.title} ({each.delegating_authority.name_th})")
                for each in orders.select_related("delegating_authority")
            ],
        )


def _choices(pages: QuerySet[Any]) -> list[tuple[int, str]]:
    return [(page.pk, f"{page.title} ({page.organisation.name_th})") for page in pages.order_by("title")]


def _counter(
    centre: CentrePage, offerings: list[Offering], orders: list[Order], on: datetime.date
) -> Counter:
    offers = [offer_at(each.service, centre, each, orders, on) for each in offerings]
    owner = centre.organisation
    above = [owner.pk, owner.parent_id, owner.parent.parent_id if owner.parent else None]
    return Counter(
        key=centre.pk,
        title=centre.display_title,
        url=centre.get_url() or "",
        kind=str(centre.get_kind_display()),
        is_mobile=centre.is_mobile,
        place=_place(centre),
        hours=_hours(centre),
        run_by=tuple(pk for pk in above if pk is not None),
        matters=tuple(_matter(offer, on) for offer in offers),
    )


def _matter(offer: Offer, on: datetime.date) -> Matter:
    proof = offer.proof
    return Matter(
        key=offer.service.pk,
        title=offer.service.display_title,
        url=offer.service.get_url() or "",
        label=_("เสร็จที่จุดบริการ") if offer.is_complete else offer.label,
        explanation=offer.explanation,
        is_finished=offer.is_complete,
        order=_told(proof, on) if proof is not None else None,
    )


def _told(order: Order, on: datetime.date) -> Told:
    if order.in_force(on) and order.last_day:
        days = {"dated": date_text(order.dated), "until": date_text(order.last_day)}
        explanation = _("ลงวันที่ %(dated)s มีผลถึงวันที่ %(until)s") % days
    elif order.in_force(on):
        explanation = _("ลงวันที่ %s มีผลจนกว่าจะมีคำสั่งเปลี่ยนแปลง") % date_text(order.dated)
    elif on < order.effective:
        explanation = _("ยังไม่มีผล จะมีผลตั้งแต่วันที่ %(day)s") % {"day": date_text(order.effective)}
    elif order.revoked and order.ends_revoked:
        explanation = phrase(
            _("ถูกยกเลิกตั้งแต่วันที่ %(day)s ตาม%(by)s"),
            day=date_text(order.revoked),
            by=in_reader_language(order.revoked_by, ""),
        )
    elif order.last_day is None or order.last_day < order.effective:
        explanation = _("คำสั่งนี้ไม่มีผลแล้ว")
    else:
        explanation = _("สิ้นผลแล้วเมื่อ %(day)s") % {"day": date_text(order.last_day)}
    name = phrase(
        _("คำสั่ง%(issuer)s ที่ %(number)s เรื่อง %(title)s"),
        issuer=order.issuer,
        number=order.number,
        title=in_reader_language(order.title, ""),
    )
    return Told(order.key, name, order.url, explanation, order.in_force(on))


def _place(centre: CentrePage) -> str:
    """Address, district and province on one line; of a vehicle the coming stop, where one is announced."""
    if centre.is_mobile:
        now = timezone.localtime()
        stops = coming([row.value for row in centre.schedule], now)
        if not stops:
            return in_reader_language(centre.address, "")
        starts, ends = span_of(stops[0], now.tzinfo)
        runs = starts <= now
        page_cache.stale_at(ends if runs else starts)
        parts = [stops[0][name] for name in ("place", "district", "province")]
        return phrase(
            _("ออกหน่วยอยู่ขณะนี้ %(place)s") if runs else _("ออกหน่วยครั้งต่อไป %(day)s %(place)s"),
            day=date_text(starts.date()),
            place=in_reader_language(" ".join(part for part in parts if part), ""),
        )
    street = in_reader_language(spaced(centre.address, centre.district), "")
    province = centre.province.display_name if centre.province else ""
    return spaced(street, province, centre.postcode)


def _hours(centre: CentrePage) -> str:
    return ", ".join(
        f"{days_text(row.value['days'])} {hours_text(row.value['opens'], row.value['closes'])}"
        for row in centre.opening_hours
    )


register(Registers())
