"""The inbox of an organisation: letters sent to it, to be acknowledged and reported on."""

from __future__ import annotations

from typing import Any

import django_filters  # type: ignore[import-untyped]
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView

from circulars.admin.columns import BuddhistDateColumn, StateColumn
from circulars.admin.forms import AcknowledgeForm, AnswerForm
from circulars.admin.permissions import deliveries_for, has_inbox
from circulars.distributing import ANSWERING, acknowledge, answer
from circulars.letters.personal import masked
from circulars.models import Delivery, Duty
from circulars.models.choices import Speed
from core.duties import matter_of
from organisations.permissions import may_act_for

STATES = {
    "waiting": _("รอรับทราบ"),
    "overdue": _("เกินกำหนดรับทราบ"),
    "acknowledged": _("รับทราบแล้ว"),
}


class DeliveryFilters(WagtailFilterSet):
    """By what became of the letter and how urgent it is."""

    state = django_filters.ChoiceFilter(label=_("สถานะ"), choices=list(STATES.items()), method="in_state")
    speed = django_filters.ChoiceFilter(label=_("ชั้นความเร็ว"), choices=Speed.choices, field_name="page__speed")

    class Meta:
        model = Delivery
        fields: list[str] = []

    def in_state(self, queryset: QuerySet[Delivery], name: str, value: str) -> QuerySet[Delivery]:
        match value:
            case "waiting":
                return queryset.filter(acknowledged_at=None)
            case "overdue":
                return queryset.filter(acknowledged_at=None, due__lt=timezone.localdate())
            case _:
                return queryset.filter(acknowledged_at__isnull=False)


class InboxView(ReportView):
    """กล่องหนังสือเข้า: what is not acknowledged first, the earliest day first."""

    model = Delivery
    page_title = _("กล่องหนังสือเข้า")
    header_icon = "mail"
    index_url_name = "circulars_admin:inbox"
    index_results_url_name = "circulars_admin:inbox_results"
    filterset_class = DeliveryFilters
    list_export = [
        "page.title",
        "page.effective_number",
        "organisation.name_th",
        "due",
        "state",
        "acknowledged_at",
        "note",
    ]
    columns = [
        TitleColumn("page.title", label=_("เรื่อง"), get_url=lambda one: delivery_url(one)),
        StateColumn("state", label=_("สถานะ")),  # here a phone shows it without scrolling
        BuddhistDateColumn("due", label=_("รับทราบภายใน")),
        Column("page.speed", label=_("ชั้นความเร็ว")),
        Column("page.effective_number", label=_("เลขที่")),
        Column("organisation.name_th", label=_("ส่งถึง")),
        BuddhistDateColumn("sent_at", label=_("ส่งเมื่อ")),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not has_inbox(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Delivery]:
        mine = deliveries_for(self.request.user).select_related("page", "organisation")
        return mine.order_by("acknowledged_at", "due", "-pk")


class DeliveryMixin(View):
    """Finds a letter in one's own inboxes; any other is not there."""

    delivery: Delivery

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        mine = deliveries_for(request.user).select_related("page__issuer", "organisation", "acknowledged_by")
        self.delivery = get_object_or_404(mine, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)


class DeliveryView(DeliveryMixin, WagtailAdminTemplateMixin, TemplateView):
    """A letter that came in: what it says, whether it was acknowledged, what it obliges to."""

    template_name = "circulars/admin/delivery.html"
    page_title = _("หนังสือเข้า")
    header_icon = "mail"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        inbox = {"url": reverse_lazy("circulars_admin:inbox"), "label": _("กล่องหนังสือเข้า")}
        return [*self.breadcrumbs_items, inbox, {"url": "", "label": self.delivery.page.title}]

    def get_page_subtitle(self) -> str:
        return self.delivery.page.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letter = self.delivery.page
        return super().get_context_data(
            delivery=self.delivery,
            letter=letter,
            paragraphs=letter.words.body.split("\n\n"),
            purpose=masked(letter.purpose_line),
            duties=[self._duty(duty) for duty in letter.duties.select_related("subject")],
            may_answer=may_act_for(self.request.user, self.delivery.organisation, *ANSWERING),
            acknowledge_form=AcknowledgeForm(),
            **kwargs,
        )

    def _duty(self, duty: Duty) -> dict[str, Any]:
        """A duty with its answers; one that another app answers comes with that app's word and no form."""
        matter = matter_of(duty.kind)
        organisation = self.delivery.organisation
        elsewhere = None
        if matter is not None and duty.subject is not None:
            elsewhere = matter.answers(duty.subject, [organisation]).get(organisation.pk)
        answers = list(self.delivery.answers.filter(duty=duty).select_related("answered_by"))
        is_done = elsewhere.is_done if elsewhere else any(one.is_done for one in answers)
        return {
            "duty": duty,
            "answers": answers,
            "elsewhere": elsewhere,
            "is_done": is_done,
            "is_late": not is_done and duty.is_late(timezone.localdate()),
            "form": None if matter else AnswerForm(prefix=f"duty-{duty.pk}"),
        }


class AnswerBase(DeliveryMixin):
    """A POST that records something and goes back to the letter."""

    http_method_names = ["post"]
    done: Any = ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.act(request)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, self.done)
        return HttpResponseRedirect(delivery_url(self.delivery))

    def act(self, request: HttpRequest) -> None:
        raise NotImplementedError


class AcknowledgeView(AnswerBase):
    """รับทราบ."""

    done = _("บันทึกการรับทราบแล้ว")

    def act(self, request: HttpRequest) -> None:
        form = AcknowledgeForm(request.POST)
        if not form.is_valid():
            raise ValidationError([message for errors in form.errors.values() for message in errors])
        acknowledge(self.delivery, request.user, form.cleaned_data["note"])


class AnswerView(AnswerBase):
    """A report on one duty."""

    done = _("บันทึกรายงานแล้ว")

    def act(self, request: HttpRequest) -> None:
        duty = get_object_or_404(Duty, pk=self.kwargs["duty"], page=self.delivery.page)
        form = AnswerForm(request.POST, prefix=f"duty-{duty.pk}")
        if not form.is_valid():
            raise ValidationError([message for errors in form.errors.values() for message in errors])
        answer(self.delivery, duty, request.user, form.cleaned_data["text"], form.cleaned_data["is_done"])


def delivery_url(delivery: Delivery) -> str:
    """Address of a letter in the inbox."""
    return reverse("circulars_admin:delivery", args=[delivery.pk])
