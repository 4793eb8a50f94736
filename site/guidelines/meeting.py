"""Two editors in one section: what the other wrote meanwhile, and both brought together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wagtail.models import Revision

from guidelines.comparing import Compared, compare_streams
from guidelines.deciding import SectionChanged, SectionInput, Version, decision_in
from guidelines.merge import merge_blocks
from guidelines.models import AdaptationPage, SectionDecision
from guidelines.models.section import body_of


@dataclass(frozen=True, slots=True)
class Meeting:
    """Shown to the second of two editors. `together` is what the form is filled with: both texts merged
    where that is clean, their own otherwise."""

    who: Any
    theirs: SectionDecision | None
    changes: list[Compared]
    together: SectionInput
    is_merged: bool


def meet(
    page: AdaptationPage, section_id: str, seen: Version, changed: SectionChanged, mine: SectionInput
) -> Meeting:
    """Compare what the other kept with what this editor had seen, and merge both."""
    theirs = decision_in(changed.draft, section_id)
    revision = Revision.objects.for_instance(page).filter(pk=seen.revision).first()
    before = decision_in(revision.as_object(), section_id) if revision is not None else None
    base = list(before.body.get_prep_value()) if before else []
    other = list(theirs.body.get_prep_value()) if theirs else []
    merged = merge_blocks(base, mine.body, other) if mine.body and other else None
    body = list(merged.blocks) if merged is not None and merged.clean else mine.body
    together = SectionInput(
        choice=mine.choice,
        reason=mine.reason,
        heading=mine.heading,
        body=body,
        after=mine.after,
        values=mine.values,
    )
    return Meeting(
        who=changed.revision.user,
        theirs=theirs,
        changes=compare_streams(body_of(mine.body), theirs.body) if theirs is not None else [],
        together=together,
        is_merged=body is not mine.body,
    )
