"""Reports and tools of search for staff: each to those who may see it, and nothing about who searched."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings
from wagtail.documents.models import Document
from wagtail.models import Collection, GroupCollectionPermission

from core.templatetags.thai import thai_date
from finder import delivery, file_reading, query_log
from finder.admin import naming
from finder.models import OutboxEntry, QueryCount
from search.relevance import weights
from search.thai.lexicon import KINDS
from search.tokens import CanonicalKind

PAGES = ("queries", "zero-hits", "files", "explain", "index")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  บัตร ประชาชน  หาย ", "บัตร ประชาชน หาย"),
        ("๑๑๐๒๐๐๓๓๔๔๕๕๖ ใบขับขี่", "● ใบขับขี่"),
        ("1-1020-03344-55-6", "●"),
        ("โทร 081 234 5678", "โทร ●"),
        ("02-123-4567 ต่อ 12", "● ต่อ 12"),
        ("+66812345678", "●"),
        ("aa1234567 หนังสือเดินทาง", "● หนังสือเดินทาง"),
        ("somchai@example.go.th ร้องเรียน", "● ร้องเรียน"),
        ("นร 0505/ว 118 ลงวันที่ 24 12 2547", "นร 0505/ว 118 ลงวันที่ 24 12 2547"),
        ("ว 1015/2566", "ว 1015/2566"),
    ],
)
def test_what_may_be_a_persons_number_is_masked(typed: str, kept: str) -> None:
    assert query_log.masked(typed) == kept


def test_searches_are_counted_by_day_without_a_person(
    client: Client, publish: Callable[..., Any], django_user_model: type[User], settings: Settings
) -> None:
    publish("ทำบัตรประชาชนใหม่", "id-card")
    delivery.deliver()
    client.force_login(django_user_model.objects.create_user("somchai-private"))
    for text in ("บัตรประชาชน", "บัตรประชาชน ", "ฃฅฃฅ", "1102003344556", "x" * 200):
        client.get("/search/", {"q": text}, REMOTE_ADDR="203.0.113.9")
    client.get("/search/", {"q": "บัตรประชาชน", "type": "page"})
    file = Path(settings.RUAM_DATA) / "searches.jsonl"
    written = file.read_text(encoding="utf-8")
    for secret in ("somchai", "203.0.113", "1102003344556"):
        assert secret not in written
    assert file.stat().st_mode & 0o077 == 0

    assert query_log.collect() == 4
    assert query_log.collect() == 0
    counts = {row.text: (row.searches, row.found > 0) for row in QueryCount.objects.all()}
    assert counts == {"บัตรประชาชน": (2, True), "ฃฅฃฅ": (1, False), "●": (1, False)}
    assert {row.day for row in QueryCount.objects.all()} == {timezone.localdate()}
    # The lines of a worker that was killed before it counted are counted by the next.
    file.with_suffix(".taken").write_text('["2026-01-01", "เก่า", 0]\n["half', encoding="utf-8")
    QueryCount.objects.create(day=timezone.localdate(), text="ยังอยู่", searches=1)
    settings.RUAM_QUERY_LOG_DAYS = 30
    query_log.collect()
    limit = timezone.localdate() - datetime.timedelta(days=30)
    assert QueryCount.objects.filter(text="ยังอยู่").exists()
    assert not QueryCount.objects.filter(day__lt=limit).exists()


def staff(model: type[User], name: str, *permissions: str) -> User:
    user = model.objects.create_user(name, password="x")
    for name in ("access_admin", *permissions):
        user.user_permissions.add(Permission.objects.get(codename=name))
    return user


def test_each_tool_opens_for_those_who_may_see_it(
    client: Client, home: Any, django_user_model: type[User], admin_user: User
) -> None:
    def opens(user: User) -> dict[str, bool]:
        client.force_login(user)
        return {page: client.get(f"/admin/finder/{page}/").status_code == 200 for page in PAGES}

    nothing = dict.fromkeys(PAGES, False)
    assert opens(staff(django_user_model, "plain")) == nothing
    analyst = staff(django_user_model, "analyst", "view_querycount")
    assert opens(analyst) == nothing | {"queries": True, "zero-hits": True, "explain": True}
    menu = client.get("/admin/").content.decode()
    assert "/admin/finder/zero-hits/" in menu
    assert "/admin/finder/index/" not in menu
    assert opens(admin_user) == dict.fromkeys(PAGES, True)
    client.logout()
    assert all(client.get(f"/admin/finder/{page}/").status_code == 302 for page in PAGES)


def test_reports_say_what_is_searched_and_not_found(client: Client, home: Any, admin_user: User) -> None:
    today, before = timezone.localdate(), timezone.localdate() - datetime.timedelta(days=1)
    for day, text, searches, found in (
        (today, "บัตรหาย", 3, 7),
        (before, "บัตรหาย", 4, 0),
        (today, "ต่อวีซ่าหมา", 2, 0),
    ):
        QueryCount.objects.create(day=day, text=text, searches=searches, found=found)
    client.force_login(admin_user)
    everything = client.get("/admin/finder/queries/")
    assert thai_date(today) in everything.content.decode()
    assert [(row["text"], row["times"]) for row in everything.context["object_list"]] == [
        ("บัตรหาย", 7),
        ("ต่อวีซ่าหมา", 2),
    ]
    nothing = client.get("/admin/finder/zero-hits/")
    assert [row["text"] for row in nothing.context["object_list"]] == ["ต่อวีซ่าหมา"]
    export = client.get("/admin/finder/zero-hits/", {"export": "csv"})
    assert "ต่อวีซ่าหมา" in b"".join(export.streaming_content).decode()  # type: ignore[attr-defined]


def test_explain_shows_how_a_query_is_read_and_scored(
    client: Client, publish: Callable[..., Any], admin_user: User
) -> None:
    publish("แจ้งเกิดบุตร", "birth")
    delivery.deliver()
    client.force_login(admin_user)
    response = client.get("/admin/finder/explain/", {"q": "แจ้งเกิด"})
    assert response.context["hits"][0][0].title == "แจ้งเกิดบุตร"
    assert sum(value for _, value in response.context["hits"][0][1]) == pytest.approx(
        response.context["hits"][0][0].score, abs=0.01
    )
    page = response.content.decode()
    assert "ตามที่พิมพ์" in page
    assert "อยู่ในชื่อเรื่อง" in page
    assert "coverage" not in page
    assert client.get("/admin/finder/explain/", {"q": '\0"((' * 400}).status_code == 200


def test_explain_has_words_for_all_that_search_names(client: Client, home: Any, admin_user: User) -> None:
    assert naming.PARTS.keys() == weights.PARTS.keys()
    assert naming.ORIGINS.keys() >= {*get_args(CanonicalKind), *KINDS}
    client.force_login(admin_user)
    asked = (
        "ศักภาพ l;ylfu ก.พ.ร.",
        "เก้าโครงการ สำนักงานฯ บัตรหาย",
        "นร 0505/ว 118 ท.ร. 14/1",
        "029991000 1.5 ล้านบาท ครั้งที่ 2",
    )
    for text in asked:
        assert client.get("/admin/finder/explain/", {"q": text}).status_code == 200


def test_administrators_see_what_waits_and_what_failed(client: Client, home: Any, admin_user: User) -> None:
    delivery.deliver()
    retry = timezone.now() + datetime.timedelta(hours=1)
    OutboxEntry.objects.create(key="page-99", attempts=2, retry_at=retry, error="ValueError: ชื่อว่าง")
    client.force_login(admin_user)
    body = client.get("/admin/finder/index/").content.decode()
    assert "page-99" in body
    assert "ValueError: ชื่อว่าง" in body


def test_files_without_text_are_listed_to_those_who_may_change_them(
    client: Client, home: Any, settings: Settings, tmp_path: Path, django_user_model: type[User]
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    root = Collection.get_first_root_node()
    mine, theirs = root.add_child(name="ของเรา"), root.add_child(name="ของเขา")
    for title, data, collection in (
        ("อ่านได้", "ข้อความปกติ".encode(), mine),
        ("สแกนของเรา", b"%PDF-1.4 broken", mine),
        ("สแกนของเขา", b"\xd0\xcf\x11\xe0", theirs),
    ):
        file = ContentFile(data, f"{collection.pk}-{len(data)}.bin")
        file_reading.read(Document.objects.create(title=title, file=file, collection=collection))
    editor = staff(django_user_model, "editor")
    group = editor.groups.create(name="บรรณาธิการ")
    change = Permission.objects.get(codename="change_document")
    GroupCollectionPermission.objects.create(group=group, collection=mine, permission=change)
    client.force_login(editor)
    response = client.get("/admin/finder/files/")
    assert [row.document.title for row in response.context["object_list"]] == ["สแกนของเรา"]
    assert "แฟ้มเสียหาย" in response.content.decode()
