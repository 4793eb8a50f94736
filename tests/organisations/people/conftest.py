"""A ministry with an administrator, an editor and a reviewer, and another ministry with people of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from organisations.models import Kind, Membership, Organisation, Role


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    cache.clear()


@pytest.fixture
def ministry(db: None) -> Organisation:
    return Organisation.objects.create(code="moj", kind=Kind.MINISTRY, name_th="กระทรวงยุติธรรม")


@pytest.fixture
def other(db: None) -> Organisation:
    return Organisation.objects.create(code="moph", kind=Kind.MINISTRY, name_th="กระทรวงสาธารณสุข")


Make = Callable[..., Any]


@pytest.fixture
def person(db: None) -> Make:
    def make(name: str, organisation: Organisation | None = None, *roles: str, **kwargs: Any) -> Any:
        email = kwargs.pop("email", f"{name}@example.go.th")
        user = get_user_model().objects.create_user(name, email, "pass", **kwargs)
        for role in roles:
            Membership.objects.create(user=user, organisation=organisation, role=role)  # type: ignore[misc]
        return get_user_model().objects.get(pk=user.pk)

    return make


@pytest.fixture
def administrator(person: Make, ministry: Organisation) -> Any:
    return person("administrator", ministry, Role.ADMINISTRATOR)


@pytest.fixture
def editor(person: Make, ministry: Organisation) -> Any:
    return person("editor", ministry, Role.EDITOR)


@pytest.fixture
def stranger(person: Make, other: Organisation) -> Any:
    """An editor of the other ministry."""
    return person("stranger", other, Role.EDITOR)


@pytest.fixture
def superuser(person: Make) -> Any:
    return person("root", is_superuser=True)


@pytest.fixture
def as_user() -> Callable[[Any], Client]:
    def sign_in(user: Any) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


def held(user: Any, organisation: Organisation) -> set[str]:
    return set(Membership.objects.filter(user=user, organisation=organisation).values_list("role", flat=True))


def person_url(organisation: Organisation, user: Any) -> str:
    return reverse("people:person", args=[organisation.pk, user.pk])
