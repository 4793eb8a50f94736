"""An address leads to the page that has it now, however often another page was found there before."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client, RequestFactory
from wagtail.models import PageViewRestriction, Site

from home.models import HomePage, PlainPage
from organisations.models import Kind, Organisation, OrganisationFolder
from services.importing import save_service
from services.models import ServiceIndexPage, ServicePage

pytestmark = pytest.mark.django_db
ADDRESS = "/services/card/"


@pytest.fixture
def guide(home: HomePage, client: Client) -> ServicePage:
    Organisation.objects.create(code="registry", kind=Kind.DEPARTMENT, name_th="กรมทะเบียน")
    values = {
        "id": "card",
        "title": "การทำบัตร",
        "organisation": "registry",
        "summary": "ทำบัตร",
        "sample": True,
        "life_events": [],
    }
    page: ServicePage = save_service(values).instance
    for _time in range(2):  # seen once, then found in one query
        assert client.get(ADDRESS).status_code == 200
    return page


def status(client: Client, address: str = ADDRESS) -> int:
    return client.get(address).status_code


def test_what_is_unpublished_restricted_or_moved_is_gone_at_once(client: Client, guide: ServicePage) -> None:
    guide.unpublish()
    assert status(client) == 404
    guide.save_revision().publish()
    assert status(client) == 200
    folder = guide.get_parent()
    closed = PageViewRestriction.objects.create(page=folder, restriction_type=PageViewRestriction.LOGIN)
    assert status(client) == 302
    assert "การทำบัตร" not in client.get(ADDRESS, follow=True).content.decode()
    client.force_login(User.objects.create_user("anybody"))
    assert status(client) == 200
    client.logout()
    closed.delete()
    guide.slug = "card-new"
    guide.save_revision().publish()
    assert (status(client), status(client, "/services/card-new/")) == (404, 200)
    guide.delete()
    assert status(client, "/services/card-new/") == 404


def test_a_section_that_gets_another_address_leaves_the_old_one(client: Client, guide: ServicePage) -> None:
    section = ServiceIndexPage.objects.get()
    section.slug = "catalogue"
    section.save_revision().publish()

    assert (status(client), status(client, "/catalogue/card/")) == (404, 200)
    other = HomePage.objects.get().add_child(instance=PlainPage(title="อื่น", slug="services", live=True))
    other.add_child(instance=PlainPage(title="หน้าอื่นที่ที่อยู่เดิม", slug="card", live=True))
    assert "หน้าอื่นที่ที่อยู่เดิม" in client.get(ADDRESS).content.decode()


def test_a_section_of_another_site_is_another(client: Client, guide: ServicePage) -> None:
    root = HomePage.objects.get().get_parent()
    home = root.add_child(instance=HomePage(title="อีกแห่ง", slug="other"))
    Site.objects.create(hostname="127.0.0.1", port=80, root_page=home)

    assert status(client) == 200
    assert client.get(ADDRESS, headers={"host": "127.0.0.1"}).status_code == 404
    folder = OrganisationFolder.objects.get(organisation__code="registry")
    assert status(client, f"/services/{folder.slug}/") == 404, "a folder has no page"


def test_a_way_below_a_section_is_not_taken_for_a_page(
    client: Client, guide: ServicePage, django_assert_max_num_queries: Any
) -> None:
    assert status(client, "/services/journeys/") == 200
    assert status(client, "/services/card/nothing/") == 404
    assert client.get("/services/CARD/").headers["Location"] == ADDRESS
    home = HomePage.objects.get()
    with django_assert_max_num_queries(1):
        found = home.route(RequestFactory().get(ADDRESS), ["services", "card"])
    assert found.page == guide
