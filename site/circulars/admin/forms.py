"""Forms of the registrar's screens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_FILES = 200


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files in one field; cleans to a list."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, (list, tuple)) else [data]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_("เลือกได้ครั้งละไม่เกิน %(n)d แฟ้ม"), params={"n": MOST_FILES})
        return [super(ManyFilesField, self).clean(one, initial) for one in files]


class UploadForm(forms.Form):
    """Text files with letters."""

    files = ManyFilesField(  # type: ignore[assignment]
        label=_("แฟ้มหนังสือ"),
        help_text=_("แฟ้มข้อความ (.txt) เลือกได้หลายแฟ้ม หนึ่งแฟ้มมีหนังสือได้หลายฉบับ"),
        allow_empty_file=True,
    )


class ReasonForm(forms.Form):
    """A decision always has a reason."""

    reason = forms.CharField(
        label=_("เหตุผล"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000, strip=True
    )
