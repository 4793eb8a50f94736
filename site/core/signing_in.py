"""Signing in, slowly for whoever guesses passwords."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm

from core import rate_limit

SPAN = datetime.timedelta(minutes=15)
MOST_FOR_ONE_NAME = 8
"""Wrong passwords for one name from one address within SPAN."""
MOST_FOR_ALL_NAMES = 60
"""Wrong passwords from one address within SPAN: a ministry's whole office may share one."""


class ThrottledLoginForm(LoginForm):
    """Wagtail's form to sign in, which after too many wrong passwords from one address asks it to wait.

    While it waits a right password is not looked at either, so that guessing on teaches nothing. Only
    the guessing address waits: nobody can lock out a colleague from elsewhere. What is counted stands
    in the cache and names neither address nor person.
    """

    error_messages = {
        **LoginForm.error_messages,
        "too_many": _(
            "ใส่รหัสผ่านผิดหลายครั้งเกินไป โปรดรอ %(minutes)d นาทีแล้วลองใหม่ หากลืมรหัสผ่าน ให้ตั้งใหม่ด้วยลิงก์ “ลืมรหัสผ่าน” "
            "หรือแจ้งผู้ดูแลระบบของหน่วยงาน"
        ),
    }

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for a wrong name or password, and where the sender has to wait."""
        limits = self._limits()
        if any(rate_limit.spent(self.request, name, most) for name, most in limits):
            raise forms.ValidationError(
                self.error_messages["too_many"],
                code="too_many",
                params={"minutes": SPAN.total_seconds() // 60},
            )
        try:
            return super().clean()
        except forms.ValidationError:
            for name, most in limits:
                rate_limit.allowed(self.request, name, most, SPAN)
            raise

    def _limits(self) -> list[tuple[str, int]]:
        name = str(self.cleaned_data.get("username", "")).casefold()
        hashed = salted_hmac("core.signing_in", name).hexdigest()[:32]
        return [(f"sign-in:{hashed}", MOST_FOR_ONE_NAME), ("sign-in", MOST_FOR_ALL_NAMES)]
