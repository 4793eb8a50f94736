"""Who could do what and when, invitations, reminders of an organisation, and requests for a new password."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation, Role

SUPERUSER = "superuser"
RECORDED_ROLES = [*Role.choices, (SUPERUSER, _("ผู้ดูแลระบบ"))]


class RecordQuerySet(models.QuerySet):
    """Records are begun and ended by `organisations.people.records` and never go."""

    def delete(self) -> NoReturn:
        raise TypeError("who could do what and when is part of the record and stays")


class RoleRecord(models.Model):
    """That a person could act in a role, from when until when (ประวัติบทบาท).

    `begun_at` is null where the role was held before records were kept, `ended_at` while it is held.
    Names are kept as they were, so that the record outlives the account and the organisation.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("บุคคล"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    username = models.CharField(_("ชื่อผู้ใช้"), max_length=150)
    person = models.CharField(_("ชื่อ"), max_length=310)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("หน่วยงาน"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="role_records",
    )
    organisation_name = models.CharField(_("ชื่อหน่วยงาน"), max_length=255, blank=True)
    role = models.CharField(_("บทบาท"), max_length=20, choices=RECORDED_ROLES)
    begun_at = models.DateTimeField(_("ตั้งแต่"), null=True)
    begun_by = models.CharField(_("ผู้แต่งตั้ง"), max_length=310, blank=True)
    ended_at = models.DateTimeField(_("ถึง"), null=True)
    ended_by = models.CharField(_("ผู้ยุติ"), max_length=310, blank=True)
    ended_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_deactivation = models.BooleanField(default=False)
    reason = models.TextField(_("เหตุผลที่แต่งตั้ง"), blank=True)
    ended_reason = models.TextField(_("เหตุผลที่ยุติ"), blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("ประวัติบทบาท")
        verbose_name_plural = _("ประวัติบทบาท")
        ordering = ["-begun_at", "-pk"]
        indexes = [models.Index(fields=["organisation", "role"], name="role_records_by_organisation")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(ended_at=None),
                name="one_open_record_per_role",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.get_role_display()} {self.organisation_name}"

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("who could do what and when is part of the record and stays")


class Invitation(models.Model):
    """An invitation to act for an organisation (คำเชิญ), good once and for a time.

    The link's secret is mailed and never stored: `digest` is its SHA-256.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("อีเมล"))
    first_name = models.CharField(_("ชื่อ"), max_length=150)
    last_name = models.CharField(_("นามสกุล"), max_length=150)
    roles = models.JSONField(_("บทบาท"), default=list)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    created_at = models.DateTimeField(_("เชิญเมื่อ"), default=timezone.now)
    expires_at = models.DateTimeField(_("ใช้ได้ถึง"))
    used_at = models.DateTimeField(_("ตอบรับเมื่อ"), null=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("คำเชิญ")
        verbose_name_plural = _("คำเชิญ")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"], condition=Q(used_at=None), name="one_open_invitation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} → {self.organisation}"

    @property
    def is_expired(self) -> bool:
        return timezone.now() >= self.expires_at

    @property
    def role_labels(self) -> list[str]:
        return [str(Role(role).label) for role in self.roles]


class ReminderRule(models.Model):
    """How an organisation wants to be reminded (การแจ้งเตือนของหน่วยงาน). Reminders cannot be turned off."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="reminder_rule")
    days_before = models.PositiveSmallIntegerField(
        _("เตือนก่อนครบกำหนด (วัน)"),
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
    )
    every_days = models.PositiveSmallIntegerField(
        _("เตือนซ้ำทุก (วัน)"), default=7, validators=[MinValueValidator(1), MaxValueValidator(14)]
    )
    also_to = models.EmailField(
        _("ส่งถึงอีเมลกลางด้วย"), blank=True, help_text=_("เช่น อีเมลสารบรรณกลางของหน่วยงาน")
    )
    muted = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)

    class Meta:
        verbose_name = _("การแจ้งเตือนของหน่วยงาน")
        verbose_name_plural = _("การแจ้งเตือนของหน่วยงาน")

    def __str__(self) -> str:
        return str(self.organisation)


class ResetRequest(models.Model):
    """Somebody asked for a new password (คำขอตั้งรหัสผ่านใหม่); the worker answers and forgets it."""

    email = models.EmailField(max_length=254)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("คำขอตั้งรหัสผ่านใหม่")
        verbose_name_plural = _("คำขอตั้งรหัสผ่านใหม่")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.pk)


class EmailChange(models.Model):
    """An address that waits for its owner's word (คำขอเปลี่ยนอีเมล), one for an account; gone once it counts.

    The link's secret is mailed and never stored: `digest` is its SHA-256. `former` is the address
    at the time, `signed` names the password at the time (Django's hash for sessions): a change of either ends
    the request.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="email_change"
    )
    email = models.EmailField(_("อีเมลใหม่"), max_length=254)
    former = models.EmailField(_("อีเมลเดิม"), max_length=254, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    signed = models.CharField(max_length=128)
    asked_at = models.DateTimeField(_("ขอเมื่อ"), default=timezone.now)
    expires_at = models.DateTimeField(_("ใช้ได้ถึง"))

    class Meta:
        verbose_name = _("คำขอเปลี่ยนอีเมล")
        verbose_name_plural = _("คำขอเปลี่ยนอีเมล")

    def __str__(self) -> str:
        return str(self.pk)
