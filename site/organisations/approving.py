"""Why a reviewer may not approve, in words that say what to do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from organisations.models import Role
from organisations.permissions import may_act_for
from organisations.workflow import approvers_of, may_approve, owner_of, writers_of_round


def why_not_approve(page: Page, user: Any) -> str:
    """To a reviewer of the owner who wrote in this round; empty for everybody else."""
    if user.is_superuser or may_approve(page, user) or not may_act_for(user, owner_of(page), Role.REVIEWER):
        return ""
    if user.pk not in writers_of_round(page):
        return ""
    why = _("ท่านเขียนหรือแก้ไขฉบับนี้ จึงอนุมัติเองไม่ได้ เพราะผู้เขียนกับผู้อนุมัติต้องเป็นคนละคน (หลักสี่ตา)")
    others = [person.get_full_name() or person.username for person in approvers_of(page)[:3]]
    if others:
        what = _("โปรดบันทึกสิ่งที่แก้ไข แล้วขอให้ผู้สอบทานคนอื่นอนุมัติ: %s") % ", ".join(others)
    else:
        what = _("หน่วยงานยังไม่มีผู้สอบทานคนอื่น โปรดส่งกลับพร้อมความเห็นแทนการแก้ไขเอง หรือขอให้ผู้ดูแลของหน่วยงานเพิ่มผู้สอบทาน")
    return f"{why} {what}"
