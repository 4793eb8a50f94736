"""Which services people look for most, worked out once a day from the counts of queries.

What people typed is shown to nobody: a query counts for the guide that it finds first, and only guides'
titles are shown. Few searches prove nothing and may be one person's, so they count for nothing.
"""

from __future__ import annotations

import datetime
from collections import Counter

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from wagtail.models import Page

from core.jobs import background_job
from finder import answering
from finder.models import QueryCount, WantedPage

SPAN = datetime.timedelta(days=30)
MOST_QUERIES = 100
LEAST_SEARCHES = 10
"""Of one query within SPAN; fewer are not looked at."""
MOST_PAGES = 8


@background_job("most wanted", 24 * 3600.0)
def refresh() -> int:
    """Work out the most wanted guides of the last thirty days anew; gives how many there are.

    Raises EngineUnavailable where the index cannot answer now; what was known stays.
    """
    since = timezone.localdate() - SPAN
    asked = (
        QueryCount.objects.filter(day__gte=since, found__gt=0)
        .values_list("text")
        .annotate(total=Sum("searches"))
        .filter(total__gte=LEAST_SEARCHES)
        .order_by("-total", "text")[:MOST_QUERIES]
    )
    wanted: Counter[int] = Counter()
    for text, total in asked:
        hits = answering.find(answering.Request(text, page_size=1), None).hits
        kind, _, number = hits[0].key.rpartition("-") if hits else ("", "", "")
        if kind == "page" and hits[0].type == "service":
            wanted[int(number)] += total
    existing = set(Page.objects.filter(pk__in=wanted).values_list("pk", flat=True))  # the index may lag
    most = [entry for entry in wanted.most_common() if entry[0] in existing][:MOST_PAGES]
    if most != list(WantedPage.objects.values_list("page_id", "searches")):
        _keep(most)
    return len(most)


@transaction.atomic
def _keep(most: list[tuple[int, int]]) -> None:
    WantedPage.objects.all().delete()
    WantedPage.objects.bulk_create(WantedPage(page_id=page, searches=total) for page, total in most)
