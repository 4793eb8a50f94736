"""Whoever guesses passwords has to wait; nobody else does."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from core.signing_in import MOST_FOR_ALL_NAMES, MOST_FOR_ONE_NAME

pytestmark = pytest.mark.django_db

PASSWORD = "a-long-enough-password"
WAIT = "ใส่รหัสผ่านผิดหลายครั้งเกินไป"


@pytest.fixture(autouse=True)
def officer() -> User:
    cache.clear()
    return User.objects.create_superuser("officer", password=PASSWORD)


def sign_in(client: Client, name: str, password: str, address: str = "192.0.2.1"):
    return client.post("/admin/login/", {"username": name, "password": password}, REMOTE_ADDR=address)


def test_too_many_wrong_passwords_make_that_address_wait_even_with_the_right_one(client: Client) -> None:
    for _ in range(MOST_FOR_ONE_NAME):
        response = sign_in(client, "officer", "wrong")
        assert (response.status_code, WAIT in response.content.decode()) == (200, False)

    # the same name in other letters does not begin to count afresh
    assert WAIT in sign_in(client, "OFFICER", "wrong").content.decode()
    response = sign_in(client, "officer", PASSWORD)
    assert WAIT in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_the_officer_signs_in_from_elsewhere_meanwhile(client: Client) -> None:
    for _ in range(MOST_FOR_ONE_NAME + 1):
        sign_in(client, "officer", "wrong")

    assert sign_in(Client(), "officer", PASSWORD, address="192.0.2.2").status_code == 302


def test_right_passwords_are_not_counted(client: Client) -> None:
    for _ in range(MOST_FOR_ONE_NAME + 1):
        assert sign_in(Client(), "officer", PASSWORD).status_code == 302


def test_one_address_that_tries_many_names_has_to_wait(client: Client) -> None:
    for number in range(MOST_FOR_ALL_NAMES):
        sign_in(client, f"name-{number}", "wrong")

    assert WAIT in sign_in(client, "officer", PASSWORD).content.decode()
