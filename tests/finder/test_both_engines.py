"""What keeps an index true, with the embedded engine and with a real cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from wagtail.models import PageViewRestriction

from finder import building, checking, delivery, rebuilding
from finder.engine import engine, is_embedded
from home.models import PlainPage
from search import Document

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_engine")]

Publish = Callable[..., PlainPage]
Found = Callable[..., list[str]]


def test_a_page_and_what_lies_below_it_follow_every_change(publish: Publish, found: Found) -> None:
    parent = publish("หมวดใบอนุญาต", "licences")
    child = publish("ใบขับขี่ชั่วคราว", "driving", parent)
    assert found("ใบขับขี่ชั่วคราว") == ["/licences/driving/"]

    parent.slug = "permits"
    parent.save_revision().publish()
    assert found("ใบขับขี่ชั่วคราว") == ["/permits/driving/"]

    restriction = PageViewRestriction.objects.create(page=parent, restriction_type="login")
    assert found("ใบขับขี่ชั่วคราว") == []
    restriction.delete()
    assert found("ใบขับขี่ชั่วคราว") == ["/permits/driving/"]

    child.refresh_from_db()
    child.unpublish()
    assert found("ใบขับขี่ชั่วคราว") == []
    child.save_revision().publish()
    assert found("ใบขับขี่ชั่วคราว") == ["/permits/driving/"]
    child.delete()
    assert found("ใบขับขี่ชั่วคราว") == []


def test_content_and_index_are_compared_both_ways_and_repaired(publish: Publish, found: Found) -> None:
    lost, changed = publish("หนังสือเดินทาง", "passport"), publish("ใบขับขี่", "licence")
    delivery.deliver()
    assert not checking.check()

    engine().delete([f"page-{lost.pk}"])
    version = engine().versions()[f"page-{changed.pk}"]
    other = Document(key=f"page-{changed.pk}", type="page", title="อย่างอื่น", url="/x/", version=version + 1)
    engine().index([other, Document(key="page-999999", type="page", title="ผี", url="/ghost/")])
    differences = checking.check()
    assert differences.missing == (f"page-{lost.pk}",)
    assert differences.stale == (f"page-{changed.pk}",)
    assert differences.surplus == ("page-999999",)

    checking.repair(differences)
    assert not checking.check()
    assert found("หนังสือเดินทาง") == ["/passport/"]
    assert found("ใบขับขี่") == ["/licence/"]


def test_editors_publish_while_the_index_is_rebuilt(
    publish: Publish, found: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = publish("หนังสือเดินทาง", "passport"), publish("ใบขับขี่", "licence")
    delivery.deliver()
    whole = building.all_documents

    def busy(failed: list[str]) -> Iterator[Document]:
        yield from whole(failed)
        second.title = "ใบอนุญาตขับรถ"
        second.save_revision().publish()
        first.unpublish()
        publish("ทะเบียนบ้าน", "house")
        delivery.deliver()

    monkeypatch.setattr(building, "all_documents", busy)
    rebuilding.rebuild()
    monkeypatch.undo()

    assert found("หนังสือเดินทาง") == []
    assert found("ใบอนุญาตขับรถ") == ["/licence/"]
    assert found("ทะเบียนบ้าน") == ["/house/"]
    assert not checking.check()


def test_a_delivery_that_broke_off_halfway_is_made_again(
    publish: Publish, found: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index has heard of it, but the process died before it noted that."""
    publish("หนังสือเดินทาง", "passport")
    delivery.deliver()
    page = publish("ใบขับขี่", "licence")

    def die(rows: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(delivery, "note", die)
        with pytest.raises(KeyboardInterrupt):
            delivery.deliver()
    assert f"page-{page.pk}" in engine().versions()
    assert found("ใบขับขี่") == ["/licence/"]
    assert not checking.check()


def test_only_the_embedded_engine_is_told_by_the_request_itself(each_engine: str) -> None:
    assert is_embedded() == (each_engine == "tantivy")
