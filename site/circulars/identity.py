"""By what number and date a letter is found and cited: those that a person accepted, else those read.

The registry's key, its order in lists and its year follow them. What was read stays in fields of its own;
where a best number gives the key, the parts that were read are kept in `key_as_read`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from circulars.letters import LetterDate, ParsedLetter
from circulars.letters.typed import typed_number
from circulars.models import CircularPage, DeletedLetter
from circulars.models.readers import readable
from circulars.recording import as_read, key_of, number_key, parts_of, year_of
from core.templatetags.thai import thai_date


def best_of(page: Any, letter: ParsedLetter) -> ParsedLetter:
    """`letter`, read from the page's text, with the number and date that a person accepted."""
    number = typed_number(page.kind, page.best_number) if page.best_number else None
    if number is not None:
        letter = replace(letter, number=number)
    if page.best_date is not None:
        letter = replace(letter, date=accepted_date(page.best_date, letter.date.raw))
    return letter


def accepted_date(day: Any, raw: str | None = None) -> LetterDate:
    """A date that a person gave."""
    be = f"{day.year + 543:04}-{day.month:02}-{day.day:02}"
    return LetterDate(raw=raw, be=be, iso=day.isoformat(), precision="day", status="ok")


def settle_identity(page: Any) -> None:
    """Set key, order and effective date from what was read and accepted; doing it again changes nothing.

    A best number that is none by the grammar, as older records may hold, leaves the key as read.
    """
    read = as_read(page)
    letter = best_of(page, read)
    page.key_as_read = parts_of(read.number) if letter.number is not read.number else {}
    for name, value in parts_of(letter.number).items():
        setattr(page, name, value)
    page.year_be = year_of(letter)
    page.effective_date = page.best_date or page.date
    page.number_key = number_key(page)


def check_best_readings(page: CircularPage) -> None:
    """Refuse a best number that is no number, or that with its year is another letter's; write it in one way.

    Raises ValidationError by field. Values that the registry has already are not judged again.
    """
    held = CircularPage.objects.filter(pk=page.pk).values("best_number", "best_date").first()
    now = {"best_number": page.best_number, "best_date": page.best_date}
    if held == now or (held is None and not any(now.values())):
        return
    if page.best_number:
        number = typed_number(page.kind, page.best_number)
        if number is None:
            words = _("“%s” ไม่เป็นเลขที่หนังสือ โปรดพิมพ์เช่น มท 0201/ว 15 (คำสั่งและประกาศพิมพ์เช่น 12/2567)")
            raise ValidationError({"best_number": words % page.best_number})
        page.best_number = number.raw or ""
    taken = taken_by(page, best_of(page, as_read(page)))
    if taken:
        raise ValidationError({"best_number" if page.best_number else "best_date": taken})


def taken_by(page: CircularPage, letter: ParsedLetter) -> str:
    """That another letter, be it deleted, has the number and year of `letter`; empty when they are free.

    The other letter is named where everybody may read it; of any other nothing is told.
    """
    key = key_of(replace(letter, kind=page.kind, issuer=letter.issuer or page.issuer_name))
    if key is None:
        return ""
    words: dict[str, Any] = {"number": letter.number.canonical, "year": year_of(letter)}
    other = holders(key).exclude(pk=page.pk).first()
    if other is not None and readable(CircularPage.objects.filter(pk=other.pk)).exists():
        words["title"] = other.title
        return (
            _("เลขที่ %(number)s ปี พ.ศ. %(year)s เป็นของหนังสือ “%(title)s” ในทะเบียนแล้ว โปรดตรวจเลขที่และวันที่")
            % words
        )
    if other is not None:
        return (
            _(
                "เลขที่ %(number)s ปี พ.ศ. %(year)s ใช้กับหนังสือนี้ไม่ได้ โปรดตรวจเลขที่และวันที่ "
                "หากถูกต้องโปรดแจ้งผู้ดูแลทะเบียนหนังสือ"
            )
            % words
        )
    named = [list(part) for part in sorted(key.items())]
    for gone in DeletedLetter.objects.filter(~Q(number=""), year_be=year_of(letter)):
        if gone.key == named:
            words["when"] = thai_date(timezone.localtime(gone.deleted_at).date())
            return (
                _("เลขที่ %(number)s ปี พ.ศ. %(year)s เป็นของหนังสือที่ลบออกจากทะเบียนเมื่อ %(when)s เลขที่นั้นใช้ซ้ำไม่ได้")
                % words
            )
    return ""


def holders(key: dict[str, Any]) -> Any:
    """The letters that have the key of `recording.key_of`."""
    if "number" not in key:
        return CircularPage.objects.filter(**key)
    rest = {name: value for name, value in key.items() if name != "number"}
    number = key["number"]
    return CircularPage.objects.filter(Q(best_number=number) | Q(best_number="", number=number), **rest)
