"""How often one sender may search: far above what people do, far below what a robot tries.

Searching costs more than any other public page, and no kept page can answer it. An office behind one address
shares one count, so it is generous.
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.http import HttpRequest

from core import rate_limit

SPAN = datetime.timedelta(minutes=1)
SUGGESTIONS_TO_A_SEARCH = 10
"""Whoever types asks for a suggestion with almost every letter."""


def asks_too_often(request: HttpRequest, what: str = "search") -> bool:
    """Whether the sender has to wait; counts this time too. `what` is "search" or "suggest"."""
    most = settings.RUAM_SEARCHES_PER_MINUTE * (SUGGESTIONS_TO_A_SEARCH if what == "suggest" else 1)
    return rate_limit.asks_too_often(request, what, most, SPAN)
