"""The matrix of organisations and sections, sums by ministry and recommendation, and one cell in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.templatetags.thai import number
from guidelines.editions import standing
from guidelines.models import EditionSection, GuidelineEdition, GuidelinePage, SectionDecision
from guidelines.models.adaptation import Choice
from guidelines.reports import PERMISSION, AdaptationReport, monitored
from guidelines.tracking import Row, State, with_figures
from organisations.models import Kind

SHORT = {
    Choice.INHERITED: gettext_lazy("ตามต้นแบบ"),
    Choice.ADAPTED: gettext_lazy("ปรับ"),
    Choice.REPLACED: gettext_lazy("เขียนใหม่"),
    Choice.SUPPLEMENTED: gettext_lazy("เพิ่มเติม"),
    Choice.NOT_APPLICABLE: gettext_lazy("ไม่ใช้"),
}
Section = tuple[str, str, list[str]]
"""Id, heading and the recommendations on which it rests."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A line of sums: whose, the counts in the order of the heads, and where its parts are shown."""

    name: str
    counts: tuple[int, ...]
    url: str = ""

    def as_row(self, show: Callable[[int], str]) -> SafeString:
        """The line as a row of a table, its counts by `show`. There may be one for each organisation, so the
        template engine does not set them."""
        name = escape(self.name)
        head = f'<a href="{escape(self.url)}">{name}</a>' if self.url else name
        cells = (
            f"<td>{show(n)}</td>" if self.url else f"<td><strong>{show(n)}</strong></td>" for n in self.counts
        )
        return mark_safe(f'<tr><th scope="row">{head}</th>{"".join(cells)}</tr>')  # noqa: S308 - escaped above


def by_ministry(rows: list[Row], url: str) -> list[Sum]:
    """Per ministry (`Organisation.counted_under`): bodies, one count a state, late ones, sections that
    differ; then all."""
    groups: dict[tuple[str, int], list[Row]] = {}
    for row in rows:
        top = row.organisation.counted_under()
        groups.setdefault((top.name_th, top.pk), []).append(row)
    lines = [
        Sum(name, _counts(found), f"{url}?ministry={pk}") for (name, pk), found in sorted(groups.items())
    ]
    return [*lines, Sum(_("รวม"), _counts(rows))]


def _counts(rows: list[Row]) -> tuple[int, ...]:
    states = Counter(row.state for row in rows)
    late, own = sum(row.is_late for row in rows), sum(row.own_sections for row in rows)
    return (len(rows), *(states[state] for state in State), late, own)


def by_recommendation(rows: list[Row], sections: list[Section], texts: dict[str, str], url: str) -> list[Sum]:
    """Per recommendation: its sections, then how often each choice was made about them; then all sections.

    A section that rests on several is counted with each, and once in the last line.
    """
    made = Counter((section, choice) for row in rows for section, choice in row.choices.items())

    def counts(ids: list[str]) -> tuple[int, ...]:
        return (len(ids), *(sum(made[each, choice] for each in ids) for choice in SHORT))

    codes = sorted({code for _id, _heading, grounds in sections for code in grounds})
    lines = [
        Sum(
            f"{code} {texts.get(code, '')}".strip(),
            counts([section for section, _heading, grounds in sections if code in grounds]),
            f"{url}?recommendation={code}",
        )
        for code in codes
    ]
    return [*lines, Sum(_("ทุกหมวด นับหมวดละครั้ง"), counts([each[0] for each in sections]))]


class Monitoring(WagtailAdminTemplateMixin, View):
    """A screen about one guideline for those who monitor adaptations."""

    header_icon = "table"
    guideline: GuidelinePage
    edition: GuidelineEdition

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        guideline = GuidelinePage.objects.live().filter(pk=kwargs.pop("guideline_pk")).first()
        edition = guideline and standing(guideline).first()
        if guideline is None or edition is None:
            raise Http404
        self.guideline, self.edition = guideline, edition
        return super().dispatch(request, *args, **kwargs)

    def sections(self) -> list[Section]:
        found = EditionSection.objects.filter(edition=self.edition)
        return list(found.values_list("section_id", "heading_th", "grounded_on"))

    @property
    def matrix_url(self) -> str:
        return reverse("guidelines:matrix", args=[self.guideline.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse_lazy("guidelines:report"), "label": AdaptationReport.page_title},
            {"url": "", "label": self.get_page_title()},
        ]


