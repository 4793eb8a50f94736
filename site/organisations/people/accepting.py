"""What a person sees who follows the link of an invitation: the account to make, or the roles to take."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages

from organisations.models import Invitation
from organisations.people import inviting
from organisations.people.forms import AccountForm
from organisations.people.links import LinkView


class Accept(LinkView):
    """The page of an invitation. Opening it uses nothing up: mail scanners open links too."""

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        try:
            invitation = inviting.find(secret)
        except inviting.InvitationVoid as error:
            return self._show(request, status=410, problem=" ".join(error.messages))
        return self._offer(request, invitation)

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        try:
            invitation = inviting.find(secret)
            if inviting.accounts_of(invitation):
                return self._take(request, secret)
            return self._make(request, secret, invitation)
        except inviting.InvitationVoid as error:
            return self._show(request, status=410, problem=" ".join(error.messages))

    def _take(self, request: HttpRequest, secret: str) -> HttpResponse:
        if not request.user.is_authenticated:
            raise PermissionDenied
        try:
            invitation = inviting.accept_as(secret, request.user)
        except inviting.InvitationVoid:
            raise
        except ValidationError as error:
            return self._show(request, status=409, problem=" ".join(error.messages))
        messages.success(request, _("รับบทบาทของ%s แล้ว") % invitation.organisation.name_th)
        return redirect("wagtailadmin_home")

    def _make(self, request: HttpRequest, secret: str, invitation: Invitation) -> HttpResponse:
        form = AccountForm(request.POST)
        if not form.is_valid():
            return self._show(request, status=422, invitation=invitation, form=form)
        user = inviting.accept_new(secret, form.save(commit=False))
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        messages.success(request, _("สร้างบัญชีแล้ว ยินดีต้อนรับสู่ร่วม"))
        return redirect("wagtailadmin_home")

    def _offer(self, request: HttpRequest, invitation: Invitation) -> HttpResponse:
        accounts = inviting.accounts_of(invitation)
        if not accounts:
            initial = {
                "first_name": invitation.first_name,
                "last_name": invitation.last_name,
                "username": invitation.email.partition("@")[0],
            }
            return self._show(request, invitation=invitation, form=AccountForm(initial=initial))
        if not any(each.is_active for each in accounts):
            problem = _("บัญชีของอีเมลนี้ถูกระงับอยู่ โปรดติดต่อผู้ดูแลหน่วยงาน")
            return self._show(request, status=409, problem=problem)
        is_theirs = request.user.is_authenticated and request.user.pk in {each.pk for each in accounts}
        return self._show(request, invitation=invitation, signed_in=is_theirs)

    def _show(self, request: HttpRequest, status: int = 200, **context: Any) -> HttpResponse:
        return render(request, "organisations/admin/invitation.html", context, status=status)
