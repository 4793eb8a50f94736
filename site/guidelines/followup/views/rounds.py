"""The monitor's screens: all rounds, opening one, one round with who reported and who is late, closing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.thai_dates import ThaiDateInput
from guidelines.followup.access import may_follow_up, readable_rounds
from guidelines.followup.changes import changes_since
from guidelines.followup.closing import close_round, is_intact
from guidelines.followup.figures import collect, results, tables
from guidelines.followup.models import Reminder, RoundMember
from guidelines.followup.opening import expected_members, join_round, may_join, next_period, open_round
from guidelines.followup.reminding import remind
from guidelines.models import GuidelinePage
from organisations.models import Organisation

LIST_TITLE = gettext_lazy("รอบการติดตามและรายงานคณะรัฐมนตรี")


def followed_guidelines(user: Any) -> list[GuidelinePage]:
    """The guidelines whose rounds the user opens and closes."""
    guidelines = GuidelinePage.objects.live().select_related("issuer")
    return [each for each in guidelines if may_follow_up(user, each)]


class OpeningForm(forms.Form):
    """Period, due date and who must report."""

    period_from = forms.DateField(label=gettext_lazy("ตั้งแต่วันที่"), widget=ThaiDateInput)
    period_to = forms.DateField(label=gettext_lazy("ถึงวันที่"), widget=ThaiDateInput)
    due = forms.DateField(label=gettext_lazy("กำหนดส่งรายงาน"), widget=ThaiDateInput)
    organisations = forms.ModelMultipleChoiceField(
        label=gettext_lazy("หน่วยงานที่ต้องรายงาน"),
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("โปรดเลือกหน่วยงานที่ต้องรายงานอย่างน้อยหนึ่งแห่ง")},
    )

    def __init__(self, guideline: GuidelinePage, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        expected = [each.pk for each in expected_members(guideline)]
        field: Any = self.fields["organisations"]
        field.queryset = Organisation.objects.filter(pk__in=expected)


class Screen(WagtailAdminTemplateMixin, View):
    """A screen with Wagtail's frame."""

    header_icon = "calendar-check"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("followup:rounds"), "label": str(LIST_TITLE)},
            {"url": "", "label": self.get_page_title()},
        ]


class Rounds(Screen):
    """Every round that the user follows up (รอบการติดตาม)."""

    page_title = LIST_TITLE
    template_name = "followup/admin/rounds.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        guidelines = followed_guidelines(request.user)
        if not guidelines:
            raise PermissionDenied
        rounds = readable_rounds(request.user)
        is_open = {each.guideline_id for each in rounds if not each.is_closed}
        context = {"guidelines": guidelines, "rounds": rounds, "with_open_round": is_open}
        return self.render_to_response(self.get_context_data(**context))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": str(LIST_TITLE)}]


class OpenRound(Screen):
    """The form that opens a round."""

    page_title = gettext_lazy("เปิดรอบการติดตาม")
    template_name = "followup/admin/open.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.guideline = GuidelinePage.objects.live().filter(pk=kwargs.pop("guideline_pk")).first()
        if self.guideline is None or not may_follow_up(request.user, self.guideline):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        first, last = next_period(self.guideline, timezone.localdate())
        members = [each.pk for each in expected_members(self.guideline)]
        initial = {"period_from": first, "period_to": last, "due": last, "organisations": members}
        return self._show(OpeningForm(self.guideline, initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = OpeningForm(self.guideline, request.POST)
        if form.is_valid():
            data = form.cleaned_data
            period = (data["period_from"], data["period_to"])
            try:
                opened = open_round(self.guideline, period, data["due"], data["organisations"], request.user)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("เปิดรอบที่ %s แล้ว หน่วยงานเห็นแบบรายงานของตนทันที") % opened.number)
                return redirect("followup:round", opened.pk)
        return self._show(form)

    def _show(self, form: OpeningForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, guideline=self.guideline))


