"""A section that a new edition locks: what stood before stays, and new words get in at no door."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision, TaskState

from finder.schedule import publish_scheduled
from guidelines.deciding import SectionInput, decision_in, draft_of, save_section
from guidelines.importing import apply_adaptation
from guidelines.models import AdaptationPage, GuidelinePage, SectionDecision
from guidelines.models.section import body_of
from guidelines.plain import stream_from_text
from guidelines.reviewing import approve, send_back, send_to_review
from guidelines.upstream.deciding import Answer, decide, digest_of, undo
from guidelines.upstream.targets import target_of, withdraw

from .conftest import Publish
from .test_screens import section_data

pytestmark = pytest.mark.django_db

WORDS, OTHER = "ตั้งในศาลากลาง", "ตั้งในห้างสรรพสินค้า"
LOCKED = "ต้นแบบฉบับที่ 2 ซึ่งเป็นฉบับล่าสุด ห้ามแก้ไขถ้อยคำหมวดนี้ตั้งแต่"


def fresh(page: AdaptationPage) -> AdaptationPage:
    return AdaptationPage.objects.get(pk=page.pk)


def say(
    page: AdaptationPage, words: str, editor: Any, section: str = "MG-04", choice: str = "adapted"
) -> None:
    given = SectionInput(choice, "เหตุผล", body=stream_from_text(words, "own"))
    save_section(fresh(page), section, given, editor)


def said(page: AdaptationPage, section: str = "MG-04") -> str:
    decision = decision_in(draft_of(fresh(page)), section)
    assert decision is not None
    return f"{decision.choice} {decision.body.get_prep_value()}"


def publish_own(page: AdaptationPage, editor: Any, reviewer: Any) -> None:
    send_to_review(fresh(page), editor)
    approve(fresh(page), reviewer)


def accept(page: AdaptationPage, editor: Any, action: str = "accepted", **kwargs: Any) -> Any:
    target = target_of(GuidelinePage.objects.get(pk=page.guideline_id))
    assert target is not None
    seen = digest_of(decision_in(draft_of(fresh(page)), "MG-04"))
    return decide(fresh(page), "MG-04", Answer(action, target.pk, seen, "เหตุผล", **kwargs), editor)


@pytest.fixture
def complete(adaptation: AdaptationPage, editor: Any) -> AdaptationPage:
    """Every blank filled; MG-04 as in the model."""
    save_section(adaptation, "MG-02", SectionInput("inherited", values={"mission": "ขนส่ง"}), editor)
    return fresh(adaptation)


@pytest.fixture
def own(complete: AdaptationPage, editor: Any) -> AdaptationPage:
    """MG-04 in words of the organisation's own, as a draft."""
    say(complete, WORDS, editor)
    return fresh(complete)


@pytest.fixture
def public(own: AdaptationPage, editor: Any, reviewer: Any) -> AdaptationPage:
    """The same, published."""
    publish_own(own, editor, reviewer)
    return fresh(own)


def test_new_words_are_refused_by_the_functions_the_shell_and_the_import(
    complete: AdaptationPage, editor: Any, publish: Publish
) -> None:
    publish(MG_04={"mode": "locked"})
    before = complete.latest_revision_id

    with pytest.raises(ValidationError, match=LOCKED):
        say(complete, OTHER, editor)
    with pytest.raises(ValidationError, match=LOCKED):
        save_section(complete, "MG-04", SectionInput("not-applicable", "ไม่เกี่ยว"), editor)
    draft = draft_of(fresh(complete))
    row = decision_in(draft, "MG-04")
    assert row is not None
    row.choice, row.reason, row.body = "replaced", "เหตุผล", body_of(stream_from_text(OTHER))
    draft.decisions.add(row)
    with pytest.raises(ValidationError, match=LOCKED):
        draft.save_revision()
    with pytest.raises(ValidationError, match=LOCKED):
        draft.save()
    stored = SectionDecision.objects.get(page=complete, section_id="MG-04")
    stored.choice, stored.reason, stored.body = row.choice, row.reason, row.body
    with pytest.raises(ValidationError, match=LOCKED):
        stored.save()
    record = {
        "organisation": "mot",
        "values": {"mission": "ขนส่ง"},
        "sections": [{"id": "MG-04", "choice": "adapted", "reason": "เหตุผล", "body": OTHER}],
    }
    with pytest.raises(ValidationError, match=LOCKED):
        apply_adaptation(GuidelinePage.objects.get(), record, editor)
    assert fresh(complete).latest_revision_id == before
    assert OTHER not in said(complete)


def test_words_from_before_stay_and_go_on_being_saved_and_published_with_the_rest(
    public: AdaptationPage, editor: Any, reviewer: Any, publish: Publish
) -> None:
    publish(MG_04={"mode": "locked"})

    say(public, WORDS, editor)
    say(public, "รอไม่เกินสิบนาที", editor, "MG-02")
    publish_own(public, editor, reviewer)
    with pytest.raises(ValidationError, match=LOCKED):
        say(public, OTHER, editor)

    assert WORDS in str(fresh(public).decisions.get(section_id="MG-04").body)
    fresh(public).save()
    assert "สิบนาที" in str(fresh(public).decisions.get(section_id="MG-02").body)


