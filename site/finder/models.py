"""What the index still has to hear, and what it has been told."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxEntry(models.Model):
    """Something changed that the index must hear of (รายการรอส่งเข้าดัชนี).

    Written in the transaction of the content itself, so that both are there or neither. It says
    which document, not what to do: delivery looks at the content as it then is, and puts in or
    takes out what it finds. Delivering an entry twice is therefore harmless.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(_("กุญแจเอกสาร"), max_length=100)
    created_at = models.DateTimeField(_("เกิดขึ้นเมื่อ"), auto_now_add=True)
    attempts = models.PositiveIntegerField(_("จำนวนครั้งที่ส่งไม่สำเร็จ"), default=0)
    retry_at = models.DateTimeField(_("จะลองใหม่เมื่อ"), null=True, blank=True)
    error = models.TextField(_("สาเหตุที่ส่งไม่สำเร็จ"), blank=True)

    class Meta:
        verbose_name = _("รายการรอส่งเข้าดัชนี")
        verbose_name_plural = _("รายการรอส่งเข้าดัชนี")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.pk} {self.key}"


class IndexedDocument(models.Model):
    """What the index was last told about one document (สถานะเอกสารในดัชนี).

    The digest is of everything in the document but its version; `index check` compares it with
    the content, and the version with the index.
    """

    key = models.CharField(_("กุญแจเอกสาร"), max_length=100, primary_key=True)
    version = models.BigIntegerField(_("รุ่น"))
    digest = models.CharField(_("ลายนิ้วมือเนื้อหา"), max_length=32)

    class Meta:
        verbose_name = _("สถานะเอกสารในดัชนี")
        verbose_name_plural = _("สถานะเอกสารในดัชนี")

    def __str__(self) -> str:
        return f"{self.key} v{self.version}"


class Heartbeat(models.Model):
    """When the worker was last alive, and by whom the boxes' index was made (สัญญาณชีพของตัวทำงานเบื้องหลัง)."""

    name = models.CharField(max_length=50, primary_key=True)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("สัญญาณชีพ")
        verbose_name_plural = _("สัญญาณชีพ")

    def __str__(self) -> str:
        return f"{self.name} {self.seen_at:%Y-%m-%d %H:%M:%S}"


class AttachmentText(models.Model):
    """The words of an uploaded document, as the extraction read them (ข้อความในเอกสารแนบ).

    Stands beside Wagtail's document, so that the search index can be built without opening files.
    `fingerprint` says which file was read; another one is read again. `pages` is a list of texts,
    `problems` a list of codes of `core.extraction.PROBLEMS`, or "missing" where the file is gone.
    """

    document = models.OneToOneField(
        "wagtaildocs.Document",
        on_delete=models.CASCADE,
        related_name="attachment_text",
        verbose_name=_("เอกสาร"),
    )
    fingerprint = models.CharField(_("ลายนิ้วมือแฟ้ม"), max_length=300)
    extractor = models.CharField(_("ตัวอ่าน"), max_length=50, blank=True)
    score = models.FloatField(_("ความน่าเชื่อถือ"), default=0.0)
    problems = models.JSONField(_("ปัญหา"), default=list, blank=True)
    pages = models.JSONField(_("ข้อความรายหน้า"), default=list, blank=True)
    tried_fully = models.BooleanField(_("อ่านด้วยเวลาเต็มแล้ว"), default=True)
    read_at = models.DateTimeField(_("อ่านเมื่อ"), auto_now=True)

    class Meta:
        verbose_name = _("ข้อความในเอกสารแนบ")
        verbose_name_plural = _("ข้อความในเอกสารแนบ")

    def __str__(self) -> str:
        return f"{self.document_id} {self.extractor}"


class QueryCount(models.Model):
    """How often a text was searched for on a day, and how much was found (สถิติคำค้นรายวัน).

    Nothing says who asked: no user, no address, no time of day; what may be a person's number is masked
    before it is written anywhere (see finder.query_log).
    """

    day = models.DateField(_("วันที่"))
    text = models.CharField(_("คำค้น"), max_length=100)
    searches = models.PositiveIntegerField(_("จำนวนครั้งที่ค้น"), default=0)
    found = models.PositiveIntegerField(_("จำนวนผลลัพธ์ล่าสุด"), default=0)

    class Meta:
        verbose_name = _("สถิติคำค้น")
        verbose_name_plural = _("สถิติคำค้น")
        constraints = [models.UniqueConstraint(fields=["day", "text"], name="finder_query_of_a_day")]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.text} {self.searches}"


class WantedPage(models.Model):
    """A guide that many searches of the last days lead to (คู่มือที่มีคนหามาก); see finder.wanted."""

    page = models.OneToOneField(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="wanted", verbose_name=_("หน้า")
    )
    searches = models.PositiveIntegerField(_("จำนวนครั้งที่ค้น"))

    class Meta:
        verbose_name = _("คู่มือที่มีคนหามาก")
        verbose_name_plural = _("คู่มือที่มีคนหามาก")
        ordering = ["-searches", "page_id"]

    def __str__(self) -> str:
        return f"{self.page_id} {self.searches}"
