"""The record of who was told of a review."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import TaskState


class ReviewNotice(models.Model):
    """That people were told of a review (การแจ้งการสอบทาน), last at `told_at`, so that none is told twice."""

    class Kind(models.TextChoices):
        """What they were told (เรื่องที่แจ้ง)."""

        WAITING = "waiting", _("มีฉบับร่างรอสอบทาน")
        APPROVED = "approved", _("อนุมัติแล้ว")
        SENT_BACK = "sent-back", _("ส่งกลับให้แก้ไข")

    state = models.ForeignKey(TaskState, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("เรื่องที่แจ้ง"), max_length=10, choices=Kind.choices)
    told_at = models.DateTimeField(_("แจ้งเมื่อ"), default=timezone.now)

    class Meta:
        verbose_name = _("การแจ้งการสอบทาน")
        verbose_name_plural = _("การแจ้งการสอบทาน")
        constraints = [models.UniqueConstraint(fields=["state", "kind"], name="one_notice_per_review")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.state_id}"
