"""Reports for staff: what people search for, what they do not find, which files have no text."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import Max, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.documents.models import Document
from wagtail.permissions import policy_registry

from core.templatetags.thai import thai_date
from finder.models import AttachmentText, QueryCount

QUERIES = "finder.view_querycount"

PROBLEM_NAMES = {
    "missing": gettext_lazy("ไม่พบแฟ้มในที่เก็บ"),
    "empty": gettext_lazy("แฟ้มว่างเปล่า"),
    "too-large": gettext_lazy("แฟ้มใหญ่เกินกำหนด"),
    "unsupported": gettext_lazy("แฟ้มชนิดที่อ่านข้อความไม่ได้"),
    "encrypted": gettext_lazy("แฟ้มตั้งรหัสผ่านไว้"),
    "damaged": gettext_lazy("แฟ้มเสียหาย"),
    "timeout": gettext_lazy("อ่านไม่จบในเวลาที่กำหนด"),
    "memory": gettext_lazy("ใช้หน่วยความจำเกินกำหนด"),
    "truncated": gettext_lazy("อ่านได้เพียงส่วนต้น เพราะยาวเกินกำหนด"),
    "no-text": gettext_lazy("ไม่มีข้อความ อาจเป็นภาพสแกน"),
    "implausible": gettext_lazy("ข้อความอ่านไม่รู้เรื่อง ตารางอักขระของแบบอักษรอาจเสีย"),
}
"""What staff are told about the codes of core.extraction; a text that was put right is no problem."""


def problem_names(text: AttachmentText) -> str:
    """Why a document has no usable text, in words."""
    return ", ".join(str(PROBLEM_NAMES[code]) for code in text.problems if code in PROBLEM_NAMES)


class QueryReport(ReportView):
    """คำค้นของผู้ใช้: each text with how often it was asked and what it found last, the most frequent first."""

    page_title = gettext_lazy("คำค้นของผู้ใช้")
    header_icon = "search"
    index_url_name = "finder_admin:queries"
    index_results_url_name = "finder_admin:queries_results"
    permission_required = QUERIES
    model = QueryCount
    list_export = ["text", "times", "most", "last"]
    export_headings = {
        "text": gettext_lazy("คำค้น"),
        "times": gettext_lazy("จำนวนครั้งที่ค้น"),
        "most": gettext_lazy("จำนวนผลลัพธ์"),
        "last": gettext_lazy("ค้นล่าสุดเมื่อ"),
    }
    columns = [
        TitleColumn(
            "text",
            label=gettext_lazy("คำค้น"),
            accessor=lambda row: row["text"],
            get_url=lambda row: f"{reverse('finder_admin:explain')}?{urlencode({'q': row['text']})}",
        ),
        NumberColumn("times", label=gettext_lazy("จำนวนครั้งที่ค้น"), accessor=lambda row: row["times"]),
        NumberColumn("most", label=gettext_lazy("จำนวนผลลัพธ์"), accessor=lambda row: row["most"]),
        # A day is all that is kept of when somebody searched.
        Column("last", label=gettext_lazy("ค้นล่าสุดเมื่อ"), accessor=lambda row: thai_date(row["last"])),
    ]

    def user_has_permission(self, permission: str) -> bool:
        return self.request.user.has_perm(permission)

    def get_queryset(self) -> QuerySet:
        texts = QueryCount.objects.order_by().values("text")
        counted = texts.annotate(times=Sum("searches"), most=Max("found"), last=Max("day"))
        return counted.order_by("-times", "text")

    def get_filename(self) -> str:
        return "queries"


class ZeroHitReport(QueryReport):
    """คำค้นที่ไม่พบผล: texts that found nothing when they were last asked; candidates for the lexicon."""

    page_title = gettext_lazy("คำค้นที่ไม่พบผล")
    header_icon = "warning"
    index_url_name = "finder_admin:zero_hits"
    index_results_url_name = "finder_admin:zero_hits_results"

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().filter(most=0)

    def get_filename(self) -> str:
        return "queries-without-results"


class FileReport(ReportView):
    """เอกสารที่ค้นจากเนื้อหาไม่ได้: documents of which search knows only title and file name, and why."""

    page_title = gettext_lazy("เอกสารที่ค้นจากเนื้อหาไม่ได้")
    header_icon = "doc-empty"
    index_url_name = "finder_admin:files"
    index_results_url_name = "finder_admin:files_results"
    model = AttachmentText
    list_export = ["document.title", "document.filename", "problems", "extractor", "score", "read_at"]
    export_headings = {
        "document.title": gettext_lazy("เอกสาร"),
        "document.filename": gettext_lazy("ชื่อแฟ้ม"),
        "problems": gettext_lazy("สาเหตุ"),
        "extractor": gettext_lazy("ตัวอ่าน"),
        "score": gettext_lazy("ความน่าเชื่อถือ"),
        "read_at": gettext_lazy("อ่านเมื่อ"),
    }
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("เอกสาร"),
            accessor=lambda row: row.document.title,
            get_url=lambda row: reverse("wagtaildocs:edit", args=[row.document_id]),
        ),
        Column("name", label=gettext_lazy("ชื่อแฟ้ม"), accessor=lambda row: row.document.filename),
        Column("why", label=gettext_lazy("สาเหตุ"), accessor=problem_names),
        Column("score", label=gettext_lazy("ความน่าเชื่อถือ"), accessor=lambda row: f"{row.score:.2f}"),
        Column("extractor", label=gettext_lazy("ตัวอ่าน"), accessor=lambda row: row.extractor or _("ไม่มี")),
        DateColumn("read_at", label=gettext_lazy("อ่านเมื่อ")),
    ]

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not may_see_files(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet:
        """Only of documents that the user may change."""
        mine = policy_registry.get_by_type(Document).instances_user_has_permission_for(
            self.request.user, "change"
        )
        troubled = Q(pk__in=[])
        for code in PROBLEM_NAMES:
            troubled |= Q(problems__icontains=f'"{code}"')
        found = AttachmentText.objects.filter(troubled, document__in=mine)
        return found.select_related("document").defer("pages").order_by("-read_at", "-pk")

    def get_filename(self) -> str:
        return "files-without-text"


def may_see_files(user: Any) -> bool:
    return policy_registry.get_by_type(Document).user_has_any_permission(user, ["add", "change"])
