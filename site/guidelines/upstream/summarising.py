"""Keeping account, for every adaptation, of what the newest edition of its model means.

An account is true for one revision of the draft and one edition; whatever is not up to date is made again,
by the worker soon after a publication or by a screen that needs it. Memory holds a batch at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import F, Q
from django.utils import timezone
from wagtail.models import Revision

from guidelines.models import (
    AdaptationPage,
    GuidelineEdition,
    GuidelinePage,
    UpstreamSetting,
    UpstreamSummary,
)
from guidelines.upstream.classify import changes_for
from guidelines.upstream.deciding import follow
from guidelines.upstream.standing import Editions, standings_in
from guidelines.upstream.targets import target_of

BATCH = 50


def bring_up_to_date(guideline: GuidelinePage, pages: Iterable[int] | None = None) -> int:
    """Write the accounts of a guideline's adaptations, or of those named by their primary keys, that are out
    of date; gives how many those were. What is written is not held."""
    target = target_of(guideline)
    if target is None:
        return 0
    return sum(len(batch) for batch in _classify(target, None if pages is None else list(pages)))


def keep_up() -> int:
    """Classify what a publication or an edit made out of date, and let chosen fast-forwards in.

    Gives how many adaptations were looked at. The worker calls it again and again; without news it costs
    two queries a guideline.
    """
    done = 0
    for guideline in GuidelinePage.objects.live():
        target = target_of(guideline)
        if target is None:
            continue
        following = set(
            UpstreamSetting.objects.filter(fast_forward=True).values_list("organisation", flat=True)
        )
        for batch in _classify(target):
            done += len(batch)
            for page, kinds in batch:
                is_behind = page.edition_id != target.pk
                if page.organisation_id in following and ("fast-forward" in kinds.values() or is_behind):
                    follow(page)
    return done


def _classify(
    target: GuidelineEdition, only: list[int] | None = None
) -> Iterator[list[tuple[AdaptationPage, dict[str, str]]]]:
    """Bring accounts up to date, a batch at a time; gives each batch with its kinds by section."""
    editions: Editions | None = None
    known: set[int] = set()
    stale = (
        AdaptationPage.objects.filter(guideline=target.guideline_id)
        .exclude(Q(upstream_summary__target=target) & Q(upstream_summary__revision=F("latest_revision")))
        .order_by("pk")
    )
    if only is not None:
        stale = stale.filter(pk__in=only)
    last = 0
    while pages := list(stale.filter(pk__gt=last)[:BATCH]):
        last = pages[-1].pk
        revisions = [page.latest_revision_id for page in pages]
        contents = dict(Revision.objects.filter(pk__in=revisions).values_list("pk", "content"))
        read = [(page, standings_in(contents[page.latest_revision_id])) for page in pages]
        named = {target.pk} | {edition for _page, (edition, _rows) in read}
        for _page, (_edition, rows) in read:
            named |= {pk for row in rows for pk in (row.edition, row.considered, row.removed_in) if pk}
        if editions is None or not named <= known:
            known |= named
            editions = Editions.of(known)
        batch = []
        for page, (edition, rows) in read:
            changes = changes_for(edition, rows, target.pk, editions)
            batch.append((page, {key: change.kind.value for key, change in changes.items()}))
        UpstreamSummary.objects.bulk_create(
            [
                UpstreamSummary(
                    page_id=page.pk,  # with the page itself each would hold the other
                    target=target,
                    revision=page.latest_revision_id,
                    kinds=kinds,
                    made_at=timezone.now(),
                )
                for page, kinds in batch
            ],
            update_conflicts=True,
            unique_fields=["page"],
            update_fields=["target", "revision", "kinds", "made_at"],
        )
        yield batch
