"""Services on the home page."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from home.models import HomePage
from services.models import LifeEvent, ServicePage

pytestmark = pytest.mark.django_db


def test_without_guides_nothing_is_shown(client: Client, home: HomePage) -> None:
    LifeEvent.objects.create(name="เอกสารหาย", slug="lost-documents")
    assert "เอกสารหาย" not in client.get("/").content.decode()


def test_a_life_event_with_a_guide_leads_to_its_page(client: Client, guide: ServicePage) -> None:
    event = guide.life_events.first()
    assert event

    address = re.search(rf'href="([^"]*/{event.slug}/)"', client.get("/").content.decode())
    assert address
    assert client.get(address.group(1)).status_code == 200
