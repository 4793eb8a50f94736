"""A second person before a letter becomes public, where the organisation's rule says so."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Membership, Organisation, Role


class TwoPersonRule(models.Model):
    """That two persons must agree to each letter of an organisation (ข้อกำหนดให้มีผู้เห็นชอบสองคน).

    It holds for letters that the organisation issued, and for those that its registrars registered.
    """

    organisation = models.OneToOneField(
        Organisation,
        verbose_name=_("หน่วยงาน"),
        on_delete=models.CASCADE,
        related_name="two_person_rule",
    )

    class Meta:
        verbose_name = _("หน่วยงานที่ต้องมีผู้เห็นชอบหนังสือสองคน")
        verbose_name_plural = _("หน่วยงานที่ต้องมีผู้เห็นชอบหนังสือสองคน")

    def __str__(self) -> str:
        return str(self.organisation)


class Signature(models.Model):
    """One person's consent to publish exactly what they saw (การเห็นชอบให้เผยแพร่)."""

    page = models.ForeignKey("circulars.CircularPage", on_delete=models.CASCADE, related_name="signatures")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64)
    reason = models.TextField(_("สิ่งที่อยู่ระหว่างตรวจสอบ"), blank=True)
    signed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("การเห็นชอบให้เผยแพร่")
        verbose_name_plural = _("การเห็นชอบให้เผยแพร่")
        constraints = [
            models.UniqueConstraint(fields=["page", "user", "fingerprint"], name="one_signature_per_state")
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.page}"


def needing_two(pages: Iterable[Any]) -> set[int]:
    """Keys of the pages that two persons must agree to. Two queries at most, however many pages."""
    ruled = set(TwoPersonRule.objects.values_list("organisation", flat=True))
    if not ruled:
        return set()
    every = list(pages)
    registrars = Membership.objects.filter(
        organisation__in=ruled, role=Role.REGISTRAR, user__in={page.owner_id for page in every}
    )
    owners = set(registrars.values_list("user", flat=True))
    return {page.pk for page in every if page.issuer_id in ruled or page.owner_id in owners}


def fingerprint(page: Any, reason: str) -> str:
    """SHA-256 of what readers would get: the text, the best readings, the note, and every decided doubt."""
    told = [
        *(page.text_hash, page.title, page.slug, page.issuer_id, page.best_number, str(page.best_date or "")),
        *(page.best_signatory_name, page.note, sorted(topic.pk for topic in page.topics.all()), reason),
        list(page.flags.filter(lapsed_at=None).order_by("pk").values_list("pk", "resolution")),
        str(page.secrecy_lifted_at or ""),
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def sign(page: Any, user: Any, reason: str) -> None:
    """Record that `user` agrees to `page` as it is; once is enough."""
    Signature.objects.get_or_create(
        page_id=page.pk, user=user, fingerprint=fingerprint(page, reason), defaults={"reason": reason}
    )


def others_agree(page: Any, user: Any, reason: str) -> bool:
    """Whether two persons agree to `page` as it is, `user` being one; without a user two who signed."""
    signed = Signature.objects.filter(page_id=page.pk, fingerprint=fingerprint(page, reason))
    if getattr(user, "pk", None):
        return signed.exclude(user=user).exists()
    return signed.count() >= 2
