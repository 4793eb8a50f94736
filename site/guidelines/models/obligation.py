"""Who is to adapt which guideline, by when, and by which circular."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Page

from guidelines.models.guideline import GuidelinePage


class AdaptationObligation(models.Model):
    """An organisation is to adapt a guideline (หน้าที่ปรับใช้แนวทาง).

    The due date comes from the circular; where the circular names none, it stays open.
    """

    guideline = models.ForeignKey(
        GuidelinePage, verbose_name=_("แนวทาง"), on_delete=models.CASCADE, related_name="obligations"
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("หน่วยงาน"),
        on_delete=models.CASCADE,
        related_name="guideline_obligations",
    )
    due = models.DateField(_("กำหนดแล้วเสร็จ"), null=True, blank=True)
    circular = models.ForeignKey(
        Page,
        verbose_name=_("หนังสือเวียนที่กำหนด"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    panels = [
        FieldPanel("guideline"),
        FieldPanel("organisation"),
        FieldPanel("due"),
        PageChooserPanel("circular", page_type="circulars.CircularPage"),
    ]

    class Meta:
        verbose_name = _("หน้าที่ปรับใช้แนวทาง")
        verbose_name_plural = _("หน้าที่ปรับใช้แนวทาง")
        ordering = ["organisation__name_th"]
        permissions = [("view_adaptation_report", _("ดูรายงานการปรับใช้แนวทางของหน่วยงาน"))]
        constraints = [
            models.UniqueConstraint(fields=["guideline", "organisation"], name="one_obligation_per_guideline")
        ]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.guideline}"
