"""Related pages: worked out beside the web server, and nobody is led to what is hidden."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from finder import delivery, related
from finder.models import RelatedPage, RelatedState
from home.models import HomePage, PlainPage

pytestmark = pytest.mark.django_db

Publish = Callable[..., PlainPage]
TITLE = "การขออนุญาตเปิดร้านอาหารในเขตเทศบาล"


def worked_out() -> int:
    """All that waits is brought to the index, and related pages are worked out until none waits."""
    delivery.deliver()
    return sum(iter(lambda: related.work_out(60.0), 0))


def led_to(page: PlainPage, client: Client | None = None, language: str = "") -> list[str]:
    """The addresses under the heading of related pages, as the page shows them."""
    html = (client or Client()).get(f"{language}/{page.slug}/").content.decode()
    nav = re.search(r'<nav[^>]*aria-labelledby="related">.*?</nav>', html, re.DOTALL)
    return re.findall(r'href="([^"]+)"', nav.group()) if nav else []


@pytest.fixture
def shops(publish: Publish) -> list[PlainPage]:
    """Three pages about one thing and one about another."""
    return [
        publish(TITLE, "restaurant"),
        publish("การต่ออายุใบอนุญาตเปิดร้านอาหารในเขตเทศบาล", "renewal", title_en="Renewing a licence"),
        publish("แบบคำขออนุญาตเปิดร้านอาหารในเขตเทศบาล", "form"),
        publish("ทะเบียนเรือประมง", "boats"),
    ]


def test_a_page_leads_to_pages_about_the_same_and_to_no_others(shops: list[PlainPage]) -> None:
    assert led_to(shops[0]) == []
    worked_out()

    assert set(led_to(shops[0])) == {"/renewal/", "/form/"}
    assert led_to(shops[3]) == []


def test_a_new_page_is_soon_led_to_and_nothing_is_worked_out_twice(
    shops: list[PlainPage], publish: Publish
) -> None:
    worked_out()
    publish("การขออนุญาตเปิดร้านอาหารในเขตเทศบาลแห่งที่สอง", "second")
    assert worked_out() > 1

    assert "/second/" in led_to(shops[0])
    assert worked_out() == 0


def test_an_english_reader_sees_english_names(shops: list[PlainPage]) -> None:
    worked_out()
    html = Client().get("/en/restaurant/").content.decode()
    assert "Renewing a licence" in html
    assert 'href="/en/renewal/"' in html

    shops[1].title_en = "Renewal of a licence"
    shops[1].save_revision().publish()
    worked_out()
    assert "Renewal of a licence" in Client().get("/en/restaurant/").content.decode()


def restrict(page: PlainPage) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def hide_what_is_above(page: PlainPage) -> None:
    above = page.get_parent().add_child(instance=PlainPage(title="ภายใน", slug="internal"))
    page.move(above, pos="last-child")
    restrict(above)


@pytest.mark.parametrize(
    "hide", [PlainPage.unpublish, PlainPage.delete, restrict, hide_what_is_above], ids=lambda f: f.__name__
)
@pytest.mark.parametrize("known_to_the_index", [False, True])
def test_nobody_is_led_to_what_is_hidden(
    hide: Callable[[Any], Any], known_to_the_index: bool, shops: list[PlainPage]
) -> None:
    worked_out()
    hide(shops[1].specific)
    if known_to_the_index:
        delivery.deliver()
        assert not RelatedPage.objects.filter(target_id=shops[1].pk).exists()
    client = Client()
    client.force_login(User.objects.create_superuser("admin"))

    assert led_to(shops[0]) == ["/form/"]
    assert led_to(shops[0], client) == ["/form/"]  # what everybody may read, whoever asks
    worked_out()
    assert led_to(shops[0]) == ["/form/"]
    assert not RelatedPage.objects.filter(target_id=shops[1].pk).exists()


def test_a_page_that_nobody_may_find_is_not_led_to_while_only_its_document_says_so(
    shops: list[PlainPage], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A held letter or a document of narrower access than its page: the index knows, and that counts."""
    from core import documents

    worked_out()
    monkeypatch.setitem(documents._builders, PlainPage, lambda page: None)
    shops[1].save_revision().publish()
    delivery.deliver()
    assert led_to(shops[0]) == ["/form/"]


def test_showing_them_costs_one_query_however_many(shops: list[PlainPage], home: HomePage) -> None:
    worked_out()
    assert RelatedState.objects.count() >= 4
    with CaptureQueriesContext(connection) as queries:
        assert len(related.links_of(shops[0], None)) == 2
    asked = [query["sql"] for query in queries if "site" not in query["sql"].split("FROM")[1][:40]]
    assert len(asked) == 1


def test_worked_out_on_either_engine(each_engine: str, shops: list[PlainPage]) -> None:
    worked_out()
    assert set(led_to(shops[0])) == {"/renewal/", "/form/"}
