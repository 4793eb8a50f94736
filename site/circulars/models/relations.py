"""What one letter does to another document, as a registrar reads it: amend, cancel, replace, carry out."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from circulars.models.readers import is_readable


class RelationKind(models.TextChoices):
    """What the letter does to the other (ความเชื่อมโยง); `REVERSED` has the words from the other side."""

    AMENDS = "amends", _("แก้ไขเพิ่มเติม")
    CANCELS = "cancels", _("ยกเลิก")
    REPLACES = "replaces", _("ใช้แทน")
    CIRCULATES = "circulates", _("แจ้งเวียนมติ")
    RESULTS_FROM = "results-from", _("สืบเนื่องจาก")


REVERSED = {
    RelationKind.AMENDS: _("ถูกแก้ไขเพิ่มเติมโดย"),
    RelationKind.CANCELS: _("ถูกยกเลิกโดย"),
    RelationKind.REPLACES: _("ถูกแทนที่โดย"),
    RelationKind.CIRCULATES: _("แจ้งเวียนโดย"),
    RelationKind.RESULTS_FROM: _("เป็นเหตุให้มี"),
}
ENDING = (RelationKind.CANCELS, RelationKind.REPLACES)
"""What ends the force of the other letter."""


class RelationQuerySet(models.QuerySet):
    def standing(self) -> RelationQuerySet:
        """Those that hold; what was taken back stays on record only."""
        return self.filter(undone_at=None)

    def public(self) -> RelationQuerySet:
        """Between letters that everybody may read; what another does is told to nobody."""
        return self.standing().filter(is_readable("page"), Q(target=None) | is_readable("target"))


class Relation(models.Model):
    """A typed link from a letter to another letter, to a Cabinet resolution by its date, or to a law.

    It rests on words of the letter: `quote`, standing at `start` in its text where it was found there.
    `effective` is the day from which it holds; without one, the date of the letter. One that was recorded by
    mistake is taken back with a reason and stays on record.
    """

    page = models.ForeignKey(
        "circulars.CircularPage", verbose_name=_("หนังสือ"), on_delete=models.PROTECT, related_name="relations"
    )
    kind = models.CharField(_("ความเชื่อมโยง"), max_length=20, choices=RelationKind.choices)
    target = models.ForeignKey(
        "circulars.CircularPage",
        verbose_name=_("หนังสือในทะเบียน"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="related_by",
    )
    resolution_date = models.DateField(_("วันที่มติคณะรัฐมนตรี"), null=True, blank=True)
    law = models.CharField(_("กฎหมายหรือระเบียบ"), max_length=255, blank=True)
    effective = models.DateField(_("มีผลตั้งแต่"), null=True, blank=True)
    quote = models.TextField(_("ข้อความที่เป็นหลักฐาน"))
    start = models.PositiveIntegerField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    undone_at = models.DateTimeField(_("เพิกถอนเมื่อ"), null=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    undone_reason = models.TextField(_("เหตุผลที่เพิกถอน"), blank=True, editable=False)

    objects = RelationQuerySet.as_manager()

    class Meta:
        verbose_name = _("ความเชื่อมโยง")
        verbose_name_plural = _("ความเชื่อมโยง")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="a_letter_is_not_related_to_itself",
                condition=Q(target=None) | ~Q(target=F("page")),
                violation_error_message=_("หนังสือเชื่อมโยงกับตนเองไม่ได้"),
            ),
            *(
                models.UniqueConstraint(
                    name=f"a_relation_to_a_{name}_is_recorded_once",
                    fields=["page", "kind", field],
                    condition=Q(undone_at=None) & given,
                    violation_error_message=_("บันทึกความเชื่อมโยงนี้ไว้แล้ว"),
                )
                for name, field, given in (
                    ("letter", "target", Q(target__isnull=False)),
                    ("resolution", "resolution_date", Q(resolution_date__isnull=False)),
                    ("law", "law", ~Q(law="")),
                )
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.target or self.law or self.resolution_date}"

    def clean(self) -> None:
        """Exactly one target, and words that stand in the letter. Raises ValidationError."""
        super().clean()
        if sum(map(bool, (self.target_id, self.resolution_date, self.law))) != 1:
            raise ValidationError(gettext("โปรดระบุหนังสือ มติคณะรัฐมนตรี หรือกฎหมาย อย่างใดอย่างหนึ่ง"))
        if self.kind in ENDING and not self.target_id:
            raise ValidationError({"target": gettext("การยกเลิกหรือใช้แทนต้องระบุหนังสือในทะเบียน")})
        at = self.page.raw_text.find(self.quote) if self.quote else -1
        if at < 0:
            raise ValidationError({"quote": gettext("ไม่พบข้อความนี้ในหนังสือ โปรดคัดลอกจากข้อความตามต้นฉบับ")})
        self.start = at

    @property
    def reversed_words(self) -> str:
        """What the letter does, said of the other document: "ถูกยกเลิกโดย"."""
        return str(REVERSED[RelationKind(self.kind)])

    @property
    def since(self) -> datetime.date | None:
        """The day from which it holds: its own, else that of the letter."""
        return self.effective or self.page.effective_date
