"""A web server for test_crash: the real application, killed as soon as a plain page's change is committed.

The callback is registered before the page is saved, so it runs before the index is told.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any
from wsgiref.simple_server import make_server

from django.db import transaction
from django.db.models.signals import pre_save

from config.wsgi import application
from home.models import PlainPage


def die_once_committed(**kwargs: Any) -> None:
    transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))


pre_save.connect(die_once_committed, sender=PlainPage)
make_server("127.0.0.1", int(sys.argv[1]), application).serve_forever()
