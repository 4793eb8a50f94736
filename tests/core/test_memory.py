"""A server process settles once it has loaded what it needs."""

from __future__ import annotations

import gc
import sys

from django.conf import settings

from core.memory import YOUNG, settle


def test_what_is_loaded_is_out_of_the_collectors_rounds() -> None:
    threshold = gc.get_threshold()
    try:
        settle()
        assert settings.ROOT_URLCONF in sys.modules
        assert gc.get_freeze_count() > 100_000
        assert len(gc.get_objects()) < gc.get_freeze_count() / 10
    finally:
        gc.unfreeze()
        gc.set_threshold(*threshold)


def test_young_objects_are_walked_seldom() -> None:
    threshold = gc.get_threshold()
    rounds: list[str] = []

    def noted(phase: str, _: dict[str, int]) -> None:
        rounds.append(phase)

    gc.callbacks.append(noted)
    try:
        settle()
        rounds.clear()
        kept = [[number] for number in range(YOUNG // 2)]
        assert not rounds, "half as many objects as a round needs began one"
        kept += [[number] for number in range(YOUNG)]
        assert rounds
    finally:
        gc.callbacks.remove(noted)
        gc.unfreeze()
        gc.set_threshold(*threshold)
