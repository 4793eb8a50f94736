"""An organisation's version of a guideline (แนวทางฉบับปรับใช้): decisions about sections of an edition."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.models import Orderable, Revision
from wagtail.search import index

from core.blocks import BodyBlock
from core.limits import LONG, LimitedCharField, LimitedTextField
from core.models import BasePage
from guidelines.models.edition import GuidelineEdition, only_forgets
from guidelines.models.guideline import GuidelinePage
from organisations.models import Organisation
from organisations.workflow import ReviewedPageMixin, approver_of


class Choice(models.TextChoices):
    """What an organisation decides about a section (การตัดสินใจ)."""

    INHERITED = "inherited", _("ใช้ตามต้นแบบ")
    ADAPTED = "adapted", _("ปรับจากต้นแบบ")
    REPLACED = "replaced", _("เขียนใหม่แทนต้นแบบ")
    SUPPLEMENTED = "supplemented", _("ใช้ตามต้นแบบและเพิ่มเติม")
    NOT_APPLICABLE = "not-applicable", _("ไม่ใช้กับหน่วยงานนี้")
    ADDED = "added", _("หมวดที่หน่วยงานเพิ่ม")


OWN_TEXT = frozenset({Choice.ADAPTED, Choice.REPLACED, Choice.SUPPLEMENTED, Choice.ADDED})
"""The decisions that come with text of the organisation's own."""


