"""English pages say of what nobody has translated that it is Thai, so that screen readers read it in Thai."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db.models import Value
from django.db.models.functions import Concat
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client
from django.utils.html import conditional_escape
from django.utils.translation import override

from core.bilingual import in_reader_language, joined, phrase
from core.templatetags.thai import digits
from organisations.models import Organisation
from services.importing import save_journey, save_questions, save_service
from services.models import CentrePage, Delegation, LifeEvent, ServicePage
from tests.marks import wrongly_marked
from tests.services.test_journeys import JOURNEY
from tests.services.test_questions import TREE

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["translated", "untranslated"])
def pages(
    request: pytest.FixtureRequest,
    guide: ServicePage,
    order: Delegation,
    mobile_unit: CentrePage,
    record: dict[str, Any],
) -> dict[str, str]:
    """Addresses by what stands there; with English names, and where nobody has written any."""
    save_service(record | {"id": "plate-lost", "title": "การขอแผ่นป้ายทะเบียนใหม่", "title_en": "Number plates"})
    if request.param == "translated":
        Organisation.objects.filter(name_en="").update(name_en=Concat(Value("Office "), "code"))
        CentrePage.objects.update(title_en="Centre")
        LifeEvent.objects.filter(name_en="").update(name_en="Life event")
    else:
        Organisation.objects.update(name_en="")
        LifeEvent.objects.update(name_en="")
        ServicePage.objects.update(title_en="")
    save_questions(copy.deepcopy(TREE))
    journey = copy.deepcopy(JOURNEY)
    journey["steps"] = [journey["steps"][0], journey["steps"][-1]]
    save_journey(journey)
    event = guide.life_events.get().slug
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
        "life event": f"/services/life-events/{event}/",
        "catalogue": "/services/",
        "filtered catalogue": f"/services/?organisation=registry&event={event}",
        "finished": "/services/?feature=complete",
        "filtered centres": "/centres/?province=chiang-mai&service=card-lost&near=chiang-mai",
        "near a district": "/centres/?near=chiang-mai&near_district=5015",
        "questions": "/services/questions/",
        "organisations": "/organisations/",
        "organisation": "/organisations/registry/",
        "feedback": f"/services/feedback/{guide.slug}/",
        "home": "/",
    }


def test_all_thai_of_an_english_page_is_marked(client: Client, pages: dict[str, str]) -> None:
    assert not wrongly_marked(client, pages)


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("500.html", "ระบบขัดข้องชั่วคราว"),
        ("400.html", "ระบบรับคำขอนี้ไม่ได้"),
        ("403_csrf.html", "ยังไม่ได้รับสิ่งที่ส่งมา"),
    ],
)
def test_the_page_of_a_failure_is_in_the_language_that_it_says(
    language: str, template: str, said: str
) -> None:
    with override(language):
        page = render_to_string(template)
    assert f'<html lang="{language}">' in page
    assert (said in page) == (language == "th")
    assert f'class="button" href="{"/" if language == "th" else "/en/"}"' in page


def test_the_sums_of_the_fees_are_headed_amount(client: Client, guide: ServicePage) -> None:
    page = BeautifulSoup(client.get(f"/en{guide.get_url()}").content, "html.parser")
    assert page.select_one("[aria-labelledby=fees-caption] thead").get_text(" ", strip=True) == "Item Amount"  # type: ignore[union-attr]


@pytest.mark.parametrize("address", ["/en/nothing-here/", "/en/services/nothing/"])
def test_a_page_that_is_missing_leads_an_english_reader_to_the_english_home(
    client: Client, guide: ServicePage, address: str
) -> None:
    response = client.get(address)
    assert response.status_code == 404
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one(".link-list a")["href"] == "/en/"  # type: ignore[index]
    assert not [each["href"] for each in page.select("a[href='/']") if each.get("hreflang") != "th"]


def test_a_sentence_keeps_the_marks_of_its_thai_parts_and_escapes_the_rest() -> None:
    with override("en"):
        said = phrase("<%(a)s> %(b)s", a=in_reader_language("ก ๑ & ข", ""), b="x<y")
        several = joined(", ", ["Mission", "", in_reader_language("ที่ตั้ง", "")])
        assert in_reader_language("", "") == joined(", ", []) == ""
    assert said == "<ก ๑ & ข> x<y"
    assert conditional_escape(digits(said)) == '&lt;<span lang="th">ก 1 &amp; ข</span>&gt; x&lt;y'
    assert several == "Mission, ที่ตั้ง"
    assert conditional_escape(several) == 'Mission, <span lang="th">ที่ตั้ง</span>'
    assert (
        Template("{% load layout %}{% plain %}{{ said }}{% endplain %}").render(Context({"said": said}))
        == "&lt;ก ๑ &amp; ข&gt; x&lt;y"
    )
