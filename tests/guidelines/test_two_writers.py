"""Two people in Wagtail's editor of one model guideline: neither loses a word."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.models import Revision
from wagtail.test.utils.form_data import rich_text

from core.models import LoadedRevision
from guidelines.models import GuidelinePage
from organisations.models import Kind, Organisation, Role

from .test_model_editor import rendered, shown

MG2, MG4 = "sections-1-body-0-value", "sections-3-body-0-value"


@pytest.fixture
def address(guideline: GuidelinePage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[guideline.pk])


@pytest.fixture
def first(guideline: GuidelinePage, person: Any) -> Client:
    issuer = Organisation.objects.create(code="opdc", kind=Kind.DEPARTMENT, name_th="สำนักงานผู้ออกแนวทาง")
    page = GuidelinePage.objects.get(pk=guideline.pk)
    page.issuer = issuer
    page.save()
    client = Client()
    client.force_login(person("first", issuer, Role.EDITOR, first_name="สมหญิง", last_name="เขียนก่อน"))
    return client


@pytest.fixture
def second(first: Client, person: Any) -> Client:
    client = Client()
    client.force_login(person("second", Organisation.objects.get(code="opdc"), Role.EDITOR))
    return client


def stored() -> dict[str, str]:
    """The newest draft's sections as plain text."""
    page: Any = GuidelinePage.objects.get().get_latest_revision_as_object()
    return {
        each.section_id: "".join(block.value.source for block in each.body) for each in page.sections.all()
    }


def told(answer: Any) -> dict[str, str]:
    """What the second person is told: place and text beside it."""
    found = BeautifulSoup(answer.content, "html.parser").select(".meeting-place")
    return {each.h3.get_text(strip=True): each.get_text(" ", strip=True) for each in found if each.h3}


def test_changes_in_two_sections_meet_in_the_form_and_nothing_is_stored_before_it_is_looked_at(
    guideline: GuidelinePage, address: str, first: Client, second: Client
) -> None:
    theirs, mine = rendered(first, guideline), rendered(second, guideline)
    first.post(address, {**theirs, MG2: rich_text("<p>ประชาชนรอไม่เกินยี่สิบนาที</p>")})
    newest = GuidelinePage.objects.get().latest_revision_id

    mine |= {MG4: rich_text("<p>ตั้งในย่านชุมชนหนาแน่น</p>"), "introduction": "คำนำใหม่"}
    answer = second.post(address, {**mine, "action-publish": "1"})

    assert GuidelinePage.objects.get().latest_revision_id == newest
    assert "สมหญิง เขียนก่อน บันทึกหน้านี้ไปแล้วระหว่างที่ท่านแก้ไข" in answer.content.decode()
    places = told(answer)
    assert list(places) == ["หมวด MG-02 เป้าหมาย › ข้อความ"]
    assert "ยี่สิบ" in places["หมวด MG-02 เป้าหมาย › ข้อความ"]
    together = shown(answer)
    assert "loaded_revision_id" in together
    saved = second.post(address, together)
    assert saved.status_code == 302
    assert "ยี่สิบนาที" in stored()["MG-02"]
    assert "ชุมชนหนาแน่น" in stored()["MG-04"]
    assert GuidelinePage.objects.get().get_latest_revision_as_object().introduction == "คำนำใหม่"


def test_words_of_one_paragraph_are_merged_and_those_that_touch_are_shown_side_by_side(
    guideline: GuidelinePage, address: str, first: Client, second: Client
) -> None:
    theirs, mine, other = (rendered(each, guideline) for each in (first, second, second))
    first.post(address, {**theirs, MG2: rich_text("<p>ประชาชนรอไม่เกินยี่สิบนาที</p>")})

    merged = second.post(address, {**mine, MG2: rich_text("<p>ผู้รับบริการรอไม่เกินสามสิบนาที</p>")})
    conflict = second.post(address, {**other, MG2: rich_text("<p>ประชาชนรอไม่เกินห้านาที</p>")})

    assert "รวมให้แล้ว" in told(merged)["หมวด MG-02 เป้าหมาย › ข้อความ"]
    assert "ผู้รับบริการรอไม่เกินยี่สิบนาที" in str(body_of_form(merged))
    said = told(conflict)["หมวด MG-02 เป้าหมาย › ข้อความ"]
    assert "กรุณาเลือกถ้อยคำ" in said
    assert "ยี่สิบ" in said
    assert "ห้า" in said
    assert "มี 1 แห่งที่ท่านต้องเลือกเอง" in conflict.content.decode()
    assert "ห้านาที" in str(body_of_form(conflict)), "the form keeps this person's"
    assert "ยี่สิบนาที" in stored()["MG-02"]
    assert second.post(address, shown(conflict)).status_code == 302, "they looked at it and decided"
    assert "ห้านาที" in stored()["MG-02"]


