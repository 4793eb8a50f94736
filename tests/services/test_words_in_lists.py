"""The lists' own search fields: a word is found however it, or what it stands in, is spelt."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from wagtail.models import PageViewRestriction

from organisations.models import Kind, Organisation, OrganisationName
from services.importing import save_centre, save_local_guide, save_service
from services.models import CentrePage, ServicePage

pytestmark = pytest.mark.django_db

CLEAN = "แจ้งจำหน่ายอาหารชั่วคราว ที่ขอนแก่น 1"
SPELLINGS = {
    "as it is": CLEAN,
    "two vowels for one": "เเจ้งจำหน่ายอาหารชั่วคราว ที่ขอนเเก่น 1",
    "two signs for one": "แจ้งจําหน่ายอาหารชั่วคราว ที่ขอนแก่น 1",
    "marks out of order": "แจ้งจาํหน่ายอาหารชัว่คราว ท่ีขอนแก่น 1",
    "zero width": "\u200b".join(CLEAN),
    "Thai digits": CLEAN.replace("1", "๑"),
    "doubled marks": CLEAN.replace("่", "่่"),
}
spelt = pytest.mark.parametrize("spelling", SPELLINGS)
GUIDE, CENTRE = 'href="/services/card-lost/"', 'href="/centres/city-hall/"'


def body(client: Client, address: str, text: str) -> str:
    answer = client.get(address, {"q": text})
    assert answer.status_code == 200, address
    return b"".join(answer).decode()


def called(code: str, name: str) -> OrganisationName:
    organisation = Organisation.objects.get(code=code)
    return OrganisationName.objects.create(organisation=organisation, name=name, kind="everyday")


@pytest.fixture
def towns(organisations: dict[str, Organisation], record: dict[str, Any]) -> ServicePage:
    """A central guide with the variants of two municipalities."""
    central: ServicePage = save_service(record | {"allows_local": True}).instance
    channels = [{"type": "onsite", "name": "อาคารเทศบาล", "hours": "ทุกวัน"}]
    for code in ("city", "town"):
        Organisation.objects.create(code=code, kind=Kind.LOCAL, name_th=f"เทศบาล {code}")
        save_local_guide(
            {"central": "card-lost", "organisation": code, "unit": "ฝ่าย", "channels": channels, "fees": []}
        )
    return central


@spelt
def test_a_guide_is_found_by_words_in_any_spelling_whatever_its_own(
    client: Client, record: dict[str, Any], organisations: Any, spelling: str
) -> None:
    for field in ("title", "title_en", "summary", "result"):
        save_service(record | {"title": "เรื่องอื่น", field: CLEAN})
        assert GUIDE in body(client, "/services/", SPELLINGS[spelling]), f"typed so, in {field}"
        assert "card-lost" in body(client, "/services/guides.csv", SPELLINGS[spelling])
        save_service(record | {"title": "เรื่องอื่น", field: SPELLINGS[spelling]})
        assert GUIDE in body(client, "/services/", CLEAN), f"written so, in {field}"
        assert GUIDE not in body(client, "/services/", "แจ้งจำหน่ายสุรา")


@spelt
def test_a_centre_is_found_by_words_in_any_spelling_whatever_its_own(
    client: Client, centre: CentrePage, centre_record: dict[str, Any], spelling: str
) -> None:
    for field in ("title", "summary", "address", "district"):
        save_centre(centre_record | {field: CLEAN})
        assert CENTRE in body(client, "/centres/", SPELLINGS[spelling]), f"typed so, in {field}"
        assert "city-hall" in body(client, "/centres/list.csv", SPELLINGS[spelling])
        save_centre(centre_record | {field: SPELLINGS[spelling]})
        assert CENTRE in body(client, "/centres/", CLEAN), f"written so, in {field}"
    save_centre(centre_record)
    assert CENTRE not in body(client, "/centres/", CLEAN)
    assert CENTRE in body(client, "/centres/", "จังหวัดเชียงใหม่่")
    called("chiang-mai", SPELLINGS[spelling])
    assert CENTRE in body(client, "/centres/", CLEAN)


@spelt
def test_a_local_variant_is_found_by_every_name_of_its_place(
    client: Client, towns: ServicePage, spelling: str
) -> None:
    def shown(text: str) -> str:
        return body(client, "/services/card-lost/local.csv", text)

    town = Organisation.objects.get(code="town")
    assert "/town/" not in shown(CLEAN)

    name = called("town", SPELLINGS[spelling])
    assert "/town/" in shown(CLEAN)
    assert "/city/" not in shown(SPELLINGS[spelling])
    answer = client.get("/services/card-lost/local/", {"q": SPELLINGS[spelling]})
    assert answer["Location"] == "/services/card-lost/town/"
    name.delete()
    assert "/town/" not in shown(CLEAN)

    town.name_th = SPELLINGS[spelling]
    town.save()
    assert "/town/" in shown(CLEAN)
    town.name_th, town.parent = "เทศบาล", Organisation.objects.get(code="chiang-mai")
    town.save()
    assert "/town/" in shown("เชียงใหม่่")
    assert "/city/" not in shown("เชียงใหม่่")


@spelt
def test_an_organisation_is_found_by_a_name_in_any_spelling(
    client: Client, organisations: dict[str, Organisation], spelling: str
) -> None:
    called("roads", SPELLINGS[spelling])
    assert 'href="/organisations/roads/"' in body(client, "/organisations/", CLEAN)
    assert 'href="/organisations/roads/"' in body(client, "/organisations/", SPELLINGS[spelling])
    assert 'href="/organisations/registry/"' not in body(client, "/organisations/", CLEAN)


def test_no_spelling_finds_what_is_not_for_everybody(
    client: Client, guide: ServicePage, centre: CentrePage
) -> None:
    for page in (guide, centre):
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    for text in ("การขอมีบัตรใหม่", "ศูนย์บริการร่วม", "\u200b"):
        assert GUIDE not in body(client, "/services/", text)
        assert CENTRE not in body(client, "/centres/", text)


def test_pages_and_organisations_that_were_there_before_are_found_too(
    client: Client, centre: CentrePage
) -> None:
    called("chiang-mai", "เวียงพิงค์")
    for model, column in (
        (ServicePage, "plain_text"),
        (CentrePage, "plain_text"),
        (Organisation, "plain_names"),
    ):
        model.objects.update(**{column: ""})
    assert GUIDE not in body(client, "/services/", "บัตรหาย")

    import_module("services.migrations.0013_plain_text").fill(apps, None)
    import_module("organisations.migrations.0009_plain_names").fill(apps, None)
    assert GUIDE in body(client, "/services/", "บัตรหาย")
    assert CENTRE in body(client, "/centres/", "ศาลากลาง เวียงพิงค์ จังหวัดเชียงใหม่")
