"""One adaptation at a glance, its general part, and its way through review."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from core.limits import SHORT, problem_of_length
from core.templatetags.thai import thai_date
from guidelines.commenting import open_comments
from guidelines.deciding import GeneralChanged, accept_rest, save_general, save_practice
from guidelines.forms import GeneralForm, PracticeForm
from guidelines.models import EditionSection, GuidelineParameter
from guidelines.practice import linkable, practice_of
from guidelines.reading import read_adaptation
from guidelines.reviewing import approve, scheduled_for, send_back, send_to_review
from guidelines.tracking import rows_for
from guidelines.upstream.targets import pending, target_of
from guidelines.views.base import AdaptationScreen, refused
from organisations.approving import why_not_approve
from organisations.bypasses import may_confirm, still_waits, waiting_on
from organisations.workflow import may_approve

WORKER_TAKES = datetime.timedelta(minutes=5)
"""After so long what was due to be published is called overdue: the worker looks every half minute."""


class Overview(AdaptationScreen):
    """The sections with their decisions, what is missing, and the next step."""

    template_name = "guidelines/admin/adaptation.html"

    def get_page_title(self) -> str:
        return self.page.organisation.name_th

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show()

    @classmethod
    def with_remark(cls, screen: AdaptationScreen, remark: str) -> HttpResponse:
        """What a reviewer wrote and could not be kept, still in its box."""
        own = cls()
        own.setup(screen.request, **screen.kwargs)
        own.page = screen.page
        return own.show(remark)

    def show(self, remark: str = "") -> HttpResponse:
        request = self.request
        comments = open_comments(self.page)
        sections = [(each, comments[each.section_id]) for each in read_adaptation(self.draft)]
        practice = practice_of(self.draft)
        task = self.page.current_workflow_task_state
        target = target_of(self.page.guideline)
        scheduled = scheduled_for(self.page)
        return self.render_to_response(
            self.get_context_data(
                sections=sections,
                remark=remark,
                practice=practice,
                comments=sum(comments.values()),
                scheduled=scheduled,
                is_overdue=scheduled is not None and scheduled < timezone.now() - WORKER_TAKES,
                row=rows_for(self.page.guideline, [self.page.organisation])[0],
                unconsidered=sum(
                    section.decision is not None and not section.decision.is_considered
                    for section, _comments in sections
                ),
                problems=self.draft.problems_before_review(),
                task=task,
                may_approve=task is not None
                and (may_approve(self.page, request.user) or request.user.is_superuser),
                why_not=why_not_approve(self.page, request.user) if task is not None else "",
                sent_back=self._sent_back(),
                target=target,
                waiting=len(pending(self.draft, target, only=())) if target else 0,
                bypasses=[(each, may_confirm(request.user, each)) for each in waiting_on(self.page)],
            )
        )

    def _sent_back(self) -> Any:
        """The reviewer's last words where the draft came back."""
        state = self.page.current_workflow_state
        if state is None or state.status != state.STATUS_NEEDS_CHANGES:
            return None
        return state.task_states.filter(status="rejected").order_by("-finished_at").first()


class General(AdaptationScreen):
    """The introduction and the blanks that no section asks for."""

    page_title = gettext_lazy("ข้อมูลทั่วไปของหน่วยงาน")
    template_name = "guidelines/admin/general.html"

    def _blanks(self) -> list[GuidelineParameter]:
        asked = {
            key
            for keys in EditionSection.objects.filter(edition=self.page.edition).values_list(
                "required_additions", flat=True
            )
            for key in keys
        }
        return [blank for key, blank in self.blanks.items() if key not in asked]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = GeneralForm(self.draft, self._blanks())
        return self.render_to_response(self.get_context_data(form=form))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = GeneralForm(self.draft, self._blanks(), data=request.POST)
        if self.is_restored or not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        data = form.cleaned_data
        given = (data["introduction"], form.given_values(), data["go_live_at"], data["seen"])
        try:
            save_general(self.page, request.user, *given)
        except GeneralChanged as changed:
            return self.render_to_response(self.get_context_data(form=form.meet(changed.draft)))
        except (ValidationError, PermissionDenied) as error:
            for problem in refused(error):
                form.add_error(None, problem)
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, _("บันทึกข้อมูลทั่วไปแล้ว"))
        return redirect(self.overview_url)


class PracticeScreen(AdaptationScreen):
    """The centres, services and orders that carry the adaptation out, and what follows from them today."""

    page_title = gettext_lazy("จุดบริการ งาน และคำสั่งที่รองรับ")
    template_name = "guidelines/admin/practice.html"

    def show(self, form: PracticeForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, practice=practice_of(self.draft)))

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(PracticeForm(self.draft, linkable(self.draft)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = PracticeForm(self.draft, linkable(self.draft), data=request.POST)
        if not form.is_valid():
            return self.show(form)
        said = form.cleaned_data
        try:
            save_practice(self.page, request.user, said["uses_own_centres"], form.given(), said["seen"])
        except (ValidationError, PermissionDenied) as error:
            for problem in refused(error):
                form.add_error(None, problem)
            return self.show(form)
        messages.success(request, _("บันทึกจุดบริการ งาน และคำสั่งที่รองรับแล้ว"))
        return redirect(self.overview_url)


class AcceptRest(AdaptationScreen):
    """The button that decides "as in the model" for all that is left."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        count = accept_rest(self.page, request.user)
        messages.success(request, _("ยืนยันใช้ตามต้นแบบ %(count)s หมวด") % {"count": count})
        return redirect(self.overview_url)


class Review(AdaptationScreen):
    """Sending to review, approving, sending back: the form's `action`."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        comment = request.POST.get("comment", "")
        if problem := problem_of_length(comment, SHORT):
            messages.error(request, problem)
            return Overview.with_remark(self, comment)
        try:
            match request.POST.get("action"):
                case "send":
                    send_to_review(self.page, request.user)
                    done = _("ส่งให้ผู้สอบทานแล้ว ระหว่างนี้แก้ไขไม่ได้จนกว่าจะสอบทานเสร็จ")
                case "approve":
                    approve(self.page, request.user, comment)
                    scheduled = scheduled_for(self.page)
                    done = _("อนุมัติและเผยแพร่แล้ว")
                    if scheduled is not None:
                        when = thai_date(scheduled, "time")
                        done = _("อนุมัติแล้ว ระบบจะเผยแพร่เองเมื่อ %(when)s") % {"when": when}
                case "send-back":
                    send_back(self.page, request.user, comment)
                    done = _("ส่งกลับให้ผู้จัดทำแก้ไขแล้ว")
                case _other:
                    raise PermissionDenied
        except ValidationError as error:
            for problem in error.messages:
                messages.error(request, problem)
        except PermissionDenied:
            reason = why_not_approve(self.page, request.user)
            if not reason:
                raise
            messages.error(request, reason)
        else:
            messages.success(request, done)
            if said := still_waits(self.page):
                messages.warning(request, said)
        return redirect(self.overview_url)
