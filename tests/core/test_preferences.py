"""A reader's choice of digits and theme."""

from __future__ import annotations

import pytest
from django.test import Client

from home.models import HomePage

pytestmark = pytest.mark.django_db


def choose(client: Client, **data: str):
    return client.post("/preferences/", data)


def test_a_choice_is_kept_and_leads_back(client: Client, home: HomePage) -> None:
    response = choose(client, digits="thai", theme="dark", next="/organisations/?q=x")

    assert (response.status_code, response["Location"]) == (302, "/organisations/?q=x")
    page = client.get("/").content.decode()
    assert 'data-theme="dark"' in page


def test_no_choice_forgets_the_earlier_one(client: Client, home: HomePage) -> None:
    choose(client, theme="dark")
    choose(client, theme="")

    assert "data-theme" not in client.get("/").content.decode()


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_it_never_leads_to_another_site(client: Client, home: HomePage, address: str) -> None:
    assert choose(client, digits="thai", next=address)["Location"] == "/"


def test_a_value_we_never_wrote_is_no_choice(client: Client, home: HomePage) -> None:
    assert not choose(client, theme='"><script>').cookies
    client.cookies["theme"] = "neon"
    assert "data-theme" not in client.get("/").content.decode()


def test_the_page_works_by_itself_in_both_languages(client: Client, home: HomePage) -> None:
    assert 'name="digits"' in client.get("/preferences/").content.decode()
    assert client.get("/en/preferences/").status_code == 200
    assert client.put("/preferences/").status_code == 405
