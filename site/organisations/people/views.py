"""The screens of an organisation's administrators: its people, one person, inviting, reminders."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core import rate_limit
from organisations.models import Invitation, Membership, Organisation, ReminderRule, Role
from organisations.people import inviting, managing
from organisations.people.forms import InvitationForm, ReminderForm, RolesForm
from organisations.people.records import readable_records

TITLE = gettext_lazy("บุคลากรของหน่วยงาน")
MOST_MAILS = 60
"""Invitations of one person in an hour, sent again or not."""
TOO_MANY = gettext_lazy("ส่งคำเชิญถี่เกินไป โปรดรอหนึ่งชั่วโมงแล้วลองใหม่")


class Screen(WagtailAdminTemplateMixin, View):
    """A screen about the people of one organisation; to anybody but its administrators it is not there."""

    header_icon = "user"
    page_title = TITLE
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = managing.administered(request.user).select_related("successor").filter(pk=kwargs.pop("pk"))
        organisation = found.first()
        if organisation is None:
            raise Http404
        self.organisation: Organisation = organisation
        return super().dispatch(request, *args, **kwargs)

    def show(self, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(organisation=self.organisation, **context))

    def back(self, *args: Any) -> HttpResponse:
        return redirect("people:person" if args else "people:people", self.organisation.pk, *args)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        people = {"url": reverse("people:people", args=[self.organisation.pk]), "label": str(TITLE)}
        return [*self.breadcrumbs_items, people, {"url": "", "label": self.get_page_title()}]


class Organisations(WagtailAdminTemplateMixin, View):
    """The organisations that the user administers; straight on where there is but one."""

    header_icon = "user"
    page_title = TITLE
    template_name = "organisations/admin/administered.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        found = managing.administered(request.user)
        if not found.exists():
            raise PermissionDenied
        asked = request.GET.get("q", "").strip()[:100]
        if request.user.is_superuser:
            found = found.filter(name_th__icontains=asked) if asked else found.filter(memberships__gt=0)
        organisations = list(found.distinct().order_by("name_th")[:200])
        if len(organisations) == 1 and not request.user.is_superuser:
            return redirect("people:people", organisations[0].pk)
        administrators = Membership.objects.filter(
            organisation__in=organisations, role=Role.ADMINISTRATOR, user__is_active=True
        ).select_related("user")
        by_organisation: dict[int, list[str]] = {}
        for each in administrators:
            name = each.user.get_full_name() or each.user.get_username()
            by_organisation.setdefault(each.organisation_id, []).append(name)
        rows = [(each, by_organisation.get(each.pk, [])) for each in organisations]
        return self.render_to_response(self.get_context_data(rows=rows, q=asked))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": str(TITLE)}]


class People(Screen):
    """Everybody who acts for the organisation, and who was invited (บุคลากรของหน่วยงาน)."""

    template_name = "organisations/admin/people.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        waiting = Invitation.objects.filter(organisation=self.organisation, used_at=None)
        return self.show(
            people=managing.people_of(self.organisation),
            invitations=waiting.select_related("invited_by"),
            is_abolished=self.organisation.is_abolished(),
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": str(TITLE)}]


class PersonScreen(Screen):
    """One person: roles, stopping and starting the account, what they could do until now."""

    template_name = "organisations/admin/person.html"
    person: managing.Person

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.user_pk = kwargs.pop("user_pk")
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return self.person.name if hasattr(self, "person") else str(TITLE)

    def get(self, request: HttpRequest) -> HttpResponse:
        self._find()
        initial = {"roles": [role.value for role in self.person.roles]}
        return self._show(RolesForm(self.organisation, request.user, initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        self._find()
        form = RolesForm(self.organisation, request.user, request.POST)
        action = request.POST.get("action", "")
        if not form.is_valid():
            return self._show(form)
        try:
            left = self._act(action, form)
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
            return self._show(form)
        return self.back(self.user_pk) if left else self.back()

    def _act(self, action: str, form: RolesForm) -> bool:
        """Do what the button says; whether the person is still of the organisation."""
        actor, reason = self.request.user, form.cleaned_data["reason"]
        if action == "deactivate":
            managing.deactivate(actor, self.organisation, self.user_pk, reason)
            messages.success(self.request, _("ระงับบัญชีของ%s แล้ว") % self.person.name)
        elif action == "reactivate":
            managing.reactivate(actor, self.organisation, self.user_pk)
            messages.success(self.request, _("เปิดใช้บัญชีของ%s แล้ว") % self.person.name)
        elif action == "roles":
            roles = form.cleaned_data["roles"]
            left = managing.set_roles(actor, self.organisation, self.user_pk, roles, reason)
            messages.success(self.request, _("บันทึกบทบาทของ%s แล้ว") % self.person.name)
            return left is not None
        else:
            raise ValidationError(_("ไม่ได้เลือกว่าจะทำอะไร"))
        return True

    def _find(self) -> None:
        person = managing.person_of(self.organisation, self.user_pk)
        if person is None:
            raise Http404
        self.person = person

    def _show(self, form: RolesForm) -> HttpResponse:
        given = [value for value, _label in form.fields["roles"].choices]  # type: ignore[attr-defined]
        return self.show(
            person=self.person,
            form=form,
            may_touch=managing.may_touch(self.request.user, self.organisation, self.person),
            is_self=self.person.user.pk == self.request.user.pk,
            fixed=[role.label for role in self.person.roles if role.value not in given],
            records=readable_records(self.request.user).filter(
                user=self.person.user, organisation=self.organisation
            ),
        )


class Invite(Screen):
    """The form that sends an invitation."""

    page_title = gettext_lazy("เชิญผู้ปฏิบัติงาน")
    template_name = "organisations/admin/invite.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(form=InvitationForm(self.organisation, request.user), days=inviting.GOOD_FOR.days)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = InvitationForm(self.organisation, request.user, request.POST)
        if form.is_valid() and not _may_mail(request):
            form.add_error(None, TOO_MANY)
        elif form.is_valid():
            data = form.cleaned_data
            name = (data["first_name"], data["last_name"])
            try:
                made, secret = inviting.invite(
                    request.user, self.organisation, data["email"], name, data["roles"]
                )
            except ValidationError as error:
                form.add_error(None, error)
            else:
                _tell(request, made, inviting.send(made, secret))
                return self.back()
        return self.show(form=form, days=inviting.GOOD_FOR.days)


def _may_mail(request: HttpRequest) -> bool:
    """Whether one more invitation may go out: an account that was taken over must not flood strangers."""
    who = f"invite:{request.user.pk}"
    return rate_limit.allowed(request, who, MOST_MAILS, datetime.timedelta(hours=1))


def _tell(request: HttpRequest, invitation: Invitation, sent: bool) -> None:
    if sent:
        messages.success(request, _("ส่งคำเชิญถึง %s แล้ว") % invitation.email)
    else:
        messages.error(request, _("ส่งอีเมลถึง %s ไม่ได้ในขณะนี้ โปรดกดส่งอีกครั้งภายหลัง") % invitation.email)


class OpenInvitation(Screen):
    """The buttons beside an open invitation: send again, which makes a new link, and take back."""

    def post(self, request: HttpRequest, invitation_pk: int) -> HttpResponse:
        found = Invitation.objects.filter(organisation=self.organisation, used_at=None, pk=invitation_pk)
        invitation = found.select_related("organisation").first()
        if invitation is None:
            raise Http404
        if "take-back" in request.POST:
            inviting.take_back(request.user, invitation)
            messages.success(request, _("ยกเลิกคำเชิญถึง %s แล้ว ลิงก์เดิมใช้ไม่ได้") % invitation.email)
            return self.back()
        if not _may_mail(request):
            messages.error(request, TOO_MANY)
            return self.back()
        name = (invitation.first_name, invitation.last_name)
        try:
            made, secret = inviting.invite(
                request.user, self.organisation, invitation.email, name, invitation.roles
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            _tell(request, made, inviting.send(made, secret))
        return self.back()


class Reminders(Screen):
    """How the organisation is reminded of what is due (การแจ้งเตือน)."""

    page_title = gettext_lazy("การแจ้งเตือนของหน่วยงาน")
    template_name = "organisations/admin/reminders.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(form=self._form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST)
        if form.is_valid():
            form.save()
            messages.success(request, _("บันทึกการแจ้งเตือนแล้ว"))
            return self.back()
        return self.show(form=form)

    def _form(self, *args: Any) -> ReminderForm:
        rule = ReminderRule.objects.filter(organisation=self.organisation).first()
        people = [each for each in managing.people_of(self.organisation) if each.user.is_active]
        return ReminderForm(people, *args, instance=rule or ReminderRule(organisation=self.organisation))
