"""The edit form of a letter in the admin."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from wagtail.admin.forms import WagtailAdminPageForm


class CircularPageForm(WagtailAdminPageForm):
    """Says in the form, not with an error page, why a letter cannot be published now."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        wants_public = "action-publish" in self.data or cleaned.get("go_live_at")
        if wants_public and self.instance.pk and not self.instance.may_be_public():
            raise ValidationError(
                gettext("หนังสือนี้ยังมีข้อสงสัยที่ต้องวินิจฉัย หรือเป็นหนังสือลับ จึงเผยแพร่ไม่ได้ โปรดเปิดหน้าตรวจหนังสือ")
            )
        return cleaned
