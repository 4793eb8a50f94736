"""A guide leads to other guides first: to those of its life events, then to those of nearly its name."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from finder import delivery, related
from home.models import HomePage, MenuItem
from services.importing import save_centre, save_service
from services.models import CentrePage, ServicePage

pytestmark = pytest.mark.django_db


def led_to(client: Client, address: str) -> list[str]:
    html = client.get(address).content.decode()
    found = re.search(r'<nav[^>]*aria-labelledby="related">.*?</nav>', html, re.DOTALL)
    return re.findall(r'href="([^"]+)"', found.group()) if found else []


def worked_out() -> None:
    delivery.deliver()
    while related.work_out(60.0):
        pass


@pytest.fixture
def neighbours(guide: ServicePage, record: dict[str, Any], centre_record: dict[str, Any]) -> None:
    """Guides of the same life event and of others, and centres whose pages name the guide."""
    others = [
        ("licence-lost", "การขอใบแทนใบขับขี่", ["เอกสารหาย"]),
        ("card-expired", "การขอมีบัตรใหม่ กรณีบัตรหมดอายุ", ["สุขภาพ"]),
        ("boat", "การจดทะเบียนเรือ", ["เดินทางต่างประเทศ"]),
    ]
    for code, title, events in others:
        texts = {"title": title, "summary": title, "title_en": "", "life_events": events}
        save_service(record | texts | {"id": code})
    for number in range(4):
        save_centre(centre_record | {"id": f"centre-{number}", "title": f"ศูนย์บริการร่วมแห่งที่ {number}"})


def test_guides_of_the_same_life_event_stand_first_and_centres_not_again(
    neighbours: None, client: Client
) -> None:
    worked_out()
    assert CentrePage.objects.count() == 4

    links = led_to(client, "/services/card-lost/")
    assert links[0] == "/services/licence-lost/"
    assert "/services/card-expired/" in links, "nearly the same name"
    assert "/services/boat/" not in links
    assert {client.get(link).status_code for link in links} == {200}
    assert not [link for link in links if link.startswith("/centres/")], "they stand in a list of their own"


def test_a_centre_leads_to_addresses_that_open(neighbours: None, client: Client) -> None:
    worked_out()
    links = led_to(client, "/centres/centre-1/")
    assert links
    assert {client.get(link).status_code for link in links} == {200}


def test_a_menu_leads_to_a_guide_by_its_own_address(
    guide: ServicePage, home: HomePage, client: Client
) -> None:
    MenuItem.objects.create(home=home, page=guide, label="บัตรหาย")
    assert 'href="/services/card-lost/"' in client.get("/").content.decode().partition("<main")[0]


def test_a_guide_that_is_hidden_is_not_led_to(neighbours: None, client: Client) -> None:
    worked_out()
    ServicePage.objects.get(slug="licence-lost").unpublish()
    assert "/services/licence-lost/" not in led_to(client, "/services/card-lost/")
