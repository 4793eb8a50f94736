"""What rests on a guide or a centre is said before it is deleted, and goes on without it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from services.importing import save_journey, save_questions, save_service
from services.models import CentrePage, Delegation, ServicePage

pytestmark = pytest.mark.django_db
JOURNEY: dict[str, Any] = {
    "id": "new-card",
    "title": "ทำบัตรให้ครบ",
    "organisation": "registry",
    "summary": "ทุกขั้น",
    "steps": [
        {"title": "ทำบัตร", "content": [{"guide": "card-lost"}]},
        {"title": "ทำอีกใบ", "content": [{"guide": "plate-lost"}]},
    ],
}
TREE: dict[str, Any] = {
    "id": "lost-things",
    "title": "ของหาย",
    "organisation": "registry",
    "summary": "ตอบหนึ่งข้อ",
    "questions": [
        {
            "key": "what",
            "text": "อะไรหาย",
            "answers": [
                {"key": "card", "text": "บัตร", "leads": ["card-lost"]},
                {"key": "plate", "text": "ป้าย", "leads": ["plate-lost"]},
            ],
        }
    ],
}


@pytest.fixture
def rested_on(order: Delegation, record: dict[str, Any], guide: ServicePage) -> ServicePage:
    """A guide of which a centre, an order, a journey, a question tree and a case make something."""
    save_service(record | {"id": "plate-lost", "title": "การขอป้ายใหม่", "variant_of": "card-lost"})
    save_journey(JOURNEY)
    save_questions(TREE)
    return guide


def html_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def door(name: str, page: Any) -> str:
    if name == "one":
        return reverse("wagtailadmin_pages:delete", args=[page.pk])
    return f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'delete'])}?id={page.pk}"


@pytest.mark.parametrize("way", ["one", "many"])
def test_what_rests_on_a_guide_is_named_and_goes_on_without_it(
    way: str, client: Client, admin_user: User, rested_on: ServicePage
) -> None:
    client.force_login(admin_user)
    asked = html_of(client, door(way, rested_on))
    for name in ("ศูนย์บริการร่วมศาลากลาง", "ทำบัตรให้ครบ", "ของหาย", "การขอป้ายใหม่", "มอบอำนาจการออกบัตร"):
        assert name in asked
    assert ServicePage.objects.filter(pk=rested_on.pk).exists()

    separator = "&" if way == "many" else "?"
    client.post(f"{door(way, rested_on)}{separator}next=/admin/")
    assert not ServicePage.objects.filter(pk=rested_on.pk).exists()
    reader = Client()
    for address in (
        "/centres/city-hall/",
        "/services/journeys/new-card/",
        "/services/questions/lost-things/",
        "/services/plate-lost/",
        f"/services/delegations/{Delegation.objects.get().code}/",
        "/services/",
        "/centres/",
        "/",
    ):
        html = html_of(reader, address)
        assert "card-lost" not in html
        assert "การขอมีบัตรใหม่" not in html, address
    assert reader.get("/services/card-lost/").status_code == 404


def test_a_draft_that_rests_on_a_guide_is_counted_and_not_named(
    client: Client, admin_user: User, rested_on: ServicePage
) -> None:
    CentrePage.objects.get(slug="city-hall").unpublish()
    client.force_login(admin_user)

    asked = html_of(client, door("many", rested_on))
    assert "ศูนย์บริการร่วมศาลากลาง" not in asked
    assert "หายไปจากหน้าของศูนย์บริการ: อีก 1 รายการ" in asked


def test_a_centre_that_is_deleted_names_the_orders_that_cover_it(
    client: Client, admin_user: User, order: Delegation, centre: CentrePage
) -> None:
    client.force_login(admin_user)
    assert "มอบอำนาจการออกบัตร" in html_of(client, door("one", centre))
    client.post(door("one", centre))

    reader = Client()
    assert "ศูนย์บริการร่วมศาลากลาง" not in html_of(reader, "/services/card-lost/")
    assert html_of(reader, f"/services/delegations/{order.code}/")
