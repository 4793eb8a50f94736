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
        if wants_public and self.instance.pk and (missing := self._note_missing(cleaned)):
            raise ValidationError(missing)
        return cleaned

    def _note_missing(self, cleaned: dict[str, Any]) -> str:
        """What `publish` would refuse: a changed record of which readers are not told."""
        from circulars.shown import CORRECTED, note_missing

        held = type(self.instance).objects.get(pk=self.instance.pk)
        draft = type(self.instance).objects.get(pk=self.instance.pk)
        for name in CORRECTED:
            if name in cleaned:
                setattr(draft, name, cleaned[name])
        return note_missing(held, draft)
