"""What the edit form of a letter shows: what was read, to look at, and the best readings, to type."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

LETTER_PANELS = [
    MultiFieldPanel(
        [
            FieldPanel("number_raw", read_only=True),
            FieldPanel("date_raw", read_only=True),
            FieldPanel("subject", read_only=True),
            FieldPanel("issuer_name", read_only=True),
            FieldPanel("signatory_name", read_only=True),
            FieldPanel("suggested_date_be", read_only=True),
        ],
        heading=_("ตามที่หนังสือเขียน (แก้ไม่ได้)"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("issuer"),
            FieldRowPanel([FieldPanel("best_number"), FieldPanel("best_date")]),
            FieldPanel("best_signatory_name"),
            FieldPanel("topics", widget=forms.CheckboxSelectMultiple),
            FieldPanel("note"),
        ],
        heading=_("ค่าที่น่าจะถูก โดยนายทะเบียน"),
    ),
]
