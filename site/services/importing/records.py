"""Reading values out of records, and collecting what is wrong with them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.models import Page

from core.text import is_unseen
from organisations.models import Organisation, Role
from organisations.permissions import may_act_for
from search.thai import calendar
from search.thai.numerals import to_arabic
from services.guide_checks import RowError

Record = dict[str, Any]
FIRST_BUDDHIST_YEAR = 2400
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""What PostgreSQL or UTF-8 has no place for."""
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class RecordError(ValueError):
    """A record that cannot be saved; the message says which one and, line by line, why."""

    def __init__(self, name: str, reasons: Iterable[str]) -> None:
        self.name = name = _UNSTORABLE.sub("\ufffd", name)
        self.reasons = list(reasons)
        super().__init__(f"{name}: " + "; ".join(self.reasons))


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of a record: the stored instance and what was done to it."""

    instance: Any
    action: Literal["created", "updated", "unchanged"]


@dataclass(slots=True)
class Reader:
    """Reads a record's values; whatever is wrong is added to `errors` and read as nothing."""

    record: Record
    path: str = ""
    errors: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, record: object, known: Iterable[str]) -> Reader:
        """A reader of a whole record. Raises RecordError where it is none, has no id or unknown fields."""
        if not isinstance(record, dict):
            raise RecordError(str(record)[:60], [_("ต้องเป็นระเบียนที่มีชื่อช่องข้อมูล")])
        name = str(record.get("id") or record.get("order_no") or "?")
        unknown = sorted(str(key) for key in set(record) - set(known))
        if unknown:
            raise RecordError(name, [_("ไม่รู้จักช่องข้อมูล %s") % ", ".join(unknown)])
        return cls(record)

    @property
    def name(self) -> str:
        return str(self.record.get("id") or self.record.get("order_no") or "?")

    def wrong(self, key: str, message: str) -> None:
        self.errors.append(f"{self.path}{key}: {message}")

    def text(self, key: str, required: bool = False) -> str:
        value = self.record.get(key)
        if value is None or is_unseen(str(value)):
            if required:
                self.wrong(key, _("ต้องระบุ"))
            return ""
        if isinstance(value, (dict, list)):
            self.wrong(key, _("ต้องเป็นข้อความ"))
            return ""
        text = self._storable(key, str(value))
        return text.strip() if "\n" in text else " ".join(text.split())

    def _storable(self, key: str, text: str) -> str:
        if not _UNSTORABLE.search(text):
            return text
        self.wrong(key, _("มีอักขระที่เก็บไม่ได้ (null หรืออักขระ Unicode ที่มีครึ่งเดียว) ให้ลบอักขระนั้น"))
        return ""

    def code(self, key: str = "id") -> str:
        value = self.text(key, required=True)
        if value and not CODE.fullmatch(value):
            self.wrong(key, _("ใช้ได้เฉพาะอักษรอังกฤษตัวเล็ก ตัวเลข และขีดกลาง"))
        return value

    def choice(self, key: str, choices: Iterable[tuple[str, Any]], default: str = "") -> str:
        """A code out of pairs of code and name."""
        value = self.text(key) or default
        names = dict(choices)
        if value and value not in names:
            known = ", ".join(f"{name} ({code})" for code, name in names.items())
            self.wrong(key, _("“%(value)s” ไม่อยู่ในตัวเลือก %(known)s") % {"value": value, "known": known})
            return default
        return value

    def flag(self, key: str, default: bool = False) -> bool:
        value = self.record.get(key, default)
        if not isinstance(value, bool):
            self.wrong(key, _("ต้องเป็น true หรือ false"))
            return default
        return value

    def integer(self, key: str, default: int = 0) -> int:
        value = self.number(key)
        if value is None:
            return default
        if value != value.to_integral_value() or value < 0:
            self.wrong(key, _("ต้องเป็นจำนวนเต็มตั้งแต่ศูนย์ขึ้นไป"))
            return default
        return int(value)

    def number(self, key: str) -> Decimal | None:
        value = self.record.get(key)
        if value is None or value == "":
            return None
        try:
            number = Decimal(to_arabic(str(value)).replace(",", ""))
        except InvalidOperation:
            number = Decimal("NaN")
        if isinstance(value, bool) or not number.is_finite():
            self.wrong(key, _("“%s” ไม่ใช่จำนวน") % value)
            return None
        return number

    def date(self, key: str) -> datetime.date | None:
        """A date written YYYY-MM-DD; a year from 2400 on is a Buddhist one."""
        value = self.record.get(key)
        if value is None or value == "":
            return None
        match = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", to_arabic(str(value)).strip())
        date = None
        if match:
            year, month, day = map(int, match.groups())
            try:
                if year >= FIRST_BUDDHIST_YEAR:
                    date = calendar.civil_date(year, month, day)
                else:
                    date = datetime.date(year, month, day)
            except ValueError:
                date = None
        if date is None:
            self.wrong(key, _("“%s” ไม่ใช่วันที่ที่มีจริง ใช้รูปแบบ ปี-เดือน-วัน เช่น 2566-11-15") % value)
        return date

    def time(self, key: str) -> datetime.time | None:
        """A time written HH.MM or HH:MM."""
        value = self.text(key, required=True)
        match = re.fullmatch(r"(\d{1,2})[.:](\d{2})", to_arabic(value))
        if match and int(match[1]) < 24 and int(match[2]) < 60:
            return datetime.time(int(match[1]), int(match[2]))
        if value:
            self.wrong(key, _("“%s” ไม่ใช่เวลา ใช้รูปแบบ ชั่วโมง.นาที เช่น 08.30") % value)
        return None

    def texts(self, key: str) -> list[str]:
        value = self.record.get(key)
        if value is None:
            return []
        if not isinstance(value, list) or any(isinstance(item, (dict, list)) for item in value):
            self.wrong(key, _("ต้องเป็นรายการของข้อความ"))
            return []
        stored = [self._storable(key, str(item)) for item in value]
        return ["" if is_unseen(item) else " ".join(item.split()) for item in stored]

    def part(self, key: str) -> Reader:
        """A reader of the record that stands inside this one."""
        value = self.record.get(key)
        if value is not None and not isinstance(value, dict):
            self.wrong(key, _("ต้องเป็นระเบียนที่มีชื่อช่องข้อมูล"))
        return Reader(value if isinstance(value, dict) else {}, f"{self.path}{key}.", self.errors)

    def parts(self, key: str, text_field: str = "") -> list[Reader]:
        """Readers of a list of records; with `text_field`, a plain text stands for a record of that field."""
        value = self.record.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.wrong(key, _("ต้องเป็นรายการ"))
            return []
        readers = []
        for number, item in enumerate(value, 1):
            if text_field and isinstance(item, str):
                item = {text_field: item}
            if isinstance(item, dict):
                readers.append(Reader(item, f"{self.path}{key}[{number}].", self.errors))
            else:
                self.wrong(f"{key}[{number}]", _("ต้องเป็นระเบียนที่มีชื่อช่องข้อมูล"))
        return readers

    def finish(self) -> None:
        """Raises RecordError where anything was wrong."""
        if self.errors:
            raise RecordError(self.name, self.errors)


