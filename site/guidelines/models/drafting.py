"""What the newest draft of an adaptation decides, small enough to be read for hundreds at once."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from guidelines.models.adaptation import AdaptationPage


class DraftSummary(models.Model):
    """The decisions of an adaptation's newest revision without its texts (สรุปฉบับร่าง).

    Written with the revision (`guidelines.tracking`); good while `revision` is the page's newest.
    `choices` is decision by section id; `considered` how many a person made.
    """

    page = models.OneToOneField(AdaptationPage, on_delete=models.CASCADE, related_name="draft_summary")
    revision = models.PositiveBigIntegerField()
    choices = models.JSONField(default=dict)
    considered = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("สรุปฉบับร่าง")
        verbose_name_plural = _("สรุปฉบับร่าง")

    def __str__(self) -> str:
        return str(self.page_id)
