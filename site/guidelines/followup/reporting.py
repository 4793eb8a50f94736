"""What an organisation reports in a round: saved as a draft or sent, whole or not at all."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guidelines.followup.access import may_report
from guidelines.followup.models import Evidence, IndicatorValue, ReportingRound, RoundClosed, RoundMember
from search.thai.numerals import to_arabic

LARGEST = Decimal("999999999999.99")
WITH_BASE = frozenset({"percent", "ratio", "minutes"})
"""Units whose figure rests on a second one: the whole, or the number of matters."""


class ChangedMeanwhile(ValidationError):
    """A colleague saved the report after it was opened; nothing was written."""

    def __init__(self) -> None:
        super().__init__(
            _("เพื่อนร่วมงานบันทึกรายงานนี้ระหว่างที่ท่านกรอก ระบบยังไม่บันทึกสิ่งที่ท่านกรอก โปรดเทียบกับค่าล่าสุดแล้วบันทึกอีกครั้ง")
        )


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it is stored; see `IndicatorValue`."""

    amount: Decimal
    base: Decimal | None


def read_figure(unit: str, amount: str, base: str) -> Figure | None:
    """What a person typed, in either script of digits; None where both are empty.

    Raises ValidationError in Thai that says what to do.
    """
    if not amount.strip() and not base.strip():
        return None
    first = _number(amount)
    if unit not in WITH_BASE:
        return Figure(_whole(first), None)
    second = _whole(_number(base)) if unit == "minutes" else _number(base)
    if unit != "minutes" and first > second:
        raise ValidationError(_("จำนวนต้องไม่มากกว่าจำนวนทั้งหมด"))
    if second == 0 and first > 0:
        raise ValidationError(_("เมื่อไม่มีเรื่อง ค่าเฉลี่ยต้องเป็นศูนย์"))
    return Figure(first, second)


def _whole(number: Decimal) -> Decimal:
    """What is counted. Raises ValidationError."""
    if number != number.to_integral_value():
        raise ValidationError(_("จำนวนเรื่อง ครั้ง หรือคน ต้องเป็นจำนวนเต็ม"))
    return number


def _number(text: str) -> Decimal:
    plain = to_arabic(text).strip().replace(",", "")
    if not plain:
        raise ValidationError(_("โปรดกรอกตัวเลขให้ครบทั้งสองช่อง"))
    try:
        number = Decimal(plain)
    except InvalidOperation:
        raise ValidationError(_("“%s” ไม่ใช่ตัวเลข") % text[:40]) from None
    if not number.is_finite() or number < 0 or number > LARGEST:
        raise ValidationError(_("โปรดกรอกตัวเลขตั้งแต่ศูนย์ขึ้นไป"))
    if number != number.quantize(Decimal("0.01")):
        raise ValidationError(_("ใช้ทศนิยมได้ไม่เกินสองตำแหน่ง"))
    return number


@transaction.atomic
def save_report(
    member: RoundMember,
    user: Any,
    figures: Mapping[str, Figure],
    obstacles: str,
    *,
    seen: int,
    submit: bool = False,
) -> RoundMember:
    """Save what an organisation reports; with `submit` send it to who follows up.

    `seen` is the version that the user had before them. What was sent once stays sent, and so complete: it is
    what the round counts. Raises PermissionDenied for anybody else than the
    organisation's editors and reviewers, RoundClosed, ChangedMeanwhile, and ValidationError where a report
    that is to be sent is not complete.
    """
    if not may_report(user, member):
        raise PermissionDenied
    found = ReportingRound.objects.select_for_update().get(pk=member.round_id)
    if found.is_closed:
        raise RoundClosed
    stored = RoundMember.objects.select_for_update().select_related("organisation").get(pk=member.pk)
    if stored.version != seen:
        raise ChangedMeanwhile
    submit = submit or stored.submitted_at is not None
    known = {each["key"]: each for each in found.indicators}
    if submit and (missing := [each["label"] for key, each in known.items() if key not in figures]):
        raise ValidationError(_("ยังไม่ได้กรอก: %s") % ", ".join(missing))
    IndicatorValue.objects.filter(member=stored).delete()
    IndicatorValue.objects.bulk_create(
        IndicatorValue(member=stored, key=key, amount=figure.amount, base=figure.base)
        for key, figure in figures.items()
        if key in known
    )
    stored.obstacles, stored.version = obstacles.strip(), stored.version + 1
    if submit:
        stored.submitted_at, stored.submitted_by = stored.submitted_at or timezone.now(), user
    stored.round = found
    stored.save()
    return stored


def check_evidence(member: RoundMember, upload: UploadedFile, key: str = "") -> str:
    """The name under which the file is kept. Raises ValidationError for a bad file; writes nothing."""
    name = PurePath((upload.name or "").replace("\\", "/")).name[:255]
    allowed = {*settings.WAGTAILDOCS_EXTENSIONS, *settings.WAGTAILIMAGES_EXTENSIONS}
    if PurePath(name).suffix.lower().lstrip(".") not in allowed:
        raise ValidationError(_("แนบแฟ้มชนิดนี้ไม่ได้ ใช้ได้: %s") % ", ".join(sorted(allowed)))
    if (upload.size or 0) > settings.WAGTAILDOCS_MAX_UPLOAD_SIZE:
        raise ValidationError(_("แฟ้ม “%s” ใหญ่เกินไป") % name)
    if key and key not in {each["key"] for each in member.round.indicators}:
        raise ValidationError(_("ไม่มีตัวชี้วัดนี้ในรอบ"))
    return name


def add_evidence(member: RoundMember, user: Any, upload: UploadedFile, key: str = "") -> Evidence:
    """Keep a file as evidence. Raises PermissionDenied, RoundClosed, ValidationError for a bad file."""
    if not may_report(user, member):
        raise PermissionDenied
    name = check_evidence(member, upload, key)
    evidence = Evidence(member=member, key=key, name=name, added_by=user)
    evidence.file.save(f"{secrets.token_hex(16)}{PurePath(name).suffix.lower()}", upload, save=False)
    evidence.save()
    return evidence
