"""Public corrections of published letters, and topics by which letters are found."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from core.bilingual import in_reader_language


class CorrectionQuerySet(models.QuerySet):
    def made(self) -> CorrectionQuerySet:
        """What readers are told."""
        return self.filter(state=Correction.State.MADE)

    def waiting(self) -> CorrectionQuerySet:
        """What a second person has yet to agree to."""
        return self.filter(state=Correction.State.WAITING)


class Correction(models.Model):
    """A note to readers that the record of a published letter was put right (บันทึกการแก้ไข). Never removed.

    Where two persons must agree, it waits for the second; readers are told when it is made. `changes` has
    the values before and after, by field: days in ISO 8601, an organisation by its code.
    """

    class State(models.TextChoices):
        """How far it is (สถานะของการแก้ไข)."""

        WAITING = "waiting", _("รอผู้อื่นเห็นชอบ")
        MADE = "made", _("แก้ไขแล้ว")
        TURNED_DOWN = "turned-down", _("ไม่รับการแก้ไข")

    page = models.ForeignKey(
        "circulars.CircularPage",
        verbose_name=_("หนังสือ"),
        on_delete=models.PROTECT,
        related_name="corrections",
    )
    text = models.TextField(_("แก้ไขอะไร เพราะเหตุใด"))
    changes = models.JSONField(_("ค่าก่อนและหลัง"), default=dict)
    made_at = models.DateTimeField(_("แก้ไขเมื่อ"), default=timezone.now)
    made_by = models.ForeignKey(  # null: an import by command that named nobody
        settings.AUTH_USER_MODEL,
        verbose_name=_("ผู้แก้ไข"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    state = models.CharField(_("สถานะ"), max_length=12, choices=State.choices, default=State.MADE)
    decided_at = models.DateTimeField(_("ตัดสินเมื่อ"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ผู้ตัดสิน"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decision = models.TextField(_("เหตุผลที่ไม่รับ"), blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("บันทึกการแก้ไข")
        verbose_name_plural = _("บันทึกการแก้ไข")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def told_at(self) -> datetime.datetime:
        """Since when readers have it."""
        return self.decided_at or self.made_at


class Topic(models.Model):
    """What letters are about (หัวข้อ), a short list that registrars keep."""

    code = models.CharField(
        _("รหัส"),
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*\Z", _("ใช้อักษรอังกฤษตัวเล็ก ตัวเลข และขีดกลาง"))],
        help_text=_("ใช้ในที่อยู่เว็บ"),
    )
    name_th = models.CharField(_("ชื่อ"), max_length=120, unique=True)
    name_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=120, blank=True)

    panels = [FieldPanel("code"), FieldPanel("name_th"), FieldPanel("name_en")]

    class Meta:
        verbose_name = _("หัวข้อหนังสือ")
        verbose_name_plural = _("หัวข้อหนังสือ")
        ordering = ["name_th"]

    def __str__(self) -> str:
        return self.name_th

    @property
    def display_name(self) -> str:
        """The name in the reader's language, Thai where there is no English one."""
        return in_reader_language(self.name_th, self.name_en)
