"""The editor's form of a guide."""

from __future__ import annotations

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm


class ServicePageForm(WagtailAdminPageForm):
    """Wagtail's page form, which refuses to publish or to submit a guide that lacks what the law demands."""

    def is_valid(self) -> bool:
        valid: bool = super().is_valid()
        if valid and ({"action-submit", "action-publish"} & set(self.data)):
            guide = self.save(commit=False)
            problems = guide.problems_before_publishing()
            if not guide.process_type:
                problems.append(_("ยังไม่ได้เลือกประเภทงานบริการ ระบบจึงไม่ทราบว่ากฎหมายกำหนดรายการใด"))
            for problem in problems:
                self.add_error(None, problem)
        return valid and not self.errors
