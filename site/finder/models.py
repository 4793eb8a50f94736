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
    """When the worker was last alive (สัญญาณชีพของตัวทำงานเบื้องหลัง)."""

    name = models.CharField(max_length=50, primary_key=True)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("สัญญาณชีพ")
        verbose_name_plural = _("สัญญาณชีพ")

    def __str__(self) -> str:
        return f"{self.name} {self.seen_at:%Y-%m-%d %H:%M:%S}"
