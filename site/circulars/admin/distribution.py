"""The distribution of a letter: who receives it, who has taken note, what it obliges them to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView
from wagtail.log_actions import log

from circulars.admin.columns import BuddhistDateColumn, StateColumn
from circulars.admin.forms import DutyForm, RecipientForm
from circulars.admin.inbox import DeliveryFilters
from circulars.admin.permissions import follows_letters, may_follow, may_publish, may_see, sent_by_those_of
from circulars.distributing import add_duty, distribute, remind
from circulars.models import CircularPage, Delivery, Duty
from circulars.models.readers import is_readable
from circulars.recipients import HeldGroup, Recipient, recipients_of
from core.duties import Answer, matter_of


class FollowedLetter(View):
    """Finds the letter; who may not follow it is told nothing of it."""

    letter: CircularPage
    can_be_sent: bool

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        letters = CircularPage.objects.select_related("issuer").annotate(everybody_reads=is_readable("pk"))
        found = get_object_or_404(letters, pk=kwargs["pk"])
        self.letter, self.can_be_sent = found, bool(found.everybody_reads)
        if not may_follow(request.user, self.letter):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def may_send(self) -> bool:
        user = self.request.user
        return may_see(user, self.letter) and may_publish(user, self.letter)


class DistributionView(FollowedLetter, WagtailAdminTemplateMixin, TemplateView):
    """Who receives the letter, and what has become of it there."""

    template_name = "circulars/admin/distribution.html"
    page_title = _("การส่งและการรับทราบ")
    header_icon = "mail"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        tracking = {"url": reverse("circulars_admin:tracking"), "label": gettext("ติดตามการรับทราบ")}
        return [*self.breadcrumbs_items, tracking, {"url": "", "label": self.letter.title}]

    def get_page_subtitle(self) -> str:
        return self.letter.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = ("organisation", "acknowledged_by")
        deliveries = list(
            self.letter.deliveries.select_related(*people)
            .prefetch_related("notices", "answers")
            .order_by("organisation__name_th")
        )
        have = {one.organisation_id for one in deliveries}
        recipients = recipients_of(self.letter)
        return super().get_context_data(
            letter=self.letter,
            deliveries=deliveries,
            acknowledged=sum(one.is_acknowledged for one in deliveries),
            new=[one for one in recipients.known if one.organisation.pk not in have],
            unknown=recipients.unknown,
            held=_not_sent(recipients.held, have),
            duties=self._duties(deliveries),
            may_send=self.may_send,
            can_be_sent=self.can_be_sent,
            recipient_form=RecipientForm(),
            duty_form=DutyForm(),
            **kwargs,
        )

    def _duties(self, deliveries: list[Delivery]) -> list[dict[str, Any]]:
        """Each duty with how many have done it and the word of each organisation."""
        organisations = [one.organisation for one in deliveries]
        rows = []
        for duty in self.letter.duties.select_related("subject"):
            matter = matter_of(duty.kind)
            if matter is not None and duty.subject is not None:
                words = dict(matter.answers(duty.subject, organisations))
            else:
                words = _reports(duty, deliveries)
            answers = [(one.organisation, words.get(one.organisation_id)) for one in deliveries]
            done = sum(bool(word and word.is_done) for _, word in answers)
            late = duty.is_late(timezone.localdate()) and done < len(answers)
            rows.append({"duty": duty, "answers": answers, "done": done, "is_late": late})
        return rows


def _not_sent(held: Sequence[HeldGroup], have: set[int]) -> list[dict[str, Any]]:
    """The groups that wait for a person, each with its place in the letter and who has no letter yet."""
    rows = [
        {"n": n, "group": group, "members": [one for one in group.members if one.pk not in have]}
        for n, group in enumerate(held, start=1)
    ]
    return [row for row in rows if row["members"]]


def _reports(duty: Duty, deliveries: list[Delivery]) -> dict[int, Answer]:
    """The last report of each organisation."""
    found = {}
    for delivery in deliveries:
        own = [one for one in delivery.answers.all() if one.duty_id == duty.pk]
        if own:
            found[delivery.organisation_id] = Answer(any(one.is_done for one in own), own[-1].text)
    return found


class DistributionAction(FollowedLetter):
    """A POST by somebody who may send the letter, and back to its distribution."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may_send:
            raise PermissionDenied
        try:
            messages.success(request, self.act(request))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(distribution_url(self.letter))

    def act(self, request: HttpRequest) -> str:
        raise NotImplementedError


