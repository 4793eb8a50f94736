"""What a letter says of others: to whom it goes, what it cites, what it encloses. Read, never typed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from circulars.models.choices import Match, ReferenceType, Wording


class Addressee(models.Model):
    """One addressee (ผู้รับหนังสือ) as written; `organisation` where it names exactly one."""

    page = models.ForeignKey("circulars.CircularPage", on_delete=models.CASCADE, related_name="addressees")
    position = models.PositiveSmallIntegerField()
    raw = models.TextField(_("ตามที่เขียน"))
    organisation = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("หน่วยงาน"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("ผู้รับหนังสือ")
        verbose_name_plural = _("ผู้รับหนังสือ")
        ordering = ["position"]

    def __str__(self) -> str:
        return self.raw


class Enclosure(models.Model):
    """One thing sent along (สิ่งที่ส่งมาด้วย)."""

    page = models.ForeignKey("circulars.CircularPage", on_delete=models.CASCADE, related_name="enclosures")
    n = models.PositiveSmallIntegerField(_("ลำดับ"))
    raw = models.TextField(_("ตามที่เขียน"))
    quantity = models.PositiveIntegerField(_("จำนวน"), null=True, blank=True)
    unit = models.CharField(_("หน่วย"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("สิ่งที่ส่งมาด้วย")
        verbose_name_plural = _("สิ่งที่ส่งมาด้วย")
        ordering = ["n"]

    def __str__(self) -> str:
        return self.raw


class Citation(models.Model):
    """A document that a letter cites (การอ้างถึง), apart from the registered letter that it may mean.

    `raw` are its words and [`start`, `end`) their place in `raw_text` of the letter, in characters.
    `enclosure` is set where the cited letter is itself enclosed, `in_body` where only the body names it.
    `mismatches` names each part in which the citation and the target differ. `link` is what the wording says;
    it ends no letter's force: that takes a relation, which a person records.
    """

    page = models.ForeignKey("circulars.CircularPage", on_delete=models.CASCADE, related_name="citations")
    enclosure = models.OneToOneField(
        Enclosure, null=True, blank=True, on_delete=models.CASCADE, related_name="citation"
    )
    position = models.PositiveSmallIntegerField()
    type = models.CharField(_("ชนิด"), max_length=20, choices=ReferenceType.choices)
    raw = models.TextField(_("ตามที่เขียน"))
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    number_canonical = models.CharField(_("เลขที่ที่อ้าง"), max_length=80, blank=True)
    prefix = models.CharField(max_length=8, blank=True)
    unit_code = models.CharField(max_length=40, blank=True)
    running = models.PositiveBigIntegerField(null=True, blank=True)
    date_be = models.CharField(_("วันที่ที่อ้าง"), max_length=10, blank=True)
    target = models.ForeignKey(
        "circulars.CircularPage",
        verbose_name=_("หนังสือในทะเบียน"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="cited_by",
    )
    match = models.CharField(_("ผลการเทียบ"), max_length=20, choices=Match.choices, blank=True)
    mismatches = models.JSONField(default=list, blank=True)
    in_body = models.BooleanField(default=False)
    link = models.CharField(_("ความเชื่อมโยง"), max_length=10, choices=Wording.choices, default=Wording.CITES)

    class Meta:
        verbose_name = _("การอ้างถึง")
        verbose_name_plural = _("การอ้างถึง")
        ordering = ["position"]
        indexes = [models.Index(fields=["running", "prefix"]), models.Index(fields=["prefix", "unit_code"])]

    def __str__(self) -> str:
        return self.raw
