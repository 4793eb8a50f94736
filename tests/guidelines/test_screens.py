"""The screens on which a ministry adapts a guideline, a reviewer approves and a monitor looks on."""

from __future__ import annotations

import datetime
import json
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from guidelines.deciding import (
    SectionInput,
    decision_in,
    draft_of,
    save_general,
    save_section,
    version_of,
)
from guidelines.models import AdaptationPage, GuidelinePage
from guidelines.plain import stream_from_text
from guidelines.starting import oblige
from organisations.models import Organisation, Role


def stream_data(prefix: str, *paragraphs: str, ids: list[str] | None = None) -> dict[str, str]:
    """What Wagtail's editor sends for a stream of paragraphs."""
    data = {f"{prefix}-count": str(len(paragraphs))}
    for number, text in enumerate(paragraphs):
        state = {
            "blocks": [
                {
                    "key": f"k{number}",
                    "text": text,
                    "type": "unstyled",
                    "depth": 0,
                    "inlineStyleRanges": [],
                    "entityRanges": [],
                }
            ],
            "entityMap": {},
        }
        data |= {
            f"{prefix}-{number}-deleted": "",
            f"{prefix}-{number}-order": str(number),
            f"{prefix}-{number}-type": "paragraph",
            f"{prefix}-{number}-id": ids[number] if ids else "",
            f"{prefix}-{number}-value": json.dumps(state),
        }
    return data


def section_data(
    page: AdaptationPage, *paragraphs: str, section_id: str = "MG-04", **said: str
) -> dict[str, str]:
    keys = ["mission"] if section_id == "MG-02" else []
    return {
        "seen": str(version_of(draft_of(page), section_id, keys)),
        "choice": "adapted",
        "heading": "",
        "reason": "เหมาะกว่า",
        **stream_data("body", *paragraphs),
        **stream_data("supplement"),
        **said,
    }


def section_url(page: AdaptationPage, section_id: str = "MG-04") -> str:
    return reverse("guidelines:section", args=[page.pk, section_id])


def fresh(page: AdaptationPage) -> AdaptationPage:
    return AdaptationPage.objects.get(pk=page.pk)


def test_an_editor_adapts_two_sections_and_sends_to_review_and_another_publishes(
    guideline: GuidelinePage, ministry: Organisation, editor: Any, reviewer: Any, client: Client
) -> None:
    client.force_login(editor)
    assert "เริ่มปรับใช้" in client.get(reverse("guidelines:workbench")).content.decode()
    client.post(reverse("guidelines:start", args=[guideline.pk]), {"organisation": "mot"})
    page = AdaptationPage.objects.get()
    overview = reverse("guidelines:adaptation", args=[page.pk])
    assert "ยังไม่ได้กรอก “ภารกิจ”" in client.get(overview).content.decode()

    data = section_data(page, "รอไม่เกินสิบนาที", section_id="MG-02", **{"value-mission": "ขนส่ง"})
    assert client.post(section_url(page, "MG-02"), data).headers["Location"] == overview
    following = client.post(section_url(page), section_data(fresh(page), "ตั้งในสถานี", next="MG-01"))
    assert following.headers["Location"] == section_url(page, "MG-01")
    assert "ส่งให้สอบทาน" in client.get(overview).content.decode()
    client.post(reverse("guidelines:review", args=[page.pk]), {"action": "send"})
    assert fresh(page).workflow_in_progress

    client.post(reverse("guidelines:review", args=[page.pk]), {"action": "approve"})
    assert not fresh(page).live
    client.force_login(reviewer)
    assert "อนุมัติและเผยแพร่" in client.get(overview).content.decode()
    client.post(reverse("guidelines:review", args=[page.pk]), {"action": "approve"})
    assert fresh(page).live
    assert "รอไม่เกินสิบนาที" in client.get("/guidelines/counter/mot/").content.decode()


def test_the_models_text_stands_beside_and_is_offered_to_begin_from(
    adaptation: AdaptationPage, editor: Any, client: Client
) -> None:
    client.force_login(editor)
    text = client.get(section_url(adaptation)).content.decode()

    assert "ข้อความของต้นแบบ" in text
    assert text.count("ตั้งในย่านชุมชน") >= 1
    assert 'name="choice" value="not-applicable"' in text


def test_a_locked_section_offers_nothing_to_change(
    adaptation: AdaptationPage, editor: Any, client: Client
) -> None:
    client.force_login(editor)
    locked = client.get(section_url(adaptation, "MG-01")).content.decode()
    supplementable = client.get(section_url(adaptation, "MG-03")).content.decode()

    assert 'value="adapted"' not in locked
    assert 'value="supplemented"' not in locked
    assert 'value="supplemented"' in supplementable
    data = section_data(adaptation, "อื่น", section_id="MG-01")
    client.post(section_url(adaptation, "MG-01"), data)
    assert decision_in(draft_of(fresh(adaptation)), "MG-01").choice == "inherited"  # type: ignore[union-attr]


