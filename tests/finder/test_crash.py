"""`kill -9` between a publication's commit and its indexing loses nothing."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from home.models import PlainPage

ROOT = Path(__file__).resolve().parents[2]
CSRF = "x" * 32

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def environment_of(data: Path) -> dict[str, str]:
    """What a process needs to work on the data in that folder; `search-url` there names another engine."""
    engine = data / "search-url"
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "RUAM_DATA": str(data),
        "DATABASE_URL": f"sqlite:///{data / 'ruam.sqlite3'}",
        "SEARCH_URL": engine.read_text(encoding="utf-8") if engine.exists() else "tantivy://",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
    }


@contextmanager
def running(data: Path, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process of its own on the data in that folder, ended at the latest when the block ends."""
    environment = environment_of(data)
    with (data / "log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=120)


def eventually(condition: Callable[[], bool], seconds: float = 180) -> bool:
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ask(port: int, method: str, path: str, headers: dict[str, str] | None = None) -> tuple[int, str]:
    """Status and body; status 0 where the server does not answer or dies while answering."""
    server = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        server.request(method, path, headers=headers or {})
        response = server.getresponse()
        return response.status, response.read().decode()
    except (ConnectionError, http.client.HTTPException):
        return 0, ""
    finally:
        server.close()


def one(data: Path, sql: str) -> int:
    with sqlite3.connect(data / "ruam.sqlite3", timeout=30) as database:
        return int(database.execute(sql).fetchone()[0])


@pytest.fixture
def published_and_killed(tmp_path: Path, publish: Callable[..., PlainPage], client: Client) -> Path:
    """The data of a site whose server was killed just after it had committed a publication."""
    page = publish("ใบขับขี่", "licence", live=False)
    client.force_login(User.objects.create_superuser("admin"))
    data = tmp_path / "site"
    data.mkdir()
    (data / "ruam.sqlite3").write_bytes(connection.connection.serialize())

    port = free_port()
    with running(
        data, sys.executable, str(Path(__file__).with_name("crashing_server.py")), str(port)
    ) as server:
        assert eventually(lambda: ask(port, "GET", "/robots.txt")[0] == 200), (data / "log").read_text()
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={CSRF}",
            "X-CSRFToken": CSRF,
        }
        status, body = ask(port, "POST", f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}", headers)
        assert (status, server.wait(timeout=120)) == (0, -9), body[-2000:] + (data / "log").read_text()
    assert one(data, f"SELECT live FROM wagtailcore_page WHERE id = {page.pk}") == 1
    assert one(data, f"SELECT count(*) FROM finder_outboxentry WHERE key = 'page-{page.pk}'") > 0
    return data


def test_the_page_is_found_as_soon_as_the_server_is_back(published_and_killed: Path) -> None:
    port = free_port()
    gunicorn = ("-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2")
    with running(published_and_killed, sys.executable, *gunicorn):
        assert eventually(lambda: ask(port, "GET", "/robots.txt")[0] == 200)
        status, body = ask(port, "GET", "/search/?q=" + quote("ใบขับขี่"))

    assert (status, 'href="/licence/"' in body) == (200, True)
    assert one(published_and_killed, "SELECT count(*) FROM finder_outboxentry") == 0


def test_the_worker_alone_finds_what_was_left_and_stops_when_told(published_and_killed: Path) -> None:
    with running(published_and_killed, sys.executable, "manage.py", "worker") as worker:
        assert eventually(lambda: one(published_and_killed, "SELECT count(*) FROM finder_outboxentry") == 0)
        assert one(published_and_killed, "SELECT count(*) FROM finder_heartbeat WHERE name = 'worker'") == 1
        worker.terminate()
        assert worker.wait(timeout=120) == 0

    assert_content_and_index_agree(published_and_killed)


