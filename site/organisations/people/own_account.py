"""Name and address on the screen of one's own account, and the page of the link that confirms an address."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views import account

from core import rate_limit
from core.templatetags.thai import thai_date
from organisations.people import changing_email
from organisations.people.links import LinkView

SPAN = datetime.timedelta(hours=1)
MOST_IN_A_SPAN = 5
"""Attempts to change the address: each may guess the password and sends mail."""


class OwnAccountForm(forms.ModelForm):
    """One's own name, saved at once, and address, which only begins to change here."""

    first_name = forms.CharField(label=gettext_lazy("ชื่อ"), max_length=150)
    last_name = forms.CharField(label=gettext_lazy("นามสกุล"), max_length=150)
    email = forms.EmailField(label=gettext_lazy("อีเมล"), max_length=254)
    current_password = forms.CharField(
        label=gettext_lazy("รหัสผ่านปัจจุบัน"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=gettext_lazy("กรอกเมื่อเปลี่ยนอีเมลเท่านั้น"),
    )

    class Meta:
        model = get_user_model()
        fields = ("first_name", "last_name")  # never the address: it is written by `changing_email` alone

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.fields["email"].initial = self.instance.email
        self.fields["email"].help_text = self._about_email()

    def _about_email(self) -> str:
        waiting = changing_email.waiting_of(self.instance)
        if waiting is None:
            return _("อีเมลใหม่มีผลเมื่อเปิดลิงก์ยืนยันที่ส่งไปยังอีเมลนั้น ระบบแจ้งอีเมลเดิมด้วย")
        return _("รอยืนยันจาก %(email)s ถึงวันที่ %(until)s ระหว่างนี้ใช้อีเมลเดิม") % {
            "email": waiting.email,
            "until": thai_date(waiting.expires_at, "time"),
        }

    @property
    def changes_email(self) -> bool:
        wanted: str = self.cleaned_data.get("email", "")
        return bool(wanted) and wanted.casefold() != self.instance.email.casefold()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.changes_email:
            return cleaned
        name = f"email-change-{self.instance.pk}"
        if not rate_limit.allowed(self.request, name, MOST_IN_A_SPAN, SPAN):
            self.add_error("email", _("ขอเปลี่ยนอีเมลบ่อยเกินไป โปรดรอหนึ่งชั่วโมงแล้วลองใหม่"))
        elif not self.instance.check_password(cleaned.get("current_password", "")):
            self.add_error("current_password", _("กรอกรหัสผ่านปัจจุบันให้ถูกต้องเพื่อเปลี่ยนอีเมล"))
        return cleaned

    def save(self, commit: bool = True) -> Any:
        user = super().save(commit)
        if self.changes_email:
            email = self.cleaned_data["email"]
            if changing_email.ask(user, email):
                messages.warning(
                    self.request,
                    _("ส่งลิงก์ยืนยันไปที่ %s แล้ว อีเมลใหม่มีผลเมื่อเปิดลิงก์นั้น ระหว่างนี้ใช้อีเมลเดิม") % email.lower(),
                )
            else:
                messages.error(self.request, _("ส่งลิงก์ยืนยันไปที่ %s ไม่ได้ในขณะนี้ โปรดลองใหม่ภายหลัง") % email.lower())
        return user


class OwnAccountPanel(account.NameEmailSettingsPanel):
    """Wagtail's panel, by whose form an address counted as soon as it was typed."""

    title = gettext_lazy("ชื่อและอีเมล")

    def get_form(self) -> OwnAccountForm:
        """The same form however often a request asks for it (Wagtail makes its panels anew to show what is
        wrong), so that an attempt counts once."""
        form: OwnAccountForm | None = getattr(self.request, "own_account_form", None)
        if form is None:
            sent = self.request.POST if self.request.method == "POST" else None
            form = OwnAccountForm(sent, instance=self.user, prefix=self.name, request=self.request)
            self.request.own_account_form = form
        return form


def take_the_place_of_wagtails() -> None:
    """Have Wagtail's screen of one's account show this panel."""
    account.NameEmailSettingsPanel = OwnAccountPanel


class ConfirmEmail(LinkView):
    """The page of the link. Opening it confirms nothing: mail scanners open links too. Whoever is not signed
    in as who asked learns nothing but that."""

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        if not request.user.is_authenticated:
            return self._show(request)
        try:
            return self._show(request, change=changing_email.find(secret, request.user))
        except ValidationError as error:
            return self._show(request, status=410, problem=" ".join(error.messages))

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        if not request.user.is_authenticated:
            return self._show(request, status=403)
        try:
            email = changing_email.confirm(secret, request.user)
        except ValidationError as error:
            return self._show(request, status=410, problem=" ".join(error.messages))
        messages.success(request, _("อีเมลของท่านเปลี่ยนเป็น %s แล้ว") % email)
        return redirect("wagtailadmin_account")

    def _show(self, request: HttpRequest, status: int = 200, **context: Any) -> HttpResponse:
        return render(request, "organisations/admin/email_change.html", context, status=status)
