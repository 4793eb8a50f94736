"""Comments on sections of a draft, between the people who write and review it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from guidelines.deciding import draft_of
from guidelines.models import AdaptationPage, SectionComment
from guidelines.reading import read_adaptation
from organisations.models import Role
from organisations.permissions import may_act_for

LONGEST = 5000


def comment_on(adaptation: AdaptationPage, section_id: str, text: str, user: Any) -> SectionComment:
    """Say something about a section, in review too, when its text is locked.

    Raises PermissionDenied for anybody but the organisation's editors and reviewers, and ValidationError for
    an empty or overlong text and for a section that the draft has not got.
    """
    _allow(adaptation, user)
    text = text.strip()
    if not text:
        raise ValidationError(_("กรุณาเขียนความเห็น"))
    if len(text) > LONGEST:
        raise ValidationError(
            _("ความเห็นยาว %(size)s ตัวอักษร ยาวได้ไม่เกิน %(limit)s ตัวอักษร")
            % {"size": f"{len(text):,}", "limit": f"{LONGEST:,}"}
        )
    if section_id not in {section.section_id for section in read_adaptation(draft_of(adaptation))}:
        raise ValidationError(_("ไม่พบหมวด %(section)s") % {"section": section_id})
    return SectionComment.objects.create(page=adaptation, section_id=section_id, text=text, user=user)


def resolve(
    adaptation: AdaptationPage, comment_pk: int, user: Any, is_resolved: bool = True
) -> SectionComment:
    """Close a comment, or open it again; it stays readable.

    Raises PermissionDenied, and SectionComment.DoesNotExist where the adaptation has no such comment.
    """
    _allow(adaptation, user)
    comment = SectionComment.objects.get(page=adaptation, pk=comment_pk)
    comment.resolved_by = user if is_resolved else None
    comment.resolved_at = timezone.now() if is_resolved else None
    comment.save(update_fields=["resolved_by", "resolved_at"])
    return comment


def comments_on(adaptation: AdaptationPage, section_id: str) -> list[SectionComment]:
    """Those of a section, open ones first, each group in the order in which they were written. One query."""
    found = SectionComment.objects.filter(page=adaptation, section_id=section_id)
    return sorted(
        found.select_related("user", "resolved_by"), key=lambda comment: comment.resolved_at is not None
    )


def open_comments(adaptation: AdaptationPage) -> Counter[str]:
    """How many comments of each section are open. One query."""
    found = SectionComment.objects.filter(page=adaptation, resolved_at=None)
    return Counter(found.values_list("section_id", flat=True))


def _allow(adaptation: AdaptationPage, user: Any) -> None:
    if not may_act_for(user, adaptation.organisation, Role.EDITOR, Role.REVIEWER):
        raise PermissionDenied