def test_a_missing_reason_is_asked_for_and_the_text_stays_in_the_form(
    adaptation: AdaptationPage, editor: Any, client: Client
) -> None:
    client.force_login(editor)
    response = client.post(section_url(adaptation), section_data(adaptation, "ตั้งในสถานี", reason=""))

    text = response.content.decode()
    assert "กรุณาบอกเหตุผล" in text
    assert "ตั้งในสถานี" in str(response.context["form"]["body"].value())


def test_a_form_that_is_too_large_or_incomplete_is_refused_in_words(
    adaptation: AdaptationPage, editor: Any, client: Client, settings: Any
) -> None:
    client.force_login(editor)
    sent = section_data(adaptation, "ตั้งในสถานี")
    before = fresh(adaptation).latest_revision_id
    part = {key: value for key, value in sent.items() if not key.startswith("supplement")}
    answer = client.post(section_url(adaptation), part, follow=True).content.decode()
    assert "แบบฟอร์มไม่ครบ กรุณาเปิดหน้านี้ใหม่" in answer
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    refused = client.post(
        section_url(adaptation), urlencode(sent), content_type="application/x-www-form-urlencoded"
    )
    assert refused.status_code == 400
    assert "ใหญ่เกินไปหรือมาไม่ครบ" in refused.content.decode()
    assert fresh(adaptation).latest_revision_id == before


def test_two_editors_in_one_section_lose_no_word(
    adaptation: AdaptationPage, editor: Any, reviewer: Any, client: Client
) -> None:
    client.force_login(reviewer)
    body = stream_from_text("หนึ่งบรรทัดเดิม\nสองบรรทัดเดิม")
    save_section(adaptation, "MG-04", SectionInput("adapted", "เหตุ", body=body), editor)
    ids = [block["id"] for block in body]
    data = section_data(fresh(adaptation))
    mine = {**data, **stream_data("body", "หนึ่งบรรทัดของฉัน", "สองบรรทัดเดิม", ids=ids)}
    theirs = [dict(body[0]), {**body[1], "value": "<p>สองบรรทัดของเขา</p>"}]
    save_section(fresh(adaptation), "MG-04", SectionInput("adapted", "เหตุ", body=theirs), editor)

    response = client.post(section_url(adaptation), mine)

    assert "ระบบรวมข้อความของท่านกับของผู้อื่นให้แล้ว" in response.content.decode()
    together = response.context["form"].initial["body"]
    assert "หนึ่งบรรทัดของฉัน" in str(together)
    assert "สองบรรทัดของเขา" in str(together)
    stored = decision_in(draft_of(fresh(adaptation)), "MG-04")
    assert "ของฉัน" not in str(stored.body)  # type: ignore[union-attr]


def test_the_second_editor_sees_what_cannot_be_merged(
    adaptation: AdaptationPage, editor: Any, reviewer: Any, client: Client
) -> None:
    client.force_login(reviewer)
    mine = section_data(adaptation, "ของฉันทั้งหมด")
    body = stream_from_text("ของเขาทั้งหมด")
    save_section(adaptation, "MG-04", SectionInput("replaced", "เหตุของเขา", body=body), editor)

    response = client.post(section_url(adaptation), mine)

    text = response.content.decode()
    assert "บันทึกหมวดนี้ไปแล้วระหว่างที่ท่านแก้ไข" in text
    assert "เหตุของเขา" in text
    assert "ของฉัน" in str(response.context["form"].initial["body"])
    again = {**mine, "seen": response.context["form"].initial["seen"]}
    assert client.post(section_url(adaptation), again).status_code == 302


