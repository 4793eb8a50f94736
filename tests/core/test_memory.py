"""A server process settles once it has loaded what it needs."""

from __future__ import annotations

import gc
import sys

from django.conf import settings

from core.memory import settle


def test_what_is_loaded_is_out_of_the_collectors_rounds() -> None:
    try:
        settle()
        assert settings.ROOT_URLCONF in sys.modules
        assert gc.get_freeze_count() > 100_000
        assert len(gc.get_objects()) < gc.get_freeze_count() / 10
    finally:
        gc.unfreeze()
