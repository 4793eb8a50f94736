"""Fixed choices of guides and centres."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from services.durations import Unit

UNIT_CHOICES = [
    (Unit.MINUTE.value, _("นาที")),
    (Unit.HOUR.value, _("ชั่วโมง")),
    (Unit.DAY.value, _("วัน")),
    (Unit.WORKING_DAY.value, _("วันทำการ")),
    (Unit.MONTH.value, _("เดือน")),
]


class Facility(models.TextChoices):
    """What helps a visitor at a centre (สิ่งอำนวยความสะดวก)."""

    RAMP = "ramp", _("ทางลาดสำหรับเก้าอี้รถเข็น")
    LIFT = "lift", _("ลิฟต์")
    ACCESSIBLE_TOILET = "accessible_toilet", _("ห้องน้ำสำหรับคนพิการ")
    SIGN_LANGUAGE = "sign_language", _("ล่ามภาษามือทางไกล")
    BRAILLE = "braille", _("ป้ายอักษรเบรลล์")
    PRIORITY_QUEUE = "priority_queue", _("ช่องทางพิเศษสำหรับผู้สูงอายุ คนพิการ และหญิงตั้งครรภ์")
    PARKING = "parking", _("ที่จอดรถ")
    WIFI = "wifi", _("อินเทอร์เน็ตไร้สาย")
    PUBLIC_COMPUTER = "public_computer", _("คอมพิวเตอร์ให้ประชาชนใช้")
    COPIER = "copier", _("บริการถ่ายเอกสาร")
    CHILD_CORNER = "child_corner", _("มุมเด็ก")
    EPAYMENT = "epayment", _("รับชำระเงินทางอิเล็กทรอนิกส์")


class ChannelType(models.TextChoices):
    """Where a service can be asked for (ประเภทช่องทาง)."""

    ONSITE = "onsite", _("สำนักงาน")
    ONLINE = "online", _("ออนไลน์")
    COUNTER = "counter", _("เคาน์เตอร์บริการ")
    ONE_STOP = "one_stop", _("ศูนย์บริการร่วม")
    MOBILE = "mobile", _("หน่วยเคลื่อนที่")
    KIOSK = "kiosk", _("ตู้บริการอัตโนมัติ")
    DRIVE_THRU = "drive_thru", _("บริการโดยไม่ต้องลงจากรถ")
    TELEPHONE = "telephone", _("โทรศัพท์")
    POST = "post", _("ไปรษณีย์")


class FeeKind(models.TextChoices):
    """Whether an item costs something (ลักษณะค่าธรรมเนียม)."""

    NONE = "none", _("ไม่มีค่าธรรมเนียม")
    FIXED = "fixed", _("อัตราแน่นอน")
    CONDITIONAL = "conditional", _("คิดตามเงื่อนไข")
    FORMULA = "formula", _("คิดตามสูตร")


class ComplaintKind(models.TextChoices):
    """Who receives a complaint (ผู้รับเรื่องร้องเรียน)."""

    HOTLINE = "hotline", _("สายด่วน")
    OWNER = "owner", _("หน่วยงานเจ้าของบริการ")
    REGULATOR = "regulator", _("หน่วยงานกำกับ")


class Weekday(models.TextChoices):
    """A day of the week, Monday first as `datetime.date.weekday` counts (วันในสัปดาห์)."""

    MONDAY = "0", _("วันจันทร์")
    TUESDAY = "1", _("วันอังคาร")
    WEDNESDAY = "2", _("วันพุธ")
    THURSDAY = "3", _("วันพฤหัสบดี")
    FRIDAY = "4", _("วันศุกร์")
    SATURDAY = "5", _("วันเสาร์")
    SUNDAY = "6", _("วันอาทิตย์")


class Audience(models.TextChoices):
    """Whom a service is for (กลุ่มผู้รับบริการ)."""

    PEOPLE = "people", _("ประชาชน")
    BUSINESS = "business", _("ผู้ประกอบการ")
    EVERYONE = "everyone", _("ประชาชนและผู้ประกอบการ")


class ProcessType(models.TextChoices):
    """What the state does in the procedure (ประเภทงานบริการ)."""

    PERMISSION = "permission", _("อนุญาต ออกใบอนุญาต หรืออนุมัติ")
    REGISTRATION = "registration", _("จดทะเบียนหรือขึ้นทะเบียน")
    NOTIFICATION = "notification", _("รับแจ้ง")
    CERTIFICATE = "certificate", _("ออกเอกสารหรือหนังสือรับรอง")
    BENEFIT = "benefit", _("สวัสดิการและประโยชน์ทดแทน")
    PAYMENT = "payment", _("รับชำระเงิน")
    OTHER = "other", _("บริการทั่วไป")


class Level(models.TextChoices):
    """How far a point of service takes a matter (ระดับการให้บริการ ณ จุดบริการ)."""

    INFORMATION = "information", _("ให้ข้อมูล")
    FORWARD = "accept_and_forward", _("รับเรื่องส่งต่อ")
    COMPLETE = "complete_at_point", _("เสร็จที่จุดบริการ")


class CentreKind(models.TextChoices):
    """The model of a centre (รูปแบบศูนย์), as the Cabinet's resolutions on joint service centres name them."""

    MINISTRY = "ministry", _("ศูนย์บริการร่วมกระทรวง")
    JOINT = "joint", _("ศูนย์บริการร่วม (Service Link)")
    COUNTER = "counter", _("เคาน์เตอร์บริการประชาชน")
    MOBILE = "mobile", _("หน่วยบริการเคลื่อนที่")
