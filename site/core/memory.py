"""What a server process holds for good stays out of the garbage collector's rounds.

A full round walks every object that was ever loaded: with Django, Wagtail and the lexicon about a quarter of
a second, in the middle of somebody's request.
"""

from __future__ import annotations

import gc
from importlib import import_module

from django.conf import settings

YOUNG = 20_000
"""Objects more than were freed, after which the youngest are walked (Python's own number is 700). Nearly all
that an answer to a search makes is gone before anybody walks it; walking took a twentieth of its time."""


def settle() -> None:
    """Load what the first request would load, and keep all that is there by now for good; what comes after it
    is walked more seldom."""
    import_module(settings.ROOT_URLCONF)
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
