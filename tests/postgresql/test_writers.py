"""Several writers at once: letters are numbered once, content and outbox go together, nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction

from circulars.files import receive
from circulars.importing import import_received
from circulars.models import CircularPage
from finder import answering, checking, delivery
from finder.models import OutboxEntry
from home.models import HomePage, PlainPage

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

AtOnce = Callable[..., list[Any]]
LETTER = """ที่ มท 0201/ว {number}

สำนักงานปลัดกระทรวงมหาดไทย
ถนนอัษฎางค์ กทม. 10200

9 มกราคม 2567

เรื่อง การทดสอบระบบ {subject}

เรียน ผู้ว่าราชการจังหวัดทุกจังหวัด

ด้วยมีการทดสอบระบบ {subject}

จึงเรียนมาเพื่อโปรดทราบ

ขอแสดงความนับถือ

(นายสมมติ ทดสอบ)
ปลัดกระทรวงมหาดไทย
"""


def enter(*texts: str) -> list[str]:
    """Register letters; gives what became of each."""
    files = [receive(f"{at}.txt", text.encode()) for at, text in enumerate(texts)]
    return [outcome.action for outcome in import_received(files, None, dry_run=False)]


def publish(home: HomePage, title: str, slug: str) -> PlainPage:
    page = PlainPage(title=title, slug=slug, live=False)
    home.add_child(instance=page)
    page.save_revision().publish()
    return page


def found(text: str) -> list[str]:
    return [hit.title_text for hit in answering.find(answering.Request(text), None).hits]


def test_the_database_is_postgresql() -> None:
    assert connection.vendor == "postgresql"


def test_a_letter_that_four_registrars_enter_at_once_is_registered_once(
    home: HomePage, at_once: AtOnce
) -> None:
    text = LETTER.format(number=15, subject="ครั้งเดียว")
    actions = [action for (action,) in at_once(*[partial(enter, text)] * 4)]

    assert sorted(actions)[1:] == ["unchanged"] * 3
    assert actions.count("unchanged") == 3
    assert [page.number for page in CircularPage.objects.all()] == ["มท 0201/ว 15"]


def test_letters_without_a_readable_number_each_get_one_of_their_own(home: HomePage, at_once: AtOnce) -> None:
    pairs = [[LETTER.format(number="ฒฬ", subject=f"{who} {which}") for which in "กข"] for who in range(4)]
    at_once(*[partial(enter, *pair) for pair in pairs])

    given = sorted(CircularPage.objects.values_list("accession", flat=True))
    assert given == list(range(1, 9))
    assert CircularPage.objects.values("slug").distinct().count() == 8


def test_others_see_a_publication_and_its_outbox_entry_together(home: HomePage, at_once: AtOnce) -> None:
    published, looked = threading.Event(), threading.Event()

    def editor() -> None:
        with transaction.atomic():
            publish(home, "ใบขับขี่", "licence")
            assert OutboxEntry.objects.exists()
            published.set()
            assert looked.wait(60)

    def worker() -> tuple[bool, bool]:
        assert published.wait(60)
        seen = PlainPage.objects.filter(slug="licence").exists(), OutboxEntry.objects.exists()
        looked.set()
        return seen

    OutboxEntry.objects.all().delete()
    assert at_once(editor, worker)[1] == (False, False)
    assert PlainPage.objects.filter(slug="licence", live=True).exists()
    assert found("ใบขับขี่") == ["ใบขับขี่"]


def test_a_publication_that_fails_leaves_neither_page_nor_entry(home: HomePage) -> None:
    page = publish(home, "ใบขับขี่", "licence")
    page.title = "ใบขับขี่สากล"

    @transaction.atomic
    def fail() -> None:
        page.save_revision().publish()
        page.unpublish()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert not OutboxEntry.objects.exists()
    page.refresh_from_db()
    assert (page.title, page.live) == ("ใบขับขี่", True)
    assert found("ใบขับขี่") == ["ใบขับขี่"]


def test_web_processes_and_a_worker_that_deliver_at_once_lose_nothing(
    home: HomePage, at_once: AtOnce
) -> None:
    pages = [publish(home, f"แบบคำขอที่ {n}", f"form-{n}") for n in range(6)]

    def editor(page: PlainPage) -> None:
        for version in range(3):
            with transaction.atomic():
                page.title = f"{page.title} แก้ไข {version}"
                page.save_revision().publish()

    at_once(*[partial(editor, page) for page in pages[:3]], partial(delivery.deliver, 60))
    delivery.deliver(wait=60)

    assert not OutboxEntry.objects.exists()
    assert not checking.check()
    assert len([title for title in found("แบบคำขอ") if title.endswith("แก้ไข 2")]) == 3