def body_of_form(answer: Any, at: int = 1) -> Any:
    section = answer.context["form"].formsets["sections"].initial_forms[at]
    return section.instance.body.get_prep_value()


def test_a_section_that_one_adds_and_one_that_one_removes(
    guideline: GuidelinePage, address: str, first: Client, second: Client
) -> None:
    theirs, mine = rendered(first, guideline), rendered(second, guideline)
    theirs |= new_section(4, "หมวดของคนแรก") | {"sections-3-DELETE": "on", "sections-2-DELETE": "on"}
    first.post(address, theirs)

    mine |= new_section(4, "หมวดของคนที่สอง") | {MG4: rich_text("<p>ตั้งในย่านชุมชนหนาแน่น</p>")}
    answer = second.post(address, mine)

    places = told(answer)
    assert "คนหนึ่งตัดรายการนี้ออก อีกคนแก้ไข" in places["หมวด MG-04 ที่ตั้ง"]
    assert "ผู้อื่นตัดรายการนี้ออก" in places["หมวด MG-03 การมอบอำนาจ"]
    assert "ผู้อื่นเพิ่มรายการนี้" in places["หมวด MG-05 หมวดของคนแรก"]
    second.post(address, shown(answer))
    page = GuidelinePage.objects.get().get_latest_revision_as_object()
    assert sorted((each.section_id, each.heading_th) for each in page.sections.all()) == [
        ("MG-01", "หลักการ"),
        ("MG-02", "เป้าหมาย"),
        ("MG-04", "ที่ตั้ง"),
        ("MG-05", "หมวดของคนแรก"),
        ("MG-06", "หมวดของคนที่สอง"),
    ]
    assert "หนาแน่น" in stored()["MG-04"]


def new_section(at: int, heading: str) -> dict[str, str]:
    return {
        "sections-TOTAL_FORMS": str(at + 1),
        f"sections-{at}-id": "",
        f"sections-{at}-heading_th": heading,
        f"sections-{at}-mode": "adaptable",
        f"sections-{at}-ORDER": str(at + 1),
        f"sections-{at}-DELETE": "",
        f"sections-{at}-body-count": "1",
        f"sections-{at}-body-0-type": "paragraph",
        f"sections-{at}-body-0-order": "0",
        f"sections-{at}-body-0-deleted": "",
        f"sections-{at}-body-0-value": rich_text(f"<p>ข้อความของ{heading}</p>"),
        f"sections-{at}-indicators-count": "0",
    }


def test_what_was_opened_while_the_others_autosave_went_on_is_what_both_began_from(
    guideline: GuidelinePage, address: str, first: Client, second: Client
) -> None:
    json = {"accept": "application/json"}
    theirs = {**rendered(first, guideline), MG2: rich_text("<p>ประชาชนรอไม่เกินยี่สิบนาที</p>")}
    saved = first.post(address, theirs, headers=json).json()
    mine = rendered(second, guideline)
    theirs |= {"overwrite_revision_id": saved["revision_id"], "introduction": "คำนำของคนแรก"}
    first.post(address, theirs, headers=json)
    assert Revision.objects.for_instance(guideline).latest("pk").pk == saved["revision_id"]
    assert LoadedRevision.objects.get().content["introduction"] != "คำนำของคนแรก"

    mine |= {MG4: rich_text("<p>ตั้งในย่านชุมชนหนาแน่น</p>")}
    assert second.post(address, mine, headers=json).status_code == 400, "autosave takes nothing stale"
    answer = second.post(address, mine)

    assert list(told(answer)) == ["คำนำ"]
    assert "ระบบไม่ทราบแล้ว" not in answer.content.decode()
    LoadedRevision.objects.all().delete()
    unknown = second.post(address, mine)
    assert "ระบบไม่ทราบแล้ว" in unknown.content.decode()
    assert {"คำนำ", "หมวด MG-04 ที่ตั้ง › ข้อความ"} == set(told(unknown))


def test_a_form_that_could_not_be_saved_still_knows_what_it_was_opened_on(
    guideline: GuidelinePage, address: str, first: Client, second: Client
) -> None:
    """Sent back with an error and mended, it does not take the other's words with it."""
    theirs, mine = rendered(first, guideline), rendered(second, guideline)
    first.post(address, {**theirs, MG2: rich_text("<p>ประชาชนรอไม่เกินยี่สิบนาที</p>")})

    wrong = second.post(address, {**mine, "slug": "ไม่ ใช่", "introduction": "คำนำใหม่"})
    assert "คำนำใหม่" in wrong.content.decode()
    assert "meeting-place" not in wrong.content.decode()
    seen = BeautifulSoup(wrong.content, "html.parser").select_one("input[name=loaded_revision_id]")
    assert seen is not None
    assert seen["value"] == mine["loaded_revision_id"]
    mended = second.post(address, {**mine, "introduction": "คำนำใหม่"})
    assert "หมวด MG-02 เป้าหมาย › ข้อความ" in told(mended)
    assert "ยี่สิบนาที" in stored()["MG-02"]


