"""The editor's forms of a guide and of a local variant."""

from __future__ import annotations

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from core.access import restricted


class PublishableForm(WagtailAdminPageForm):
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

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.parent_page is not None and self.instance.organisation_id is None:
            self.instance.organisation = self.parent_page.specific.organisation
        field = self.fields.get("central")
        if field is not None:
            field.queryset = field.queryset.exclude(restricted()) | field.queryset.filter(
                pk=self.instance.central_id
            )
