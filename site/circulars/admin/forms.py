"""Forms of the registrar's screens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circulars.models import Duty
from core.duties import matter_of
from core.thai_dates import ThaiDateInput
from organisations.models import Organisation

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
    """Files with letters."""

    files = ManyFilesField(  # type: ignore[assignment]
        label=_("แฟ้มหนังสือ"),
        help_text=_(
            "PDF, DOCX, ข้อความ (.txt), ภาพสแกน หรือ ZIP ลากมาวางได้ เลือกได้หลายแฟ้ม หนึ่งแฟ้มมีหนังสือได้หลายฉบับ"
        ),
        allow_empty_file=True,
    )


class ReasonForm(forms.Form):
    """A decision always has a reason."""

    reason = forms.CharField(
        label=_("เหตุผล"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000, strip=True
    )


class AcknowledgeForm(forms.Form):
    """รับทราบ, with a word if there is one to say."""

    note = forms.CharField(
        label=_("หมายเหตุ (ถ้ามี)"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
        strip=True,
    )


class AnswerForm(forms.Form):
    """A report on a duty."""

    text = forms.CharField(
        label=_("ผลการดำเนินการ"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000, strip=True
    )
    is_done = forms.BooleanField(label=_("ดำเนินการแล้วเสร็จ"), required=False)


class RecipientForm(forms.Form):
    """One more organisation."""

    organisation = forms.ModelChoiceField(
        label=_("ส่งถึงหน่วยงานอื่นเพิ่ม"), queryset=Organisation.objects.order_by("name_th")
    )


class DutyForm(forms.ModelForm):
    """What the letter obliges its recipients to do; what it is to be about where another app answers."""

    class Meta:
        model = Duty
        fields = ["kind", "text", "subject", "due"]
        widgets = {"text": forms.Textarea(attrs={"rows": 2}), "due": ThaiDateInput}
        help_texts = {
            "subject": _("เลือกเมื่อเป็นภารกิจปรับใช้แนวทาง"),
            "due": _("เว้นว่างเมื่อหนังสือไม่ได้กำหนดวัน"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        matter = matter_of(Duty.Kind.ADAPT)
        field = self.fields["subject"]
        field.queryset = matter.subjects() if matter else field.queryset.none()  # type: ignore[attr-defined]
        self.auto_id = "id_duty_%s"
