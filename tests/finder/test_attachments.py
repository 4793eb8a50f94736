"""Uploaded documents are found by their text, their page and their name, by those who may open them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from finder import answering, delivery, file_reading
from finder.models import AttachmentText
from home.models import PlainPage

SAMPLES = Path(__file__).parents[1] / "core" / "extraction" / "samples"
PDF = (SAMPLES / "reportlab.pdf").read_bytes()
Publish = Callable[..., PlainPage]
Upload = Callable[..., Document]


@pytest.fixture
def upload(
    db: None,
    settings: Settings,
    tmp_path: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Upload:
    settings.MEDIA_ROOT = tmp_path / "media"

    def upload(title: str, name: str, data: bytes, collection: Collection | None = None) -> Document:
        with django_capture_on_commit_callbacks(execute=True):
            return Document.objects.create(
                title=title,
                file=ContentFile(data, name),
                collection=collection or Collection.get_first_root_node(),
            )

    return upload


def use(page: PlainPage, document: Document) -> None:
    page.body = json.dumps(
        [{"type": "paragraph", "value": f'<p><a linktype="document" id="{document.pk}">แนบ</a></p>'}]
    )
    page.save_revision().publish()


def titles(text: str, reader: Any = None) -> list[str]:
    delivery.deliver()
    hits = answering.find(answering.Request(text), reader).hits
    return [hit.title_text for hit in hits if hit.type == "document"]


def test_text_is_found_with_its_page_as_soon_as_the_upload_is_stored(upload: Upload) -> None:
    document = upload("คู่มือประชาชน", "manual.pdf", PDF)
    delivery.deliver()
    [hit] = answering.find(answering.Request("ที่ทำการผู้ใหญ่บ้าน"), None).hits
    assert (hit.type, hit.title_text, hit.url) == ("document", "คู่มือประชาชน", document.url)
    assert hit.anchor == "page=2"
    assert "ผู้ใหญ่บ้าน" in hit.snippet_text
    text = AttachmentText.objects.get()
    assert text.extractor.startswith("pdfium")
    assert text.score > 0.95


def test_a_file_without_text_is_found_by_title_and_name(upload: Upload) -> None:
    upload("แผนผังที่จอดรถ", "scan_parking.pdf", b"%PDF-1.7 broken")
    assert titles("แผนผังที่จอดรถ") == titles("scan_parking") == ["แผนผังที่จอดรถ"]
    assert AttachmentText.objects.get().problems == ["damaged"]


def test_a_new_file_replaces_the_text_of_the_old(
    upload: Upload, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    document = upload("ประกาศ", "a.txt", "รับสมัครนักโบราณคดี".encode("cp874"))
    assert titles("นักโบราณคดี") == ["ประกาศ"]
    with django_capture_on_commit_callbacks(execute=True):
        document.file = ContentFile("รับสมัครสัตวแพทย์".encode(), "b.txt")
        document.save()
    assert titles("สัตวแพทย์") == ["ประกาศ"]
    assert titles("นักโบราณคดี") == []
    with django_capture_on_commit_callbacks(execute=True):
        document.delete()
    assert titles("สัตวแพทย์") == []


def test_what_a_request_had_no_time_for_the_worker_reads(
    upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_reading, "AT_ONCE", file_reading.Limits(seconds=0.01))
    upload("รายงาน", "slow.pdf", PDF)
    assert titles("ผู้ใหญ่บ้าน") == []
    assert titles("รายงาน") == ["รายงาน"]
    assert file_reading.read_waiting() == 1
    assert titles("ผู้ใหญ่บ้าน") == ["รายงาน"]
    assert file_reading.read_waiting() == 0


def test_a_document_is_found_where_its_collection_and_a_page_that_uses_it_allow(
    upload: Upload, publish: Publish, django_user_model: type[User]
) -> None:
    member = django_user_model.objects.create_user("member")
    group = Group.objects.create(name="ผู้ร่าง")
    member.groups.add(group)
    stranger = django_user_model.objects.create_user("stranger")

    draft = publish("ร่าง", "draft", live=False)
    document = upload("ร่างประกาศจัดตั้ง", "draft.txt", "อัตราค่าตอบแทนพิเศษ".encode())
    assert titles("อัตราค่าตอบแทนพิเศษ") == ["ร่างประกาศจัดตั้ง"]  # no page uses it: the collection decides
    draft.body = json.dumps(
        [{"type": "paragraph", "value": f'<a linktype="document" id="{document.pk}">ก</a>'}]
    )
    draft.save()
    for reader in (None, stranger, member):
        assert titles("อัตราค่าตอบแทนพิเศษ", reader) == []
        assert titles("ร่างประกาศจัดตั้ง", reader) == []

    draft.save_revision().publish()
    assert titles("อัตราค่าตอบแทนพิเศษ") == ["ร่างประกาศจัดตั้ง"]

    restriction = PageViewRestriction.objects.create(page=draft, restriction_type="groups")
    restriction.groups.add(group)
    assert titles("อัตราค่าตอบแทนพิเศษ") == titles("อัตราค่าตอบแทนพิเศษ", stranger) == []
    assert titles("อัตราค่าตอบแทนพิเศษ", member) == ["ร่างประกาศจัดตั้ง"]
    restriction.delete()

    inner = Collection.get_first_root_node().add_child(name="ภายใน")
    document.collection = inner
    document.save()
    lock = CollectionViewRestriction.objects.create(collection=inner, restriction_type="login")
    assert titles("อัตราค่าตอบแทนพิเศษ") == []
    assert titles("อัตราค่าตอบแทนพิเศษ", stranger) == ["ร่างประกาศจัดตั้ง"]
    lock.restriction_type = "password"
    lock.save()
    assert titles("อัตราค่าตอบแทนพิเศษ", member) == []
    lock.delete()
    assert titles("อัตราค่าตอบแทนพิเศษ") == ["ร่างประกาศจัดตั้ง"]

    draft.refresh_from_db()
    draft.unpublish()
    assert titles("อัตราค่าตอบแทนพิเศษ", member) == []