def test_a_draft_from_before_the_lock_is_kept_and_not_published(
    own: AdaptationPage, editor: Any, reviewer: Any, superuser: Any, publish: Publish, client: Client
) -> None:
    send_to_review(own, editor)
    publish(MG_04={"mode": "locked"})

    for refused in (
        lambda: approve(fresh(own), reviewer),
        lambda: fresh(own).get_latest_revision().publish(user=superuser),
    ):
        with pytest.raises(ValidationError, match="ให้ผู้สอบทานส่งกลับก่อน"):
            refused()
    client.force_login(reviewer)
    state = TaskState.objects.get()
    action = reverse("wagtailadmin_pages:workflow_action", args=[own.pk, "approve", state.pk])
    assert "ให้ผู้สอบทานส่งกลับก่อน" in client.post(action, follow=True).content.decode(), "Wagtail's button"
    client.force_login(superuser)
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    many = client.post(f"{bulk}?id={own.pk}&next={reverse('wagtailadmin_home')}", follow=True)
    assert f"{own.title}: MG-04: {LOCKED}" in many.content.decode(), "many pages at once"
    assert not fresh(own).live
    send_back(fresh(own), reviewer, "รับฉบับที่ 2 ก่อน")
    say(own, "รอไม่เกินสิบนาที", editor, "MG-02")
    assert WORDS in said(own), "other sections go on, and no word is lost"
    with pytest.raises(ValidationError, match="ไม่ใช่ข้อความที่เผยแพร่อยู่"):
        send_to_review(fresh(own), editor)

    accept(own, editor)
    publish_own(own, editor, reviewer)
    assert fresh(own).live
    assert WORDS not in str(fresh(own).decisions.get(section_id="MG-04").body)
    history = [each.as_object() for each in Revision.objects.for_instance(own)]
    assert any(WORDS in str(decision_in(each, "MG-04").body) for each in history)  # type: ignore[union-attr]


def test_a_published_text_is_not_replaced_by_a_draft_of_it(
    public: AdaptationPage, editor: Any, reviewer: Any, publish: Publish
) -> None:
    say(public, OTHER, editor)
    publish(MG_04={"mode": "locked"})

    with pytest.raises(ValidationError, match="ไม่ใช่ข้อความที่เผยแพร่อยู่"):
        send_to_review(fresh(public), editor)
    with pytest.raises(ValidationError, match="ไม่ใช่ข้อความที่เผยแพร่อยู่"):
        draft_of(fresh(public)).save()
    stored = SectionDecision.objects.get(page=public, section_id="MG-04")
    stored.body = body_of(stream_from_text(OTHER))
    with pytest.raises(ValidationError, match="ไม่ใช่ข้อความที่เผยแพร่อยู่"):
        stored.save()

    assert WORDS in str(fresh(public).decisions.get(section_id="MG-04").body)
    say(public, WORDS, editor)
    publish_own(public, editor, reviewer)


def test_what_was_approved_for_later_does_not_go_public_once_locked_and_the_screen_says_so(
    own: AdaptationPage, editor: Any, reviewer: Any, publish: Publish, client: Client
) -> None:
    draft = draft_of(own)
    draft.go_live_at = timezone.now() + datetime.timedelta(days=1)
    revision = draft.save_revision(user=editor)
    publish_own(own, editor, reviewer)
    publish(MG_04={"mode": "locked"})
    past = timezone.now() - datetime.timedelta(hours=1)
    revision.refresh_from_db()
    content = {**revision.content, "go_live_at": past.isoformat()}
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=past, content=content)

    assert publish_scheduled() == 0

    assert not fresh(own).live
    client.force_login(editor)
    shown = client.get(reverse("guidelines:adaptation", args=[own.pk])).content.decode()
    assert "ฉบับที่อนุมัติแล้วยังไม่เผยแพร่ แม้ถึงกำหนดเมื่อ" in shown
    assert LOCKED in shown


def test_an_accepted_lock_can_be_undone_until_it_is_public(
    public: AdaptationPage, editor: Any, reviewer: Any, publish: Publish
) -> None:
    publish(MG_04={"mode": "locked"})
    record = accept(public, editor)
    assert WORDS not in said(public)
    undo(fresh(public), record.pk, editor)
    assert WORDS in said(public)

    accept(public, editor)
    publish_own(public, editor, reviewer)
    with pytest.raises(ValidationError):
        say(public, WORDS, editor)


