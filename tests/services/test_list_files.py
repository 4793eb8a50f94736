"""Every list for other programs: what the page lists and nothing else, in three forms."""

from __future__ import annotations

import copy
import csv
import io
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from organisations.models import Kind, Organisation
from organisations.pages import OrganisationIndexPage
from services.importing import save_journey, save_local_guide, save_questions, save_service
from services.models import Delegation, ServicePage
from tests.services.test_local_guides import CITY

pytestmark = pytest.mark.django_db
FEED = "{http://www.w3.org/2005/Atom}"

LISTS = {
    "/services/guides": ("guides", "/services/card-lost/"),
    "/services/journeys": ("journeys", "/services/journeys/wallet/"),
    "/services/questions": ("questions", "/services/questions/lost/"),
    "/services/card-lost/local": ("local", "/services/card-lost/city/"),
    "/services/delegations": ("delegations", "/services/delegations/"),
    "/centres/list": ("centres", "/centres/city-hall/"),
    "/organisations/list": ("organisations", "/organisations/registry/"),
}
"""By the address of a list without its ending: its name, and the address of an entry."""
WITHOUT_FEED = {"/organisations/list"}
PAGES = {
    "/services/card-lost/local": "/services/card-lost/local/",
    "/centres/list": "/centres/",
    "/organisations/list": "/organisations/",
    "/services/guides": "/services/life-events/lost-documents/",
}


@pytest.fixture
def lists(
    record: dict[str, Any], order: Delegation, organisations: dict[str, Organisation], home: Page
) -> None:
    """An entry in every list, each with a title that would run as a formula where a title is free."""
    Organisation.objects.create(
        code="city", kind=Kind.LOCAL, name_th="เทศบาลนครสมมติ", parent=organisations["chiang-mai"]
    )
    save_service(record | {"allows_local": True})
    save_local_guide(copy.deepcopy(CITY) | {"unit": "=1+1"})
    step = {"title": "ทำบัตรใหม่", "content": [{"guide": "card-lost"}]}
    way = {"organisation": "registry", "summary": "=1+1", "life_events": ["เอกสารหาย"]}
    save_journey(way | {"id": "wallet", "title": "=กระเป๋าเงินหาย", "steps": [step]})
    answers = [
        {"key": "card", "text": "บัตร", "leads": ["card-lost"]},
        {"key": "other", "text": "อื่น", "advice": "ถามเจ้าหน้าที่"},
    ]
    question = {"key": "what", "text": "อะไรหาย", "answers": answers}
    save_questions(way | {"id": "lost", "title": "=ของหาย", "questions": [question]})
    if not OrganisationIndexPage.objects.exists():
        home.add_child(instance=OrganisationIndexPage(title="หน่วยงาน", slug="organisations"))


def entries(client: Client, address: str) -> dict[str, list[str]]:
    """The addresses of the entries, by form."""
    name = LISTS[address][0]
    found = {"json": [each["url"] for each in client.get(f"{address}.json").json()[name]]}
    table = b"".join(client.get(f"{address}.csv")).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table)))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    found["csv"] = [row[-1] for row in rows[1:]]
    if address not in WITHOUT_FEED:
        feed = ElementTree.fromstring(client.get(f"{address}.atom").content)
        found["atom"] = [entry.find(f"{FEED}link").get("href", "") for entry in feed.iter(f"{FEED}entry")]  # type: ignore[union-attr]
        assert all(entry.findtext(f"{FEED}updated") for entry in feed.iter(f"{FEED}entry"))
    return found


@pytest.mark.parametrize("address", LISTS)
def test_a_list_goes_out_in_every_form_and_its_page_says_so(
    client: Client, lists: None, address: str
) -> None:
    for form, urls in entries(client, address).items():
        assert [url for url in urls if LISTS[address][1] in url], (form, urls)
        assert all(url.startswith("http") for url in urls)
    page = client.get(PAGES.get(address, f"{address}/")).content.decode()
    for form in ("csv", "json") if address in WITHOUT_FEED else ("csv", "json", "atom"):
        assert f'href="{address}.{form}' in page
    assert client.get(f"{address}.exe").status_code == 404


@pytest.mark.parametrize("address", LISTS)
def test_a_section_that_is_not_for_everybody_has_no_lists(client: Client, lists: None, address: str) -> None:
    section = Page.objects.get(url_path=f"/home/{address.split('/')[1]}/")
    PageViewRestriction.objects.create(page=section, restriction_type=PageViewRestriction.LOGIN)
    for form in ("csv", "json", "atom"):
        assert client.get(f"{address}.{form}").status_code == 404, form


@pytest.mark.parametrize(
    ("address", "model"),
    [
        ("/services/journeys", "journeypage"),
        ("/services/questions", "questiontreepage"),
        ("/services/card-lost/local", "localguidepage"),
        ("/centres/list", "centrepage"),
    ],
)
def test_what_is_hidden_is_in_no_form(client: Client, lists: None, address: str, model: str) -> None:
    for page in Page.objects.filter(content_type__model=model):
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert not any(entries(client, address).values())


def test_a_central_guide_that_is_hidden_has_no_list_of_variants(client: Client, lists: None) -> None:
    PageViewRestriction.objects.create(
        page=ServicePage.objects.get(slug="card-lost"), restriction_type=PageViewRestriction.LOGIN
    )
    for form in ("csv", "json", "atom"):
        assert client.get(f"/services/card-lost/local.{form}").status_code == 404


def test_organisations_go_out_as_they_were_asked_for(client: Client, lists: None) -> None:
    found = client.get("/organisations/list.json?q=นครสมมติ").json()["organisations"]
    assert [(each["code"], each["parent"]) for each in found] == [("city", "chiang-mai")]
