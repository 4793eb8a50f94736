"""Which centre offers which service, how far it goes there today, and what proves it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import gettext as _

from core.access import public
from core.bilingual import in_reader_language, phrase
from services.delegations import HOLDS_POWER
from services.models import CentrePage, Delegation, Level, Offering, ServicePage
from services.presentation import date_text
from services.proof import Order, lapsed_of, proof_of


@dataclass(frozen=True, slots=True)
class Offer:
    """A service at a centre on one day (บริการ ณ จุดบริการ).

    level  what the centre says
    proof  the order that proves that it is finished there; None without one, or where the centre does
           not say that it finishes
    lapsed the order that proved it last, where none does now
    """

    service: ServicePage
    centre: CentrePage
    level: Level
    note: str
    proof: Order | None
    lapsed: Order | None = None

    @property
    def is_complete(self) -> bool:
        """Whether the badge "เสร็จที่จุดบริการ" is shown."""
        return self.proof is not None

    @property
    def is_unproven(self) -> bool:
        """Whether the centre says that it finishes the matter and no order in force proves it."""
        return self.level == Level.COMPLETE and self.proof is None

    @property
    def label(self) -> str:
        """What the reader is told about the level; never "finished" without proof."""
        if self.is_unproven:
            return _("ยังยืนยันไม่ได้ว่าเสร็จที่จุดบริการ")
        return str(self.level.label)

    @property
    def explanation(self) -> str:
        """Why the reader may believe the label, or what it means for the visit."""
        if self.proof:
            return explain(self.proof)
        if self.lapsed and self.lapsed.revoked and self.lapsed.ends_revoked:
            return phrase(
                _("คำสั่ง%(issuer)s ที่ %(number)s ถูกยกเลิกตั้งแต่วันที่ %(day)s ตาม%(by)s โปรดสอบถามศูนย์ก่อนเดินทาง"),
                issuer=self.lapsed.issuer,
                number=self.lapsed.number,
                day=date_text(self.lapsed.revoked),
                by=in_reader_language(self.lapsed.revoked_by, ""),
            )
        if self.lapsed and self.lapsed.last_day:
            return phrase(
                _("คำสั่ง%(issuer)s ที่ %(number)s มีผลถึงวันที่ %(until)s เท่านั้น โปรดสอบถามศูนย์ก่อนเดินทาง"),
                issuer=self.lapsed.issuer,
                number=self.lapsed.number,
                until=date_text(self.lapsed.last_day),
            )
        if self.is_unproven:
            return _("ไม่พบคำสั่งมอบอำนาจที่มีผลในวันนี้ โปรดสอบถามศูนย์ก่อนเดินทาง")
        if self.level == Level.FORWARD:
            return _("รับคำขอและเอกสารไว้ แล้วส่งให้หน่วยงานเจ้าของบริการพิจารณา")
        return _("ให้คำแนะนำเรื่องเอกสารและขั้นตอน ไม่รับคำขอ")


def explain(order: Order) -> str:
    """ "ตามคำสั่งกรม… ที่ 12/2566 ลงวันที่ … มีผลถึงวันที่ …"."""
    values = {
        "issuer": order.issuer,
        "number": order.number,
        "dated": date_text(order.dated),
        "until": date_text(order.last_day) if order.last_day else "",
    }
    if order.last_day:
        return phrase(_("ตามคำสั่ง%(issuer)s ที่ %(number)s ลงวันที่ %(dated)s มีผลถึงวันที่ %(until)s"), **values)
    return phrase(_("ตามคำสั่ง%(issuer)s ที่ %(number)s ลงวันที่ %(dated)s มีผลจนกว่าจะมีคำสั่งเปลี่ยนแปลง"), **values)


def offers_of_service(service: ServicePage, on: datetime.date) -> list[Offer]:
    """The public centres that offer a service, those that finish it first, then by name."""
    offerings = (
        Offering.objects.filter(service=service, centre__in=public(CentrePage.objects.all()))
        .select_related("centre", "centre__province", "centre__organisation")
        .order_by("centre__title")
    )
    finishes = any(offering.level == Level.COMPLETE for offering in offerings)
    orders = orders_covering([service.pk]) if finishes else []
    return _sorted(offer_at(service, offering.centre, offering, orders, on) for offering in offerings)


def offers_of_centre(centre: CentrePage, on: datetime.date) -> list[Offer]:
    """The public services that a centre offers, those that it finishes first, then in the centre's order."""
    offerings = list(
        Offering.objects.filter(centre=centre, service__in=public(ServicePage.objects.all()))
        .select_related("service")
        .order_by("sort_order")
    )
    orders = orders_covering([offering.service_id for offering in offerings])
    return _sorted(offer_at(offering.service, centre, offering, orders, on) for offering in offerings)


def orders_covering(services: Iterable[int]) -> list[Order]:
    """The published orders that cover any of the services, in one query however many there are.

    An order whose delegator does not hold the power over a service does not cover it.

    Each order names of its services only those asked for.
    """
    rows = (
        Delegation.objects.filter(HOLDS_POWER, live=True, services__in=set(services))
        .select_related("delegating_authority")
        .annotate(service_id=F("services"), centre_id=F("centres"))
        .order_by("pk")
    )
    orders: dict[int, tuple[Delegation, set[int], set[int]]] = {}
    for row in rows:
        _, covered, centres = orders.setdefault(row.pk, (row, set(), set()))
        covered.add(row.service_id)
        if row.centre_id is not None:
            centres.add(row.centre_id)
    return [
        delegation.as_order(services=covered, centres=centres)
        for delegation, covered, centres in orders.values()
    ]


def offer_at(
    service: ServicePage, centre: CentrePage, offering: Offering, orders: list[Order], on: datetime.date
) -> Offer:
    """What an offering comes to on that day, of the orders that cover its service."""
    level = Level(offering.level)
    if level != Level.COMPLETE:
        return Offer(service, centre, level, offering.note, proof=None)
    proof = proof_of(orders, service.pk, centre.pk, on)
    lapsed = None if proof else lapsed_of(orders, service.pk, centre.pk, on)
    return Offer(service, centre, level, offering.note, proof, lapsed)


def _sorted(offers: Iterable[Offer]) -> list[Offer]:
    order = {Level.COMPLETE: 0, Level.FORWARD: 1, Level.INFORMATION: 2}
    return sorted(offers, key=lambda offer: (not offer.is_complete, order[offer.level]))
