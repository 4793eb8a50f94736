"""The record of who was told of what."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, TaskState


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


class SentNotice(models.Model):
    """People of an organisation were written to (การแจ้งทางอีเมลถึงหน่วยงาน): a row for each time, for good.

    kind   what about, as the app that wrote says: "adapt-due", "comment", "review-waiting" and others
    page   the page that it was about
    about  what else the reader is told, e.g. {"due": "2024-12-24", "late": true} or {"section": "MG-04"}
    told   how many got it, by role (`told_by_role`); no address is kept
    """

    wagtail_reference_index_ignore = True

    organisation = models.ForeignKey(
        "organisations.Organisation", verbose_name=_("หน่วยงาน"), on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(_("เรื่อง"), max_length=20)
    page = models.ForeignKey(Page, verbose_name=_("หน้า"), on_delete=models.CASCADE, related_name="+")
    about = models.JSONField(_("รายละเอียด"), default=dict)
    told = models.JSONField(_("จำนวนผู้รับตามบทบาท"), default=dict)
    sent_at = models.DateTimeField(_("แจ้งเมื่อ"), default=timezone.now)

    class Meta:
        verbose_name = _("การแจ้งทางอีเมลถึงหน่วยงาน")
        verbose_name_plural = _("การแจ้งทางอีเมลถึงหน่วยงาน")
        ordering = ["pk"]
        indexes = [models.Index(fields=["page", "organisation"], name="notices_of_a_page")]

    def __str__(self) -> str:
        return f"{self.kind} {self.organisation} {self.sent_at}"
