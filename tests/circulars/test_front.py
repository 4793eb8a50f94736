"""Letters on the home page and on an organisation's page."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from circulars.models import CircularIndexPage, CircularPage
from organisations.models import Organisation

pytestmark = pytest.mark.django_db


def take_in(text: str, folder: Path) -> CircularPage:
    path = folder / "letter.txt"
    path.write_text(text, encoding="utf-8")
    call_command("import_letters", "--no-input", str(path))
    return CircularPage.objects.latest("pk")


@pytest.fixture
def interior(registry: CircularIndexPage) -> Organisation:
    return Organisation.objects.create(
        code="ops-moi",
        kind="department",
        name_th="สำนักงานปลัดกระทรวงมหาดไทย",
        letter_prefix="มท",
        letter_unit="02",
    )


def test_a_public_letter_stands_on_both(
    client: Client, interior: Organisation, letter_text: str, tmp_path: Path
) -> None:
    letter = take_in(letter_text, tmp_path)
    CircularPage.objects.filter(pk=letter.pk).update(issuer=interior, live=True)

    for address in ("/", "/organisations/ops-moi/"):
        page = client.get(address).content.decode()
        assert letter.get_url() in page
        assert "9\u00a0มกราคม 2567" in page


def test_a_secret_letter_stands_on_neither_even_if_live(
    client: Client, interior: Organisation, letter_text: str, tmp_path: Path
) -> None:
    text = letter_text.replace("การทดสอบระบบ", "ถ้อยคำลึกลับเฉพาะ").replace("ที่ มท", "ลับมาก\nที่ มท")
    letter = take_in(text, tmp_path)
    CircularPage.objects.filter(pk=letter.pk).update(issuer=interior, live=True)

    for address in ("/", "/organisations/ops-moi/"):
        assert "ถ้อยคำลึกลับเฉพาะ" not in client.get(address).content.decode()


def test_the_home_page_stays_within_twelve_queries(
    client: Client,
    interior: Organisation,
    letter_text: str,
    tmp_path: Path,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    take_in(letter_text, tmp_path)
    client.get("/")
    with django_assert_max_num_queries(12):
        client.get("/")


@pytest.mark.parametrize("address", ["/organisations/ops-moi/", "/en/organisations/ops-moi/", "/en/"])
def test_many_letters_of_one_organisation_cost_no_more_queries(
    client: Client,
    interior: Organisation,
    letter_text: str,
    tmp_path: Path,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    address: str,
) -> None:
    text = "\n".join(letter_text.replace("ว 15", f"ว {number}") for number in range(20, 30))
    take_in(text, tmp_path)
    CircularPage.objects.update(issuer=interior, live=True)

    page = client.get(address).content.decode()
    assert page.count('href="' + address.partition("organisations")[0] + "circulars/mt-0201-") >= 4
    if "organisations" in address:
        assert "?organisation=ops-moi" in page
        assert ">10</span>" in page
    with django_assert_max_num_queries(12):
        client.get(address)
