"""Wagtail's bulk action that sets the same fields in many guides at once."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction

from core.thai_dates import ThaiDateInput
from organisations.models import Organisation
from services.choices import Audience, Level, ProcessType
from services.editing import edit
from services.models import LifeEvent, ServicePage

KEEP = ("", _("คงเดิม"))
DATES = ("last_reviewed", "review_by", "valid_from", "valid_to")
CHOICES = {
    "audience": Audience,
    "process_type": ProcessType,
    "joint_service_level": Level,
}


class GuideBulkForm(forms.Form):
    """What to set in all chosen guides; what is left empty stays as it is in each."""

    last_reviewed = forms.DateField(label=_("ตรวจทานครั้งล่าสุด"), required=False, widget=ThaiDateInput)
    review_by = forms.DateField(label=_("ต้องทบทวนภายในวันที่"), required=False, widget=ThaiDateInput)
    valid_from = forms.DateField(label=_("ใช้ตั้งแต่วันที่"), required=False, widget=ThaiDateInput)
    valid_to = forms.DateField(label=_("ใช้ถึงวันที่"), required=False, widget=ThaiDateInput)
    audience = forms.ChoiceField(label=_("กลุ่มผู้รับบริการ"), required=False, choices=[KEEP, *Audience.choices])
    process_type = forms.ChoiceField(
        label=_("ประเภทงานบริการ"), required=False, choices=[KEEP, *ProcessType.choices]
    )
    joint_service_level = forms.ChoiceField(
        label=_("ระดับที่ศูนย์บริการร่วมทำได้"), required=False, choices=[KEEP, *Level.choices]
    )
    add_life_events = forms.ModelMultipleChoiceField(
        label=_("เพิ่มเหตุการณ์ในชีวิต"), required=False, queryset=LifeEvent.objects.all()
    )
    remove_life_events = forms.ModelMultipleChoiceField(
        label=_("เอาเหตุการณ์ในชีวิตออก"), required=False, queryset=LifeEvent.objects.all()
    )
    add_partners = forms.ModelMultipleChoiceField(
        label=_("เพิ่มหน่วยงานที่ให้บริการร่วม"), required=False, queryset=Organisation.objects.all()
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not any(_is_said(value) for value in cleaned.values()):
            raise ValidationError(_now("กรอกอย่างน้อยหนึ่งช่องที่ต้องการเปลี่ยน"))
        return cleaned


def _is_said(value: Any) -> bool:
    return value.exists() if hasattr(value, "exists") else bool(value)


class EditGuides(PageBulkAction):
    """Sets fields in all chosen guides, each whole or not at all, under the rules of `services.editing`."""

    display_name = _("แก้ไขคู่มือ")
    action_type = "edit-guides"
    aria_label = _("แก้ไขคู่มือที่เลือกพร้อมกัน")
    template_name = "services/admin/bulk_edit.html"
    action_priority = 60
    form_class = GuideBulkForm

    def check_perm(self, page: Any) -> bool:
        return page.specific_class is ServicePage and page.permissions_for_user(self.request.user).can_edit()

    def get_execution_context(self) -> dict[str, Any]:
        assert self.cleaned_form is not None
        return {
            **super().get_execution_context(),
            "values": self.cleaned_form.cleaned_data,
            "request": self.request,
        }

    @classmethod
    def execute_action(cls, objects: list[Any], **kwargs: Any) -> tuple[int, int]:
        values, user, request = kwargs["values"], kwargs["user"], kwargs.get("request")
        done = 0
        for page in objects:
            outcome = edit(page.pk, lambda guide: set_values(guide, values), user)
            done += not outcome.reasons
            if outcome.reasons and request is not None:
                messages.error(request, f"{outcome.page.title}: " + " · ".join(outcome.reasons))
        return done, 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return _now("แก้ไขแล้ว %d เรื่อง") % num_parent_objects


def set_values(guide: ServicePage, values: dict[str, Any]) -> None:
    """Bring a guide to what was filled in; empty values leave it as it is."""
    for name in (*DATES, *CHOICES):
        value: datetime.date | str | None = values.get(name)
        if value:
            setattr(guide, name, value)
    events = {event.pk: event for event in guide.life_events.all()}
    events |= {event.pk: event for event in values.get("add_life_events") or ()}
    gone = {event.pk for event in values.get("remove_life_events") or ()}
    guide.life_events = [event for pk, event in events.items() if pk not in gone]
    partners = {each.pk: each for each in guide.partners.all()}
    partners |= {
        each.pk: each for each in values.get("add_partners") or () if each.pk != guide.organisation_id
    }
    guide.partners = list(partners.values())
