"""What happens beside the planned way: clocks that go back, organisations that end or are renamed."""

from __future__ import annotations

import copy
import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guidelines.deciding import SectionInput, decision_in, draft_of, save_section
from guidelines.importing import save_guideline
from guidelines.models import AdaptationPage, GuidelinePage
from guidelines.plain import stream_from_text
from guidelines.reviewing import approve, send_to_review
from guidelines.upstream.deciding import accept_all, undo
from guidelines.upstream.targets import pending, target_of
from organisations.models import Kind, Organisation
from tests.guidelines.conftest import RECORD
from tests.guidelines.test_pages import html, published

__all__ = ["published"]

URL = "/guidelines/counter/mot/"


def second_edition() -> GuidelinePage:
    record = copy.deepcopy(RECORD)
    record["sections"][3] |= {"body_th": "ตั้งใกล้สถานี", "change": "major", "change_note": "ย้าย"}
    return GuidelinePage.objects.get(pk=save_guideline(record).page.pk)


def test_a_clock_that_was_set_back_changes_no_order(
    adaptation: AdaptationPage, editor: Any, reviewer: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Editions, decisions and undoing go by number and revision, never by the time of day."""
    said = SectionInput("inherited", values={"mission": "ขนส่ง"})
    save_section(adaptation, "MG-02", said, editor)
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() - datetime.timedelta(days=2))

    guideline = second_edition()
    target = target_of(guideline)
    assert target is not None
    assert target.number == 2
    first = guideline.editions.get(number=1)
    assert target.published_at < first.published_at, "the clock went back"
    assert list(pending(draft_of(AdaptationPage.objects.get()), target)) == ["MG-04"]
    (record,) = accept_all(AdaptationPage.objects.get(), {"fast-forward"}, editor)
    undo(AdaptationPage.objects.get(), record.pk, editor)
    accept_all(AdaptationPage.objects.get(), {"fast-forward"}, editor)
    send_to_review(AdaptationPage.objects.get(), editor)
    approve(AdaptationPage.objects.get(), reviewer)

    assert AdaptationPage.objects.get().edition.number == 2
    assert "ตั้งใกล้สถานี" in html(client, URL)
    assert "ตั้งใกล้สถานี" in html(client, "/guidelines/counter/")


def test_an_organisation_that_ends_keeps_its_page_which_says_so(
    published: AdaptationPage, ministry: Organisation, editor: Any, client: Client
) -> None:
    new = Organisation.objects.create(code="mobility", kind=Kind.MINISTRY, name_th="กระทรวงการเดินทาง")
    ended = timezone.localdate() - datetime.timedelta(days=1)
    Organisation.objects.filter(pk=ministry.pk).update(valid_to=ended, successor=new)

    text = html(client, URL)
    assert "ยุบเลิก" in text
    assert 'href="/organisations/mobility/"' in text
    assert "งานสั้นกว่า" in text, "what was published stays readable"

    client.force_login(editor)
    said = SectionInput("not-applicable", "ยุบเลิกแล้ว")
    save_section(AdaptationPage.objects.get(), "MG-04", said, editor)
    assert client.get(reverse("guidelines:adaptation", args=[published.pk])).status_code == 200


def test_a_renamed_organisation_is_named_anew_everywhere(
    published: AdaptationPage, ministry: Organisation, editor: Any, client: Client
) -> None:
    Organisation.objects.filter(pk=ministry.pk).update(name_th="กระทรวงการเดินทาง")
    for url in (URL, "/guidelines/counter/", "/guidelines/counter/sections/mg-04/"):
        assert "กระทรวงการเดินทาง" in html(client, url), url


def test_a_section_that_the_model_drops_while_it_is_being_adapted_keeps_every_word(
    adaptation: AdaptationPage, editor: Any
) -> None:
    own = SectionInput("adapted", "ใช้สถานี", body=stream_from_text("ตั้งในสถานีขนส่ง"))
    save_section(adaptation, "MG-04", own, editor)
    record = copy.deepcopy(RECORD)
    record["meta"]["edition_note"] = "ตัดหมวดที่ตั้ง"
    del record["sections"][3]
    save_guideline(record)

    # The editor, who had the form open, still saves: nothing moves without a decision.
    more = SectionInput("adapted", "ใช้สถานี", body=stream_from_text("ตั้งในสถานีขนส่งทุกแห่ง"))
    save_section(AdaptationPage.objects.get(), "MG-04", more, editor)
    target = target_of(GuidelinePage.objects.get())
    assert target is not None
    page = AdaptationPage.objects.get()
    assert pending(draft_of(page), target)["MG-04"].kind == "removed"
    (taken,) = accept_all(page, {"removed"}, editor)
    undo(AdaptationPage.objects.get(), taken.pk, editor)
    decision = decision_in(draft_of(AdaptationPage.objects.get()), "MG-04")
    assert decision is not None
    assert "ทุกแห่ง" in str(decision.body)
