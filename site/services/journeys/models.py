"""A journey through several services, and which guides it leads to."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from core.bilingual import in_reader_language
from core.models import BasePage
from services.addresses import SectionChildMixin
from services.blocks import rows
from services.choices import Audience
from services.journeys.blocks import Join, JourneyStepBlock, Outline, outline


class JourneyPage(SectionChildMixin, BasePage):
    """A matter that takes several services of several agencies, step by step (เส้นทางบริการทีละขั้น).

    Its address is /services/journeys/<slug>/. Its owner is the organisation of the folder in which it stands,
    which keeps it right; the guides stay their owners'.
    """

    flat_prefix = "journeys/"
    reader_kind = _("เส้นทางบริการทีละขั้น")

    organisation = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("หน่วยงานที่ดูแลเส้นทาง"),
        on_delete=models.PROTECT,
        related_name="journeys",
    )
    summary = models.TextField(
        _("สรุปเส้นทาง"), max_length=500, help_text=_("หนึ่งหรือสองประโยค บอกว่าเส้นทางนี้พาไปถึงอะไร")
    )
    summary_en = models.TextField(_("สรุปเส้นทางภาษาอังกฤษ"), max_length=500, blank=True)
    audience = models.CharField(
        _("กลุ่มผู้รับบริการ"), max_length=20, choices=Audience.choices, default=Audience.PEOPLE
    )
    life_events = ParentalManyToManyField(
        "services.LifeEvent", verbose_name=_("เหตุการณ์ในชีวิต"), blank=True, related_name="journeys"
    )
    steps = StreamField(rows("step", JourneyStepBlock()), verbose_name=_("ขั้น"))

    sort_key = models.TextField(editable=False, default="")

    search_fields = [*BasePage.search_fields, index.SearchField("summary"), index.FilterField("organisation")]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("summary_en"),
        FieldPanel("steps"),
        MultiFieldPanel(
            [FieldPanel("life_events"), FieldRowPanel([FieldPanel("audience")])],
            _("การจัดหมวดหมู่"),
            icon="folder-open-1",
        ),
    ]
    parent_page_types = ["organisations.OrganisationFolder"]
    subpage_types: list[str] = []
    template = "services/journey_page.html"

    class Meta:
        verbose_name = _("เส้นทางบริการทีละขั้น")
        verbose_name_plural = _("เส้นทางบริการทีละขั้น")

    @property
    def display_summary(self) -> str:
        """The introduction in the reader's language, Thai where there is no English one."""
        return in_reader_language(self.summary, self.summary_en)

    @property
    def outline(self) -> list[Outline]:
        return outline(self.steps)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from services.journeys.reading import journey_context

        return super().get_context(request, *args, **kwargs) | journey_context(self, request)

    def clean(self) -> None:
        super().clean()
        if problems := step_problems(self.outline):
            raise ValidationError({"steps": problems})

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Store the page and which guides it leads to, together."""
        fields = kwargs.get("update_fields")
        with transaction.atomic():
            result = super().save(*args, **kwargs)
            if fields is None or "steps" in fields:
                self._store_parts()
        return result

    def _store_parts(self) -> None:
        from services.guides import ServicePage

        chosen = {item.guide for step in self.outline for item in step.items if item.guide}
        kept = set(self.parts.values_list("service", flat=True))
        self.parts.exclude(service__in=chosen).delete()
        existing = ServicePage.objects.filter(pk__in=chosen - kept).values_list("pk", flat=True)
        JourneyPart.objects.bulk_create(JourneyPart(journey=self, service_id=pk) for pk in existing)


class JourneyPart(models.Model):
    """That a journey leads to a guide (คู่มือที่อยู่ในเส้นทาง); follows from the journey's stored steps."""

    journey = models.ForeignKey(JourneyPage, on_delete=models.CASCADE, related_name="parts")
    service = models.ForeignKey(
        "services.ServicePage", on_delete=models.CASCADE, related_name="journey_parts"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["journey", "service"], name="one_part_per_journey_and_service")
        ]

    def __str__(self) -> str:
        return f"{self.journey_id} → {self.service_id}"


def step_problems(steps: list[Outline]) -> list[str]:
    """What contradicts itself in the order of steps, in words."""
    problems = []
    before = Join.THEN
    for number, step in enumerate(steps, 1):
        place = _now("ขั้นที่ %(number)d “%(title)s”: ") % {"number": number, "title": step.title}
        if number == 1 and step.join != Join.THEN:
            problems.append(place + _now("ขั้นแรกไม่มีขั้นก่อนหน้า โปรดเลือก “ทำต่อจากขั้นก่อนหน้า”"))
        elif Join.THEN not in (step.join, before) and step.join != before:
            problems.append(
                place + _now("ใช้ “และ” ปนกับ “หรือ” ในกลุ่มเดียวกันไม่ได้ เพราะอ่านได้สองความหมาย โปรดแยกเป็นคนละขั้น")
            )
        before = step.join
        guides = [item.guide for item in step.items if item.guide]
        if len(set(guides)) < len(guides):
            problems.append(place + _now("มีคู่มือเดียวกันมากกว่าหนึ่งครั้ง โปรดลบออกให้เหลือครั้งเดียว"))
    return problems
