"""What the log of requests tells of a link that was sent by mail."""

from __future__ import annotations

import datetime
import io
import logging
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from gunicorn.config import Config

from config.access_log import AccessLogger

SECRET = "Zm9v-bar_42"


def logged(path: str, caplog: pytest.LogCaptureFixture) -> str:
    settings = Config()
    settings.set("accesslog", "-")
    settings.set("access_log_format", "%(m)s %(U)s %(s)s")
    logger = AccessLogger(settings)
    logger.access_log.addHandler(caplog.handler)
    try:
        logger.access(
            SimpleNamespace(status="200 OK", sent=1, headers=[]),
            SimpleNamespace(headers=[]),
            {"REQUEST_METHOD": "GET", "PATH_INFO": path, "RAW_URI": path, "SERVER_PROTOCOL": "HTTP/1.1"},
            datetime.timedelta(milliseconds=3),
        )
    finally:
        logger.access_log.removeHandler(caplog.handler)
    return caplog.text


@pytest.fixture
def console(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What the site's own log says."""
    handler = next(h for h in logging.getLogger().handlers if h.name == "console")
    assert isinstance(handler, logging.StreamHandler)
    written = io.StringIO()
    monkeypatch.setattr(handler, "stream", written)
    return written


@pytest.mark.parametrize(
    "path",
    [
        reverse("invitation", args=[SECRET]),
        reverse("confirm-email", args=[SECRET]),
        reverse("wagtailadmin_password_reset_confirm", args=["Mg", SECRET]),
    ],
)
def test_no_secret_of_a_link_is_written(path: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        line = logged(path, caplog)
    assert SECRET not in line
    assert "GET /admin/" in line
    assert "200" in line


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["invitation", "confirm-email"])
def test_nor_where_the_link_is_refused(
    name: str, client: Client, admin_client: Client, console: io.StringIO
) -> None:
    path = reverse(name, args=[SECRET])
    assert {each.get(path).status_code for each in (client, admin_client)} & {403, 404, 410}
    lines = console.getvalue()
    assert "/admin/" in lines
    assert SECRET not in lines


def test_nor_in_a_traceback(console: io.StringIO) -> None:
    try:
        raise ValueError(reverse("invitation", args=[SECRET]))
    except ValueError:
        logging.getLogger("organisations").exception("%s is odd", reverse("invitation", args=[SECRET]))
    said = console.getvalue()
    assert said.count("/admin/invitation/…") >= 2
    assert SECRET not in said


def test_other_addresses_are_written_whole(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        assert "GET /services/lost-id-card/ 200" in logged("/services/lost-id-card/", caplog)
