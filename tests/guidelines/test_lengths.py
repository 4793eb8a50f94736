"""Two megabytes are refused at every door of a text, with both lengths, and the words stay in the form."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse

from core.limits import LONG, SHORT
from guidelines.commenting import comment_on
from guidelines.deciding import SectionInput, save_general, save_section
from guidelines.models import AdaptationPage, GuidelinePage, SectionComment
from guidelines.plain import stream_from_text
from guidelines.reviewing import send_to_review

from .test_model_editor import rendered
from .test_screens import section_data, section_url

HUGE = "ก" * 2_000_000
"""What nobody writes by hand."""
OVER = "เกิน " * (LONG // 4)


def refusal(size: int, limit: int) -> str:
    return f"ข้อความยาว {size:,} ตัวอักษร ช่องนี้ยาวได้ไม่เกิน {limit:,} ตัวอักษร"


@pytest.mark.parametrize("field", ["reason", "value-mission", "heading"])
def test_a_section_keeps_what_is_too_long_in_its_form(
    adaptation: AdaptationPage, editor: Any, client: Client, field: str
) -> None:
    client.force_login(editor)
    address = section_url(adaptation, "MG-02")
    before = adaptation.latest_revision_id
    data = {**section_data(adaptation, "ข้อความ", section_id="MG-02"), field: OVER}

    text = client.post(address, data).content.decode()

    assert OVER.strip() in text, "the words are still there"
    if field != "heading":
        assert refusal(len(OVER.strip()), SHORT if field == "reason" else LONG) in text
    assert AdaptationPage.objects.get().latest_revision_id == before


def test_the_general_part_and_remarks_keep_theirs(
    adaptation: AdaptationPage, editor: Any, reviewer: Any, client: Client
) -> None:
    client.force_login(editor)
    general = reverse("guidelines:general", args=[adaptation.pk])
    text = client.post(general, {"introduction": OVER, "value-places": "x"}).content.decode()
    assert refusal(len(OVER.strip()), LONG) in text
    assert OVER.strip() in text
    remark = client.post(reverse("guidelines:comment", args=[adaptation.pk, "MG-02"]), {"text": OVER})
    assert f"ไม่เกิน {SHORT:,}" in remark.content.decode()
    assert OVER in remark.content.decode()
    assert not SectionComment.objects.exists()

    save_section(adaptation, "MG-02", SectionInput("inherited", values={"mission": "ภารกิจ"}), editor)
    save_general(AdaptationPage.objects.get(), editor, "", {"places": "ที่ตั้ง"})
    send_to_review(AdaptationPage.objects.get(), editor)
    client.force_login(reviewer)
    review = reverse("guidelines:review", args=[adaptation.pk])
    sent_back = client.post(review, {"action": "send-back", "comment": OVER}).content.decode()
    assert refusal(len(OVER), SHORT) in sent_back
    assert OVER in sent_back


def test_no_other_door_takes_it(adaptation: AdaptationPage, editor: Any) -> None:
    """As an import, a command in the shell or another system would write it."""
    before = adaptation.latest_revision_id
    page = AdaptationPage.objects.get()
    text = stream_from_text("ข้อความ")
    for said in (
        SectionInput("adapted", HUGE, "", text),
        SectionInput("adapted", "เหตุผล", "ก" * 256, text),
        SectionInput("adapted", "เหตุผล", "", stream_from_text(HUGE)),
        SectionInput("inherited", values={"mission": HUGE}),
    ):
        with pytest.raises(ValidationError, match="ไม่เกิน"):
            save_section(page, "MG-02", said, editor)
    with pytest.raises(ValidationError, match="ข้อความยาว 2,000,000 ตัวอักษร ช่องนี้ยาวได้ไม่เกิน 20,000"):
        save_general(page, editor, HUGE, {})
    with pytest.raises(ValidationError, match="ไม่เกิน"):
        comment_on(page, "MG-02", HUGE, editor)
    with pytest.raises(ValidationError, match="ไม่เกิน"), transaction.atomic():
        AdaptationPage.objects.update(introduction=HUGE)
    with pytest.raises(ValidationError, match="ไม่เกิน"), transaction.atomic():
        SectionComment.objects.bulk_create([SectionComment(page=page, section_id="MG-02", text=HUGE)])
    page.introduction = HUGE
    for door in (page.save, page.save_revision):
        with pytest.raises(ValidationError, match="ไม่เกิน"), transaction.atomic():
            door()
    assert AdaptationPage.objects.get().latest_revision_id == before
    assert AdaptationPage.objects.get().introduction == ""


def test_the_model_is_held_to_it_too(guideline: GuidelinePage, superuser: Any, client: Client) -> None:
    client.force_login(superuser)
    address = reverse("wagtailadmin_pages:edit", args=[guideline.pk])
    data = rendered(client, guideline)
    before = guideline.latest_revision_id
    for name in ("introduction", "edition_note", "sections-1-note", "sections-1-change_note"):
        answer = client.post(address, {**data, name: OVER})
        assert answer.status_code == 200, name
        assert OVER.strip() in answer.content.decode(), name
    draft = GuidelinePage.objects.get().get_latest_revision_as_object()
    section = draft.sections.all()[1]
    section.body = type(section)._meta.get_field("body").to_python(stream_from_text(HUGE))
    draft.sections.add(section)
    with pytest.raises(ValidationError, match="MG-02: ข้อความยาว"):
        draft.save_revision()
    assert GuidelinePage.objects.get().latest_revision_id == before
