"""Every address there is, asked for by who may not: nothing comes back of a letter that is held or secret, of
the draft of a public one, of another organisation's inbox, or of somebody else's import."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.urls.resolvers import RegexPattern

from circulars import runs
from circulars.distributing import acknowledge, distribute
from circulars.importing import import_uploads
from circulars.models import CircularIndexPage, CircularPage, ImportRun
from circulars.recipients import Recipient
from organisations.models import Membership, Organisation, Role

pytestmark = pytest.mark.django_db

HELD, SECRET, DRAFT, NOTE, FILE = "เรื่องคาใจ", "เรื่องปกปิด", "เรื่องร่างแก้", "บันทึกของผู้รับ", "แฟ้มลับเฉพาะ"
WORDS = (HELD, SECRET, DRAFT, NOTE, FILE)
UNASKED = ("logout", "account", "failwhale")
"""What would sign out, is about oneself, or fails on purpose."""


def person(name: str, organisation: Organisation, *roles: str) -> Any:
    user = get_user_model().objects.create_user(name, f"{name}@example.org", "a long password")
    for role in roles:
        Membership.objects.create(user=user, organisation=organisation, role=role)
    return user


@pytest.fixture
def kept(registry: CircularIndexPage, registrar: Any, letter_text: str) -> dict[str, list[Any]]:
    """Keys of a held letter, a secret one, a public one with a draft, and of what belongs to them."""
    ours = Organisation.objects.create(code="ours", kind="department", name_th="กรมของผู้รับ")
    texts = {
        HELD: letter_text.replace("ว 15", "ว ๒พค").replace("การทดสอบระบบ", HELD),
        SECRET: letter_text.replace("ว 15", "ว 17")
        .replace("ที่ มท", "ลับ\nที่ มท")
        .replace("การทดสอบระบบ", SECRET),
        "public": letter_text,
    }
    texts[SECRET] = texts[SECRET].replace("ที่ มท", "ลับ\nที่ มท")
    import_uploads([(f"{FILE}-{at}.txt", text.encode()) for at, text in enumerate(texts.values())], registrar)
    held, secret, public = CircularPage.objects.order_by("pk")
    public.title = public.note = DRAFT
    public.save_revision(user=registrar)
    [delivery] = distribute(CircularPage.objects.get(pk=public.pk), [Recipient(ours, "")], registrar)
    acknowledge(delivery, person("recipient", ours, Role.EDITOR), NOTE)
    run = ImportRun.objects.create(created_by=registrar)
    runs.add_file(run, f"{FILE}.txt", SimpleUploadedFile("x", texts[HELD].encode()))
    pages = [held, secret, public]
    assert [page.live for page in pages] == [False, False, True]
    return {
        "pages": [(page.pk, CircularPage.objects.get(pk=page.pk).latest_revision_id) for page in pages],
        "inbox": [(delivery.pk, 0)],
        "runs": [(run.pk, 0)],
    }


def routes(resolver: URLResolver, begun: str = "/") -> Iterator[str]:
    """Every address that is written as a path, with its arguments in angle brackets."""
    for one in resolver.url_patterns:
        words = str(one.pattern)
        if isinstance(one.pattern, RegexPattern) and words not in {"", "^"}:
            continue  # the public pages' own, asked for by name below
        path = begun + ("" if isinstance(one.pattern, RegexPattern) else words)
        if isinstance(one, URLResolver):
            yield from routes(one, path)
        else:
            yield path


ARGUMENT = re.compile("<(?:[^>:]+:)?([^>]+)>")


def addresses(kept: dict[str, list[Any]]) -> list[str]:
    """Every address with each letter and its newest revision, or the delivery or import, for its arguments.

    Every list is searched for these very words, with the letters chosen, and asked for as a file.
    """
    found = []
    chosen = "&".join(f"id={key}" for key, _ in kept["pages"])
    for route in dict.fromkeys(routes(get_resolver())):
        if not ARGUMENT.search(route):
            found += [f"{route}?q=เรื่อง&{chosen}", f"{route}?export=csv"]
            continue
        about = next((name for name in ("inbox", "runs") if f"/circulars/{name}/" in route), "pages")
        for key, revision in kept[about]:
            found.append(ARGUMENT.sub(lambda one: str(revision if "revision" in one[1] else key), route))  # noqa: B023
    return found


def body_of(response: Any) -> str:
    return (b"".join(response) if response.streaming else response.content).decode("utf-8", "replace")


@pytest.mark.parametrize("roles", [None, tuple(role for role in Role if role != Role.REGISTRAR)])
def test_no_address_gives_away_a_letter_to_who_may_not_see_it(
    kept: dict[str, list[Any]], client: Client, roles: tuple[str, ...] | None
) -> None:
    """A stranger; and a person with every role but the registrar's in another ministry."""
    if roles:
        other = Organisation.objects.create(code="other", kind="ministry", name_th="กระทรวงอื่น")
        client.force_login(person("other", other, *roles))
    told: dict[str, set[str]] = {}
    opened, broken = 0, []
    client.raise_request_exception = False
    for address in addresses(kept):
        if any(words in address for words in UNASKED):
            continue
        response = client.get(address)
        if response.status_code == 500:
            broken.append(address)
        opened += response.status_code == 200
        body = body_of(response)
        if words := {one for one in WORDS if one in body}:
            told[address] = words
    assert not told
    assert not broken
    assert opened > (100 if roles else 10)
