"""Taking an edition back in the admin: who may, what is said before, what follows, and never twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guidelines.models import EditionWithdrawal, GuidelineEdition, GuidelinePage
from organisations.models import Kind, Organisation, Role

from .conftest import Publish

pytestmark = pytest.mark.django_db

REASON = "เผยแพร่ผิดแฟ้ม"


@pytest.fixture
def opdc(guideline: GuidelinePage) -> Organisation:
    return Organisation.objects.create(code="opdc", kind=Kind.DEPARTMENT, name_th="สำนักงานผู้ออกแนวทาง")


def newest(guideline: GuidelinePage, issuer: Organisation) -> GuidelineEdition:
    """The newest edition of a guideline, which this organisation issues."""
    guideline.issuer = issuer
    guideline.save()
    return guideline.editions.latest("number")


@pytest.fixture
def edition(opdc: Organisation, publish: Publish) -> GuidelineEdition:
    return newest(publish(MG_04={"body_th": "ตั้งในห้าง"}), opdc)


@pytest.fixture
def issuer(person: Callable[..., Any], opdc: Organisation) -> Any:
    return person("opdc-reviewer", opdc, Role.REVIEWER)


def address(edition: GuidelineEdition) -> str:
    return reverse("guidelines:withdraw", args=[edition.pk])


def test_the_issuer_takes_the_newest_edition_back_and_readers_see_the_one_before(
    edition: GuidelineEdition, issuer: Any, client: Client
) -> None:
    client.force_login(issuer)
    assert address(edition) in client.get(reverse("guidelines:models")).content.decode()
    asked = client.get(address(edition)).content.decode()
    assert "ผู้อ่านจะเห็นฉบับที่ 1" in asked
    assert "เรียกคืนไม่ได้" in asked

    unexplained = client.post(address(edition), {"reason": "  "})
    assert "กรุณาบอกเหตุผลที่ถอนฉบับนี้" in unexplained.content.decode()
    assert not EditionWithdrawal.objects.exists()

    done = client.post(address(edition), {"reason": REASON}, follow=True).content.decode()
    assert "ถอนฉบับที่ 2 แล้ว" in done
    assert "ถอนฉบับที่ 1" not in done, "there is nothing before the first"
    withdrawal = EditionWithdrawal.objects.get()
    assert (withdrawal.edition, withdrawal.reason, withdrawal.withdrawn_by) == (edition, REASON, issuer)
    client.logout()
    public = client.get("/guidelines/counter/").content.decode()
    assert "ย่านชุมชน" in public
    assert "ตั้งในห้าง" not in public


def test_a_form_sent_again_takes_back_no_second_edition(
    edition: GuidelineEdition, opdc: Organisation, publish: Publish, issuer: Any, client: Client
) -> None:
    third = newest(publish(MG_04={"body_th": "ตั้งในสถานี"}), opdc)
    client.force_login(issuer)
    client.post(address(third), {"reason": REASON})

    again = client.post(address(third), {"reason": REASON})

    assert "ถอนได้เฉพาะฉบับล่าสุดที่ใช้อยู่" in again.content.decode()
    assert [each.edition for each in EditionWithdrawal.objects.all()] == [third]
    assert "ถอนได้เฉพาะฉบับล่าสุด" in client.get(address(third), follow=True).content.decode()


def test_nobody_else_finds_the_screen(
    edition: GuidelineEdition,
    opdc: Organisation,
    person: Callable[..., Any],
    reviewer: Any,
    client: Client,
) -> None:
    writer = person("opdc-editor", opdc, Role.EDITOR)
    for user in (reviewer, writer):
        client.force_login(user)
        assert client.get(address(edition)).status_code == 404
        assert client.post(address(edition), {"reason": REASON}).status_code == 404
    assert address(edition) not in client.get(reverse("guidelines:models")).content.decode()
    client.logout()
    assert client.post(address(edition), {"reason": REASON}).status_code == 302
    assert not EditionWithdrawal.objects.exists()
