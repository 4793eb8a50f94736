"""Addresses of guides and centres: flat, unique, lasting."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.translation import override

from organisations.models import Organisation
from services.addresses import folder_of
from services.models import CentreIndexPage, CentrePage, ServiceIndexPage, ServicePage

pytestmark = pytest.mark.django_db


def test_a_guide_has_a_flat_address_in_both_languages(client: Client, guide: ServicePage) -> None:
    assert guide.get_url() == "/services/card-lost/"
    assert client.get("/services/card-lost/").status_code == 200
    assert client.get("/en/services/card-lost/").status_code == 200
    assert client.get("/services/registry/card-lost/").status_code == 404


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("/services/card-lost", "/services/card-lost/"),
        ("/services/Card-Lost/", "/services/card-lost/"),
        ("/services/CARD-LOST", "/services/CARD-LOST/"),
        ("/centres/City-Hall/", "/centres/city-hall/"),
    ],
)
def test_a_sloppy_address_leads_to_the_right_one(
    client: Client, centre: CentrePage, asked: str, given: str
) -> None:
    response = client.get(asked)

    assert response.status_code == 301
    assert response["Location"] == given


@pytest.mark.parametrize(
    "address",
    ["/services/nothing/", "/services/Nothing/", "/services/card-lost/more/", "/services/registry/"],
)
def test_what_is_not_there_is_not_found(client: Client, guide: ServicePage, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_draft_has_no_address_in_capital_letters_either(client: Client, guide: ServicePage) -> None:
    guide.unpublish()

    assert client.get("/services/card-lost/").status_code == 404
    assert client.get("/services/Card-Lost/").status_code == 404


@pytest.mark.parametrize("editors_language", ["th", "en"])
def test_a_renamed_guide_redirects_from_its_old_address_in_every_language(
    client: Client, guide: ServicePage, django_capture_on_commit_callbacks: Any, editors_language: str
) -> None:
    guide.slug = "card-replacement"
    with override(editors_language), django_capture_on_commit_callbacks(execute=True):
        guide.save_revision().publish()

    for prefix in ("", "/en"):
        response = client.get(f"{prefix}/services/card-lost/")
        assert response.status_code == 301
        assert response["Location"] == f"{prefix}/services/card-replacement/"
    assert client.get("/services/card-replacement/").status_code == 200


def test_a_renamed_centre_redirects_from_its_old_address(
    client: Client, centre: CentrePage, django_capture_on_commit_callbacks: Any
) -> None:
    centre.slug = "province-hall"
    with django_capture_on_commit_callbacks(execute=True):
        centre.save_revision().publish()

    assert client.get("/centres/city-hall/")["Location"] == "/centres/province-hall/"


def test_a_slug_is_unique_in_the_section_whoever_owns_it(
    guide: ServicePage, organisations: dict[str, Organisation]
) -> None:
    folder = folder_of(ServiceIndexPage.objects.get(), organisations["roads"])
    twin = ServicePage(title="อีกเรื่อง", slug="card-lost", summary="ก")

    with pytest.raises(ValidationError, match="ใช้กับ"):
        folder.add_child(instance=twin)


@pytest.mark.parametrize("slug", ["life-events", "delegations"])
def test_the_sections_own_addresses_are_reserved(
    organisations: dict[str, Organisation], home: Any, slug: str
) -> None:
    folder = folder_of(ServiceIndexPage.objects.get(), organisations["roads"])

    with pytest.raises(ValidationError, match="สงวนไว้"):
        folder.add_child(instance=ServicePage(title="ก", slug=slug, summary="ก"))


def test_a_guide_stands_only_in_a_folder_of_its_section(organisations: dict[str, Organisation]) -> None:
    services, centres = ServiceIndexPage.objects.get(), CentreIndexPage.objects.get()
    own, other = (folder_of(section, organisations["roads"]) for section in (services, centres))

    assert ServicePage.can_create_at(own)
    assert not ServicePage.can_create_at(other)
    assert not ServicePage.can_create_at(services)
    assert CentrePage.can_create_at(other)
    assert not CentrePage.can_create_at(own)


def test_a_guide_moved_to_another_folder_belongs_to_its_organisation(
    guide: ServicePage, organisations: dict[str, Organisation]
) -> None:
    folder = folder_of(ServiceIndexPage.objects.get(), organisations["roads"])
    guide.move(folder, pos="last-child")

    assert ServicePage.objects.get().organisation.code == "roads"
    assert ServicePage.objects.get().get_url() == "/services/card-lost/"