def test_a_lock_with_supplements_takes_supplements_and_nothing_else(
    complete: AdaptationPage, editor: Any, reviewer: Any, publish: Publish
) -> None:
    publish(MG_04={"mode": "locked", "allow_supplement": True})

    with pytest.raises(ValidationError, match="เขียนเพิ่มต่อท้ายได้ โดยเลือก “ใช้ตามต้นแบบและเพิ่มเติม”"):
        say(complete, OTHER, editor)
    say(complete, WORDS, editor, choice="supplemented")
    publish_own(complete, editor, reviewer)
    assert fresh(complete).live

    publish(MG_04={"mode": "locked", "allow_supplement": False})
    say(complete, WORDS, editor, choice="supplemented")
    with pytest.raises(ValidationError, match="ต้นแบบฉบับที่ 3"):
        say(complete, OTHER, editor, choice="supplemented")


def test_a_withdrawn_edition_locks_nothing_and_one_that_comes_back_locks_again(
    complete: AdaptationPage, editor: Any, reviewer: Any, superuser: Any, publish: Publish
) -> None:
    second = target_of(publish(MG_04={"mode": "locked"}))
    assert second is not None
    accept(complete, editor)
    publish_own(complete, editor, reviewer)
    withdraw(second, "ผิด", superuser)

    accept(complete, editor)
    say(complete, WORDS, editor)
    publish_own(complete, editor, reviewer)
    assert WORDS in str(fresh(complete).decisions.get(section_id="MG-04").body)


def test_a_lock_that_comes_back_with_a_withdrawal_counts_from_then(
    complete: AdaptationPage, editor: Any, superuser: Any, publish: Publish
) -> None:
    publish(MG_04={"mode": "locked"})
    third = target_of(publish(MG_04={"mode": "adaptable"}))
    assert third is not None
    say(complete, WORDS, editor)
    withdraw(third, "ผิด", superuser)

    say(complete, "รอไม่เกินสิบนาที", editor, "MG-02")
    assert WORDS in said(complete)
    with pytest.raises(ValidationError, match=LOCKED):
        say(complete, OTHER, editor)


def test_moved_and_new_sections_and_those_of_its_own(
    own: AdaptationPage, editor: Any, publish: Publish
) -> None:
    publish(
        ["MG-04", "MG-01", "MG-02", "MG-03", "MG-05"],
        MG_04={"mode": "locked"},
        MG_05={"heading_th": "ใหม่", "body_th": "หมวดใหม่", "mode": "locked"},
    )

    with pytest.raises(ValidationError, match=LOCKED):
        say(own, OTHER, editor)
    draft = draft_of(fresh(own))
    draft.decisions.add(
        SectionDecision(
            section_id="MG-05",
            choice="added",
            heading="ใหม่",
            reason="เหตุผล",
            body=body_of(stream_from_text(OTHER)),
        )
    )
    with pytest.raises(ValidationError, match=f"MG-05: {LOCKED}"):
        draft.save_revision()
    assert WORDS in said(own)


def test_the_form_offers_what_is_allowed_says_why_and_keeps_what_was_typed(
    complete: AdaptationPage, editor: Any, publish: Publish, client: Client
) -> None:
    client.force_login(editor)
    url = reverse("guidelines:section", args=[complete.pk, "MG-04"])
    begun = section_data(complete, OTHER, choice="adapted", reason="เหตุผล")
    publish(MG_04={"mode": "locked"})

    shown = client.get(url).content.decode()
    assert LOCKED in shown
    assert reverse("guidelines:upstream", args=[complete.pk]) in shown
    assert 'value="inherited"' in shown
    for refused in ("adapted", "replaced", "supplemented", "not-applicable"):
        assert f'value="{refused}"' not in shown
    late = client.post(url, begun)
    assert late.content.decode().count(LOCKED) > 1, "above the form and at the choice"
    assert OTHER in str(late.context["form"]["body"].value()), "who began before the lock loses no word"
    assert "แสดงไว้เพื่อให้คัดลอกข้อความที่ท่านเขียน" in late.content.decode()
    assert OTHER not in said(complete)


def test_the_form_lets_own_words_stay(
    public: AdaptationPage, editor: Any, publish: Publish, client: Client
) -> None:
    client.force_login(editor)
    url = reverse("guidelines:section", args=[public.pk, "MG-04"])
    publish(MG_04={"mode": "locked", "allow_supplement": True})

    shown = client.get(url).content.decode()
    assert "คงไว้ตามเดิมได้ แต่แก้ถ้อยคำไม่ได้แล้ว" in shown
    assert 'value="replaced"' not in shown
    assert 'value="supplemented"' in shown
    kept = section_data(public, WORDS, choice="adapted", reason="เหตุผลที่ชัดขึ้น")
    assert client.post(url, kept).status_code == 302
    decision = decision_in(draft_of(fresh(public)), "MG-04")
    assert decision is not None
    assert decision.reason == "เหตุผลที่ชัดขึ้น"
    changed = client.post(url, section_data(fresh(public), OTHER, choice="adapted", reason="เหตุผล"))
    assert f"MG-04: {LOCKED}" in changed.content.decode()
    assert OTHER in str(changed.context["form"]["body"].value())
