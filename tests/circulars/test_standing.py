"""A published letter is corrected, linked, cancelled, withdrawn; readers are told what they may know."""

from __future__ import annotations

import datetime
import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, ReferenceIndex

from circulars.admin.home import rows_for
from circulars.correcting import correct, relate, withdraw
from circulars.importing import import_paths
from circulars.models import CircularIndexPage, CircularPage, Held, Relation
from circulars.standing import State, standing_on
from home.models import PlainPage

pytestmark = pytest.mark.django_db
QUOTE = "จึงเรียนมาเพื่อโปรดทราบ"


@pytest.fixture
def pair(registry: CircularIndexPage, tmp_path: Path, letter_text: str) -> tuple[CircularPage, CircularPage]:
    """An older letter and a later one."""
    (tmp_path / "a").write_text(letter_text, encoding="utf-8")
    later = letter_text.replace("ว 15", "ว 16").replace("9 มกราคม", "20 มีนาคม")
    (tmp_path / "b").write_text(later, encoding="utf-8")
    import_paths([str(tmp_path / "a"), str(tmp_path / "b")])
    old, new = CircularPage.objects.order_by("running")
    return old, new


def readings(**changes: Any) -> dict[str, Any]:
    return {"best_number": "", "best_date": None, "best_signatory_name": "", **changes}


def test_a_cancelled_letter_says_so_from_its_day_and_only_by_what_readers_may_see(
    pair: tuple[CircularPage, CircularPage], registrar: Any, client: Client
) -> None:
    old, new = pair
    relation = Relation(page=new, kind="cancels", target=old, quote=QUOTE)
    relate(relation, registrar)
    assert relation.start is not None
    assert new.raw_text[relation.start :].startswith(QUOTE)
    assert standing_on(old, datetime.date(2024, 3, 19)).state == State.IN_FORCE
    assert standing_on(old, datetime.date(2024, 3, 20)).state == State.CANCELLED
    html = client.get(old.get_url()).content.decode()
    assert "ถูกยกเลิกโดย" in html
    assert new.get_url() in html
    assert '<svg class="web"' in html
    CircularPage.objects.filter(pk=new.pk).update(live=False)
    html = client.get(old.get_url()).content.decode()
    assert "ถูกยกเลิกโดย" not in html
    assert new.slug not in html
    assert standing_on(old).state == State.IN_FORCE


@pytest.mark.parametrize(
    "wrong", [{"quote": "ถ้อยคำที่ไม่มีในหนังสือ"}, {"target": None}, {"law": "พระราชบัญญัติ"}, {"target": "itself"}]
)
def test_a_link_names_one_target_and_words_of_the_letter(
    pair: tuple[CircularPage, CircularPage], registrar: Any, wrong: dict[str, Any]
) -> None:
    old, new = pair
    if wrong.get("target") == "itself":
        wrong = {"target": new}
    with pytest.raises(ValidationError):
        relate(
            Relation(**{"page": new, "kind": "cancels", "target": old, "quote": QUOTE, **wrong}), registrar
        )
    assert not Relation.objects.exists()


def test_a_correction_is_told_to_readers_and_the_text_stays(
    pair: tuple[CircularPage, CircularPage], registrar: Any, client: Client
) -> None:
    old, _ = pair
    seen = old.latest_revision_id
    with pytest.raises(ValidationError):
        correct(old, registrar, "ไม่มีอะไรเปลี่ยน", readings(), seen)
    correct(old, registrar, "อ่านเลขที่ผิด", readings(best_number="มท 0201/ว 51"), seen)
    page = CircularPage.objects.get(pk=old.pk)
    assert (page.best_number, page.number) == ("มท 0201/ว 51", "มท 0201/ว 15")
    assert page.corrections.get().changes == {"best_number": ["", "มท 0201/ว 51"]}
    listed = client.get("/circulars/").content.decode()
    assert "ที่ มท ๐๒๐๑/ว ๕๑" in listed
    assert "๐๒๐๑/ว ๑๕" not in listed
    assert "อ่านเลขที่ผิด" in client.get(page.get_url()).content.decode()
    with pytest.raises(ValidationError, match="ผู้อื่น"):  # a second person who still saw the first revision
        correct(old, registrar, "แก้อีก", readings(best_number="มท 0201/ว 99"), seen)
    assert CircularPage.objects.get(pk=old.pk).best_number == "มท 0201/ว 51"


def test_the_history_of_corrections_gives_dates_in_words(
    pair: tuple[CircularPage, CircularPage], registrar: Any, client: Client
) -> None:
    old, _ = pair
    changed = readings(best_date=datetime.date(2004, 12, 24))
    correct(old, registrar, "แก้วันที่", changed, old.latest_revision_id)
    client.force_login(registrar)
    history = client.get(reverse("circulars_admin:standing", args=[old.pk])).content.decode()
    assert re.search(r"<ins[^>]*>24\s+ธันวาคม\s+2547</ins>", history), re.findall("<ins.*?</ins>", history)