class AdaptationPage(ReviewedPageMixin, RoutablePageMixin, BasePage):
    """One organisation's adaptation of one guideline (แนวทางฉบับปรับใช้).

    It holds decisions, own texts and filled-in blanks only. What it inherits is a reference to a section
    of a frozen edition, so it cannot drift. `edition` is the newest edition whose sections it follows.
    `centres`, `services` and `delegations` carry it out besides its own centres (`guidelines.practice`).
    """

    guideline = models.ForeignKey(
        GuidelinePage, verbose_name=_("แนวทางต้นแบบ"), on_delete=models.PROTECT, related_name="adaptations"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("หน่วยงาน"), on_delete=models.PROTECT, related_name="adaptations"
    )
    edition = models.ForeignKey(
        GuidelineEdition, verbose_name=_("ฉบับต้นแบบที่ใช้"), on_delete=models.PROTECT, related_name="+"
    )
    introduction = LimitedTextField(
        _("คำนำของหน่วยงาน"),
        blank=True,
        longest=LONG,
        help_text=_("บอกสั้น ๆ ว่าหน่วยงานนำแนวทางไปใช้กับงานใดและที่ใด"),
    )

    uses_own_centres = models.BooleanField(
        _("ศูนย์และหน่วยเคลื่อนที่ทุกแห่งของหน่วยงานและหน่วยงานในสังกัด รวมที่จะเปิดใหม่"), default=True
    )
    centres = ParentalManyToManyField(
        "services.CentrePage", verbose_name=_("ศูนย์และหน่วยเคลื่อนที่อื่น"), blank=True, related_name="+"
    )
    services = ParentalManyToManyField(
        "services.ServicePage", verbose_name=_("งานบริการอื่น"), blank=True, related_name="+"
    )
    delegations = ParentalManyToManyField(
        "services.Delegation", verbose_name=_("คำสั่งมอบอำนาจอื่น"), blank=True, related_name="+"
    )

    one_forced_at_a_time = True
    content_panels = [FieldPanel("title"), FieldPanel("introduction")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    parent_page_types = ["guidelines.GuidelinePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("แนวทางฉบับปรับใช้")
        verbose_name_plural = _("แนวทางฉบับปรับใช้")
        constraints = [
            models.UniqueConstraint(
                fields=["guideline", "organisation"],
                name="one_adaptation_per_organisation",
                violation_error_message=_("หน่วยงานนี้มีแนวทางฉบับปรับใช้อยู่แล้ว"),
            )
        ]

    @classmethod
    def can_create_at(cls, parent: Any) -> bool:
        """Never through Wagtail's own "add" screen: `guidelines.starting` makes it complete."""
        return False

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from guidelines.presenting import adaptation_context

        return {**super().get_context(request, *args, **kwargs), **adaptation_context(self, request)}

    @path("compare/", name="compare")
    def compare(self, request: HttpRequest) -> HttpResponse:
        """The whole adaptation against the model, word by word."""
        from guidelines.comparing import compare_sections
        from guidelines.reading import read_adaptation

        sections = read_adaptation(self)
        pins = {each.model.edition_id for each in sections if each.model is not None}
        compared = {"compared": compare_sections(sections), "of_other_editions": pins - {self.edition_id}}
        context = {**super().get_context(request), **compared}
        return TemplateResponse(request, "guidelines/comparison.html", context)

    @path("download/<slug:kind>/", name="download")
    def download(self, request: HttpRequest, kind: str) -> HttpResponse:
        """What is published as a file, `kind` pdf or docx. Raises Http404 for another kind."""
        from guidelines.downloads import download
        from guidelines.papers import adaptation_paper

        return download(request, kind, f"{self.guideline.slug}-{self.slug}", lambda: adaptation_paper(self))

    def owning_organisation(self) -> Organisation:
        return self.organisation

    def editing_path(self) -> str:
        return reverse("guidelines:adaptation", args=[self.pk])

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        writes_decisions = fields is None or "decisions" in fields
        self.check_decisions(goes_public=self.live and writes_decisions)
        super().save(*args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        self.check_decisions()
        return super().save_revision(*args, **kwargs)

    def check_decisions(self, goes_public: bool = False) -> None:
        """Raise ValidationError, with every reason, where a decision is not allowed (`guidelines.rules`) or,
        with `goes_public`, may not be what readers see."""
        from guidelines.rules import problems_of_decisions

        if problems := problems_of_decisions(self, goes_public):
            raise ValidationError(problems)

    def problems_before_review(self) -> list[str]:
        from guidelines.rules import missing_additions, problems_of_decisions

        return [*problems_of_decisions(self, goes_public=True), *missing_additions(self)]

    def publish(self, revision: Revision, user: Any = None, **kwargs: Any) -> Any:
        from guidelines.deciding import record_approval

        with transaction.atomic():
            # A model that is published meanwhile waits, so that its locks count here or come later.
            GuidelinePage.objects.select_for_update().get(pk=self.guideline_id)
            result = super().publish(revision, user=user, **kwargs)
            record_approval(type(self).objects.get(pk=self.pk), approver_of(revision) or user)
            return result


class DecisionQuerySet(models.QuerySet):
    """Decisions are written one by one through their page, so that every rule is checked.

    It is the base manager's too. What Django does by itself goes on: a decision goes with its page, and
    forgets a person who was deleted.
    """

    def _refuse(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError(
            "decisions are changed through their adaptation, which checks them: save_section() of "
            "guidelines.deciding, save() of one decision, or page.decisions and page.save_revision()"
        )

    bulk_create = bulk_update = delete = _refuse

    def update(self, **values: Any) -> int:
        if not only_forgets(self.model, values):
            self._refuse()
        return super().update(**values)


class SectionDecision(Orderable):
    """What an organisation decided about one section (การตัดสินใจรายหมวด), and its own text if any.

    `edition` pins the section: inherited text is read from there, and own text was last brought in line
    with it. `considered_edition` is a later edition whose change was seen and not taken; `removed_in` the
    edition with which the organisation let the section go: the row stays, readers do not see it. A section
    that the organisation added has no edition and stands after section `after`.
    """

    page = ParentalKey(AdaptationPage, on_delete=models.CASCADE, related_name="decisions")
    section_id = models.CharField(_("รหัสหมวด"), max_length=40)
    edition = models.ForeignKey(
        GuidelineEdition,
        verbose_name=_("ฉบับต้นแบบ"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    considered_edition = models.ForeignKey(
        GuidelineEdition,
        verbose_name=_("พิจารณาการเปลี่ยนแปลงถึงฉบับ"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    removed_in = models.ForeignKey(
        GuidelineEdition,
        verbose_name=_("ตัดออกตามฉบับ"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    choice = models.CharField(_("การตัดสินใจ"), max_length=20, choices=Choice.choices, default=Choice.INHERITED)
    reason = LimitedTextField(_("เหตุผล"), blank=True)
    heading = LimitedCharField(_("หัวข้อ"), max_length=255, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("ข้อความของหน่วยงาน"), blank=True)
    after = models.CharField(_("อยู่หลังหมวด"), max_length=40, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ผู้ตัดสินใจ"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("ตัดสินใจเมื่อ"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ผู้อนุมัติ"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    approved_at = models.DateTimeField(_("อนุมัติเมื่อ"), null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta(Orderable.Meta):
        base_manager_name = "objects"
        verbose_name = _("การตัดสินใจรายหมวด")
        verbose_name_plural = _("การตัดสินใจรายหมวด")
        constraints = [
            models.UniqueConstraint(fields=["page", "section_id"], name="one_decision_per_section")
        ]

    def __str__(self) -> str:
        return f"{self.section_id} {self.get_choice_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ValidationError where the decision is not allowed, e.g. for a locked section."""
        from guidelines.locks import problems_of_row
        from guidelines.rules import problems_of_decision

        if problems := problems_of_decision(self, self.model_section()) or problems_of_row(self):
            raise ValidationError(problems)
        super().save(*args, **kwargs)

    def model_section(self) -> Any:
        """The frozen section that the decision is about; None where the organisation added it."""
        if self.edition_id is None:
            return None
        from guidelines.models.edition import EditionSection

        return EditionSection.objects.filter(edition=self.edition_id, section_id=self.section_id).first()

    @property
    def is_considered(self) -> bool:
        """Whether a person decided, rather than nobody having looked yet."""
        return self.decided_at is not None

    @property
    def has_own_text(self) -> bool:
        return self.choice in OWN_TEXT


class ParameterValue(models.Model):
    """What an organisation filled in for one blank (ข้อมูลที่หน่วยงานกรอก); a list has one item a line."""

    page = ParentalKey(AdaptationPage, on_delete=models.CASCADE, related_name="values")
    key = models.SlugField(_("ช่องกรอกข้อมูล"), max_length=40)
    value = LimitedTextField(_("ข้อมูล"), blank=True, longest=LONG)

    class Meta:
        verbose_name = _("ข้อมูลที่หน่วยงานกรอก")
        verbose_name_plural = _("ข้อมูลที่หน่วยงานกรอก")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["page", "key"], name="one_value_per_parameter")]

    def __str__(self) -> str:
        return f"{self.key}: {self.value[:60]}"

    @property
    def items(self) -> list[str]:
        return [line.strip() for line in self.value.splitlines() if line.strip()]
