"""The outbox: in order, at least once, one writer, nothing lost."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from core import documents
from finder import answering, delivery, outbox
from finder.engine import engine
from finder.lock import writer_lock
from finder.models import IndexedDocument, OutboxEntry
from home.models import HomePage, PlainPage
from search import EngineUnavailable

pytestmark = pytest.mark.django_db

Publish = Callable[..., PlainPage]


def titles(text: str) -> list[str]:
    return [hit.title_text for hit in answering.find(answering.Request(text), None).hits]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_index_hears_of_a_change_as_soon_as_it_is_committed(home: HomePage, publish: Publish) -> None:
    publish("หนังสือเดินทาง", "passport")
    with transaction.atomic():
        page = PlainPage(title="ใบขับขี่", slug="licence")
        home.add_child(instance=page)
        page.save_revision().publish()
        assert OutboxEntry.objects.filter(key=f"page-{page.pk}").exists()
        assert titles("ใบขับขี่") == []

    assert titles("ใบขับขี่") == ["ใบขับขี่"]
    assert not OutboxEntry.objects.exists()


def test_whoever_comes_second_leaves_it_to_the_first(publish: Publish) -> None:
    page = publish("ใบขับขี่", "licence")
    with writer_lock() as mine:
        assert mine
        assert delivery.deliver() == 0
        assert OutboxEntry.objects.filter(key=f"page-{page.pk}").exists()

    assert delivery.deliver() > 0
    assert titles("ใบขับขี่") == ["ใบขับขี่"]


def test_delivering_twice_changes_nothing(publish: Publish) -> None:
    page = publish("ใบขับขี่", "licence")
    delivery.deliver()
    before = engine().versions()
    outbox.record([f"page-{page.pk}", f"page-{page.pk}", "page-999999"])
    delivery.deliver()

    assert engine().versions().keys() == before.keys()
    assert engine().versions()[f"page-{page.pk}"] > before[f"page-{page.pk}"]
    assert titles("ใบขับขี่") == ["ใบขับขี่"]


def test_an_engine_that_does_not_answer_loses_nothing(
    publish: Publish, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    publish("ใบขับขี่", "licence")

    def refuse(*args: Any) -> None:
        raise EngineUnavailable("down")

    with monkeypatch.context() as broken:
        broken.setattr(type(engine()), "index", refuse)
        outbox.deliver_after_commit()
        assert "down" in caplog.text
        assert OutboxEntry.objects.exists()

    delivery.deliver()
    assert titles("ใบขับขี่") == ["ใบขับขี่"]


def test_a_page_that_cannot_be_built_leaves_the_index_and_holds_up_nobody(
    publish: Publish, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad, _ = publish("ใบขับขี่เก่า", "old"), publish("ใบขับขี่ใหม่", "new")
    delivery.deliver()
    build = documents.builder_of(PlainPage)
    assert build is not None

    def fail(page: PlainPage) -> Any:
        if page.pk == bad.pk:
            raise ValueError("เสีย")
        return build(page)

    with monkeypatch.context() as broken, caplog.at_level(logging.ERROR):
        broken.setitem(documents._builders, PlainPage, fail)
        bad.save_revision().publish()
        publish("ใบขับขี่อื่น", "other")
        delivery.deliver()
        assert sorted(titles("ใบขับขี่")) == ["ใบขับขี่อื่น", "ใบขับขี่ใหม่"]
        entry = OutboxEntry.objects.filter(key=f"page-{bad.pk}").first()
        assert entry is not None
        assert "เสีย" in entry.error
        assert not IndexedDocument.objects.filter(pk=f"page-{bad.pk}").exists()
        assert not delivery.due().exists()

    OutboxEntry.objects.update(retry_at=None)
    delivery.deliver()
    assert len(titles("ใบขับขี่")) == 3


def test_documents_are_thai_whoever_publishes(publish: Publish) -> None:
    from django.utils import translation

    publish("ใบขับขี่", "licence")
    with translation.override("en"):
        delivery.deliver()

    hits = answering.find(answering.Request("ใบขับขี่"), None).hits
    assert [hit.url for hit in hits] == ["/licence/"]


def test_nothing_to_deliver_costs_one_query() -> None:
    OutboxEntry.objects.all().delete()
    with CaptureQueriesContext(connection) as queries:
        assert delivery.deliver() == 0
    assert len(queries) == 1
