"""Forms of the admin."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from organisations.models import Organisation

NO_CENTRE = _("เลือกศูนย์อย่างน้อยหนึ่งแห่ง หรือเลือก “ครอบคลุมทุกศูนย์”")
BOTH_KINDS_OF_CENTRES = _("เลือก “ครอบคลุมทุกศูนย์” หรือระบุรายชื่อศูนย์ อย่างใดอย่างหนึ่ง")


class DelegationForm(WagtailAdminModelForm):
    """A delegation is registered for an organisation for which one acts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("delegating_authority")
        user = self.for_user
        if field is not None and user is not None and not user.is_superuser:
            field.queryset = Organisation.objects.filter(memberships__user=user).distinct()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        # Nothing to cover proves nothing, and an order for every centre needs none named.
        if "centres" in self.fields and not cleaned.get("all_centres") and not cleaned.get("centres"):
            self.add_error("centres", NO_CENTRE)
        elif cleaned.get("all_centres") and cleaned.get("centres"):
            self.add_error("all_centres", BOTH_KINDS_OF_CENTRES)
        return cleaned
