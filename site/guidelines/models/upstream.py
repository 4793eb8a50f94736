"""What follows from a new edition of the model: withdrawals, settings, decisions and their summary."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.limits import LimitedTextField
from guidelines.models.adaptation import AdaptationPage
from guidelines.models.edition import GuidelineEdition
from organisations.models import Organisation


class UpstreamKind(models.TextChoices):
    """What an edition of the model means for one section of an adaptation (ผลของฉบับใหม่ต่อหมวด)."""

    NONE = "none", _("ไม่มีผล")
    FAST_FORWARD = "fast-forward", _("ตามต้นแบบได้ทันที")
    CLEAN = "clean", _("รวมกันได้โดยไม่ขัดแย้ง")
    CONFLICT = "conflict", _("ขัดแย้งกัน ต้องเลือก")
    NEW = "new", _("หมวดใหม่ของต้นแบบ")
    REMOVED = "removed", _("ต้นแบบตัดหมวดนี้ออก")
    MOVED = "moved", _("ต้นแบบย้ายลำดับหมวด")
    LOCKED = "locked", _("ต้นแบบห้ามแก้ไขหมวดนี้แล้ว")


class UpstreamAction(models.TextChoices):
    """How a change of the model was met (วิธีตัดสินใจ)."""

    ACCEPTED = "accepted", _("รับการเปลี่ยนแปลง")
    KEPT = "kept", _("คงของหน่วยงาน")
    EDITED = "edited", _("แก้ไขเองแล้วรับ")
    AUTOMATIC = "automatic", _("ตามต้นแบบอัตโนมัติ")


class EditionWithdrawal(models.Model):
    """An edition that OPDC took back (การถอนฉบับ): it stays as history, and nobody is to follow it."""

    edition = models.OneToOneField(
        GuidelineEdition, verbose_name=_("ฉบับ"), on_delete=models.PROTECT, related_name="withdrawal"
    )
    reason = LimitedTextField(_("เหตุผล"))
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ผู้ถอน"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField(_("ถอนเมื่อ"), default=timezone.now)

    class Meta:
        verbose_name = _("การถอนฉบับ")
        verbose_name_plural = _("การถอนฉบับ")

    def __str__(self) -> str:
        return str(self.edition)


class UpstreamSetting(models.Model):
    """Whether an organisation lets fast-forwards into its drafts by themselves (การตามต้นแบบอัตโนมัติ)."""

    organisation = models.OneToOneField(
        Organisation,
        verbose_name=_("หน่วยงาน"),
        on_delete=models.CASCADE,
        related_name="upstream_setting",
    )
    fast_forward = models.BooleanField(_("ตามต้นแบบอัตโนมัติเมื่อไม่กระทบข้อความของหน่วยงาน"), default=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("การตามต้นแบบอัตโนมัติ")
        verbose_name_plural = _("การตามต้นแบบอัตโนมัติ")

    def __str__(self) -> str:
        return str(self.organisation)


class UpstreamDecision(models.Model):
    """What somebody decided about one change of the model (การตัดสินใจต่อการเปลี่ยนแปลงของต้นแบบ).

    Written once; afterwards only the mark that it was undone. `before` is the state of the section that an
    undo brings back, null where the section was not there; `digest` tells whether it was edited since.
    """

    page = models.ForeignKey(
        AdaptationPage,
        verbose_name=_("แนวทางฉบับปรับใช้"),
        on_delete=models.CASCADE,
        related_name="upstream_decisions",
    )
    section_id = models.CharField(_("รหัสหมวด"), max_length=40)
    base = models.ForeignKey(
        GuidelineEdition, verbose_name=_("ฉบับเดิม"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    target = models.ForeignKey(
        GuidelineEdition, verbose_name=_("ฉบับใหม่"), on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("ผลของฉบับใหม่"), max_length=20, choices=UpstreamKind.choices)
    action = models.CharField(_("วิธีตัดสินใจ"), max_length=20, choices=UpstreamAction.choices)
    reason = LimitedTextField(_("เหตุผล"), blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ผู้ตัดสินใจ"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("เมื่อ"), default=timezone.now)
    before = models.JSONField(null=True)
    digest = models.CharField(max_length=40)
    edition_before = models.ForeignKey(GuidelineEdition, on_delete=models.PROTECT, related_name="+")
    revision = models.BigIntegerField()
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ผู้เลิกทำ"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    undone_at = models.DateTimeField(_("เลิกทำเมื่อ"), null=True)

    class Meta:
        verbose_name = _("การตัดสินใจต่อการเปลี่ยนแปลงของต้นแบบ")
        verbose_name_plural = _("การตัดสินใจต่อการเปลี่ยนแปลงของต้นแบบ")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.section_id} {self.get_action_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding and set(kwargs.get("update_fields") or ()) != {"undone_by", "undone_at"}:
            raise TypeError("a recorded decision is only ever marked as undone")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("a recorded decision stays")


class UpstreamSummary(models.Model):
    """How many sections of an adaptation an edition concerns, by kind (สรุปผลของฉบับใหม่).

    Derived: true for exactly this revision of the draft and this edition, made again for others.
    """

    page = models.OneToOneField(AdaptationPage, on_delete=models.CASCADE, related_name="upstream_summary")
    target = models.ForeignKey(GuidelineEdition, on_delete=models.CASCADE, related_name="+")
    revision = models.BigIntegerField()
    kinds = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.page_id}: {self.kinds}"

    @property
    def pending(self) -> int:
        return len(self.kinds)
