"""The body of a page or of a guideline's section."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class CalloutBlock(blocks.StructBlock):
    """A paragraph set apart (ข้อควรทราบ)."""

    kind = blocks.ChoiceBlock(
        choices=[("note", _("ข้อควรทราบ")), ("warning", _("คำเตือน")), ("example", _("ตัวอย่าง"))],
        default="note",
        label=_("ชนิด"),
    )
    text = blocks.RichTextBlock(features=TEXT_FEATURES, label=_("ข้อความ"))

    class Meta:
        icon = "info-circle"
        label = _("กล่องข้อความ")
        template = "blocks/callout.html"


class BodyBlock(blocks.StreamBlock):
    """Headings, paragraphs and callouts, in any order (เนื้อหา)."""

    heading = blocks.CharBlock(
        max_length=200, label=_("หัวข้อย่อย"), icon="title", template="blocks/heading.html"
    )
    paragraph = blocks.RichTextBlock(
        features=TEXT_FEATURES, label=_("ย่อหน้า"), icon="pilcrow", template="blocks/paragraph.html"
    )
    callout = CalloutBlock()

    class Meta:
        label = _("เนื้อหา")
