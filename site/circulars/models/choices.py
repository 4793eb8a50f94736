"""Kinds of letters and states of a registered one."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Six kinds of official letters (ชนิดของหนังสือราชการ), regulation on documentation B.E. 2526, clause 10."""

    EXTERNAL = "external", _("หนังสือภายนอก")
    INTERNAL = "internal", _("หนังสือภายใน")
    STAMPED = "stamped", _("หนังสือประทับตรา")
    ORDER = "order", _("หนังสือสั่งการ")
    PUBLICITY = "publicity", _("หนังสือประชาสัมพันธ์")
    RECORD = "record", _("หนังสือที่เจ้าหน้าที่ทำขึ้นหรือรับไว้เป็นหลักฐาน")


class Status(models.TextChoices):
    """Whether readers see a letter (สถานะในทะเบียน)."""

    HELD = "held", _("รอนายทะเบียนตรวจ")
    PUBLISHED = "published", _("เผยแพร่แล้ว")
    VERIFYING = "verifying", _("เผยแพร่ระหว่างตรวจสอบ")


class Speed(models.TextChoices):
    """Speed class (ชั้นความเร็ว), clause 28."""

    VERY = "ด่วนที่สุด", _("ด่วนที่สุด")
    MORE = "ด่วนมาก", _("ด่วนมาก")
    FAST = "ด่วน", _("ด่วน")


class Secrecy(models.TextChoices):
    """Secrecy class (ชั้นความลับ), regulation on official secrets B.E. 2544."""

    TOP = "ลับที่สุด", _("ลับที่สุด")
    MORE = "ลับมาก", _("ลับมาก")
    SECRET = "ลับ", _("ลับ")


class Severity(models.TextChoices):
    """How much a doubt weighs: an error holds a letter back."""

    ERROR = "error", _("ต้องแก้ไขหรือวินิจฉัย")
    WARN = "warn", _("ควรตรวจดู")
    INFO = "info", _("แจ้งให้ทราบ")


class Match(models.TextChoices):
    """How sure it is which registered letter a citation means."""

    EXACT = "exact", _("ตรงกัน")
    PROBABLE = "probable", _("น่าจะใช่")
    NOT_IN_REGISTRY = "not_in_registry", _("ยังไม่มีในทะเบียน")


class ReferenceType(models.TextChoices):
    """What sort of document is cited."""

    LETTER = "letter", _("หนังสือ")
    CABINET_RESOLUTION = "cabinet_resolution", _("มติคณะรัฐมนตรี")
    LAW = "law", _("กฎหมาย")
    REGULATION = "regulation", _("ระเบียบ")
    OTHER = "other", _("เอกสารอื่น")


class Wording(models.TextChoices):
    """What the words of a letter do to another that they cite (ถ้อยคำที่อ้าง); a person makes it a relation."""

    CITES = "cites", _("อ้างถึง")
    AMENDS = "amends", _("แก้ไขเพิ่มเติม")
    CANCELS = "cancels", _("ยกเลิก")
    REPLACES = "replaces", _("ใช้แทน")


ACTION_LABELS = {
    "created": _("นำเข้าและเผยแพร่แล้ว"),
    "updated": _("ปรับปรุงแล้ว"),
    "unchanged": _("มีอยู่แล้ว ไม่เปลี่ยนแปลง"),
    "held": _("เก็บไว้ รอนายทะเบียนตรวจ"),
    "refused": _("ไม่รับ"),
}
"""What became of a letter that was imported, in words."""
