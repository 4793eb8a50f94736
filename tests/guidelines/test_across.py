"""One section across organisations."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from guidelines.deciding import SectionInput, save_section
from guidelines.models import AdaptationPage, GuidelinePage
from guidelines.plain import stream_from_text
from guidelines.reviewing import approve, send_to_review
from guidelines.starting import start_adaptation
from organisations.models import Kind, Organisation, Role
from tests.guidelines.test_pages import html, published, queries

__all__ = ["published"]

URL = "/guidelines/counter/sections/mg-02/"


@pytest.fixture
def another(guideline: GuidelinePage, person: Any) -> Any:
    """Publish one more adaptation, of the organisation with that code; `body` replaces MG-02."""

    def publish(code: str, body: str = "") -> AdaptationPage:
        body_of = Organisation.objects.create(code=code, kind=Kind.MINISTRY, name_th=f"กระทรวง {code}")
        writer = person(f"{code}-editor", body_of, Role.EDITOR)
        page = start_adaptation(guideline, body_of, writer)
        values = {"mission": "งาน"}
        text = stream_from_text(body)
        given = (
            SectionInput("replaced", f"เหตุของ {code}", body=text, values=values)
            if body
            else SectionInput("inherited", "", values=values)
        )
        save_section(page, "MG-02", given, writer)
        page.refresh_from_db()
        send_to_review(page, writer)
        page.refresh_from_db()
        approve(page, person(f"{code}-reviewer", body_of, Role.REVIEWER))
        return AdaptationPage.objects.get(pk=page.pk)

    return publish


def test_each_organisation_stands_where_its_decision_puts_it(
    published: AdaptationPage, another: Any, client: Client
) -> None:
    another("aaa", "ประชาชนไม่ต้องรอ")
    another("bbb")
    response = client.get(URL)
    text = response.content.decode()
    found = response.context

    assert [each.adaptation.slug for each in found["deviations"]] == ["aaa", "mot"]
    assert [each.slug for each in found["following"]] == ["bbb"]
    assert "เหตุของ aaa" in text
    assert "งานสั้นกว่า" in text
    assert "<ins>" in text
    assert "<del>" in text
    assert "ใช้ตั้งแต่" in text
    assert 'href="/guidelines/counter/mot/#mg-02"' in text
    assert f'href="{URL}"' in html(client, "/guidelines/counter/")


def test_a_section_that_is_not_there_is_not_found(published: AdaptationPage, client: Client) -> None:
    for anchor in ("mg-99", "x", "mg-01x"):
        assert client.get(f"/guidelines/counter/sections/{anchor}/").status_code == 404


def test_what_is_not_public_is_nowhere(published: AdaptationPage, another: Any, client: Client) -> None:
    restricted = another("aaa", "ข้อความภายใน")
    PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.LOGIN)
    withdrawn = another("bbb", "ข้อความที่ยกเลิก")
    withdrawn.unpublish()
    writer = Organisation.objects.get(code="mot").memberships.get(role=Role.EDITOR).user
    save_section(
        published, "MG-02", SectionInput("adapted", "ร่างใหม่", body=stream_from_text("ข้อความร่าง")), writer
    )
    text = html(client, URL)

    for secret in (
        "ข้อความภายใน",
        "เหตุของ aaa",
        "กระทรวง aaa",
        "ข้อความที่ยกเลิก",
        "กระทรวง bbb",
        "ข้อความร่าง",
        "ร่างใหม่",
    ):
        assert secret not in text
    assert "งานสั้นกว่า" in text
    published.guideline.unpublish()
    assert client.get(URL).status_code == 404


def test_the_queries_do_not_grow_with_organisations(
    published: AdaptationPage, another: Any, client: Client
) -> None:
    before = queries(client, URL)
    another("aaa", "ประชาชนไม่ต้องรอ")
    another("bbb")

    assert queries(client, URL) == before <= 12