def test_what_one_of_two_editors_filled_in_is_not_emptied_by_the_other(
    adaptation: AdaptationPage, editor: Any, reviewer: Any, client: Client
) -> None:
    """One fills in the blank and gives a text, the other, who saw neither, only a heading and a reason."""
    client.force_login(reviewer)
    first = SectionInput("adapted", "เหตุ", body=stream_from_text("ข้อความเดิม"), values={"mission": "เดิม"})
    save_section(adaptation, "MG-02", first, editor)
    url, stored = section_url(adaptation, "MG-02"), first.body
    page = client.get(url).context["form"]
    mine = {
        **section_data(fresh(adaptation), section_id="MG-02", reason="เหตุใหม่ของฉัน"),
        **stream_data("body", "ข้อความเดิม", ids=[each["id"] for each in stored]),
        "seen": page["seen"].value(),
        "heading": "หัวข้อของฉัน",
        "value-mission": "เดิม",
    }
    theirs = [{**stored[0], "value": "<p>ข้อความของเขา</p>"}]
    said = SectionInput("adapted", "เหตุของเขา", body=theirs, values={"mission": "ภารกิจของเขา"})
    save_section(fresh(adaptation), "MG-02", said, editor)

    answer = client.post(url, mine)
    form = answer.context["form"]
    assert form["value-mission"].value() == "ภารกิจของเขา", "only the other touched it"
    assert form["heading"].value() == "หัวข้อของฉัน", "only this one touched it"
    assert "ข้อความของเขา" in str(form.initial["body"])
    assert form["reason"].value() == "เหตุใหม่ของฉัน"
    assert ("เหตุผล", "เหตุของเขา") in answer.context["meeting"].others, "both touched it"
    assert "ท่านทั้งสองแก้ไขต่างกัน" in answer.content.decode()


def test_two_who_adapt_the_models_text_at_once_are_brought_together(
    adaptation: AdaptationPage, editor: Any, reviewer: Any, client: Client
) -> None:
    client.force_login(reviewer)
    url = section_url(adaptation, "MG-02")
    form = client.get(url).context["form"]
    model = list(form.initial["body"].get_prep_value())
    ids = [each["id"] for each in model]
    mine = {
        **section_data(adaptation, section_id="MG-02"),
        **stream_data("body", "ประชาชนรอไม่เกินสิบนาที", "เจ้าหน้าที่แจ้งผลภายในวันเดียวกัน", ids=ids),
        "seen": form["seen"].value(),
        "value-mission": "",
    }
    theirs = [model[0], {**model[1], "value": "<p>เจ้าหน้าที่แจ้งผลทันที</p>"}]
    save_section(adaptation, "MG-02", SectionInput("adapted", "เหตุ", body=theirs), editor)
    answer = client.post(url, mine)
    together = str(answer.context["form"].initial["body"])
    assert answer.context["meeting"].is_merged
    assert "สิบนาที" in together
    assert "แจ้งผลทันที" in together


def test_two_editors_of_the_general_part_lose_no_word(
    adaptation: AdaptationPage, editor: Any, reviewer: Any, client: Client
) -> None:
    client.force_login(reviewer)
    url = reverse("guidelines:general", args=[adaptation.pk])
    seen = client.get(url).context["form"]["seen"].value()
    save_general(adaptation, editor, "คำนำของเขา", {"places": "สถานีของเขา"})
    mine = {"seen": seen, "introduction": "คำนำของฉัน", "value-places": ""}
    answer = client.post(url, mine)
    text = answer.content.decode()
    assert "คำนำของเขา" in text
    assert "สถานีของเขา" in text
    assert answer.context["form"]["introduction"].value() == "คำนำของฉัน"
    assert draft_of(fresh(adaptation)).introduction == "คำนำของเขา", "nothing was overwritten unseen"
    again = {**mine, "seen": answer.context["form"]["seen"].value()}
    assert client.post(url, again).status_code == 302
    assert draft_of(fresh(adaptation)).introduction == "คำนำของฉัน"


def test_adding_and_removing_a_section(adaptation: AdaptationPage, editor: Any, client: Client) -> None:
    client.force_login(editor)
    data = {"heading": "ฉุกเฉิน", "after": "MG-02", "reason": "จำเป็น", **stream_data("body", "ให้ข้อมูล")}
    client.post(reverse("guidelines:add_section", args=[adaptation.pk]), data)
    assert decision_in(draft_of(fresh(adaptation)), "MOT-01") is not None
    assert "ฉุกเฉิน" in client.get(section_url(adaptation, "MOT-01")).content.decode()

    client.post(reverse("guidelines:remove_section", args=[adaptation.pk, "MOT-01"]))
    assert decision_in(draft_of(fresh(adaptation)), "MOT-01") is None


