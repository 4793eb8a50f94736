"""The file that a letter came in, kept as it was."""

from __future__ import annotations

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _


def private_storage() -> Storage:
    """Where originals lie: never below a public media address."""
    return storages["private"]


def original_path(instance: Original, filename: str) -> str:
    """By content, so that the same file lies there once and its name tells nothing."""
    return f"originals/{instance.sha256[:2]}/{instance.sha256}"


class Unsure(models.TextChoices):
    """What keeps the words of a file from being taken on trust (ความแน่นอนของข้อความ)."""

    NO = "", _("อ่านจากข้อความในแฟ้ม")
    OCR = "ocr", _("อ่านจากภาพสแกน")
    UNREAD_PAGES = "unread", _("มีหน้าที่ไม่ได้อ่าน")


class Original(models.Model):
    """A file as it was received (ต้นฉบับ), named by the SHA-256 of its bytes. Nothing rewrites it."""

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    file = models.FileField(_("แฟ้ม"), storage=private_storage, upload_to=original_path, max_length=120)
    name = models.CharField(_("ชื่อแฟ้มที่รับเข้า"), max_length=255)
    size = models.PositiveBigIntegerField(_("ขนาด (ไบต์)"))
    encoding = models.CharField(_("รหัสอักขระ"), max_length=20)
    unsure = models.CharField(_("ความแน่นอนของข้อความ"), max_length=6, choices=Unsure.choices, blank=True)
    letters = models.PositiveIntegerField(
        _("จำนวนหนังสือในแฟ้ม"),
        null=True,
        blank=True,
        help_text=_("นับเมื่อนำเข้า รวมฉบับที่ไม่ได้ลงทะเบียนจากแฟ้มนี้ ข้อความที่ไม่อยู่ในฉบับใดนับเป็นหนึ่ง"),
    )
    received_at = models.DateTimeField(_("รับเข้าเมื่อ"), auto_now_add=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ผู้รับเข้า"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("ต้นฉบับ")
        verbose_name_plural = _("ต้นฉบับ")

    def __str__(self) -> str:
        return self.name
