"""Deciding about sections of an adaptation: the functions behind every screen and every import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

if TYPE_CHECKING:
    from guidelines.models import AdaptationPage


@transaction.atomic
def record_approval(adaptation: AdaptationPage, user: Any) -> None:
    """Note on each deviation that went public with this publication who approved it and when."""
    now = timezone.now()
    if not adaptation.live:
        return
    for decision in adaptation.decisions.filter(approved_at=None).exclude(choice="inherited"):
        decision.approved_by, decision.approved_at = user, now
        decision.save(update_fields=["approved_by", "approved_at"])
