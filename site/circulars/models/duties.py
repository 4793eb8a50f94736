"""What a letter obliges those who received it to do, and their answers."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from circulars.models.distribution import Delivery


class Duty(models.Model):
    """Something that every organisation that a letter was sent to has to do (ภารกิจตามหนังสือ).

    A duty to adapt is about a guideline and is answered by the adaptation itself; any other is answered by a
    report in the inbox. A letter that names no day ("เป็นระยะ ๆ") gives none, and none is made up.
    """

    class Kind(models.TextChoices):
        """What is to be done (ชนิดของภารกิจ)."""

        ADAPT = "adapt", _("ปรับใช้แนวทาง")
        REPORT = "report", _("รายงานผล")
        ACT = "act", _("ดำเนินการ")

    page = models.ForeignKey(
        "circulars.CircularPage", verbose_name=_("หนังสือ"), on_delete=models.CASCADE, related_name="duties"
    )
    kind = models.CharField(_("ชนิดของภารกิจ"), max_length=10, choices=Kind.choices)
    text = models.TextField(_("สิ่งที่ต้องทำ"))
    due = models.DateField(_("กำหนดแล้วเสร็จ"), null=True, blank=True)
    subject = models.ForeignKey(
        Page,
        verbose_name=_("เรื่องที่เกี่ยวข้อง"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("ภารกิจตามหนังสือ")
        verbose_name_plural = _("ภารกิจตามหนังสือ")
        ordering = ["due", "pk"]

    def __str__(self) -> str:
        return self.text

    def is_late(self, today: datetime.date) -> bool:
        """Whether its day is past."""
        return self.due is not None and self.due < today


class DutyAnswer(models.Model):
    """What an organisation reports on a duty (รายงานผลตามภารกิจ); later reports stand below earlier ones."""

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="answers")
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField(_("ผลการดำเนินการ"))
    is_done = models.BooleanField(_("ดำเนินการแล้วเสร็จ"), default=False)
    answered_at = models.DateTimeField(_("รายงานเมื่อ"), default=timezone.now)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("ผู้รายงาน"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("รายงานผลตามภารกิจ")
        verbose_name_plural = _("รายงานผลตามภารกิจ")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text
