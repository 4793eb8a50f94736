"""The forms of the people screens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import UserCreationForm, UsernameField
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation, ReminderRule, Role
from organisations.people.managing import Person, roles_to_give

MEANINGS = {
    Role.EDITOR: _("เขียนและแก้ไขร่าง กรอกรายงาน ส่งให้สอบทาน"),
    Role.REVIEWER: _("สอบทานสิ่งที่ผู้อื่นเขียน แล้วอนุมัติให้เผยแพร่"),
    Role.REGISTRAR: _("ลงทะเบียนและเผยแพร่หนังสือ รวมถึงหนังสือที่มีชั้นความลับซึ่งหน่วยงานออกหรือลงทะเบียน"),
    Role.MONITOR: _("อ่านความคืบหน้า ติดตามผล เปิดและปิดรอบของแนวทางที่หน่วยงานออก"),
    Role.AUDITOR: _("อ่านประวัติว่าใครมีอำนาจทำอะไรเมื่อใด แก้ไขอะไรไม่ได้"),
    Role.ADMINISTRATOR: _("เชิญ ให้บทบาท และระงับบัญชีของผู้ปฏิบัติงานในหน่วยงาน"),
}
"""What a role means, for whoever gives it."""


def role_choices(roles: Any) -> list[tuple[str, str]]:
    return [(role.value, f"{role.label} – {MEANINGS[role]}") for role in Role if role in roles]


class RolesForm(forms.Form):
    """The roles of a person. What the actor may not give does not stand here."""

    roles = forms.MultipleChoiceField(
        label=_("บทบาทในหน่วยงาน"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=_("เหตุผลหรือคำสั่งอ้างอิง"),
        required=False,
        max_length=500,
        help_text=_("เก็บไว้ในประวัติ เช่น เลขที่คำสั่งแต่งตั้ง"),
    )

    def __init__(self, organisation: Organisation, actor: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = tuple(Role) if actor.is_superuser else roles_to_give(organisation)
        field: Any = self.fields["roles"]
        field.choices = role_choices(given)


class InvitationForm(RolesForm):
    """Whom to invite."""

    email = forms.EmailField(label=_("อีเมลราชการ"), max_length=254)
    first_name = forms.CharField(label=_("ชื่อ"), max_length=150)
    last_name = forms.CharField(label=_("นามสกุล"), max_length=150)

    field_order = ("email", "first_name", "last_name", "roles")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reason"]
        field = self.fields["roles"]
        field.required = True
        field.error_messages["required"] = _("โปรดเลือกบทบาทอย่างน้อยหนึ่งบทบาท")


class ReminderForm(forms.ModelForm):
    """How the organisation is reminded, and which of its people are not."""

    class Meta:
        model = ReminderRule
        fields = ("days_before", "every_days", "also_to", "muted")
        labels = {"muted": _("คนที่ไม่รับอีเมลเตือน")}
        widgets = {"muted": forms.CheckboxSelectMultiple}

    def __init__(self, people: list[Person], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["muted"]
        field.queryset = get_user_model().objects.filter(pk__in=[each.user.pk for each in people])
        field.label_from_instance = lambda user: user.get_full_name() or user.get_username()


class AccountForm(UserCreationForm):
    """The account that an invited person makes: name and password; address and roles are the invitation's."""

    class Meta:
        model = get_user_model()
        fields = ("first_name", "last_name", "username")
        field_classes = {"username": UsernameField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name"):
            self.fields[name].required = True
        self.fields["username"].help_text = _("ใช้เข้าสู่ระบบ ใช้อักษร ตัวเลข และ @ . + - _ ได้")
