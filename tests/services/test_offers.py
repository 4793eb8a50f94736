"""The badge's rule in SQL is the badge's rule in words."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from services.catalogue import finished_somewhere
from services.counters import Registers
from services.importing import save_centre, save_service
from services.models import CentrePage, Delegation, Level, Offering, ServicePage
from services.offers import offers_of_centre, offers_of_service

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
orders_told = Registers().orders
FIRST = datetime.date(2023, 2, 1)
LAST = datetime.date(2024, 1, 31)


@pytest.mark.parametrize(
    ("change", "on", "finished"),
    [
        ({}, FIRST - DAY, False),
        ({}, FIRST, True),
        ({}, datetime.date(2100, 1, 1), True),
        ({"expires": LAST}, LAST, True),
        ({"expires": LAST}, LAST + DAY, False),
        ({"revoked": LAST}, LAST - DAY, True),
        ({"revoked": LAST}, LAST, False),
        ({"live": False}, FIRST, False),
        ({"all_centres": True}, FIRST, True),
    ],
)
def test_the_badge_and_the_filter_agree(
    order: Delegation, guide: ServicePage, change: dict[str, Any], on: datetime.date, finished: bool
) -> None:
    Delegation.objects.update(**change)

    assert [offer.is_complete for offer in offers_of_service(guide, on)] == [finished]
    assert ServicePage.objects.filter(finished_somewhere(on)).exists() is finished


@pytest.mark.parametrize(
    ("delegator", "finished"),
    [("registry", True), ("interior", True), ("roads", False), ("chiang-mai", False)],
)
def test_only_who_holds_the_power_can_delegate_it(
    order: Delegation, guide: ServicePage, organisations: Any, delegator: str, finished: bool
) -> None:
    Delegation.objects.update(delegating_authority=organisations[delegator])

    assert [offer.is_complete for offer in offers_of_service(guide, FIRST)] == [finished]
    assert ServicePage.objects.filter(finished_somewhere(FIRST)).exists() is finished


def test_a_partner_delegates_for_the_shared_service_and_for_no_other(
    order: Delegation, guide: ServicePage, record: dict[str, Any], organisations: Any
) -> None:
    other = save_service(record | {"id": "other", "title": "เรื่องอื่น"}).instance
    guide.partners.add(organisations["roads"])
    guide.save_revision().publish()
    order.delegating_authority = organisations["roads"]
    order.services.add(other)
    order.save()
    centre = order.centres.get()
    Offering.objects.create(centre=centre, service=other, level=Level.COMPLETE)

    finished = {offer.service.slug: offer.is_complete for offer in offers_of_centre(centre, FIRST)}
    assert finished == {"card-lost": True, "other": False}
    assert {page.slug for page in ServicePage.objects.filter(finished_somewhere(FIRST))} == {"card-lost"}


def test_an_order_for_other_centres_proves_nothing_here(
    order: Delegation, guide: ServicePage, centre: CentrePage, centre_record: dict[str, Any]
) -> None:
    other = save_centre(centre_record | {"id": "elsewhere", "title": "ศูนย์อื่น"}).instance

    assert [offer.is_complete for offer in offers_of_centre(other, FIRST)] == [False]
    assert [offer.is_complete for offer in offers_of_centre(centre, FIRST)] == [True]
    by_centre = {offer.centre.slug: offer.is_complete for offer in offers_of_service(guide, FIRST)}
    assert by_centre == {"city-hall": True, "elsewhere": False}


def test_a_level_below_finished_is_never_raised_by_an_order(
    order: Delegation, centre_record: dict[str, Any]
) -> None:
    centre_record["services"][0]["level"] = "accept_and_forward"
    page = save_centre(centre_record).instance

    (offer,) = offers_of_centre(page, FIRST)
    assert not offer.is_complete
    assert offer.label == "รับเรื่องส่งต่อ"


def test_the_explanation_names_the_last_day(order: Delegation, centre: CentrePage) -> None:
    Delegation.objects.update(expires=LAST)

    (offer,) = offers_of_centre(centre, FIRST)
    assert offer.explanation == ("ตามคำสั่งกรมทะเบียน ที่ 12/2566 ลงวันที่ 10 มกราคม 2566 มีผลถึงวันที่ 31 มกราคม 2567")


def test_a_deleted_guide_leaves_centres_and_orders_whole(
    order: Delegation, centre: CentrePage, guide: ServicePage
) -> None:
    guide.delete()

    assert offers_of_centre(CentrePage.objects.get(pk=centre.pk), FIRST) == []
    assert not Delegation.objects.get().services.exists()


def test_an_order_that_ended_is_named_as_ended(order: Delegation, centre: CentrePage) -> None:
    Delegation.objects.update(expires=LAST)

    (offer,) = offers_of_centre(centre, LAST + DAY)
    assert offer.is_unproven
    assert offer.explanation == (
        "คำสั่งกรมทะเบียน ที่ 12/2566 มีผลถึงวันที่ 31 มกราคม 2567 เท่านั้น โปรดสอบถามศูนย์ก่อนเดินทาง"
    )


@pytest.mark.parametrize(
    ("revoked_by", "named"),
    [("คำสั่งกรมทะเบียน ที่ 9/2567", "ตามคำสั่งกรมทะเบียน ที่ 9/2567"), ("9/2567", "ตามคำสั่งที่ 9/2567")],
)
@pytest.mark.parametrize("expires", [None, LAST + DAY])
def test_an_order_that_was_revoked_is_named_with_what_revoked_it(
    order: Delegation, centre: CentrePage, revoked_by: str, named: str, expires: datetime.date | None
) -> None:
    Delegation.objects.update(revoked=LAST, revoked_by=revoked_by, expires=expires)

    (offer,) = offers_of_centre(centre, LAST)
    assert offer.is_unproven
    assert offer.explanation == (
        f"คำสั่งกรมทะเบียน ที่ 12/2566 ถูกยกเลิกตั้งแต่วันที่ 31 มกราคม 2567 {named} โปรดสอบถามศูนย์ก่อนเดินทาง"
    )
    told = orders_told([order.pk], LAST)
    assert [(each.is_in_force, each.explanation) for each in told] == [
        (False, f"ถูกยกเลิกตั้งแต่วันที่ 31 มกราคม 2567 {named}")
    ]


def test_an_order_whose_time_ran_out_before_it_was_revoked_is_not_named_as_revoked(
    order: Delegation, centre: CentrePage
) -> None:
    Delegation.objects.update(expires=LAST, revoked=LAST + 2 * DAY, revoked_by="9/2567")

    (offer,) = offers_of_centre(centre, LAST + 3 * DAY)
    assert "มีผลถึงวันที่ 31 มกราคม 2567 เท่านั้น" in offer.explanation
    (told,) = orders_told([order.pk], LAST + 3 * DAY)
    assert told.explanation == "สิ้นผลแล้วเมื่อ 31 มกราคม 2567"


def test_an_order_yet_to_come_is_not_named_as_ended(order: Delegation, centre: CentrePage) -> None:
    (offer,) = offers_of_centre(centre, FIRST - DAY)

    assert offer.is_unproven
    assert offer.lapsed is None
