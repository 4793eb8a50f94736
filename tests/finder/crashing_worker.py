"""A worker for test_crash: the real one, killed in the middle of its first delivery of a document.

The argument says where: "before" the index is told, or "after" it was told and before that is noted.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

import django

django.setup()

from finder import delivery  # noqa: E402
from finder.worker import Worker  # noqa: E402


def die(*args: Any, **kwargs: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if sys.argv[1] == "before":
    delivery.next_versions = die  # type: ignore[assignment]
else:
    delivery.note = die
Worker().run()
