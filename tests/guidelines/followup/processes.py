"""Processes of their own for test_processes: a worker that dies at a point, a whole one, and one that closes.

processes.py work POINT     POINT: never, begun (a file is leased), written (it is on disk, unclaimed)
processes.py close PK GO    waits until the file GO is there, closes the round and prints what came of it
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.core.exceptions import ValidationError  # noqa: E402

from guidelines.followup import making  # noqa: E402
from guidelines.followup.closing import close_round  # noqa: E402
from guidelines.followup.models import ReportingRound, private_storage  # noqa: E402


def die(*args: Any, **kwargs: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def work(point: str) -> None:
    if point == "begun":
        making.make = die  # type: ignore[assignment]
    elif point == "written":
        storage = private_storage()
        save = storage.save

        def save_and_die(*args: Any, **kwargs: Any) -> None:
            save(*args, **kwargs)
            die()

        storage.save = save_and_die  # type: ignore[method-assign,assignment]
    making.make_all()


def close(pk: str, go: str) -> None:
    found = ReportingRound.objects.get(pk=pk)
    user = get_user_model().objects.get(username="monitor")
    print("ready", flush=True)  # noqa: T201
    while not Path(go).exists():
        time.sleep(0.001)
    try:
        print("closed", close_round(found, user).digest, flush=True)  # noqa: T201
    except ValidationError as error:
        print("refused", *error.messages, flush=True)  # noqa: T201


if sys.argv[1] == "work":
    work(sys.argv[2])
else:
    close(sys.argv[2], sys.argv[3])
