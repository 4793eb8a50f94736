"""Imports of many files from the admin: what was sent, how far it is, what became of each letter."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulars.models.choices import ACTION_LABELS
from circulars.models.original import private_storage


class ImportRun(models.Model):
    """Files that a registrar sends together (การนำเข้าเป็นชุด), and their report.

    Every letter is registered first (`done` of `total` files) and then looked up and published
    (`finished` of `lines`), so that it does not matter in which order letters that cite one another come.
    """

    class State(models.TextChoices):
        """How far it is (สถานะ)."""

        SENDING = "sending", _("กำลังรับแฟ้ม")
        WAITING = "waiting", _("กำลังนำเข้า")
        STOPPED = "stopped", _("หยุดไว้")
        DONE = "done", _("นำเข้าเสร็จแล้ว")

    state = models.CharField(_("สถานะ"), max_length=10, choices=State.choices, default=State.SENDING)
    total = models.PositiveIntegerField(_("จำนวนแฟ้ม"), default=0)
    finished = models.PositiveIntegerField(default=0)
    problem = models.TextField(_("ปัญหา"), blank=True)
    created_at = models.DateTimeField(_("เริ่มเมื่อ"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("ผู้นำเข้า"), on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(_("เสร็จเมื่อ"), null=True)

    class Meta:
        verbose_name = _("การนำเข้าหนังสือ")
        verbose_name_plural = _("การนำเข้าหนังสือ")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.pk} {self.get_state_display()}"


def staged_path(instance: SentFile, filename: str) -> str:
    """By keys alone: the sender's name for a file is no path."""
    return f"imports/{instance.run_id}/file"


class SentFile(models.Model):
    """One file of a run as it was sent (แฟ้มที่ส่งมา); of a ZIP file `total` files lie in it.

    Two files of one name are two files unless their bytes are the same.

    Its bytes are let go when the run is done: each original is kept by then.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(_("ชื่อแฟ้ม"), max_length=400)
    file = models.FileField(_("แฟ้ม"), storage=private_storage, upload_to=staged_path, max_length=200)
    size = models.PositiveBigIntegerField(_("ขนาด (ไบต์)"))
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    total = models.PositiveIntegerField(default=1)
    done = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("แฟ้มที่ส่งมา")
        verbose_name_plural = _("แฟ้มที่ส่งมา")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "name", "sha256"], name="a_file_is_sent_once_in_a_run")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """How the report calls it: the name, numbered where others of the run bear it too."""
        earlier = SentFile.objects.filter(run=self.run_id, name=self.name, pk__lt=self.pk).count()
        return f"{self.name} ({earlier + 1})" if earlier else self.name


class RunLine(models.Model):
    """What became of one letter, or of a file that gave none (ผลรายฉบับ)."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="lines")
    file = models.TextField(_("แฟ้ม"))
    action = models.CharField(_("ผล"), max_length=10)
    code = models.CharField(max_length=40, blank=True)
    message = models.TextField(blank=True)
    page = models.ForeignKey(
        "circulars.CircularPage",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("หนังสือ"),
    )

    class Meta:
        verbose_name = _("ผลรายฉบับ")
        verbose_name_plural = _("ผลรายฉบับ")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.file}: {self.action}"

    @property
    def words(self) -> Any:
        """What became of it, in words."""
        return ACTION_LABELS.get(self.action, self.action)
