"""The record of sending a guideline to organisations: to whom, by which letter, and what came of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from core.limits import LimitedTextField
from guidelines.models.adaptation import AdaptationPage
from guidelines.models.guideline import GuidelinePage


class Sending(models.Model):
    """A guideline was sent to organisations as drafts (การส่งแนวทางให้หน่วยงาน).

    `due` is the day by which they are to adapt it; open where neither the letter nor the sender names one.
    """

    guideline = models.ForeignKey(
        GuidelinePage, verbose_name=_("แนวทาง"), on_delete=models.CASCADE, related_name="sendings"
    )
    circular = models.ForeignKey(
        Page,
        verbose_name=_("หนังสือเวียนที่กำหนด"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    due = models.DateField(_("กำหนดแล้วเสร็จ"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ผู้ส่ง"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("ส่งเมื่อ"), default=timezone.now)

    class Meta:
        verbose_name = _("การส่งแนวทางให้หน่วยงาน")
        verbose_name_plural = _("การส่งแนวทางให้หน่วยงาน")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return str(self.guideline)


class Recipient(models.Model):
    """An organisation to which a guideline was sent (หน่วยงานผู้รับ), and what came of it."""

    class Outcome(models.TextChoices):
        """What came of it (ผล)."""

        WAITING = "waiting", _("รอสร้างฉบับร่าง")
        CREATED = "created", _("สร้างฉบับร่างแล้ว")
        EXISTED = "existed", _("ข้าม เพราะมีฉบับปรับใช้อยู่แล้ว")
        REFUSED = "refused", _("สร้างไม่ได้")

    sending = models.ForeignKey(Sending, on_delete=models.CASCADE, related_name="recipients")
    organisation = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("หน่วยงาน"),
        on_delete=models.CASCADE,
        related_name="received_guidelines",
    )
    adaptation = models.ForeignKey(
        AdaptationPage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    outcome = models.CharField(_("ผล"), max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    reason = LimitedTextField(_("เหตุผล"), blank=True)
    done_at = models.DateTimeField(_("เมื่อ"), null=True, blank=True)
    mails = models.PositiveIntegerField(_("อีเมลถึง"), default=0)
    told = models.JSONField(_("จำนวนผู้รับตามบทบาท"), default=dict)
    mailed_at = models.DateTimeField(_("ส่งอีเมลเมื่อ"), null=True, blank=True)

    class Meta:
        verbose_name = _("หน่วยงานผู้รับ")
        verbose_name_plural = _("หน่วยงานผู้รับ")
        ordering = ["organisation__name_th"]
        constraints = [
            models.UniqueConstraint(fields=["sending", "organisation"], name="one_copy_per_sending")
        ]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.get_outcome_display()}"