def test_a_withdrawn_letter_stays_readable_with_its_notice(
    pair: tuple[CircularPage, CircularPage], registrar: Any, client: Client
) -> None:
    old, _ = pair
    with pytest.raises(ValidationError):
        withdraw(old, registrar, " ")
    withdraw(old, registrar, "ออกโดยผิดหลง")
    html = client.get(old.get_url()).content.decode()
    assert "ออกโดยผิดหลง" in html
    assert standing_on(CircularPage.objects.get(pk=old.pk)).state == State.WITHDRAWN
    with pytest.raises(ValidationError):
        withdraw(CircularPage.objects.get(pk=old.pk), registrar, "อีกครั้ง")


def test_the_screen_keeps_what_was_typed_when_somebody_else_was_first(
    pair: tuple[CircularPage, CircularPage], registrar: Any, client: Client, django_user_model: Any
) -> None:
    old, new = pair
    address = f"/admin/circulars/{old.pk}/standing/"
    client.force_login(django_user_model.objects.create_user("outsider"))
    assert client.get(address).status_code in {302, 403}
    client.force_login(registrar)
    seen = old.latest_revision_id
    form = {
        "form": "correct",
        "correct-seen": seen,
        "correct-text": "หนึ่ง",
        "correct-best_number": "มท 0201/ว 51",
    }
    assert client.post(address, form).status_code == 302
    late = client.post(address, {**form, "correct-text": "ข้อความของคนที่สอง"})
    assert late.status_code == 200
    assert "ข้อความของคนที่สอง" in late.content.decode()
    relation = {"form": "relate", "relate-kind": "amends", "relate-target": new.pk, "relate-quote": QUOTE}
    assert client.post(address, relation).status_code == 302
    assert client.post(address, {"form": "withdraw", "withdraw-reason": "ผิดหลง"}).status_code == 302
    old.refresh_from_db()
    assert old.withdrawn_by == registrar
    assert old.relations.get().target == new


def test_the_start_page_counts_what_waits(pair: tuple[CircularPage, CircularPage], registrar: Any) -> None:
    rows = {row["label"]: row["count"] for row in rows_for(registrar)}
    assert rows["หนังสือที่รอนายทะเบียนตรวจ"] == 0
    assert set(rows) >= {"หนังสือเข้าที่รอรับทราบ", "หน่วยงานที่ยังไม่รับทราบ", "ข้อสงสัยที่ต้องวินิจฉัย"}


def test_the_standing_is_told_as_at_a_day(
    pair: tuple[CircularPage, CircularPage], registrar: Any, client: Client
) -> None:
    old, new = pair
    relate(Relation(page=new, kind="cancels", target=old, quote=QUOTE), registrar)

    def told(day: str) -> str:
        html = client.get(f"{old.url}?as-at={day}").content.decode()
        return html.partition("<dt>สถานะ</dt><dd>")[2].partition("</dd>")[0]

    assert told("") == "ยกเลิกแล้ว"
    assert told("19/3/2567").endswith("ใช้บังคับอยู่")
    assert told("๒๐ มีนาคม ๒๕๖๗").endswith("ยกเลิกแล้ว")
    assert told("1/1/2567").endswith("ยังไม่ได้ออกหนังสือ")
    assert told("31/2/2567") == told("") == "ยกเลิกแล้ว"
    assert "ไม่เข้าใจวันที่" in client.get(f"{old.url}?as-at=31/2/2567").content.decode()
    assert "<script>x" not in client.get(f"{old.url}?as-at=<script>x").content.decode()


def test_before_a_letter_ends_the_person_sees_what_rests_on_it(
    pair: tuple[CircularPage, CircularPage], registrar: Any, client: Client, home: Any
) -> None:
    old, new = pair
    guide = home.add_child(instance=PlainPage(title="คู่มือที่อ้างหนังสือเดิม", slug="rests"))
    below = guide.add_child(instance=PlainPage(title="ฉบับปรับใช้ของกระทรวง", slug="below", live=False))
    assert below.pk
    ReferenceIndex.objects.create(
        base_content_type=ContentType.objects.get_for_model(Page),
        content_type=ContentType.objects.get_for_model(PlainPage),
        object_id=str(guide.pk),
        to_content_type=ContentType.objects.get_for_model(Page),
        to_object_id=str(old.pk),
        model_path="x",
        content_path="x",
        content_path_hash=uuid.uuid4(),
    )
    client.force_login(registrar)
    address = f"/admin/circulars/{new.pk}/standing/"
    data = {
        "form": "relate",
        "relate-kind": "cancels",
        "relate-target": str(old.pk),
        "relate-quote": QUOTE,
    }
    html = client.post(address, data).content.decode()
    assert not Relation.objects.exists()
    assert "คู่มือที่อ้างหนังสือเดิม" in html
    assert "ฉบับปรับใช้ของกระทรวง" not in html
    assert "และหน้าที่ยังไม่เผยแพร่ของหน่วยงานอื่น 1 หน้า" in html
    assert QUOTE in html
    old_screen = client.get(f"/admin/circulars/{old.pk}/standing/").content.decode()
    assert "คู่มือที่อ้างหนังสือเดิม" in old_screen
    assert "ฉบับปรับใช้ของกระทรวง" not in old_screen
    client.post(address, {**data, "relate-checked": "on"})
    assert Relation.objects.get().target == old
    client.post(address, {**data, "relate-kind": "amends"})
    assert Relation.objects.count() == 2


