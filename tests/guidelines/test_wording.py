"""Foreign markup and far too long text are refused at every door with a Thai sentence that helps."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from guidelines.deciding import SectionInput, decision_in, draft_of, save_section
from guidelines.models import AdaptationPage
from guidelines.models.section import body_of
from guidelines.wording import LONGEST, problems_of_text

from .test_screens import section_data


def paragraph(value: str) -> list[dict[str, Any]]:
    return [{"type": "paragraph", "value": value, "id": "1"}]


@pytest.mark.parametrize(
    "value",
    [
        "<script>alert(1)</script>",
        '<p onclick="x()">ก</p>',
        '<p style="mso-style: x" class="MsoNormal">ก</p>',
        "<o:p>ก</o:p>",
        '<a href="javascript:alert(1)">ก</a>',
        '<a href=" java&#115;cript:alert(1)">ก</a>',
        "<!--[if gte mso 9]><xml></xml><![endif]--><p>ก</p>",
        '<img src="x" onerror="y">',
    ],
)
def test_foreign_markup_is_named(value: str) -> None:
    (problem,) = problems_of_text(paragraph(value))
    assert "วางเป็นข้อความล้วน" in problem


def test_what_the_editor_makes_is_allowed() -> None:
    made = (
        '<p data-block-key="a">ก <b>ข</b> <i>ค</i> <a linktype="page" id="3">ง</a> &lt;script&gt;</p>'
        "<ul><li>จ</li></ul>"
    )
    assert problems_of_text(paragraph(made)) == []


def test_every_door_refuses(adaptation: AdaptationPage, editor: Any) -> None:
    bad = paragraph("<script>alert(1)</script>")
    with pytest.raises(ValidationError, match="<script>"):
        save_section(adaptation, "MG-04", SectionInput("adapted", "x", body=bad), editor)
    page = draft_of(adaptation)
    decision = decision_in(page, "MG-04")
    assert decision is not None
    decision.choice, decision.reason, decision.body = "adapted", "x", body_of(bad)
    page.decisions.add(decision)
    for door in (page.save_revision, page.save, decision.save):
        with pytest.raises(ValidationError, match="<script>"):
            door()


def test_two_megabytes_come_back_with_an_error(
    adaptation: AdaptationPage, editor: Any, client: Client
) -> None:
    client.force_login(editor)
    long = "ประชาชน" * (2_000_000 // 21)

    answer = client.post(
        reverse("guidelines:section", args=[adaptation.pk, "MG-04"]), section_data(adaptation, long)
    )

    assert answer.status_code == 200
    assert f"ไม่เกิน {LONGEST:,} ตัวอักษร" in answer.content.decode()
    assert decision_in(draft_of(AdaptationPage.objects.get(pk=adaptation.pk)), "MG-04").choice == "inherited"  # type: ignore[union-attr]
