"""The most wanted services on the home page: from counts of queries, saying nothing of what was typed."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from finder import wanted
from finder.models import QueryCount, WantedPage
from organisations.models import Kind, Organisation
from services.importing import save_service

pytestmark = pytest.mark.django_db
HEADING = "มีคนหามากที่สุด"


def guide(slug: str, title: str) -> Any:
    record = {
        "id": slug,
        "title": title,
        "organisation": "registry",
        "summary": title,
        "process_type": "other",
    }
    return save_service(record).instance


@pytest.fixture
def guides(home: Any, found: Callable[..., list[str]]) -> dict[str, Any]:
    Organisation.objects.create(code="registry", kind=Kind.DEPARTMENT, name_th="กรมทะเบียน")
    made = {"card": guide("card", "การทำบัตรใหม่"), "house": guide("house", "การขอเลขที่บ้าน")}
    found("บัตร")
    return made


def searched(text: str, times: int, found: int = 1, days_ago: int = 0) -> None:
    day = timezone.localdate() - datetime.timedelta(days=days_ago)
    QueryCount.objects.create(day=day, text=text, searches=times, found=found)


def test_queries_count_for_the_guide_that_they_find(client: Client, guides: dict[str, Any]) -> None:
    assert HEADING not in client.get("/").content.decode()
    searched("เลขที่บ้าน", 30)
    searched("ทำบัตร", 20, days_ago=3)
    searched("บัตรใหม่", 15)

    assert wanted.refresh() == 2
    html = client.get("/").content.decode()
    assert HEADING in html
    assert html.index('href="/services/card/"') < html.index('href="/services/house/"')


def test_few_or_old_or_vain_searches_count_for_nothing(client: Client, guides: dict[str, Any]) -> None:
    searched("ทำบัตร", 9)
    searched("เลขที่บ้าน", 500, days_ago=40)
    searched("นายสมชาย ใจดี บัตร", 500, found=0)

    assert wanted.refresh() == 0
    assert HEADING not in client.get("/").content.decode()


def test_what_was_typed_is_shown_to_nobody(client: Client, guides: dict[str, Any]) -> None:
    searched("บัตรของสมชาย", 50)
    wanted.refresh()

    assert "สมชาย" not in client.get("/").content.decode()


def test_a_guide_that_is_hidden_afterwards_is_not_shown(client: Client, guides: dict[str, Any]) -> None:
    searched("ทำบัตร", 50)
    wanted.refresh()
    PageViewRestriction.objects.create(page=guides["card"], restriction_type=PageViewRestriction.LOGIN)

    assert "การทำบัตรใหม่" not in client.get("/").content.decode()
    guides["card"].delete()
    assert not WantedPage.objects.exists()
    assert wanted.refresh() == 0