class RoundScreen(Screen):
    """One round: figures now or as frozen, who is late, the report's files (รอบการติดตาม)."""

    template_name = "followup/admin/round.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = readable_rounds(request.user).filter(pk=kwargs.pop("pk")).first()
        if found is None:
            raise Http404
        self.round = found
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("รอบที่ %s") % self.round.number

    def get(self, request: HttpRequest) -> HttpResponse:
        figures = self.round.figures or collect(self.round)
        last = Reminder.objects.filter(member=OuterRef("pk")).order_by("-pk").values("mails")[:1]
        members = (
            self.round.members.select_related("organisation__parent")
            .annotate(last_mails=Subquery(last))
            .order_by("organisation__name_th")
        )
        for member in members:
            member.round = self.round
        shown = request.GET.get("show", "")
        shelves: list[tuple[str, str, list[RoundMember]]] = [
            ("", _("ทั้งหมด"), list(members)),
            ("late", _("เกินกำหนด"), [each for each in members if each.is_late]),
            ("missing", _("ยังไม่ส่ง"), [each for each in members if each.submitted_at is None]),
            ("submitted", _("ส่งแล้ว"), [each for each in members if each.submitted_at is not None]),
        ]
        found = {value: shelf for value, _label, shelf in shelves}
        sums = {
            "all": len(members),
            "reported": len(found["submitted"]),
            "late": sum(each.is_late for each in found["missing"]),
        }
        files = list(self.round.files.all())
        return self.render_to_response(
            self.get_context_data(
                round=self.round,
                figures=figures,
                tables=tables(figures),
                results=results(figures),
                members=found.get(shown, found[""]),
                sums=sums,
                filters=[(value, label, len(shelf), value == shown) for value, label, shelf in shelves],
                files=files,
                files_done=sum(each.made_at is not None for each in files),
                intact=is_intact(self.round),
                changes=changes_since(self.round, figures),
                joinable=may_join(self.round),
            )
        )


class CloseRound(RoundScreen):
    """Closing cannot be taken back: who has not reported is shown, and only then the button."""

    template_name = "followup/admin/close.html"

    def get_page_title(self) -> str:
        return _("ปิดรอบที่ %s") % self.round.number

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.round.is_closed:
            return redirect("followup:round", self.round.pk)
        owing = self.round.members.filter(submitted_at=None).select_related("organisation")
        missing = list(owing.order_by("organisation__name_th"))
        return self.render_to_response(self.get_context_data(round=self.round, missing=missing))

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            close_round(self.round, request.user)
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
        else:
            messages.success(request, _("ปิดรอบและตรึงข้อมูลแล้ว ระบบกำลังจัดทำรายงาน"))
        return redirect("followup:round", self.round.pk)


class JoinRound(RoundScreen):
    """The button that has organisations report which began to adapt after the round was opened."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("followup:round", self.round.pk)

    def post(self, request: HttpRequest) -> HttpResponse:
        chosen = [pk for pk in request.POST.getlist("organisation") if pk.isdecimal()]
        try:
            joined = join_round(self.round, Organisation.objects.filter(pk__in=chosen))
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
        else:
            messages.success(request, _("เพิ่ม %s หน่วยงานในรอบนี้แล้ว หน่วยงานเห็นแบบรายงานของตนทันที") % joined)
        return redirect("followup:round", self.round.pk)


class RemindLate(RoundScreen):
    """The buttons that write to everybody who has not reported, or to those chosen in the list."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("followup:round", self.round.pk)

    def post(self, request: HttpRequest) -> HttpResponse:
        if self.round.is_closed:
            messages.warning(request, _("รอบนี้ปิดแล้ว จึงไม่ส่งคำเตือน"))
            return redirect("followup:round", self.round.pk)
        owing = RoundMember.objects.filter(round=self.round, submitted_at=None)
        if "chosen" in request.POST:
            owing = owing.filter(pk__in=[pk for pk in request.POST.getlist("member") if pk.isdecimal()])
            if not owing.exists():
                messages.warning(request, _("โปรดเลือกหน่วยงานที่ยังไม่ส่งรายงานอย่างน้อยหนึ่งแห่ง"))
                return redirect("followup:round", self.round.pk)
        owing = owing.select_related("round__guideline", "organisation")
        sent = sum(remind(member, timezone.localdate()) for member in owing)
        messages.success(request, _("ส่งอีเมลเตือน %s ฉบับ") % sent)
        return redirect("followup:round", self.round.pk)
