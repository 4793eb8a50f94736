"""Letters that were deleted: their numbers stay taken, their doubts stay on record."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DeletedLetter(models.Model):
    """What remains of a deleted letter (หนังสือที่ลบแล้ว): key, sum of its text and doubts, never words."""

    key = models.JSONField(editable=False)
    number = models.CharField(_("เลขที่"), max_length=80, blank=True, db_index=True)
    year_be = models.PositiveSmallIntegerField(_("ปี พ.ศ."), null=True)
    accession = models.PositiveIntegerField(_("เลขทะเบียนชั่วคราว"), null=True)
    text_hash = models.CharField(max_length=64, db_index=True)
    flags = models.JSONField(_("ข้อสงสัยเมื่อลบ"), default=list)
    deleted_at = models.DateTimeField(_("ลบเมื่อ"), default=timezone.now)

    class Meta:
        verbose_name = _("หนังสือที่ลบแล้ว")
        verbose_name_plural = _("หนังสือที่ลบแล้ว")

    def __str__(self) -> str:
        return self.number or f"acc-{self.accession}"
