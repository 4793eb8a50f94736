"""The issuer's screens for sending a guideline: all sendings, choosing organisations, one sending."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q, QuerySet
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
from guidelines.models import GuidelinePage, Recipient, Sending
from guidelines.sending import (
    AT_ONCE,
    Instruction,
    candidates,
    instructions,
    make_drafts,
    may_send,
    send,
    sendable_guidelines,
)
from organisations.models import Kind, Organisation
from organisations.tree import subtree

TITLE = gettext_lazy("ส่งแนวทางให้หน่วยงาน")
SHOWN = 300
"""How many organisations the form lists; the rest are reached by the filter or sent to all at once."""


class FilterForm(forms.Form):
    """Which organisations the form lists, and the letter from which the due date comes."""

    kind = forms.ChoiceField(label=gettext_lazy("ประเภทหน่วยงาน"), required=False)
    ministry = forms.ModelChoiceField(
        label=gettext_lazy("สังกัด"),
        queryset=Organisation.objects.filter(kind=Kind.MINISTRY),
        required=False,
        empty_label=gettext_lazy("ทุกสังกัด"),
    )
    q = forms.CharField(label=gettext_lazy("ชื่อหน่วยงานมีคำว่า"), required=False, max_length=100)
    circular = forms.ChoiceField(label=gettext_lazy("หนังสือเวียนที่กำหนด"), required=False)

    def __init__(self, letters: list[Instruction], data: Any) -> None:
        given = {"kind": Kind.MINISTRY.value, "circular": str(letters[0].circular.pk) if letters else ""}
        super().__init__({**given, **{name: data[name] for name in self.base_fields if name in data}})
        self.letters = letters
        self.fields["kind"].choices = [("", _("ทุกประเภท")), *Kind.choices]  # type: ignore[attr-defined]
        self.fields["circular"].choices = [  # type: ignore[attr-defined]
            ("", _("ไม่อ้างหนังสือ")),
            *((str(each.circular.pk), each.circular.title) for each in letters),
        ]

    def instruction(self) -> Instruction | None:
        """The letter chosen."""
        wanted = self.cleaned_data.get("circular")
        return next((each for each in self.letters if str(each.circular.pk) == wanted), None)

    def organisations(self) -> QuerySet[Organisation]:
        """Those that the filter leaves, by name."""
        said, found = self.cleaned_data, candidates()
        if said.get("kind"):
            found = found.filter(kind=said["kind"])
        if said.get("ministry"):
            found = found.filter(pk__in=subtree([said["ministry"].pk]))
        if said.get("q"):
            found = found.filter(Q(name_th__icontains=said["q"]) | Q(names__name__icontains=said["q"]))
        return found.order_by("name_th").distinct()


class SendingForm(forms.Form):
    """To whom, and by when."""

    organisations = forms.ModelMultipleChoiceField(queryset=Organisation.objects.none(), required=False)
    everyone = forms.BooleanField(required=False)
    due = forms.DateField(
        label=gettext_lazy("กำหนดแล้วเสร็จ"),
        required=False,
        widget=ThaiDateInput,
        help_text=gettext_lazy("นำมาจากหนังสือเวียน แก้ไขได้ เว้นว่างไว้หากไม่กำหนด"),
    )

    def __init__(self, listed: QuerySet[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listed = listed
        self.fields["organisations"].queryset = candidates()  # type: ignore[attr-defined]

    def clean_due(self) -> Any:
        due = self.cleaned_data["due"]
        if due is not None and due < timezone.localdate():
            raise ValidationError(_("กำหนดแล้วเสร็จผ่านไปแล้ว โปรดเลือกวันใหม่ หรือเว้นว่างไว้หากไม่กำหนด"))
        return due

    def chosen(self) -> list[Organisation]:
        """The ticked organisations, or all that the filter leaves."""
        said = self.cleaned_data
        return list(self.listed if said.get("everyone") else said.get("organisations") or [])


class Screen(WagtailAdminTemplateMixin, View):
    """A screen with Wagtail's frame, for those who issue guidelines."""

    header_icon = "mail"
    page_title = TITLE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.guidelines = sendable_guidelines(request.user)
        if not self.guidelines:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("guidelines:sendings"), "label": str(TITLE)},
        ]


class Sendings(Screen):
    """The guidelines that one may send, and what was sent."""

    template_name = "guidelines/admin/sendings.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        sendings = Sending.objects.filter(guideline__in=self.guidelines).select_related(
            "guideline", "circular", "sent_by"
        )
        counted = sendings.annotate(
            total=Count("recipients"),
            done=Count("recipients", filter=~Q(recipients__outcome=Recipient.Outcome.WAITING)),
        )
        context = self.get_context_data(guidelines=self.guidelines, sendings=counted[:100])
        return self.render_to_response(context)


class Send(Screen):
    """Choosing the organisations and the due date (ส่งแนวทางให้หน่วยงาน)."""

    template_name = "guidelines/admin/send.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = GuidelinePage.objects.live().filter(pk=kwargs.pop("guideline_pk")).first()
        if found is None or not may_send(request.user, found):
            raise Http404
        self.guideline = found
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        chosen = self._filter(request.GET)
        said = chosen.instruction()
        initial = {"due": said.due if said else None}
        return self._show(chosen, SendingForm(chosen.organisations(), initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        chosen = self._filter(request.POST)
        form = SendingForm(chosen.organisations(), request.POST)
        said = chosen.instruction()
        if form.is_valid():
            letter = said.circular if said else None
            try:
                sending = send(self.guideline, form.chosen(), request.user, form.cleaned_data["due"], letter)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                waiting = sending.recipients.all()
                if waiting.count() <= AT_ONCE:
                    make_drafts(waiting)
                messages.success(request, _("บันทึกการส่งแล้ว หน่วยงานจะได้ฉบับร่างและอีเมลแจ้ง"))
                return redirect("guidelines:sending", sending.pk)
        return self._show(chosen, form)

    def _filter(self, data: Any) -> FilterForm:
        form = FilterForm(instructions(self.guideline), data)
        form.is_valid()
        return form

    def _show(self, chosen: FilterForm, form: SendingForm) -> HttpResponse:
        listed = chosen.organisations()
        having = self.guideline.adaptations.values_list("organisation", flat=True)
        ticked = self.request.POST.getlist("organisations")
        context = self.get_context_data(
            guideline=self.guideline,
            filter=chosen,
            form=form,
            listed=listed[:SHOWN],
            total=listed.count(),
            having=set(having),
            ticked={int(each) for each in ticked if each.isdigit()},
        )
        return self.render_to_response(context)


class SendingScreen(Screen):
    """One sending: who got a draft, who had one, who could not, and the mails."""

    template_name = "guidelines/admin/sending.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        queryset = Sending.objects.select_related("guideline", "circular", "sent_by")
        sending = queryset.filter(pk=pk, guideline__in=self.guidelines).first()
        if sending is None:
            raise Http404
        recipients = list(sending.recipients.select_related("organisation", "organisation__parent"))
        done = sum(each.outcome != Recipient.Outcome.WAITING for each in recipients)
        counts = [
            (outcome.label, sum(each.outcome == outcome for each in recipients))
            for outcome in Recipient.Outcome
        ]
        context = self.get_context_data(
            sending=sending, recipients=recipients, done=done, total=len(recipients), counts=counts
        )
        return self.render_to_response(context)