class SectionMatrix(Monitoring):
    """Organisation × section: what each decided about each, in words as well as in colour, with sums."""

    page_title = gettext_lazy("ตารางหน่วยงานและหมวด")
    template_name = "guidelines/admin/matrix.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        recommendation = request.GET.get("recommendation", "")
        every_section = self.sections()
        sections = [each for each in every_section if not recommendation or recommendation in each[2]]
        all_rows = monitored(request.user, self.guideline)
        rows = with_figures(row for row in all_rows if self._is_wanted(row))
        texts = {each.code: each.text for each in self.guideline.recommendations.all()}
        show = cache(number)
        return self.render_to_response(
            self.get_context_data(
                guideline=self.guideline,
                edition=self.edition,
                sections=[(section, heading) for section, heading, _grounds in sections],
                rows=self._rows(rows, sections),
                filters=self._filters(texts, all_rows),
                states=list(State),
                choices=list(SHORT.values()),
                ministries=[each.as_row(show) for each in by_ministry(rows, self.matrix_url)],
                recommendations=[
                    each.as_row(show) for each in by_recommendation(rows, sections, texts, self.matrix_url)
                ],
            )
        )

    def _is_wanted(self, row: Row) -> bool:
        state, parent = self.request.GET.get("state", ""), self.request.GET.get("ministry", "")
        body = row.organisation
        if parent and parent not in {str(each.pk) for each in (body, *body.ancestors())}:
            return False
        return row.is_late if state == "late" else state in {"", row.state.value}

    def _filters(
        self, texts: dict[str, str], rows: list[Row]
    ) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
        """Name, label and options (value, label, whether chosen) of each filter."""
        above = {(each.name_th, each.pk) for row in rows for each in row.organisation.ancestors()}
        tops = (row.organisation.counted_under() for row in rows)
        above |= {(top.name_th, top.pk) for top in tops if top.kind == Kind.MINISTRY}
        options = {
            "ministry": (_("สังกัด"), [(str(pk), name) for name, pk in sorted(above)]),
            "state": (
                _("สถานะ"),
                [*((each.value, str(each.label)) for each in State), ("late", _("เกินกำหนด"))],
            ),
            "recommendation": (
                _("ข้อเสนอหรือมติที่เป็นฐาน"),
                [(code, f"{code} {text[:60]}") for code, text in texts.items()],
            ),
        }
        given, everything = self.request.GET, ("", _("ทั้งหมด"))
        return [
            (
                name,
                label,
                [(value, text, value == given.get(name, "")) for value, text in [everything, *found]],
            )
            for name, (label, found) in options.items()
        ]

    def _rows(self, rows: list[Row], sections: list[Section]) -> list[SafeString]:
        """The rows of the table. Thousands of cells stand on one screen, so the template engine sets none."""
        timeline = reverse("followup:timeline", args=[self.guideline.pk, 0]).removesuffix("0/")
        late = f" <strong>{escape(_('เกินกำหนด'))}</strong>"
        states = {state: escape(str(state.label)) for state in State}
        found = []
        for row in rows:
            name, link = escape(row.organisation.name_th), f"{timeline}{row.organisation.pk}/"
            state = f"{states[row.state]}{late if row.is_late else ''}"
            figures = escape(str(row.figures)) if row.figures and row.figures.counters else "–"
            found.append(
                f'<tr><th scope="row"><a href="{link}">{name}</a></th>'
                f'<td class="guideline-state">{state}</td><td>{figures}</td>{self._cells(row, sections)}</tr>'
            )
        return [mark_safe(each) for each in found]  # noqa: S308 - names and words are escaped above

    def _cells(self, row: Row, sections: list[Section]) -> str:
        words = self._words
        base = f"{row.organisation.pk}/"  # from the address of the matrix
        cells = []
        for section, _heading, _grounds in sections:
            choice = row.choices.get(section, "")
            if choice in words:
                link = f'<a href="{base}{section}/">{words[choice]}</a>'
                cells.append(f'<td class="guideline-cell guideline-cell--{choice}">{link}</td>')
            else:
                cells.append('<td class="guideline-cell guideline-cell--none">–</td>')
        return "".join(cells)  # keys and words of ours, ids checked by the edition

    @property
    def _words(self) -> Mapping[str, str]:
        if not hasattr(self, "_kept"):
            self._kept = {choice.value: conditional_escape(str(text)) for choice, text in SHORT.items()}
        return self._kept


class SectionCell(Monitoring):
    """One organisation and one section: state, decision, reason and dates. Of drafts the choice alone."""

    template_name = "guidelines/admin/cell.html"

    def get_page_title(self) -> str:
        return _("หมวดของหน่วยงาน")

    def get(self, request: HttpRequest, organisation_pk: int, section_id: str) -> HttpResponse:
        rows = monitored(request.user, self.guideline)
        row = next((each for each in rows if each.organisation.pk == organisation_pk), None)
        sections = self.sections()
        ids = [each[0] for each in sections]
        if row is None or section_id not in ids:
            raise Http404
        at = ids.index(section_id)
        published = None
        if row.is_live:
            decisions = SectionDecision.objects.select_related("edition", "considered_edition", "approved_by")
            published = decisions.filter(page=row.adaptation, section_id=section_id).first()
        texts = {each.code: each.text for each in self.guideline.recommendations.all()}
        draft = row.choices.get(section_id, "")
        return self.render_to_response(
            self.get_context_data(
                guideline=self.guideline,
                edition=self.edition,
                row=row,
                section=sections[at],
                grounds=[(code, texts.get(code, "")) for code in sections[at][2]],
                draft=Choice(draft).label if draft in Choice.values else "",
                differs=published is not None and draft != published.choice,
                published=published,
                behind=published is not None
                and published.edition is not None
                and published.edition.number < self.edition.number,
                before=sections[at - 1] if at else None,
                after=sections[at + 1] if at + 1 < len(sections) else None,
            )
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *rest, here = super().get_breadcrumbs_items()
        return [*rest, {"url": self.matrix_url, "label": SectionMatrix.page_title}, here]