class SendView(DistributionAction):
    """To everybody whom the letter is addressed to, to whom a person picks out of a group with exceptions, or
    to one more organisation that a person names.
    """

    def act(self, request: HttpRequest) -> str:
        found = recipients_of(self.letter)
        recipients = list(found.known)
        if "held" in request.POST:
            recipients = self._picked(found.held)
        elif "organisation" in request.POST:
            form = RecipientForm(request.POST)
            if not form.is_valid():
                raise ValidationError(gettext("โปรดเลือกหน่วยงานที่จะส่งถึง"))
            recipients = [Recipient(form.cleaned_data["organisation"], "")]
        sent = distribute(self.letter, recipients, request.user)
        log(self.letter, "circulars.distribute", user=request.user, data={"organisations": len(sent)})
        return ngettext("ส่งถึง %(n)d หน่วยงานแล้ว", "ส่งถึง %(n)d หน่วยงานแล้ว", len(sent)) % {"n": len(sent)}

    def _picked(self, held: Sequence[HeldGroup]) -> list[Recipient]:
        """Those of a group with unplaced exceptions whom the person left ticked. Raises ValidationError."""
        n, chosen = self.request.POST["held"], {*self.request.POST.getlist("chosen")}
        for group in (group for at, group in enumerate(held, start=1) if str(at) == n):
            picked = [one for one in group.members if str(one.pk) in chosen]
            if picked:
                return [Recipient(one, group.addressed_as) for one in picked]
        raise ValidationError(gettext("โปรดเลือกหน่วยงานที่จะส่งถึง"))


class RemindView(DistributionAction):
    """Everybody who has not taken note is reminded now."""

    def act(self, request: HttpRequest) -> str:
        count = remind(Delivery.objects.filter(page=self.letter), request.user)
        if not count:
            return gettext("ไม่มีหน่วยงานที่ต้องเตือนเพิ่ม ทุกหน่วยงานรับทราบแล้ว หรือกำลังส่งการแจ้งให้อยู่")
        return ngettext("สั่งเตือน %(n)d หน่วยงานแล้ว", "สั่งเตือน %(n)d หน่วยงานแล้ว", count) % {"n": count}


class AddDutyView(DistributionAction):
    """A duty that the letter sets."""

    def act(self, request: HttpRequest) -> str:
        form = DutyForm(request.POST, instance=Duty(page=self.letter, created_by_id=request.user.pk))
        if not form.is_valid():
            raise ValidationError([message for errors in form.errors.values() for message in errors])
        add_duty(form.instance)
        return gettext("บันทึกภารกิจแล้ว")


class TrackingView(ReportView):
    """Who has and who has not: every delivery of the letters that one may follow, the overdue first."""

    model = Delivery
    page_title = _("ติดตามการรับทราบ")
    header_icon = "time"
    index_url_name = "circulars_admin:tracking"
    index_results_url_name = "circulars_admin:tracking_results"
    filterset_class = DeliveryFilters
    list_export = [
        "organisation.name_th",
        "page.effective_number",
        "page.title",
        "sent_at",
        "due",
        "state",
        "acknowledged_at",
        "note",
    ]
    columns = [
        TitleColumn(
            "organisation.name_th", label=_("หน่วยงาน"), get_url=lambda one: distribution_url(one.page)
        ),
        StateColumn("state", label=_("สถานะ")),
        Column("page.title", label=_("เรื่อง")),
        BuddhistDateColumn("due", label=_("รับทราบภายใน")),
        Column("page.speed", label=_("ชั้นความเร็ว")),
        Column("page.effective_number", label=_("เลขที่")),
        Column("note", label=_("หมายเหตุการรับทราบ")),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not follows_letters(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Delivery]:
        sent = sent_by_those_of(self.request.user).select_related("page", "organisation")
        return sent.order_by("acknowledged_at", "due", "organisation__name_th")


def distribution_url(letter: CircularPage) -> str:
    """Address of the distribution of a letter."""
    return reverse("circulars_admin:distribution", args=[letter.pk])
