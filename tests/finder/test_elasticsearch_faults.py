"""A cluster that is away, dies, hangs, is full or forgets everything: the site stays up and nothing is lost.

Each test does it to a real server, which it kills or stops; what it leaves broken the next one finds mended.
"""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Callable, Iterator

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.fixtures import Settings

from finder import building, checking, delivery, health, rebuilding, state
from finder.models import OutboxEntry
from finder.worker import mend_index
from home.models import PlainPage
from search import Document, EngineUnavailable
from search.engines.local_server import LocalServer

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

Publish = Callable[..., PlainPage]
UNAVAILABLE = "ระบบค้นหายังไม่พร้อมในขณะนี้"


@pytest.fixture(scope="module")
def own_server() -> Iterator[LocalServer]:
    """A server that these tests may kill."""
    server = LocalServer(quick=True)
    try:
        yield server
    finally:
        server.close()


@pytest.fixture
def server(own_server: LocalServer, settings: Settings) -> LocalServer:
    """That server, running or not, as the site's search engine."""
    # An address of its own for each test, so that no test finds what another one left
    settings.SEARCH_URL = f"{own_server.url}/test-{time.time_ns():x}?timeout=2"
    return own_server


@pytest.fixture
def running(server: LocalServer) -> LocalServer:
    if not server.runs:
        server.start()
    return server


def search_page(text: str) -> str:
    answer = Client().get("/search/", {"q": text})
    page = answer.content.decode()
    assert answer.status_code == (503 if UNAVAILABLE in page else 200)
    return page


def assert_says_so(title: str) -> None:
    """The search page, the API and the front door while the cluster is away."""
    page = search_page(title)
    assert UNAVAILABLE in page
    assert Client().get("/").status_code == 200
    answer = Client().get("/api/search", {"q": title})
    assert answer.status_code == 503
    health_answer = Client().get("/health/")
    assert health_answer.status_code == 200
    assert health_answer.json()["status"] == "degraded"


def recovers() -> None:
    """What the worker does, until it succeeds; the breaker lets nobody through for a few seconds."""
    until = time.monotonic() + 60
    while True:
        try:
            mend_index()
            delivery.deliver()
            assert state.of_index() == "ready"
        except (EngineUnavailable, AssertionError):
            if time.monotonic() > until:
                raise
            time.sleep(0.5)
        else:
            return


def assert_nothing_was_lost(*titles: str) -> None:
    recovers()
    assert not OutboxEntry.objects.exists()
    assert not checking.check()
    for title in titles:
        assert title in search_page(title)
        assert UNAVAILABLE not in search_page(title)


def block(server: LocalServer, full: bool) -> None:
    """Make all indexes read-only, as the cluster itself does when its disk is nearly full: writes get 429."""
    request = urllib.request.Request(
        f"{server.url.replace('elasticsearch', 'http')}/test-*/_settings",
        data=json.dumps({"index.blocks.read_only_allow_delete": full or None}).encode(),
        headers={"Content-Type": "application/json"},
        method="PUT",
    )
    urllib.request.urlopen(request).close()


def test_a_cluster_that_is_down_at_the_start(server: LocalServer, publish: Publish) -> None:
    server.kill()
    publish("หนังสือเดินทาง", "passport")
    assert_says_so("หนังสือเดินทาง")
    assert state.of_index() == "unreachable"
    with pytest.raises(EngineUnavailable):
        delivery.deliver()
    with pytest.raises(CommandError, match="ดัชนีค้นหาใช้ไม่ได้"):
        call_command("index", "check")
    assert OutboxEntry.objects.exists()

    server.start()
    assert_nothing_was_lost("หนังสือเดินทาง")


def test_a_cluster_that_dies_while_the_index_is_rebuilt(
    running: LocalServer, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        publish(f"หนังสือเดินทาง {number}", f"passport-{number}")
    recovers()
    whole = building.all_documents

    def dying(failed: list[str]) -> Iterator[Document]:
        for number, document in enumerate(whole(failed)):
            if number == 2:
                running.kill()
            yield document

    with monkeypatch.context() as broken:
        broken.setattr(building, "all_documents", dying)
        with pytest.raises(EngineUnavailable):
            rebuilding.rebuild()
    publish("ใบขับขี่ระหว่างที่ล่ม", "licence")
    assert_says_so("ใบขับขี่ระหว่างที่ล่ม")

    running.start()
    assert_nothing_was_lost("หนังสือเดินทาง 1", "ใบขับขี่ระหว่างที่ล่ม")
    rebuilding.rebuild()  # the half-built index is in nobody's way
    assert_nothing_was_lost("หนังสือเดินทาง 2", "ใบขับขี่ระหว่างที่ล่ม")


def test_a_cluster_that_comes_back_empty(running: LocalServer, publish: Publish) -> None:
    publish("ทะเบียนบ้าน", "house")
    recovers()
    running.kill()
    running.forget()
    running.start()
    until = time.monotonic() + 30
    while state.of_index() != "missing" and time.monotonic() < until:
        time.sleep(0.5)
    assert_says_so("ทะเบียนบ้าน")
    publish("ทะเบียนสมรส", "marriage")
    with pytest.raises(EngineUnavailable, match="rebuilt"):
        delivery.deliver()  # an index begun with this page alone would look whole

    assert_nothing_was_lost("ทะเบียนบ้าน", "ทะเบียนสมรส")


def test_a_cluster_that_hangs_holds_up_nobody(running: LocalServer, publish: Publish) -> None:
    publish("ใบอนุญาต", "licence")
    recovers()
    running.freeze()
    try:
        assert UNAVAILABLE in search_page("ใบอนุญาต")  # after the two seconds that a reader waits
        begun = time.monotonic()
        for _ in range(10):
            assert UNAVAILABLE in search_page("ใบอนุญาต")
        assert time.monotonic() - begun < 2
        publish("ใบอนุญาตใหม่", "new-licence")
        assert health.examine()["queue"]["waiting"]
    finally:
        running.thaw()
    assert_nothing_was_lost("ใบอนุญาต", "ใบอนุญาตใหม่")


def test_a_cluster_that_is_full_is_told_later(
    running: LocalServer, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    from search.engines import elasticsearch_bulk

    monkeypatch.setattr(elasticsearch_bulk, "FIRST_PAUSE", 0.01)
    page = publish("โฉนดที่ดิน", "deed")
    recovers()
    block(running, True)
    try:
        publish("ใบแทนโฉนด", "deed-copy")
        page.unpublish()
        with pytest.raises(EngineUnavailable, match="full"):
            delivery.deliver()
        assert "โฉนดที่ดิน" in search_page("โฉนดที่ดิน")  # reading goes on
        assert OutboxEntry.objects.filter(key=f"page-{page.pk}").exists()
    finally:
        block(running, False)
    assert_nothing_was_lost("ใบแทนโฉนด")
    assert page.title not in [document.title for document in building.all_documents([])]