def test_a_published_record_changes_with_a_note_only(
    pair: tuple[CircularPage, CircularPage], registrar: Any, client: Client
) -> None:
    old, _ = pair
    client.force_login(registrar)
    edit = {"action-publish": "1", "title": old.title, "slug": old.slug, "note": "ดูฉบับแก้ไขด้วย"}
    edit |= {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    for change in (
        {"title": "เรื่องที่ไม่มีใครบอก"},
        {"best_number": "มท 0201/ว 51"},
        {"best_date": "1/2/2567"},
        {"best_signatory_name": "นายอีกคน"},
    ):
        refused = client.post(f"/admin/pages/{old.pk}/edit/", {**edit, **change})
        assert refused.status_code == 200
        assert "สถานะและความเชื่อมโยง” ของหนังสือ" in refused.content.decode()
    draft = CircularPage.objects.get(pk=old.pk)
    draft.best_number = "มท 0201/ว 51"
    with pytest.raises(Held, match="บันทึกการแก้ไข"):  # a workflow, a schedule, a command
        draft.save_revision().publish(user=registrar)
    page = CircularPage.objects.get(pk=old.pk)
    assert (page.title, page.best_number, page.note) == (old.title, "", "")
    assert client.post(f"/admin/pages/{old.pk}/edit/", edit).status_code == 302
    page.refresh_from_db()
    assert (page.note, page.corrections.count()) == ("ดูฉบับแก้ไขด้วย", 0)
    values = {"title": "เรื่องที่พิมพ์ถูก", "issuer": registrar.memberships.get().organisation}
    correct(page, registrar, "ชื่อเรื่องสะกดผิด", values, page.latest_revision_id)
    html = client.get(reverse("circulars_admin:standing", args=[old.pk])).content.decode()
    assert "เรื่องที่พิมพ์ถูก" in html
    assert "สำนักงาน ก.พ.ร." in html
    assert "ชื่อเรื่องสะกดผิด" in client.get(page.get_url()).content.decode()


def test_a_wrong_link_or_withdrawal_is_taken_back_and_stays_on_record(
    pair: tuple[CircularPage, CircularPage], registrar: Any, client: Client
) -> None:
    old, new = pair
    client.force_login(registrar)
    address = reverse("circulars_admin:standing", args=[new.pk])
    link = {"form": "relate", "relate-kind": "cancels", "relate-target": old.pk, "relate-quote": QUOTE}
    assert client.post(address, link).status_code == 302
    assert "บันทึกความเชื่อมโยงนี้ไว้แล้ว" in client.post(address, link).content.decode()
    relation = Relation.objects.get()
    undo = {"form": "undo-relation", "relation": relation.pk}
    assert client.post(address, {**undo, "reason": " "}).status_code == 200
    assert standing_on(old).state == State.CANCELLED
    assert client.post(address, {**undo, "reason": "เลือกหนังสือผิดฉบับ"}).status_code == 302
    assert standing_on(old).state == State.IN_FORCE
    assert "ถูกยกเลิกโดย" not in client.get(old.get_url()).content.decode()
    assert "เลือกหนังสือผิดฉบับ" in client.get(address).content.decode()
    assert client.post(address, link).status_code == 302
    assert client.post(address, {"form": "withdraw", "withdraw-reason": "ออกโดยผิดหลง"}).status_code == 302
    assert client.post(address, {"form": "reinstate", "reason": ""}).status_code == 200
    assert client.post(address, {"form": "reinstate", "reason": "ถอนผิดฉบับ"}).status_code == 302
    page = CircularPage.objects.get(pk=new.pk)
    assert standing_on(page).state == State.IN_FORCE
    assert page.corrections.get().changes == {"withdrawn_reason": ["ออกโดยผิดหลง", ""]}
    html = client.get(page.get_url()).content.decode()
    assert "ถอนผิดฉบับ" in html
    assert "หนังสือนี้ถูกถอน" not in html
