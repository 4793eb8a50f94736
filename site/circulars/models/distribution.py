"""To which organisations a letter was sent, and whether each has taken note of it."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from circulars.models.choices import Speed
from circulars.models.readers import is_readable


class ResponseTime(models.Model):
    """How soon organisations are to acknowledge a letter of a speed class (ระยะเวลารับทราบตามชั้นความเร็ว).

    The regulation on documentation (clause 28) says "at once", "quickly" and "faster than usual" and gives
    no days: they are set here. Days are those of the calendar.
    """

    speed = models.CharField(
        _("ชั้นความเร็ว"),
        max_length=20,
        choices=Speed.choices,
        blank=True,
        unique=True,
        help_text=_("เว้นว่าง หมายถึงหนังสือที่ไม่มีชั้นความเร็ว"),
    )
    acknowledge_days = models.PositiveSmallIntegerField(_("รับทราบภายใน (วัน)"))
    remind_days = models.PositiveSmallIntegerField(
        _("เมื่อเกินกำหนด เตือนทุก (วัน)"), help_text=_("0 หมายถึงไม่เตือนโดยอัตโนมัติ")
    )

    panels = [
        FieldPanel("speed"),
        FieldRowPanel([FieldPanel("acknowledge_days"), FieldPanel("remind_days")]),
    ]

    class Meta:
        verbose_name = _("ระยะเวลารับทราบหนังสือ")
        verbose_name_plural = _("ระยะเวลารับทราบหนังสือ")
        ordering = ["acknowledge_days"]

    def __str__(self) -> str:
        return self.get_speed_display() or str(_("ไม่มีชั้นความเร็ว"))


class DeliveryQuerySet(models.QuerySet):
    def readable(self) -> DeliveryQuerySet:
        """Of letters that are public now: one taken back, turned secret or restricted is in no inbox."""
        return self.filter(is_readable("page"))

    def waiting(self) -> DeliveryQuerySet:
        """Not acknowledged."""
        return self.filter(acknowledged_at=None)

    def overdue(self, today: datetime.date) -> DeliveryQuerySet:
        """Not acknowledged although the day by which that was to be is past."""
        return self.waiting().filter(due__lt=today)


class Delivery(models.Model):
    """A letter in the inbox of an organisation (หนังสือเข้า), and what became of it there."""

    page = models.ForeignKey(
        "circulars.CircularPage",
        verbose_name=_("หนังสือ"),
        on_delete=models.PROTECT,
        related_name="deliveries",
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("หน่วยงาน"),
        on_delete=models.PROTECT,
        related_name="letters_received",
    )
    addressed_as = models.TextField(_("ส่งในฐานะ"), blank=True)
    sent_at = models.DateTimeField(_("ส่งเมื่อ"), default=timezone.now)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ผู้ส่ง"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    due = models.DateField(_("รับทราบภายใน"), null=True, blank=True)
    remind_days = models.PositiveSmallIntegerField(default=0)
    acknowledged_at = models.DateTimeField(_("รับทราบเมื่อ"), null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ผู้รับทราบ"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.TextField(_("หมายเหตุการรับทราบ"), blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("หนังสือเข้า")
        verbose_name_plural = _("หนังสือเข้า")
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["organisation", "acknowledged_at"]), models.Index(fields=["due"])]
        constraints = [
            models.UniqueConstraint(fields=["page", "organisation"], name="one_delivery_per_organisation"),
            models.CheckConstraint(
                name="an_acknowledgement_has_a_person",
                condition=Q(acknowledged_at=None) | Q(acknowledged_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.page}"

    @property
    def is_acknowledged(self) -> bool:
        return self.acknowledged_at is not None

    @property
    def is_overdue(self) -> bool:
        return not self.is_acknowledged and self.due is not None and self.due < timezone.localdate()

    @property
    def state(self) -> Any:
        """Where it stands, in Thai words."""
        if self.is_acknowledged:
            return _("รับทราบแล้ว")
        return _("เกินกำหนด") if self.is_overdue else _("รอรับทราบ")

    @property
    def state_class(self) -> str:
        """The look of the state among Wagtail's."""
        if self.is_acknowledged:
            return "w-status--primary"
        return "ruam-late" if self.is_overdue else "w-status--label"


class Notice(models.Model):
    """An e-mail to the people of an organisation about a letter in its inbox (การแจ้งทางอีเมล).

    It is written with the delivery and sent by the worker; `recipients` are the addresses it went to, none
    where the organisation's people have no address.
    """

    class Kind(models.TextChoices):
        """Why it is sent (ชนิดของการแจ้ง)."""

        SENT = "sent", _("แจ้งหนังสือเข้า")
        REMINDER = "reminder", _("เตือนให้รับทราบ")

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(_("ชนิด"), max_length=10, choices=Kind.choices)
    requested_at = models.DateTimeField(_("สั่งเมื่อ"), default=timezone.now)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(_("ส่งหรือยกเลิกเมื่อ"), null=True, blank=True)
    recipients = models.JSONField(_("ที่อยู่อีเมล"), default=list, blank=True)
    problem = models.TextField(_("ปัญหาในการส่ง"), blank=True)

    class Meta:
        verbose_name = _("การแจ้งทางอีเมล")
        verbose_name_plural = _("การแจ้งทางอีเมล")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["claimed_at"], name="notices_to_send", condition=Q(closed_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.delivery}"