def assert_content_and_index_agree(data: Path) -> None:
    found = subprocess.run(
        [sys.executable, "manage.py", "index", "check"],
        cwd=ROOT,
        env=environment_of(data),
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout + found.stderr


def copied(folder: Path) -> Path:
    """The test's database as a file for other processes, and nothing in the index yet."""
    folder.mkdir()
    (folder / "ruam.sqlite3").write_bytes(connection.connection.serialize())
    return folder


@pytest.mark.parametrize(
    ("kind", "moment"), [("tantivy", "before"), ("tantivy", "after"), ("elasticsearch", "after")]
)
def test_a_worker_killed_in_mid_delivery_leaves_nothing_untold(
    kind: str,
    moment: str,
    tmp_path: Path,
    publish: Callable[..., PlainPage],
    request: pytest.FixtureRequest,
) -> None:
    pages = [publish(f"ใบอนุญาตที่ {number}", f"licence-{number}") for number in range(3)]
    data = copied(tmp_path / "site")
    if kind == "elasticsearch":
        (data / "search-url").write_text(request.getfixturevalue("elasticsearch_address")(), encoding="utf-8")
    crashing = str(Path(__file__).with_name("crashing_worker.py"))
    with running(data, sys.executable, crashing, moment) as worker:
        assert worker.wait(timeout=180) == -9, (data / "log").read_text()
    keys = tuple(f"page-{page.pk}" for page in pages)
    assert one(data, f"SELECT count(DISTINCT key) FROM finder_outboxentry WHERE key IN {keys}") == len(pages)

    with running(data, sys.executable, "manage.py", "worker"):
        assert eventually(lambda: one(data, "SELECT count(*) FROM finder_outboxentry") == 0)
    assert_content_and_index_agree(data)
    for page in pages:
        assert one(data, f"SELECT count(*) FROM finder_indexeddocument WHERE key = 'page-{page.pk}'") == 1


def test_two_web_processes_and_a_worker_that_publish_and_deliver_at_once(
    tmp_path: Path, publish: Callable[..., PlainPage], client: Client
) -> None:
    pages = [publish(f"ใบอนุญาตที่ {number}", f"licence-{number}", live=False) for number in range(8)]
    client.force_login(User.objects.create_superuser("admin"))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={CSRF}", "X-CSRFToken": CSRF}
    data = copied(tmp_path / "site")
    port = free_port()
    gunicorn = ("-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2")

    def publish_it(page: PlainPage) -> int:
        return ask(port, "POST", f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}", headers)[0]

    with running(data, sys.executable, "manage.py", "worker"), running(data, sys.executable, *gunicorn):
        assert eventually(lambda: ask(port, "GET", "/robots.txt")[0] == 200)
        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(publish_it, pages)) == [302] * len(pages), (data / "log").read_text()
        assert eventually(lambda: one(data, "SELECT count(*) FROM finder_outboxentry") == 0)
        status, body = ask(port, "GET", "/search/?q=" + quote("ใบอนุญาต"))
        assert (status, [f'href="/licence-{n}/"' in body for n in range(8)]) == (200, [True] * 8)
    assert_content_and_index_agree(data)


@pytest.mark.parametrize("damage", ["cut short", "gone"])
def test_an_index_damaged_while_the_site_runs_is_rebuilt_and_the_site_stays_up(
    damage: str, tmp_path: Path, publish: Callable[..., PlainPage]
) -> None:
    publish("ใบขับขี่", "licence")
    data = copied(tmp_path / "site")
    port = free_port()
    gunicorn = ("-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "1")
    with running(data, sys.executable, *gunicorn):
        assert eventually(lambda: ask(port, "GET", "/search/?q=" + quote("ใบขับขี่"))[0] == 200)
        index = next(path for path in data.rglob("CURRENT")).parent
        for generation in index.glob("gen-*"):
            if damage == "gone":
                shutil.rmtree(generation)
                continue
            for path in generation.glob("*.store"):
                os.truncate(path, path.stat().st_size // 2)
    with running(data, sys.executable, *gunicorn):
        assert eventually(lambda: ask(port, "GET", "/robots.txt")[0] == 200)
        assert ask(port, "GET", "/search/?q=" + quote("ใบขับขี่"))[0] == 503
        assert ask(port, "GET", "/licence/")[0] == 200
        with running(data, sys.executable, "manage.py", "worker"):
            assert eventually(
                lambda: 'href="/licence/"' in ask(port, "GET", "/search/?q=" + quote("ใบขับขี่"))[1]
            )
    assert_content_and_index_agree(data)
