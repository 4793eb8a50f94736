"""Damaged text in every free field: kept as it was given or refused in Thai, and no door closes for it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.test import Client
from wagtail.models import Page

from services.importing import RecordError, save_centre, save_delegation, save_service
from services.models import Delegation, PageFeedback, ServicePage

pytestmark = pytest.mark.django_db

KEPT: dict[str, Callable[[str], str]] = {
    "two signs for one": lambda text: text.replace("ำ", "ํา"),
    "two vowels for one": lambda text: text.replace("แ", "เเ"),
    "marks out of order": lambda text: text.replace("ี่", "่ี"),
    "glyphs of old fonts": lambda text: text.replace("่", "\uf70a"),
    "zero width": lambda text: "\u200b".join(text),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "doubled marks": lambda text: text.replace("่", "่่").replace("ี", "ีี"),
    "marks without letters": lambda text: "่้๊๋์" + text,
    "control characters": lambda text: "ก\x01" + text + "\x0c\x1fก",
    "line separators": lambda text: text + "\u2028\x85ก",
    "wrong direction": lambda text: "\u202e" + text + "\u2066",
    "markup": lambda text: f"</script><script>alert(1)</script>{text}<!--",
    "no characters": lambda text: text + "\uffff\ufffe",
    "pictures": lambda text: text + "😀👨‍👩‍👧",
    "Thai digits and O for zero": lambda text: text.replace("1", "๑").replace("0", "O"),
}
FREE = {
    *("address", "condition", "criteria", "delegate_positions", "delegate_unit", "delegating_position"),
    *("detail", "district", "forms", "hours", "issuer", "item", "legal_basis", "name", "note", "order_no"),
    *("place", "responsible_unit", "result", "scope_of_power", "summary", "text_th", "title", "title_en"),
}
"""Fields that take any text; the others are codes, dates, numbers and choices."""

DOORS = (
    "/",
    "/sitemap/",
    "/sitemap.xml",
    "/services/",
    "/services/guides.json",
    "/services/guides.csv",
    "/services/guides.atom",
    "/services/delegations.json",
    "/services/delegations.csv",
    "/services/card-lost/",
    "/services/feedback/card-lost/",
    "/feeds/service.atom",
    "/centres/",
    "/centres/city-hall/",
    "/centres/list.json",
    "/centres/list.csv",
    "/centres/points.json",
    "/centres/mobile.ics",
)


def spoilt(value: Any, spoil: Callable[[str], str], name: str = "") -> Any:
    """A record with every free text in it spoilt."""
    if isinstance(value, dict):
        return {key: spoilt(part, spoil, key) for key, part in value.items()}
    if isinstance(value, list):
        return [spoilt(part, spoil, name) for part in value]
    return spoil(value) if isinstance(value, str) and name in FREE else value


def body_of(client: Client, address: str) -> bytes:
    answer: Any = client.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer.streaming_content if answer.streaming else [answer.content])


@pytest.mark.parametrize("noise", KEPT)
def test_noise_is_kept_and_every_door_stays_open(
    noise: str,
    organisations: Any,
    record: dict[str, Any],
    centre_record: dict[str, Any],
    order_record: dict[str, Any],
    client: Client,
    admin_client: Client,
) -> None:
    spoil = KEPT[noise]
    guide = save_service(spoilt(record, spoil)).instance
    centre = save_centre(spoilt(centre_record, spoil)).instance
    order = save_delegation(spoilt(order_record, spoil)).instance
    given = " ".join(spoil(record["title"]).split())
    assert ServicePage.objects.get(pk=guide.pk).title == given
    assert save_service(spoilt(record, spoil)).action == "unchanged"

    cache.clear()
    for visitor in (client, admin_client):
        for address in (*DOORS, f"/cards/{guide.pk}.png"):
            body = body_of(visitor, address)
            assert not address.endswith("/") or b"<script>alert(1)" not in body, address
            if address.endswith((".atom", ".xml")):
                ElementTree.fromstring(body)
            if address.endswith(".json"):
                json.loads(body)
    for address in (
        f"/admin/pages/{guide.pk}/edit/",
        f"/admin/pages/{centre.pk}/edit/",
        f"/admin/snippets/services/delegation/edit/{order.pk}/",
    ):
        body_of(admin_client, address)


def test_noise_in_a_report_reaches_the_owner(
    guide: ServicePage, client: Client, admin_client: Client
) -> None:
    for spoil in KEPT.values():
        cache.clear()  # nobody sends as many reports as this
        message = spoil("ค่าธรรมเนียมที่นี่แพงกว่าที่บอก 10 บาท")
        client.post("/services/feedback/card-lost/", {"useful": "no", "message": message})
        report = PageFeedback.objects.latest("pk")
        assert report.message == message.strip()
        body_of(admin_client, f"/admin/snippets/services/pagefeedback/edit/{report.pk}/")
    body_of(admin_client, "/admin/snippets/services/pagefeedback/")


@pytest.mark.parametrize("character", ["\x00", "\ud800"])
def test_what_no_database_holds_is_refused_in_thai_and_nothing_is_stored(
    character: str,
    guide: ServicePage,
    record: dict[str, Any],
    centre_record: dict[str, Any],
    order_record: dict[str, Any],
) -> None:
    stood = Page.objects.count()
    del order_record["centres"]
    record["id"] = "another"
    for save, given in (
        (save_service, record),
        (save_centre, centre_record),
        (save_delegation, order_record),
    ):
        with pytest.raises(RecordError, match="มีอักขระที่เก็บไม่ได้") as refusal:
            save(spoilt(given, lambda text: text + character))
        assert str(refusal.value).encode("utf-8", "strict")
    assert Page.objects.count() == stood
    assert not Delegation.objects.exists()