def test_one_person_in_two_windows_is_told_so(guideline: GuidelinePage, address: str, first: Client) -> None:
    one, two = rendered(first, guideline), rendered(first, guideline)
    first.post(address, {**one, "introduction": "คำนำจากหน้าต่างแรก"})
    answer = first.post(address, {**two, "edition_note": "จากหน้าต่างที่สอง"})
    assert "ท่านบันทึกหน้านี้ในอีกหน้าต่างหนึ่ง" in answer.content.decode()
    assert list(told(answer)) == ["คำนำ"]


def test_nobody_is_asked_about_what_both_say_or_about_what_their_own_window_saved(
    guideline: GuidelinePage, address: str, first: Client, second: Client
) -> None:
    """The editor saves by itself, and the button may be pressed before it learns that it did."""
    theirs, mine = rendered(first, guideline), rendered(second, guideline)
    first.post(address, {**theirs, "introduction": "คำนำเดียวกัน"})
    same = {**mine, "introduction": "คำนำเดียวกัน", "edition_note": "ของคนที่สอง"}
    assert second.post(address, same).status_code == 302

    own = rendered(second, guideline)
    EditingSession.objects.exclude(pk=EditingSession.objects.latest("pk").pk).delete()
    second.post(address, {**own, "edition_note": "ของคน"}, headers={"accept": "application/json"})
    assert second.post(address, {**own, "edition_note": "ของคนที่สองเอง"}).status_code == 302
    page = GuidelinePage.objects.get().get_latest_revision_as_object()
    assert (page.introduction, page.edition_note) == ("คำนำเดียวกัน", "ของคนที่สองเอง")


def test_a_window_that_was_left_takes_nothing_back_when_its_owner_saves_it_later(
    guideline: GuidelinePage, address: str, first: Client, second: Client
) -> None:
    """The other window is closed by then, so that nobody else seems to have the page open."""
    theirs, mine = rendered(first, guideline), rendered(second, guideline)
    first.post(address, {**theirs, "introduction": "คำนำของคนแรก"})
    second.post(address, {**rendered(second, guideline), "edition_note": "จากอีกหน้าต่างหนึ่ง"})
    EditingSession.objects.exclude(pk=EditingSession.objects.latest("pk").pk).delete()

    answer = second.post(address, {**mine, "slug": mine["slug"]})

    assert answer.status_code == 200
    assert "คำนำ" in told(answer)
    page = GuidelinePage.objects.get().get_latest_revision_as_object()
    assert (page.introduction, page.edition_note) == ("คำนำของคนแรก", "จากอีกหน้าต่างหนึ่ง")


def test_what_was_saved_long_ago_is_not_this_windows_own_saving_under_way(
    guideline: GuidelinePage, address: str, first: Client
) -> None:
    mine = rendered(first, guideline)
    first.post(address, {**rendered(first, guideline), "edition_note": "จากอีกหน้าต่างหนึ่ง"})
    EditingSession.objects.exclude(pk=EditingSession.objects.latest("pk").pk).delete()
    Revision.objects.update(created_at=timezone.now() - datetime.timedelta(minutes=5))

    assert "ท่านบันทึกหน้านี้ในอีกหน้าต่างหนึ่ง" in first.post(address, mine).content.decode()


def test_who_saves_second_is_not_told_that_this_overwrites_the_other(
    guideline: GuidelinePage, address: str, first: Client, second: Client
) -> None:
    theirs, mine = rendered(first, guideline), rendered(second, guideline)
    first.post(address, {**theirs, "introduction": "คำนำของคนแรก"})
    session = EditingSession.objects.filter(user__username="second").latest("pk")
    ping = reverse(
        "wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", guideline.pk, session.pk]
    )
    seen = {
        "revision_id": mine["loaded_revision_id"],
        "revision_created_at": mine["loaded_revision_created_at"],
    }
    said = BeautifulSoup(second.post(ping, seen).json()["html"], "html.parser").select(
        "template[data-w-teleport-target-value='#subtitle-w-save-confirmation-dialog']"
    )
    assert "ไม่มีข้อความใดถูกเขียนทับ" in said[-1].get_text(), "the last one is what the dialog says"
    refused = second.post(address, mine, headers={"accept": "application/json"})
    assert "ทับ" not in refused.json()["error_message"]
