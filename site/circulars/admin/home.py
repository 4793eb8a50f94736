"""Letters on the start page of the admin: what waits for the registrar, what waits in the inbox."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from circulars.admin.permissions import deliveries_for, has_inbox, letters_for, may_register, sent_by_those_of
from circulars.models import CircularFlag


class LettersPanel(Component):
    """Counts with the way to each list; nothing for who has no business with letters."""

    order = 40
    template_name = "circulars/admin/home_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"rows": rows_for(parent_context["request"].user)}


def rows_for(user: Any) -> list[dict[str, Any]]:
    """Each count with its label and address, of what the user may see."""
    inbox, queue = reverse("circulars_admin:inbox"), reverse("circulars_admin:queue")
    tracking = reverse("circulars_admin:tracking")
    rows = []
    if has_inbox(user):
        waiting = deliveries_for(user).waiting().count()  # type: ignore[attr-defined]
        rows.append((_("หนังสือเข้าที่รอรับทราบ"), f"{inbox}?state=waiting", waiting))
    if may_register(user):
        letters = letters_for(user)
        flags = CircularFlag.objects.blocking().filter(page__in=letters.values("pk"))
        sent = sent_by_those_of(user)
        rows += [
            (_("หนังสือที่รอนายทะเบียนตรวจ"), f"{queue}?status=held", letters.filter(live=False).count()),
            (_("ข้อสงสัยที่ต้องวินิจฉัย"), queue, flags.count()),
            (
                _("หน่วยงานที่ยังไม่รับทราบ"),
                f"{tracking}?state=waiting",
                sent.waiting().count(),  # type: ignore[attr-defined]
            ),
            (
                _("หน่วยงานที่เกินกำหนดรับทราบ"),
                f"{tracking}?state=overdue",
                sent.overdue(timezone.localdate()).count(),  # type: ignore[attr-defined]
            ),
        ]
    return [{"label": label, "url": url, "count": count} for label, url, count in rows]
