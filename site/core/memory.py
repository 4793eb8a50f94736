"""What a server process holds for good stays out of the garbage collector's rounds.

A full round walks every object that was ever loaded: with Django, Wagtail and the lexicon about a quarter of
a second, in the middle of somebody's request.
"""

from __future__ import annotations

import gc
from importlib import import_module

from django.conf import settings


def settle() -> None:
    """Load what the first request would load, and keep all that is there by now for good."""
    import_module(settings.ROOT_URLCONF)
    gc.collect()
    gc.freeze()
