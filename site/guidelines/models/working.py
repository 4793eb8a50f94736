"""What people of an organisation say to one another about a draft, and which mails went out about it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.limits import SHORT, LimitedTextField
from guidelines.models.adaptation import AdaptationPage


class SectionComment(models.Model):
    """A comment on a section of a draft (ความเห็นต่อหมวด), read by the organisation's own people only.

    Wagtail's comments hang on fields of its page form, where sections are not edited. A comment is no
    part of a revision: undoing and publishing leave it alone.
    """

    page = models.ForeignKey(
        AdaptationPage,
        verbose_name=_("แนวทางฉบับปรับใช้"),
        on_delete=models.CASCADE,
        related_name="section_comments",
    )
    section_id = models.CharField(_("รหัสหมวด"), max_length=40)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ผู้ให้ความเห็น"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    text = LimitedTextField(_("ความเห็น"), max_length=SHORT)
    created_at = models.DateTimeField(_("เมื่อ"), default=timezone.now)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ผู้ปิดความเห็น"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    resolved_at = models.DateTimeField(_("ปิดเมื่อ"), null=True, blank=True)

    class Meta:
        verbose_name = _("ความเห็นต่อหมวด")
        verbose_name_plural = _("ความเห็นต่อหมวด")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.section_id}: {self.text[:60]}"


class Notice(models.Model):
    """That people were written to about one matter (การแจ้งทางอีเมล), so that nobody is written to twice.

    `subject` is the primary key of what it is about: an obligation or a comment.
    """

    class Kind(models.TextChoices):
        """What it is about (เรื่อง)."""

        DUE = "due", _("ใกล้หรือเกินกำหนดปรับใช้")
        COMMENT = "comment", _("มีความเห็นใหม่")

    kind = models.CharField(_("เรื่อง"), max_length=10, choices=Kind.choices)
    subject = models.BigIntegerField()
    sent_on = models.DateField(_("แจ้งเมื่อ"))
    mails = models.PositiveIntegerField(_("อีเมลถึง"), default=0)

    class Meta:
        verbose_name = _("การแจ้งทางอีเมล")
        verbose_name_plural = _("การแจ้งทางอีเมล")
        constraints = [models.UniqueConstraint(fields=["kind", "subject"], name="one_notice_per_matter")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject}"
