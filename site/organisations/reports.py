"""The report of what became public without a second person, and the button that approves it afterwards."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.views.reports import ReportView

from organisations.bypasses import confirm, may_confirm, overseen, visible_bypasses
from organisations.models import ReviewBypass


class BypassReport(ReportView):
    """การเผยแพร่โดยไม่ผ่านผู้สอบทาน: what waits for approval by another person first, then what has it."""

    page_title = gettext_lazy("การเผยแพร่โดยไม่ผ่านผู้สอบทาน")
    header_icon = "warning"
    results_template_name = "organisations/admin/bypasses_results.html"
    index_url_name = "review_bypasses"
    index_results_url_name = "review_bypasses_results"
    permission_required = "wagtailadmin.access_admin"
    model = ReviewBypass
    paginate_by = 50
    export_headings = {
        "page.title": gettext_lazy("หน้า"),
        "get_kind_display": gettext_lazy("วิธีที่ข้าม"),
        "user": gettext_lazy("ผู้ดำเนินการ"),
        "created_at": gettext_lazy("เมื่อ"),
        "confirmed_by": gettext_lazy("ผู้รับรองภายหลัง"),
        "confirmed_at": gettext_lazy("รับรองเมื่อ"),
        "days": gettext_lazy("ค้างหรือเคยค้าง (วัน)"),
    }
    list_export = list(export_headings)

    def user_has_permission(self, permission: str) -> bool:
        user: Any = self.request.user
        return user.is_superuser or bool(overseen(user))

    def get_queryset(self) -> list[ReviewBypass]:
        return sorted(visible_bypasses(self.request.user), key=lambda each: each.confirmed_at is not None)

    def filter_queryset(self, queryset: list[ReviewBypass]) -> list[ReviewBypass]:
        return queryset

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        shown = list(context["object_list"])
        context["bypasses"] = [(each, may_confirm(self.request.user, each)) for each in shown]
        return context

    def get_filename(self) -> str:
        return "review-bypasses"


@require_POST
def confirm_bypass(request: HttpRequest, pk: int) -> HttpResponse:
    """The button "รับรอง": 404 for whoever does not see the row, 403 for who forced or wrote it."""
    found = next((each for each in visible_bypasses(request.user) if each.pk == pk), None)
    if found is None:
        raise Http404
    try:
        confirm(found, request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("รับรองแล้ว"))
    return redirect("review_bypasses")
