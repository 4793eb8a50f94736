"""Why a result stands where it stands, and how far the index is behind the content."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from finder import answering, health
from finder.admin.naming import parts_in_words, units_in_words
from finder.admin.reports import QUERIES
from finder.models import Heartbeat, IndexedDocument, OutboxEntry
from search import EngineUnavailable

LONGEST_QUERY = 500
HITS = 20
FAILURES = 20


class ToolView(WagtailAdminTemplateMixin, TemplateView):
    """A page of the admin below its first one."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


class ExplainView(ToolView):
    """ทำไมผลลัพธ์จึงเรียงเช่นนี้: how a query is understood, and the parts of each score, as the public sees it."""

    page_title = gettext_lazy("เหตุผลของลำดับผลการค้นหา")
    header_icon = "search"
    template_name = "finder/admin/explain.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(QUERIES):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = answering.readable(self.request.GET.get("q", ""))[:LONGEST_QUERY].replace("\0", "")
        context = super().get_context_data(q=text, **kwargs)
        if text.strip():
            try:
                found = answering.explanation(text, limit=HITS)
            except EngineUnavailable:
                context["unavailable"] = True
            else:
                context["explanation"] = found
                context["units"] = units_in_words(found.units)
                context["hits"] = [(hit, parts_in_words(hit.parts)) for hit in found.hits]
        return context


class IndexView(ToolView):
    """สถานะดัชนีค้นหา: what waits for the index, how long, and what failed; for administrators."""

    page_title = gettext_lazy("สถานะดัชนีค้นหา")
    header_icon = "history"
    template_name = "finder/admin/index.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            report=health.examine(),
            documents=IndexedDocument.objects.count(),
            failures=OutboxEntry.objects.exclude(error="").order_by("retry_at")[:FAILURES],
            worker_seen=Heartbeat.objects.filter(pk=health.WORKER).values_list("seen_at", flat=True).first(),
            **kwargs,
        )
