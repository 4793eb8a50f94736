"""Other words, or another reading, for a registered letter, which a person takes in or turns down."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ProposalQuerySet(models.QuerySet):
    def open(self) -> ProposalQuerySet:
        """On which nobody has decided."""
        return self.filter(decided_at=None)


class Proposal(models.Model):
    """A text that arrived under the number and subject of a registered letter (ข้อความที่เสนอแทน).

    The letter stays as it is until a person decides. What was taken in keeps the words and the file that it
    replaced. With a `reading` the words are the same, but a later version of the program reads number, date
    or sender in them otherwise: by field the registered value, the one read now, and the line that says so.
    """

    page = models.ForeignKey("circulars.CircularPage", on_delete=models.CASCADE, related_name="proposals")
    raw_text = models.TextField(_("ข้อความที่เสนอ"))
    text_hash = models.CharField(max_length=64)
    original = models.ForeignKey(  # null: a reading of a letter whose file is not kept
        "circulars.Original", verbose_name=_("ต้นฉบับ"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    reading = models.JSONField(_("ค่าที่อ่านใหม่"), default=dict, blank=True)
    proposed_at = models.DateTimeField(_("เสนอเมื่อ"), default=timezone.now)
    proposed_by = models.ForeignKey(  # null: an import by command that named nobody
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_accepted = models.BooleanField(default=False)
    decided_at = models.DateTimeField(_("ตัดสินเมื่อ"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(_("เหตุผล"), blank=True)
    replaced_text = models.TextField(_("ข้อความเดิม"), blank=True)
    replaced_hash = models.CharField(max_length=64, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("ข้อความที่เสนอแทน")
        verbose_name_plural = _("ข้อความที่เสนอแทน")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_proposal_per_text", fields=["page", "text_hash"], condition=Q(decided_at=None)
            ),
            models.CheckConstraint(
                name="a_decision_on_a_text_has_person_and_reason",
                condition=Q(decided_at=None) | (Q(decided_by__isnull=False) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.proposed_at:%Y-%m-%d}"
