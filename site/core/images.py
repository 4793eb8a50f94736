"""Alternative text of images: demanded whenever an image is uploaded or edited in the admin."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm

FIELD = "description"


class ImageForm(BaseImageForm):
    """Wagtail's form of an image, which is not taken without words for whoever cannot see it (ข้อความแทนภาพ).

    It serves the library, the chooser and the upload of many at once, which keeps an image aside until it is
    described.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get(FIELD)  # an action on many images asks for other fields alone
        if field is not None:
            field.required = True
            field.label = _("ข้อความแทนภาพ")
            field.help_text = _(
                "บอกสิ่งที่ภาพสื่อแก่ผู้ที่มองไม่เห็นภาพ หนึ่งหรือสองประโยค เช่น “แผนผังชั้น 1 เคาน์เตอร์ทะเบียนอยู่ทางขวาของประตู”"
            )
            field.error_messages["required"] = _("เขียนข้อความแทนภาพก่อนบันทึก ผู้ที่มองไม่เห็นภาพจะได้ฟังข้อความนี้แทน")

    def clean_description(self) -> str:
        """The words, refused where they are only the name of the file."""
        text: str = self.cleaned_data[FIELD].strip()
        file = self.cleaned_data.get("file") or self.instance.file
        name = PurePath(str(file.name)) if file else PurePath()
        if text.casefold() in {name.name.casefold(), name.stem.casefold()}:
            raise ValidationError(_("ข้อความนี้เป็นเพียงชื่อแฟ้ม เขียนว่าภาพสื่ออะไร"))
        return text
