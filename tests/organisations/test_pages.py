"""The public list of organisations and their profiles."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from home.models import HomePage
from organisations.loading import load_organisations
from organisations.models import Kind, Organisation, OrganisationName

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(home: HomePage) -> None:
    load_organisations()


def found(client: Client, words: str) -> str:
    page = client.get("/organisations/", {"q": words}).content.decode()
    return page[page.index("<main") : page.index("</main>")]


@pytest.mark.parametrize("words", ["ก.พ.ร.", "กพร", "OPDC", "opdc", "พัฒนาระบบราชการ"])
def test_an_organisation_is_found_by_any_of_its_names(client: Client, loaded: None, words: str) -> None:
    assert 'href="/organisations/opdc/"' in found(client, words)


def test_letters_inside_a_name_are_not_an_abbreviation(client: Client, loaded: None) -> None:
    assert "สำนักพระราชวัง" not in found(client, "กพร")
    assert "สำนักพระราชวัง" in found(client, "พระราชวัง")


def test_nothing_found_says_what_to_try(client: Client, loaded: None) -> None:
    page = found(client, "<b>ไม่มีจริง")
    assert "ไม่พบหน่วยงาน" in page
    assert "&lt;b&gt;ไม่มีจริง" in page


def test_the_list_is_grouped_by_kind(client: Client, loaded: None) -> None:
    page = found(client, "")
    assert page.index("กระทรวงคมนาคม") < page.index('id="kind-department"') < page.index("กรมทางหลวง")


def test_a_profile_shows_names_over_time_parent_and_children(client: Client, loaded: None) -> None:
    ministry = Organisation.objects.get(code="mot")
    OrganisationName.objects.create(
        organisation=ministry,
        name="กระทรวงเก่า",
        kind=OrganisationName.NameKind.FORMER,
        valid_to=datetime.date(1941, 8, 19),
    )
    page = client.get("/organisations/mot/").content.decode()
    assert "กระทรวงเก่า" in page
    assert "19\u00a0ส.ค. 2484" in page
    assert Organisation.objects.filter(parent=ministry)[0].name_th in page
    child = client.get("/organisations/opdc/").content.decode()
    assert 'href="/organisations/opm/"' in child


def test_an_organisation_that_ended_leads_to_its_successor(client: Client, loaded: None) -> None:
    old = Organisation.objects.create(
        code="old",
        kind=Kind.DEPARTMENT,
        name_th="กรมเก่า",
        valid_to=datetime.date(2002, 10, 2),
        successor=Organisation.objects.get(code="opdc"),
    )
    page = client.get(f"/organisations/{old.code}/").content.decode()
    assert "ยุบเลิกเมื่อ 2\u00a0ตุลาคม 2545" in page
    assert 'href="/organisations/opdc/"' in page


def test_an_unknown_code_is_not_found(client: Client, loaded: None) -> None:
    assert client.get("/organisations/no-such-body/").status_code == 404


@pytest.mark.parametrize("address", ["/organisations/", "/organisations/mot/"])
def test_a_page_needs_at_most_twelve_queries(
    client: Client, loaded: None, django_assert_max_num_queries: DjangoAssertNumQueries, address: str
) -> None:
    client.get(address)
    with django_assert_max_num_queries(12):
        client.get(address)
