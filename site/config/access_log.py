"""The logs of requests, without what would let their reader act for somebody else."""

from __future__ import annotations

import logging
import re
from typing import Any

from gunicorn.glogging import Logger

_SECRET = re.compile(r"(/admin/(?:invitation|email|password_reset/confirm)/)[^\s?\"']+")


def without_secrets(text: str) -> str:
    """A path, or a line that names one, without the secret of a link that was sent by mail: who reads logs
    could use it before the one it was sent to."""
    return _SECRET.sub(r"\1…", text)


class AccessLogger(Logger):
    """As of gunicorn, without the secrets of links."""

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        found["U"] = without_secrets(found["U"] or "")
        return found


class SecretsFormatter(logging.Formatter):
    """Lines and tracebacks without the secrets of links: Django names the path of what it refused."""

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))
