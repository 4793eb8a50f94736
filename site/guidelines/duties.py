"""The duty to adapt a guideline, as circulars set it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from wagtail.models import Page
from wagtail.query import PageQuerySet

from core.duties import Answer, Matter, answered_by
from guidelines.models import AdaptationObligation, GuidelinePage
from guidelines.tracking import rows_for
from organisations.models import Organisation


def _guidelines() -> PageQuerySet:
    return GuidelinePage.objects.live().order_by("title")


def _assign(subject: Page, organisation: Organisation, circular: Page, due: datetime.date | None) -> None:
    """An obligation that stands keeps its circular and its date; one without a date takes this one."""
    obligation, is_new = AdaptationObligation.objects.get_or_create(
        guideline_id=subject.pk, organisation=organisation, defaults={"due": due, "circular_id": circular.pk}
    )
    if not is_new and obligation.due is None and due is not None:
        obligation.due = due
        obligation.save(update_fields=["due"])


def _answers(subject: Page, organisations: Iterable[Organisation]) -> Mapping[int, Answer]:
    guideline = GuidelinePage.objects.get(pk=subject.pk)
    return {
        row.organisation.pk: Answer(
            row.is_live,
            str(row.state.label),
            (row.adaptation.get_url() or "") if row.adaptation is not None and row.is_live else "",
        )
        for row in rows_for(guideline, organisations)
    }


answered_by("adapt", Matter(_guidelines, _assign, _answers))
