"""Forms of the admin."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.query import PageQuerySet

from core.access import public
from organisations.models import Role
from organisations.permissions import may_act_for, organisations_of

NO_CENTRE = _("เลือกศูนย์อย่างน้อยหนึ่งแห่ง หรือเลือก “ครอบคลุมทุกศูนย์”")
BOTH_KINDS_OF_CENTRES = _("เลือก “ครอบคลุมทุกศูนย์” หรือระบุรายชื่อศูนย์ อย่างใดอย่างหนึ่ง")

NOT_ITS_REVIEWER = _("ท่านไม่ใช่ผู้ตรวจสอบและเผยแพร่ของหน่วยงานนี้ โปรดบันทึกเป็นร่าง แล้วให้ผู้ตรวจสอบของหน่วยงานเผยแพร่")


class DelegationForm(WagtailAdminModelForm):
    """A delegation is registered by those who write for the organisation that delegates, and published by its
    reviewers. It covers what everybody may read, or what is their own.

    Wagtail's permissions are those of the model: whoever publishes for one organisation holds them for all.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("delegating_authority")
        user = self.for_user
        if field is not None and user is not None and not user.is_superuser:
            field.queryset = organisations_of(user, Role.EDITOR, Role.REVIEWER)
            for name in ("services", "centres"):
                if name in self.fields:
                    self.fields[name].queryset = self._readable(name, self.fields[name].queryset)

    def _readable(self, name: str, pages: PageQuerySet) -> PageQuerySet:
        """The pages of which the user may know, and those that the order names already."""
        own = organisations_of(self.for_user)
        named = [page.pk for page in getattr(self.instance, name).all()] if self.instance.pk else []
        openly = public(pages).values("pk")
        return pages.filter(Q(pk__in=openly) | Q(organisation__in=own) | Q(pk__in=named))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        # Nothing to cover proves nothing, and an order for every centre needs none named.
        if "centres" in self.fields and not cleaned.get("all_centres") and not cleaned.get("centres"):
            self.add_error("centres", NO_CENTRE)
        elif cleaned.get("all_centres") and cleaned.get("centres"):
            self.add_error("all_centres", BOTH_KINDS_OF_CENTRES)
        authority = cleaned.get("delegating_authority")
        if (
            "action-publish" in self.data
            and authority is not None
            and self.for_user is not None
            and not may_act_for(self.for_user, authority, Role.REVIEWER)
        ):
            self.add_error("delegating_authority", NOT_ITS_REVIEWER)
        return cleaned
