"""The editor's forms of a guide, of a local variant and of a centre."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from core.access import restricted
from core.text import is_unseen
from services.coordinates import SWAPPED, look_swapped


class SectionForm(WagtailAdminPageForm):
    """Wagtail's page form, to which a text of zero-width characters alone is an empty one."""

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(_without_unseen(data), *args, **kwargs)


def _without_unseen(data: QueryDict | None) -> QueryDict | None:
    if not data:
        return data
    shown = data.copy()
    for key, values in data.lists():
        shown.setlist(key, ["" if isinstance(each, str) and is_unseen(each) else each for each in values])
    return shown


class PublishableForm(SectionForm):
    """Wagtail's page form, which refuses to publish or to submit what is not ready, with all the reasons."""

    def is_valid(self) -> bool:
        valid: bool = super().is_valid()
        if valid and ({"action-submit", "action-publish"} & set(self.data)):
            for problem in self.problems():
                self.add_error(None, problem)
        return valid and not self.errors

    def problems(self) -> list[str]:
        found: list[str] = self.save(commit=False).problems_before_publishing()
        return found


class ServicePageForm(PublishableForm):
    """Of a guide, which must have what the law demands."""

    def problems(self) -> list[str]:
        problems = super().problems()
        if not self.instance.process_type:
            problems.append(_("ยังไม่ได้เลือกประเภทงานบริการ ระบบจึงไม่ทราบว่ากฎหมายกำหนดรายการใด"))
        return problems


class LocalGuideForm(PublishableForm):
    """Of a local variant, whose organisation is that of the folder in which it is made."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.parent_page is not None and self.instance.organisation_id is None:
            self.instance.organisation = self.parent_page.specific.organisation
        field = self.fields.get("central")
        if field is not None:
            field.queryset = field.queryset.exclude(restricted()) | field.queryset.filter(
                pk=self.instance.central_id
            )


class CentreForm(SectionForm):
    """Of a centre. A latitude and a longitude that stand in each other's place are one error, not three."""

    def _post_clean(self) -> None:
        super()._post_clean()
        names = ("latitude", "longitude")
        typed = [
            self.fields[name].to_python_or_none(self[name].data) for name in names if name in self.fields
        ]
        if len(typed) == len(names) and look_swapped(*typed):
            for name in names:
                self._errors.pop(name, None)
            self.add_error("latitude", SWAPPED)
