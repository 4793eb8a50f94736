"""How far each organisation has come with adapting a guideline."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision, WorkflowState

from guidelines.models import AdaptationObligation, AdaptationPage, DraftSummary
from guidelines.models.adaptation import Choice
from guidelines.practice import Figures, figures_of

if TYPE_CHECKING:
    from guidelines.models import GuidelinePage
    from organisations.models import Organisation


class State(TextChoices):
    """Where an adaptation stands (สถานะการปรับใช้)."""

    NOT_STARTED = "not-started", _("ยังไม่เริ่ม")
    DRAFT = "draft", _("กำลังจัดทำ")
    RETURNED = "returned", _("ส่งกลับให้แก้ไข")
    IN_REVIEW = "in-review", _("อยู่ระหว่างสอบทาน")
    PUBLISHED = "published", _("เผยแพร่แล้ว")


@dataclass(frozen=True, slots=True)
class Row:
    """One organisation's progress. `choices` are the newest draft's decisions by section id.

    figures  what is finished at its counters today, by `with_figures`; None where nothing is published
    """

    organisation: Organisation
    state: State
    adaptation: AdaptationPage | None
    choices: dict[str, str]
    considered: int
    changed_at: datetime.datetime | None
    due: datetime.date | None
    edition: int | None
    figures: Figures | None = None

    @property
    def own_sections(self) -> int:
        """How many sections differ from the model or were added."""
        return sum(choice != Choice.INHERITED for choice in self.choices.values())

    @property
    def counters(self) -> int | None:
        """How many counters carry it out; None where nothing is published."""
        return self.figures.counters if self.figures else None

    @property
    def services(self) -> int | None:
        """How many services there are at these counters."""
        return self.figures.total if self.figures else None

    @property
    def finished(self) -> int | None:
        """How many of them are finished at one counter at least."""
        return self.figures.finished if self.figures else None

    @property
    def is_late(self) -> bool:
        return (
            self.due is not None
            and self.due < timezone.localdate()
            and (self.adaptation is None or not self.adaptation.live)
        )

    @property
    def is_live(self) -> bool:
        return self.adaptation is not None and self.adaptation.live

    @property
    def has_newer_draft(self) -> bool:
        """Whether something else than what is public is being worked on."""
        return self.is_live and self.state != State.PUBLISHED


def rows_for(guideline: GuidelinePage, organisations: Iterable[Organisation] | None = None) -> list[Row]:
    """Progress of the given organisations, or of all that are to adapt the guideline or have begun.

    Eight queries at most, however many organisations there are; texts of drafts are not among what is read.
    Bodies, parents and editions are read once each and shared, as most of the time would go into copies.
    """
    obligations = {
        each.organisation_id: each for each in AdaptationObligation.objects.filter(guideline=guideline)
    }
    adaptations = {
        each.organisation_id: each
        for each in AdaptationPage.objects.filter(guideline=guideline).select_related("draft_summary")
    }
    bodies = _bodies({*obligations, *adaptations})
    editions = guideline.editions.in_bulk()
    for each in adaptations.values():
        each.organisation, each.edition = bodies[each.organisation_id], editions[each.edition_id]
    if organisations is None:
        organisations = sorted(bodies.values(), key=lambda each: each.name_th)
    wanted = list(organisations)
    chosen = [adaptations[each.pk] for each in wanted if each.pk in adaptations]
    states = _review_states(chosen)
    drafts = _drafts(chosen)
    return [
        _row(
            each,
            adaptations.get(each.pk),
            obligations.get(each.pk),
            states,
            drafts,
        )
        for each in wanted
    ]


def _bodies(wanted: set[int]) -> dict[int, Organisation]:
    from organisations.models import Organisation
    from organisations.tree import with_parents

    bodies = Organisation.objects.in_bulk(wanted)
    with_parents(bodies.values())
    return bodies


Draft = tuple[dict[str, str], int]
"""Choices by section id, and how many a person made."""


def _drafts(adaptations: list[AdaptationPage]) -> dict[int, Draft]:
    """What the newest draft of each decides, by the page's primary key. A summary that is missing or of
    another revision is read from the revision itself."""
    found: dict[int, Draft] = {}
    unread: dict[int, int] = {}
    for each in adaptations:
        summary = getattr(each, "draft_summary", None)
        if summary is not None and summary.revision == each.latest_revision_id:
            found[each.pk] = (summary.choices, summary.considered)
        elif each.latest_revision_id is not None:
            unread[each.latest_revision_id] = each.pk
    revisions = Revision.objects.filter(pk__in=list(unread)).values_list("pk", "content")
    return found | {unread[pk]: _summarised(content) for pk, content in revisions}


def _summarised(content: dict[str, Any]) -> Draft:
    decisions = [each for each in content.get("decisions", []) if not each.get("removed_in")]
    return (
        {each["section_id"]: each["choice"] for each in decisions},
        sum(each["decided_at"] is not None for each in decisions),
    )


@receiver(post_save, sender=Revision, dispatch_uid="guidelines.draft_saved")
def draft_saved(instance: Revision, **kwargs: Any) -> None:
    """Keep the summary in step, in the transaction of the draft."""
    model = instance.content_type.model_class() if instance.content_type_id else None
    if model is None or not issubclass(model, AdaptationPage):
        return
    choices, considered = _summarised(instance.content)
    DraftSummary.objects.update_or_create(
        page_id=int(instance.object_id),
        defaults={"revision": instance.pk, "choices": choices, "considered": considered},
    )


def with_figures(rows: Iterable[Row]) -> list[Row]:
    """The rows with what is finished at the counters of those who published. Four queries for all."""
    rows = list(rows)
    figures = figures_of(row.adaptation for row in rows if row.adaptation is not None and row.is_live)
    return [
        replace(row, figures=figures.get(row.adaptation.pk)) if row.adaptation is not None else row
        for row in rows
    ]


def _review_states(adaptations: list[AdaptationPage]) -> dict[str, str]:
    if not adaptations:
        return {}
    active = WorkflowState.objects.active().filter(
        base_content_type=adaptations[0].get_base_content_type(),
        object_id__in=[str(each.pk) for each in adaptations],
    )
    return dict(active.values_list("object_id", "status"))


def _row(
    organisation: Organisation,
    adaptation: AdaptationPage | None,
    obligation: AdaptationObligation | None,
    states: dict[str, str],
    drafts: dict[int, Draft],
) -> Row:
    choices, considered = drafts.get(adaptation.pk if adaptation else 0, ({}, 0))
    return Row(
        organisation=organisation,
        state=_state(adaptation, states),
        adaptation=adaptation,
        choices=choices,
        considered=considered,
        changed_at=adaptation.latest_revision_created_at if adaptation else None,
        due=obligation.due if obligation else None,
        edition=adaptation.edition.number if adaptation else None,
    )


def _state(adaptation: AdaptationPage | None, states: dict[str, str]) -> State:
    if adaptation is None:
        return State.NOT_STARTED
    match states.get(str(adaptation.pk)):
        case WorkflowState.STATUS_IN_PROGRESS:
            return State.IN_REVIEW
        case WorkflowState.STATUS_NEEDS_CHANGES:
            return State.RETURNED
    return State.PUBLISHED if adaptation.live and not adaptation.has_unpublished_changes else State.DRAFT
