"""The screen on which an editor decides about one section, the model's text beside the own."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from guidelines.commenting import comments_on
from guidelines.deciding import (
    SectionChanged,
    SectionInput,
    Version,
    add_section,
    decision_in,
    remove_section,
    save_section,
    version_of,
)
from guidelines.forms import AddedSectionForm, SectionForm, choices_for
from guidelines.locks import allows, newest_locks, what_to_do
from guidelines.meeting import meet
from guidelines.models import EditionSection, SectionDecision
from guidelines.models.adaptation import Choice
from guidelines.practice import practice_of
from guidelines.reading import fill, read_adaptation
from guidelines.views.base import AdaptationScreen, refused

Form = SectionForm | AddedSectionForm


class SectionScreen(AdaptationScreen):
    """Decide about one section of the model, or rewrite one that the organisation added."""

    template_name = "guidelines/admin/section.html"

    @cached_property
    def section_id(self) -> str:
        return str(self.kwargs["section_id"])

    @cached_property
    def decision(self) -> SectionDecision | None:
        return decision_in(self.draft, self.section_id)

    @cached_property
    def model_section(self) -> EditionSection | None:
        edition = self.decision.edition_id if self.decision else self.page.edition_id
        section = EditionSection.objects.filter(edition=edition, section_id=self.section_id).first()
        is_gone = self.decision is not None and self.decision.removed_in_id is not None
        if is_gone or (section is None and self.decision is None):
            raise Http404
        return section

    @cached_property
    def lock(self) -> EditionSection | None:
        """The section in the newest edition, where that forbids what the edition that is used here allows."""
        lock = newest_locks(self.page.guideline_id).get(self.section_id)
        if lock is None or self.model_section is None:
            return None
        return lock if not all(allows(lock, each) for each in choices_for(self.model_section)) else None

    @property
    def keys(self) -> list[str]:
        return self.model_section.required_additions if self.model_section else []

    def get_page_title(self) -> str:
        heading = (
            self.model_section.heading_th if self.model_section else self.decision and self.decision.heading
        )
        return f"{self.section_id} {heading}"

    def form(self, data: Any = None, given: SectionInput | None = None) -> Form:
        seen = str(version_of(self.draft, self.section_id, self.keys))
        if self.model_section is None:
            return AddedSectionForm(places(self), self.decision, data, seen, given)
        values = {value.key: value.value for value in self.draft.values.all()}
        blanks = [self.blanks[key] for key in self.keys if key in self.blanks]
        return SectionForm(self.model_section, self.decision, blanks, values, data, seen, given, self.lock)

    def show(self, form: Form, **context: Any) -> HttpResponse:
        ids = [section.section_id for section in read_adaptation(self.draft)]
        at = ids.index(self.section_id)
        blanks = {key: blank for key, blank in self.blanks.items() if key in self.keys}
        practice = practice_of(self.draft) if blanks else None
        return self.render_to_response(
            self.get_context_data(
                form=form,
                media=form.media,
                section=self.model_section,
                decision=self.decision,
                filled=[each for each in fill(blanks, self.keys, {}, practice) if each.live],
                lock_notice=what_to_do(self.lock) if self.lock else "",
                comments=comments_on(self.page, self.section_id),
                section_id=self.section_id,
                previous=ids[at - 1] if at else "",
                following=ids[at + 1] if at + 1 < len(ids) else "",
                **context,
            )
        )

    def get(self, request: HttpRequest, pk: int, section_id: str) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest, pk: int, section_id: str) -> HttpResponse:
        form = self.form(request.POST)
        if self.is_restored:
            return self.show(form)
        if not form.is_valid():
            messages.error(request, _("ยังบันทึกไม่ได้ กรุณาแก้ไขช่องที่มีข้อความเตือน"))
            return self.show(form)
        try:
            seen = Version.read(form.cleaned_data["seen"])
        except ValueError:
            form.add_error(None, _("แบบฟอร์มไม่ครบ กรุณาเปิดหน้านี้ใหม่แล้วบันทึกอีกครั้ง"))
            return self.show(form)
        try:
            save_section(self.page, section_id, form.given(), request.user, seen)
        except (ValidationError, PermissionDenied) as error:
            for problem in refused(error):
                form.add_error(None, problem)
            return self.show(form)
        except SectionChanged as changed:
            return self._meet(form, seen, changed)
        messages.success(request, _("บันทึกหมวด %(section)s แล้ว") % {"section": section_id})
        following = request.POST.get("next", "")
        if following and decision_in(self.draft, following) is not None:
            return redirect("guidelines:section", self.page.pk, following)
        return redirect(self.overview_url)

    @classmethod
    def offering(cls, screen: AdaptationScreen, said: SectionInput) -> HttpResponse:
        """The form of the section of another `screen`, filled with words that were written there."""
        own = cls()
        own.setup(screen.request, **screen.kwargs)
        own.page = screen.page
        action = reverse("guidelines:section", args=[own.page.pk, own.section_id])
        return own.show(own.form(given=said), form_action=action)

    @classmethod
    def with_remark(cls, screen: AdaptationScreen, text: str) -> HttpResponse:
        """The section with a comment that could not be kept still in its box."""
        own = cls()
        own.setup(screen.request, **screen.kwargs)
        own.page = screen.page
        action = reverse("guidelines:section", args=[own.page.pk, own.section_id])
        return own.show(own.form(), form_action=action, remark=text)

    def _meet(self, form: Form, seen: Version, changed: SectionChanged) -> HttpResponse:
        """Show what the other person wrote meanwhile; the form keeps every word of this one's."""
        meeting = meet(self.page, self.section_id, seen, changed, form.given())
        self.draft = changed.draft
        self.decision = decision_in(changed.draft, self.section_id)
        return self.show(self.form(given=meeting.together), meeting=meeting)


class AddSection(AdaptationScreen):
    """Write a section that the model does not have."""

    page_title = gettext_lazy("เพิ่มหมวดของหน่วยงาน")
    template_name = "guidelines/admin/section.html"

    def show(self, form: AddedSectionForm, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, media=form.media, **context))

    @classmethod
    def offering(cls, screen: AdaptationScreen, said: SectionInput) -> HttpResponse:
        """The form of a new section, filled with words that were written on another `screen`."""
        own = cls()
        own.setup(screen.request, **screen.kwargs)
        own.page = screen.page
        form = AddedSectionForm(places(own), given=said)
        return own.show(form, form_action=reverse("guidelines:add_section", args=[own.page.pk]))

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(AddedSectionForm(places(self)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = AddedSectionForm(places(self), data=request.POST)
        if self.is_restored or not form.is_valid():
            return self.show(form)
        try:
            decision = add_section(self.page, form.given(), request.user)
        except (ValidationError, PermissionDenied) as error:
            for problem in refused(error):
                form.add_error(None, problem)
            return self.show(form)
        messages.success(request, _("เพิ่มหมวด %(section)s แล้ว") % {"section": decision.section_id})
        return redirect(self.overview_url)


class RemoveSection(AdaptationScreen):
    """Take away a section that the organisation added."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, section_id: str) -> HttpResponse:
        try:
            remove_section(self.page, section_id, request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(
                request,
                _("ลบหมวด %(section)s แล้ว ข้อความเดิมยังอยู่ในประวัติ") % {"section": section_id},
            )
        return redirect(self.overview_url)


def places(screen: AdaptationScreen) -> list[tuple[str, str]]:
    """The sections after which an added one may stand, as choices."""
    return [
        (section.section_id, f"{section.section_id} {section.heading}")
        for section in read_adaptation(screen.draft)
        if section.choice != Choice.ADDED
    ]
