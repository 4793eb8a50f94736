"""The log of requests, without what would let its reader act for somebody else."""

from __future__ import annotations

import re
from typing import Any

from gunicorn.glogging import Logger

_SECRET = re.compile(r"^(/admin/(?:invitation|email|password_reset/confirm)/).+")


class AccessLogger(Logger):
    """As of gunicorn, but the secret of a link that was sent by mail is left out: who reads logs could use
    it before the one it was sent to."""

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        found["U"] = _SECRET.sub(r"\1…", found["U"] or "")
        return found
