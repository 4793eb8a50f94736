"""Doubts about a letter, each to be resolved by a named person with a reason, and never deleted."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulars.letters.flags import FLAG_KINDS
from circulars.models.choices import Severity

NEEDS_DECISION = ("INTERNAL_NOT_FOR_PUBLICATION", "READ_BY_OCR", "PAGES_UNREAD", "SECRECY_SUSPECT")
"""Codes that keep a letter from the public although they may be no errors, and take it back."""
NEVER_VERIFIED = ("INTERNAL_NOT_FOR_PUBLICATION", "SECRECY_SUSPECT")
"""Codes with which a letter is not even published under verification."""
CITES_CLASSIFIED = "CITES_SECRET"
"""Keeps a letter from coming out; one that readers have already stays, for a person to decide on."""
TWIN = "SAME_NUMBER_UNDATED"
"""Another letter has the number, and no year tells the two apart; readers are told nothing of that one."""
SECRECY_FLAG = "SECRECY_NO_PUBLISH"


class FlagQuerySet(models.QuerySet):
    def open(self) -> FlagQuerySet:
        """Neither resolved nor lapsed."""
        return self.filter(resolved_at=None, lapsed_at=None)

    def blocking(self) -> FlagQuerySet:
        """Open, and enough to keep the letter from being published as sound."""
        holds = Q(severity=Severity.ERROR) | Q(code__in=NEEDS_DECISION)
        return self.open().filter(holds | Q(code=CITES_CLASSIFIED, page__live=False))

    def delete(self) -> Any:
        raise PermissionDenied("a flag is resolved, never deleted")


class CircularFlag(models.Model):
    """A doubt (ข้อสงสัย) found by reading or comparing.

    It ends in one of two ways, and stays on record in both: a person resolves it with a reason, or it lapses
    when another reading no longer gives rise to it (the cited letter has come, say).
    """

    page = models.ForeignKey("circulars.CircularPage", on_delete=models.CASCADE, related_name="flags")
    code = models.CharField(_("รหัส"), max_length=40)
    severity = models.CharField(_("ระดับ"), max_length=5, choices=Severity.choices)
    field = models.CharField(_("ส่วนของหนังสือ"), max_length=80)
    message = models.TextField(_("คำอธิบาย"))
    related = models.CharField(_("เทียบกับ"), max_length=80, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    raised_at = models.DateTimeField(_("พบเมื่อ"), default=timezone.now)
    lapsed_at = models.DateTimeField(_("หมดไปเมื่อ"), null=True, blank=True)
    resolved_at = models.DateTimeField(_("วินิจฉัยเมื่อ"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ผู้วินิจฉัย"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    resolution = models.TextField(_("เหตุผล"), blank=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        verbose_name = _("ข้อสงสัย")
        verbose_name_plural = _("ข้อสงสัย")
        ordering = ["pk"]
        indexes = [models.Index(fields=["resolved_at", "lapsed_at", "severity"])]
        constraints = [
            models.CheckConstraint(
                name="a_resolution_has_person_and_reason",
                condition=Q(resolved_at=None) | (Q(resolved_by__isnull=False) & ~Q(resolution="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.field})"

    @property
    def title(self) -> str:
        """The doubt in a few Thai words."""
        kind = FLAG_KINDS.get(self.code)
        return kind.title if kind else self.code

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None and self.lapsed_at is None

    def resolve(self, user: Any, reason: str) -> None:
        """Record a person's decision. Raises ValidationError without a reason or when already decided."""
        if not getattr(user, "pk", None):
            raise ValidationError(_("ต้องระบุผู้วินิจฉัย"))
        if not reason.strip():
            raise ValidationError(_("ต้องระบุเหตุผลของการวินิจฉัย"))
        if self.code == SECRECY_FLAG:
            raise ValidationError(_("ชั้นความลับต้องปรับหรือยกเลิกด้วยคำสั่งของตน ไม่ใช่การวินิจฉัยข้อสงสัย"))
        if not self.is_open:
            raise ValidationError(_("ข้อสงสัยนี้วินิจฉัยหรือหมดไปแล้ว"))
        now, words = timezone.now(), reason.strip()
        undecided = CircularFlag.objects.open().filter(pk=self.pk)
        if not undecided.update(resolved_by=user, resolved_at=now, resolution=words):  # somebody was quicker
            raise ValidationError(_("ข้อสงสัยนี้วินิจฉัยหรือหมดไปแล้ว"))
        self.resolved_by, self.resolved_at, self.resolution = user, now, words

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise PermissionDenied("a flag is resolved, never deleted")
