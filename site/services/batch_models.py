"""The record of a large file of guides that the worker takes in, see `services.batches`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from services.guide_files import Difference, Outcome

WANTED = ("created", "updated")
"""Actions that save something."""


class GuideBatch(models.Model):
    """A file of guides that the worker takes in (การนำเข้าคู่มือชุดใหญ่)."""

    class State(models.TextChoices):
        """How far it is (ขั้นของการนำเข้า)."""

        READING = "reading", _("กำลังอ่านแฟ้ม")
        CHECKING = "checking", _("กำลังตรวจทีละเรื่อง")
        READY = "ready", _("รอท่านยืนยัน")
        SAVING = "saving", _("กำลังบันทึก")
        DONE = "done", _("บันทึกเสร็จแล้ว")
        FAILED = "failed", _("อ่านแฟ้มไม่ได้")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="guide_batches")
    name = models.CharField(_("ชื่อแฟ้ม"), max_length=255)
    file = models.BinaryField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    reason = models.TextField(blank=True)
    untouched = models.JSONField(default=list)
    """Paths of what the file does not speak of, see `services.importing.workbook.Read`."""
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("การนำเข้าคู่มือชุดใหญ่")
        verbose_name_plural = _("การนำเข้าคู่มือชุดใหญ่")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def progress(self) -> tuple[int, int]:
        """How many of its present stage's guides are done, and of how many."""
        lines = self.lines.all()
        if self.state in (self.State.SAVING, self.State.DONE):
            lines = lines.filter(action__in=WANTED)
            return lines.filter(stage=GuideBatchLine.Stage.SAVED).count(), lines.count()
        return lines.exclude(stage=GuideBatchLine.Stage.WAITING).count(), lines.count()

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """Action, its name and how many guides it is or was taken for."""
        found = dict(self.lines.order_by().values_list("action").annotate(models.Count("pk")))
        from services.guide_files import ACTION_LABELS as labels

        return [(action, str(labels[action]), found[action]) for action in labels if found.get(action)]


class GuideBatchLine(models.Model):
    """One guide of such a file, and what comes of it (คู่มือหนึ่งเรื่องในแฟ้ม)."""

    class Stage(models.TextChoices):
        """How far it is (ขั้น)."""

        WAITING = "waiting", _("รอตรวจ")
        CHECKED = "checked", _("ตรวจแล้ว")
        SAVED = "saved", _("บันทึกแล้ว")

    batch = models.ForeignKey(GuideBatch, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=255)
    title = models.CharField(max_length=500, blank=True)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.WAITING)
    action = models.CharField(max_length=10, blank=True)
    record = models.JSONField(encoder=DjangoJSONEncoder, null=True)
    places = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    differences = models.JSONField(default=list)
    twins = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=0)
    has_draft = models.BooleanField(default=False)
    public = models.BooleanField(default=False)
    page = models.ForeignKey("services.ServicePage", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["batch", "stage", "number"], name="batch_line_next")]

    def __str__(self) -> str:
        return self.title or self.name

    @property
    def label(self) -> str:
        from services.guide_files import ACTION_LABELS

        return str(ACTION_LABELS.get(self.action, self.get_stage_display()))

    @property
    def shown_differences(self) -> list[Difference]:
        from services.guide_files import Difference

        return [Difference(*each) for each in self.differences]

    def take(self, outcome: Outcome) -> None:
        """Note what came of the guide."""
        self.action, self.reasons = outcome.action, outcome.reasons
        self.has_draft, self.public = outcome.has_draft, outcome.public
