"""Before a letter is deleted: one of which the registry has a record stays, and the screen says what it is.

The database keeps such a letter by itself (PROTECT), whoever deletes it and by whichever way; here staff are
told so in words, and what to do instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from circulars.models import CircularPage, Correction, Delivery, DutyAnswer, Relation


def records_of(letters: Any) -> list[str]:
    """What the registry holds of these letters (a queryset) and would lose with them, in words."""
    keys = letters.order_by().values("pk")
    deliveries = Delivery.objects.filter(page__in=keys)
    sent, noted = deliveries.count(), deliveries.exclude(acknowledged_at=None).count()
    answers = DutyAnswer.objects.filter(duty__page__in=keys).count()
    corrections = Correction.objects.filter(page__in=keys).count()
    relations = Relation.objects.filter(Q(page__in=keys) | Q(target__in=keys)).count()
    told = (
        (sent, _("ส่งถึงหน่วยงาน %(n)d แห่ง รับทราบแล้ว %(noted)d แห่ง")),
        (answers, _("ผลตามภารกิจ %(n)d รายการ")),
        (corrections, _("บันทึกการแก้ไข %(n)d รายการ")),
        (relations, _("ความเชื่อมโยง %(n)d รายการ")),
    )
    return [words % {"n": number, "noted": noted} for number, words in told if number]


def refusal(pages: Sequence[Page]) -> str:
    """Why these pages may not be deleted, in words; empty where no letter at or below them has a record."""
    wanted = Q(pk__in=[])
    for page in pages:
        wanted |= Q(path__startswith=page.path)
    if not (records := records_of(CircularPage.objects.filter(wanted))):
        return ""
    return _(
        "ลบไม่ได้ เพราะทะเบียนต้องเก็บหลักฐานของหนังสือไว้: %s หากเลิกใช้ ให้ถอนหนังสือที่หน้า “สถานะและความเชื่อมโยง” "
        "หรือยกเลิกการเผยแพร่แทน"
    ) % " · ".join(records)


@hooks.register("before_delete_page")
def keep_records(request: HttpRequest, page: Page) -> HttpResponse | None:
    if told := refusal([page]):
        messages.error(request, told)
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    if request.method == "GET" and page.specific_class is CircularPage:
        messages.warning(request, _("เลขที่ของหนังสือที่ลบแล้วใช้ซ้ำไม่ได้ และนำแฟ้มเดิมเข้าทะเบียนอีกไม่ได้"))
    return None


@hooks.register("before_bulk_action")
def keep_records_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    pages = [one for one in objects if isinstance(one, Page)]
    if action_type != "delete" or not pages or not (told := refusal(pages)):
        return None
    messages.error(request, told)
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)