def test_general_data_and_the_rest(adaptation: AdaptationPage, editor: Any, client: Client) -> None:
    client.force_login(editor)
    url = reverse("guidelines:general", args=[adaptation.pk])
    assert "ที่ตั้ง" in client.get(url).content.decode()
    seen = client.get(url).context["form"]["seen"].value()
    client.post(
        url, {"seen": seen, "introduction": "คำนำใหม่", "value-name": "กระทรวง", "value-places": "ก\nข"}
    )
    client.post(reverse("guidelines:accept_rest", args=[adaptation.pk]))

    draft = draft_of(fresh(adaptation))
    assert draft.introduction == "คำนำใหม่"
    assert {value.key: value.value for value in draft.values.all()}["places"] == "ก\nข"
    assert all(each.is_considered for each in draft.decisions.all())


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.MONITOR])
def test_another_ministry_sees_nothing_of_a_draft(
    adaptation: AdaptationPage, person: Any, other_ministry: Organisation, client: Client, role: str
) -> None:
    client.force_login(person("outsider", other_ministry, role))
    names = ["adaptation", "general", "add_section"]
    urls = [reverse(f"guidelines:{name}", args=[adaptation.pk]) for name in names]
    for url in [*urls, section_url(adaptation)]:
        assert client.get(url).status_code == 404
    for name in ("review", "accept_rest"):
        url = reverse(f"guidelines:{name}", args=[adaptation.pk])
        assert client.post(url, {"action": "send"}).status_code == 404
    for name in ("edit", "view_draft", "history"):
        response = client.get(reverse(f"wagtailadmin_pages:{name}", args=[adaptation.pk]))
        assert response.status_code in {403, 404}


def test_starting_for_another_organisation_is_refused(
    guideline: GuidelinePage, other_ministry: Organisation, editor: Any, client: Client
) -> None:
    client.force_login(editor)
    client.post(reverse("guidelines:start", args=[guideline.pk]), {"organisation": "moph"})
    assert not AdaptationPage.objects.exists()


@pytest.fixture
def monitor(person: Any, guideline: GuidelinePage, other_ministry: Organisation) -> Any:
    """A monitor of the organisation that issued the guideline."""
    GuidelinePage.objects.filter(pk=guideline.pk).update(issuer=other_ministry)
    return person("monitor", other_ministry, Role.MONITOR)


def test_the_monitor_sees_who_has_come_how_far(
    adaptation: AdaptationPage, editor: Any, monitor: Any, client: Client
) -> None:
    late = Organisation.objects.create(code="moe", kind="ministry", name_th="กระทรวงศึกษาธิการ")
    oblige(adaptation.guideline, [late, adaptation.organisation], due=datetime.date(2020, 1, 31))
    save_section(adaptation, "MG-04", SectionInput("not-applicable", "ไม่มี"), editor)
    client.force_login(monitor)

    text = client.get(reverse("guidelines:report")).content.decode()
    for expected in ("กระทรวงคมนาคม", "กำลังจัดทำ", "กระทรวงศึกษาธิการ", "ยังไม่เริ่ม", "เกินกำหนด", "2563"):
        assert expected in text
    filtered = client.get(reverse("guidelines:report"), {"state": "not-started"}).content.decode()
    assert "กระทรวงคมนาคม" not in filtered
    matrix = client.get(reverse("guidelines:matrix", args=[adaptation.guideline_id])).content.decode()
    assert "ไม่ใช้" in matrix
    sheet = client.get(reverse("guidelines:report"), {"export": "csv"})
    assert "กระทรวงศึกษาธิการ" in b"".join(sheet.streaming_content).decode()  # type: ignore[attr-defined]


def test_a_monitor_elsewhere_sees_only_their_own(
    adaptation: AdaptationPage, monitor: Any, person: Any, client: Client
) -> None:
    third = Organisation.objects.create(code="moe", kind="ministry", name_th="กระทรวงศึกษาธิการ")
    oblige(adaptation.guideline, [third])
    client.force_login(person("other-monitor", third, Role.MONITOR))

    text = client.get(reverse("guidelines:report")).content.decode()
    assert "กระทรวงศึกษาธิการ" in text
    assert "กระทรวงคมนาคม" not in text


def test_who_is_no_monitor_sees_no_report(adaptation: AdaptationPage, editor: Any, client: Client) -> None:
    client.force_login(editor)
    for url in (
        reverse("guidelines:report"),
        reverse("guidelines:matrix", args=[adaptation.guideline_id]),
    ):
        assert client.get(url).status_code == 403


def test_the_editor_finds_the_work_on_the_start_page(
    adaptation: AdaptationPage, editor: Any, client: Client
) -> None:
    client.force_login(editor)
    text = client.get("/admin/").content.decode()
    assert reverse("guidelines:adaptation", args=[adaptation.pk]) in text


def test_wagtails_own_editor_opens_guideline_and_adaptation(
    adaptation: AdaptationPage, superuser: Any, client: Client
) -> None:
    client.force_login(superuser)
    for page in (adaptation, adaptation.guideline):
        assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


def test_a_guideline_with_editions_is_not_deleted(
    guideline: GuidelinePage, superuser: Any, client: Client
) -> None:
    client.force_login(superuser)
    client.post(reverse("wagtailadmin_pages:delete", args=[guideline.pk]))
    assert GuidelinePage.objects.filter(pk=guideline.pk).exists()
