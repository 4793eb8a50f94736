"""Rounds of following up, what each organisation reports in them, its evidence, and the files of a report."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import Storage, storages
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.limits import LONG, LimitedTextField
from guidelines.models import GuidelinePage
from organisations.models import Organisation


class RoundClosed(ValidationError):
    """Somebody tried to change what the closing of a round froze."""

    def __init__(self) -> None:
        super().__init__(_("รอบการติดตามนี้ปิดแล้ว จึงแก้ไขไม่ได้"), code="closed")


def private_storage() -> Storage:
    """Files that only a view with a permission check hands out."""
    return storages["private"]


class RoundQuerySet(models.QuerySet):
    """Closed rounds stay as they are: only `followup.closing` writes the closing, by its own condition."""

    def delete(self) -> NoReturn:
        raise TypeError("a round is part of the record and stays")


class ReportingRound(models.Model):
    """A round of following up (รอบการติดตาม): a period, a due date, and who must report.

    `indicators` are those of the newest edition when the round was opened, as {"key", "label", "unit"}.
    `figures` and `digest` (SHA-256 of the figures' canonical form) are written once, by the closing.
    """

    guideline = models.ForeignKey(
        GuidelinePage, verbose_name=_("แนวทาง"), on_delete=models.PROTECT, related_name="rounds"
    )
    number = models.PositiveIntegerField(_("รอบที่"))
    period_from = models.DateField(_("ตั้งแต่วันที่"))
    period_to = models.DateField(_("ถึงวันที่"))
    due = models.DateField(_("กำหนดส่งรายงาน"))
    indicators = models.JSONField(_("ตัวชี้วัด"), default=list)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ผู้เปิดรอบ"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    opened_at = models.DateTimeField(_("เปิดเมื่อ"), default=timezone.now)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ผู้ปิดรอบ"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    closed_at = models.DateTimeField(_("ปิดเมื่อ"), null=True)
    figures = models.JSONField(_("ข้อมูลเมื่อปิดรอบ"), null=True)
    digest = models.CharField(_("ค่าแฮชของข้อมูล"), max_length=64, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("รอบการติดตาม")
        verbose_name_plural = _("รอบการติดตาม")
        ordering = ["-period_to", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["guideline", "number"], name="round_number_once"),
            models.CheckConstraint(
                name="round_ends_after_it_begins", condition=Q(period_to__gte=F("period_from"))
            ),
        ]

    def __str__(self) -> str:
        return str(_("รอบที่ %(number)s: %(title)s") % {"number": self.number, "title": self.guideline.title})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises RoundClosed once the round is closed."""
        if self.pk is not None and type(self).objects.filter(pk=self.pk, closed_at__isnull=False).exists():
            raise RoundClosed
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("a round is part of the record and stays")

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class OpenRoundOnly(models.Model):
    """A row that belongs to a round and is neither written nor deleted once that is closed."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._refuse_when_closed()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        self._refuse_when_closed()
        return super().delete(*args, **kwargs)

    def round_pk(self) -> int:
        raise NotImplementedError

    def _refuse_when_closed(self) -> None:
        if ReportingRound.objects.filter(pk=self.round_pk(), closed_at__isnull=False).exists():
            raise RoundClosed


class RoundMember(OpenRoundOnly):
    """An organisation that must report in a round (หน่วยงานที่ต้องรายงาน), and its report."""

    round = models.ForeignKey(ReportingRound, on_delete=models.PROTECT, related_name="members")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("หน่วยงาน"), on_delete=models.PROTECT, related_name="round_members"
    )
    obstacles = LimitedTextField(_("ปัญหาอุปสรรคและข้อเสนอแนะ"), blank=True, longest=LONG)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ผู้ส่งรายงาน"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    submitted_at = models.DateTimeField(_("ส่งรายงานเมื่อ"), null=True)
    reminded_on = models.DateField(_("เตือนล่าสุดเมื่อ"), null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("หน่วยงานที่ต้องรายงาน")
        verbose_name_plural = _("หน่วยงานที่ต้องรายงาน")
        constraints = [models.UniqueConstraint(fields=["round", "organisation"], name="one_report_per_round")]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.round}"

    def round_pk(self) -> int:
        return self.round_id

    @property
    def is_late(self) -> bool:
        """Whether nothing came by the due date, or what came was late."""
        day = timezone.localdate(self.submitted_at) if self.submitted_at else timezone.localdate()
        return day > self.round.due

    @property
    def days_late(self) -> int:
        """Days from the due date to the report, or to today while there is none; 0 where it is not late."""
        day = timezone.localdate(self.submitted_at) if self.submitted_at else timezone.localdate()
        return max((day - self.round.due).days, 0)


class Reminder(models.Model):
    """An organisation was reminded of the report that it owed (คำเตือน).

    `mails` is how many people got it; null where only the day is known. `told` is the same by role.
    """

    member = models.ForeignKey(RoundMember, on_delete=models.CASCADE, related_name="reminders")
    sent_at = models.DateTimeField(_("เตือนเมื่อ"), default=timezone.now)
    mails = models.PositiveIntegerField(_("อีเมลถึง"), null=True)
    told = models.JSONField(_("จำนวนผู้รับตามบทบาท"), default=dict)

    class Meta:
        verbose_name = _("คำเตือน")
        verbose_name_plural = _("คำเตือน")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.member} {self.sent_at}"


class IndicatorValue(OpenRoundOnly):
    """A reported figure (ค่าตัวชี้วัด).

    amount  the count; of a percentage or ratio the part; of minutes the average of one matter
    base    of a percentage or ratio the whole; of minutes the number of matters; otherwise null
    """

    member = models.ForeignKey(RoundMember, on_delete=models.CASCADE, related_name="values")
    key = models.CharField(_("ตัวชี้วัด"), max_length=60)
    amount = models.DecimalField(_("จำนวน"), max_digits=14, decimal_places=2)
    base = models.DecimalField(_("จากทั้งหมด"), max_digits=14, decimal_places=2, null=True)

    class Meta:
        verbose_name = _("ค่าตัวชี้วัด")
        verbose_name_plural = _("ค่าตัวชี้วัด")
        constraints = [
            models.UniqueConstraint(fields=["member", "key"], name="one_value_per_indicator"),
            models.CheckConstraint(name="indicator_not_negative", condition=Q(amount__gte=Decimal(0))),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.amount}"

    def round_pk(self) -> int:
        return self.member.round_id


class Evidence(OpenRoundOnly):
    """A file that proves what was reported (หลักฐาน). Only the organisation and its monitors may open it."""

    member = models.ForeignKey(RoundMember, on_delete=models.CASCADE, related_name="evidence")
    key = models.CharField(_("ตัวชี้วัด"), max_length=60, blank=True)
    name = models.CharField(_("ชื่อแฟ้ม"), max_length=255)
    file = models.FileField(_("แฟ้ม"), storage=private_storage, upload_to="evidence/%Y")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField(_("เพิ่มเมื่อ"), default=timezone.now)

    class Meta:
        verbose_name = _("หลักฐาน")
        verbose_name_plural = _("หลักฐาน")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """The file goes, too, once that it is gone is certain."""
        storage, name = self.file.storage, self.file.name
        result = super().delete(*args, **kwargs)
        transaction.on_commit(lambda: storage.delete(name))
        return result

    def round_pk(self) -> int:
        return self.member.round_id


class ReportFile(models.Model):
    """One file of a closed round's report (แฟ้มรายงาน), made by the worker.

    `leased_until` is the time at which another worker may take it up, as its maker died. `parts_done` of
    `parts` (rows of tables and the like) are made; `parts` is 0 while nobody has begun. `letters` are
    the titles of letters that a file of text names; null of one that was made before that was kept.
    """

    class Kind(models.TextChoices):
        """The formats, in the order in which they are made (ชนิดแฟ้ม)."""

        CSV = "csv", _("ข้อมูล CSV")
        XLSX = "xlsx", _("ข้อมูล Excel")
        DOCX = "docx", _("รายงาน Word")
        PDF = "pdf", _("รายงาน PDF")

    ATTEMPTS = 5

    round = models.ForeignKey(ReportingRound, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(_("ชนิดแฟ้ม"), max_length=10, choices=Kind.choices)
    file = models.FileField(_("แฟ้ม"), storage=private_storage, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    leased_until = models.DateTimeField(null=True)
    parts_done = models.PositiveIntegerField(default=0)
    parts = models.PositiveIntegerField(default=0)
    letters = models.JSONField(null=True)
    failures = models.PositiveIntegerField(default=0)
    error = models.TextField(_("ข้อผิดพลาด"), blank=True)
    made_at = models.DateTimeField(_("จัดทำเมื่อ"), null=True)

    class Meta:
        verbose_name = _("แฟ้มรายงาน")
        verbose_name_plural = _("แฟ้มรายงาน")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["round", "kind"], name="one_file_per_kind")]

    def __str__(self) -> str:
        return f"{self.round} {self.kind}"

    @property
    def percent(self) -> int:
        """How far it is: 100 only once it is whole and stored."""
        if self.made_at is not None:
            return 100
        return min(100 * self.parts_done // self.parts, 99) if self.parts else 0

    @property
    def is_being_made(self) -> bool:
        """Whether a worker is at it; that of one that died counts until its lease ends."""
        return self.made_at is None and self.leased_until is not None and self.leased_until > timezone.now()

    @property
    def is_given_up(self) -> bool:
        return self.made_at is None and self.failures >= self.ATTEMPTS

    def content(self) -> bytes:
        """The bytes. Raises OSError where they are gone, or are not those that were made."""
        with self.file.open("rb") as file:
            data = file.read()
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise OSError(f"{self.file.name} is not the file that was made")
        return data
