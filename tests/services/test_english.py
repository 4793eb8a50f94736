"""English pages say of what nobody has translated that it is Thai, so that screen readers read it in Thai."""

from __future__ import annotations

import copy
import re

import pytest
from bs4 import BeautifulSoup
from django.db.models import Value
from django.db.models.functions import Concat
from django.template.loader import render_to_string
from django.test import Client
from django.utils.translation import override

from organisations.models import Organisation
from services.importing import save_journey
from services.models import CentrePage, Delegation, LifeEvent, ServicePage
from tests.services.test_journeys import JOURNEY

pytestmark = pytest.mark.django_db
THAI = re.compile("[\u0e01-\u0e5b]{2}")


def unmarked(page: BeautifulSoup) -> list[str]:
    """The texts of a page in which Thai stands that the page does not say to be Thai."""
    texts = page.select_one("main").find_all(string=THAI)  # type: ignore[union-attr]
    return [text.strip() for text in texts if text.find_parent(lang=True)["lang"] != "th"]  # type: ignore[index]


@pytest.fixture
def pages(guide: ServicePage, order: Delegation, mobile_unit: CentrePage) -> dict[str, str]:
    """Addresses by what stands there."""
    Organisation.objects.filter(name_en="").update(name_en=Concat(Value("Office "), "code"))
    CentrePage.objects.update(title_en="Centre")
    LifeEvent.objects.filter(name_en="").update(name_en="Life event")
    journey = copy.deepcopy(JOURNEY)
    journey["steps"] = [journey["steps"][0], journey["steps"][-1]]
    save_journey(journey)
    return {
        "journey": "/services/journeys/lost-wallet/",
        "journeys": "/services/journeys/",
        "guide": guide.get_url(),
        "centres": "/centres/",
        "unit": mobile_unit.get_url(),
        "centre": CentrePage.objects.exclude(pk=mobile_unit.pk).get().get_url(),
        "order": order.url,
        "orders": "/services/delegations/",
        "life events": "/services/life-events/",
    }


def test_all_thai_of_an_english_page_is_marked(client: Client, pages: dict[str, str]) -> None:
    found = {}
    for name, address in pages.items():
        response = client.get(f"/en{address}")
        assert response.status_code == 200, name
        found[name] = unmarked(BeautifulSoup(response.content, "html.parser"))
        thai = client.get(address).content.decode().partition("<main")[2].partition("</main")[0]
        assert 'lang="th"' not in thai, name
    assert not {name: texts for name, texts in found.items() if texts}


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_page_of_a_failure_is_in_the_language_that_it_says(language: str) -> None:
    with override(language):
        page = render_to_string("500.html")
    assert f'<html lang="{language}">' in page
    assert ("ระบบขัดข้องชั่วคราว" in page) == (language == "th")
    assert f'class="button" href="{"/" if language == "th" else "/en/"}"' in page
