"""Closing a round: its figures are frozen once, with their hash, and the report is ordered."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guidelines.followup.access import may_follow_up
from guidelines.followup.figures import collect, digest_of
from guidelines.followup.models import ReportFile, ReportingRound


class AlreadyClosed(ValidationError):
    """Somebody else closed the round first; what they froze stands."""

    def __init__(self) -> None:
        super().__init__(_("รอบนี้มีผู้ปิดไปแล้ว ข้อมูลที่ปิดไว้ครั้งแรกคงเดิม"))


@transaction.atomic
def close_round(found: ReportingRound, user: Any) -> ReportingRound:
    """Freeze the figures and order the files of the report.

    Of several who close at once one wins. Raises PermissionDenied, AlreadyClosed.
    """
    if not may_follow_up(user, found.guideline):
        raise PermissionDenied
    locked = ReportingRound.objects.select_for_update().select_related("guideline").get(pk=found.pk)
    if locked.is_closed:
        raise AlreadyClosed
    figures = collect(locked)
    won = ReportingRound.objects.filter(pk=found.pk, closed_at=None).update(
        closed_at=timezone.now(), closed_by=user, figures=figures, digest=digest_of(figures)
    )
    if not won:
        raise AlreadyClosed
    ReportFile.objects.bulk_create(ReportFile(round=locked, kind=kind) for kind in ReportFile.Kind)
    locked.refresh_from_db()
    return locked


def is_intact(found: ReportingRound) -> bool:
    """Whether the figures are still those of which the hash was taken."""
    return found.figures is not None and digest_of(found.figures) == found.digest