def organisation_with(code: str) -> Organisation | None:
    """The organisation of a code."""
    return Organisation.objects.filter(code=code).first()


def organisation_of(
    reader: Reader,
    code_key: str = "organisation",
    find: Callable[[str], Organisation | None] = organisation_with,
) -> Organisation | None:
    """The organisation of a code; an error where there is none."""
    code = reader.text(code_key, required=True)
    organisation = find(code)
    if organisation is None and code:
        reader.wrong(code_key, _("ไม่พบหน่วยงานรหัส %s") % code)
    return organisation


def may_publish(user: AbstractUser | None, organisation: Organisation, name: str) -> bool:
    """Whether what `user` saves for the organisation is published at once; None is the system itself.

    Raises RecordError where the user does not act for the organisation.
    """
    if user is None or may_act_for(user, organisation, Role.REVIEWER):
        return True
    if may_act_for(user, organisation, Role.EDITOR):
        return False
    raise RecordError(name, [_("ท่านไม่มีสิทธิบันทึกข้อมูลของ%s") % organisation.name_th])


Place = Callable[[str, int, str], str]
"""What a record calls a field of a page, a row of that field by its number from 1 (0: the whole field), and a
part of the row (empty: the whole row), e.g. "fees[1].amount"."""


def reasons_of(error: ValidationError, model: type[Model], place: Place | None = None) -> list[str]:
    """A validation error's messages, each after the name of its field, or after its place in the record."""
    if not hasattr(error, "error_dict"):
        return list(error.messages)
    if place is not None:
        return [
            message if key == NON_FIELD_ERRORS else f"{place(key, *_row_of(each))}: {message}"
            for key, errors in error.error_dict.items()
            for each in errors
            for message in each.messages
        ]
    names = {f.name: str(getattr(f, "verbose_name", f.name)) for f in model._meta.get_fields()}
    return [
        f"{names.get(key, key)}: {message}" if key != "__all__" else str(message)
        for key, messages in error.message_dict.items()
        for message in messages
    ]


def _row_of(error: ValidationError) -> tuple[int, str]:
    return (error.row, error.part) if isinstance(error, RowError) else (0, "")


def section_page(model: type[Page], name: str) -> Page:
    """The section's index page. Raises RecordError where the site's tree is not built yet."""
    page = model.objects.first()
    if page is None:
        raise RecordError(name, [_("ยังไม่มีหน้ารวมของหมวดนี้ ให้สร้างโครงเว็บไซต์ก่อนด้วยคำสั่ง manage.py setup")])
    return page
