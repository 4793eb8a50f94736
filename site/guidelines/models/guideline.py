"""The model guideline (แนวทางต้นแบบ) as OPDC edits it, and the list of guidelines."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Orderable, Page, PagePermissionTester, Revision
from wagtail.search import index

from core.bilingual import in_reader_language
from core.limits import LONG, LimitedCharField, LimitedTextField
from core.models import BasePage
from guidelines.models.section import Change, SectionContent
from guidelines.wording import problem_of_size
from organisations.models import Organisation, Role
from organisations.permissions import may_act_for
from organisations.workflow import ReviewedPageMixin, set_up_review

WRITERS = (Role.EDITOR, Role.REVIEWER)
"""Who writes the guidelines that their organisation issues."""


class GuidelineIndexPage(BasePage):
    """The list of model guidelines (หน้ารวมแนวทาง)."""

    introduction = LimitedTextField(_("คำนำ"), blank=True, longest=LONG)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["guidelines.GuidelinePage"]

    class Meta:
        verbose_name = _("หน้ารวมแนวทาง")

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Find a guideline or an adaptation in one query each, with what its page shows."""
        from guidelines.reading import page_at

        page, rest = page_at(self, path_components)
        return page.route(request, rest) if page else super().route(request, path_components)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from guidelines.reading import guideline_list

        return {**super().get_context(request, *args, **kwargs), "guidelines": guideline_list(self)}


class IssuersPermissions(PagePermissionTester):
    """The issuer's editors and reviewers may change its guideline. A page permission of their groups would
    hold for what stands below, too: for the drafts of every ministry."""

    def __init__(self, user: Any, page: Any) -> None:
        super().__init__(user, page)
        if not getattr(user, "is_superuser", False) and may_act_for(user, page.issuer, *WRITERS):
            self.permissions: set[str] = {*getattr(self, "permissions", ()), "change"}

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Nor moved: both are for administrators."""
        return bool(self.user.is_active and self.user.is_superuser)

    def can_copy(self) -> bool:
        return bool(self.user.is_active and self.user.is_superuser)


class GuidelinePage(ReviewedPageMixin, RoutablePageMixin, BasePage):
    """A model guideline (แนวทางต้นแบบ): sections with ids that never change, from which others adapt.

    Every publication that changes a section freezes an edition; readers and adaptations refer to editions.
    The issuer's editors write it and another person of the issuer's approves.
    """

    introduction = LimitedTextField(_("คำนำ"), blank=True, longest=LONG)
    issuer = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("หน่วยงานที่ออกแนวทาง"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="issued_guidelines",
    )
    section_prefix = models.CharField(
        _("อักษรนำรหัสหมวด"),
        max_length=20,
        default="MG",
        help_text=_("หมวดใหม่ได้รหัสต่อจากหมวดล่าสุด เช่น MG-17 และรหัสไม่เปลี่ยนอีก"),
    )
    edition_note = LimitedTextField(
        _("บันทึกการแก้ไขของฉบับที่จะเผยแพร่"),
        blank=True,
        help_text=_("จำเป็นตั้งแต่ฉบับที่ 2 เมื่อมีหมวดที่ตัดออกหรือย้ายลำดับ"),
    )

    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("issuer"), FieldPanel("section_prefix")]),
        FieldPanel("introduction"),
        InlinePanel("recommendations", label=_("ข้อเสนอหรือมติที่เป็นฐาน")),
        InlinePanel("parameters", label=_("ช่องกรอกข้อมูลของหน่วยงาน")),
        InlinePanel("sections", label=_("หมวด"), min_num=1),
        FieldPanel("edition_note"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    parent_page_types = ["guidelines.GuidelineIndexPage"]
    subpage_types = ["guidelines.AdaptationPage"]

    class Meta:
        verbose_name = _("แนวทางต้นแบบ")
        verbose_name_plural = _("แนวทางต้นแบบ")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from guidelines.presenting import guideline_context

        return {**super().get_context(request, *args, **kwargs), **guideline_context(self, request)}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """An edition that was taken back is gone (410) with a page that says so, at every address of it."""
        from guidelines.history import TakenBackError

        try:
            return super().serve(request, *args, **kwargs)
        except TakenBackError as error:
            context = {**super().get_context(request), "taken_back": error.edition, "history": error.history}
            return TemplateResponse(request, "guidelines/edition_withdrawn.html", context, status=410)

    @path("compare/", name="compare")
    def compare(self, request: HttpRequest) -> HttpResponse:
        """Any two editions, word by word: ?from=1&to=2, or else the last two."""
        from guidelines.presenting import edition_comparison

        context = {**super().get_context(request), **edition_comparison(self, request.GET)}
        return TemplateResponse(request, "guidelines/edition_comparison.html", context)

    @path("download/<slug:kind>/", name="download")
    def download(self, request: HttpRequest, kind: str) -> HttpResponse:
        """The edition asked for as a file, `kind` pdf or docx. Raises Http404 where there is none."""
        from guidelines.downloads import download
        from guidelines.history import chosen_edition
        from guidelines.papers import guideline_paper

        chosen = chosen_edition(self, request.GET.dict())
        if chosen.edition is None or chosen.error:
            raise Http404
        name = f"{self.slug}-{chosen.edition.number}"
        return download(request, kind, name, lambda: guideline_paper(self, chosen))

    @path("sections/<slug:anchor>/", name="section")
    def section(self, request: HttpRequest, anchor: str) -> HttpResponse:
        """One section in every organisation's published adaptation."""
        from guidelines.across import section_across

        context = {**super().get_context(request), **section_across(self, anchor, request.GET)}
        return TemplateResponse(request, "guidelines/section_across.html", context)

    def owning_organisation(self) -> Organisation | None:
        return self.issuer

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return IssuersPermissions(user, self)

    def problems_before_review(self) -> list[str]:
        """The change notes that are missing, from edition 2 on."""
        from guidelines.editions import missing_notes

        return missing_notes(self, self.sections.all())

    def mark_problems(self, form: Any) -> None:
        """A missing change note is asked for at the fields of its section."""
        from guidelines.editions import without_note

        sections = {each.instance.section_id: each for each in form.formsets["sections"].initial_forms}
        for section in without_note(self, self.sections.all()):
            at = sections[section.section_id]
            said = {"heading": section.heading_th}
            if not section.change:
                at.add_error("change", _("กรุณาเลือกระดับการแก้ไขของหมวด “%(heading)s”") % said)
            if not section.change_note.strip():
                at.add_error("change_note", _("กรุณาเขียนว่าแก้ไขอะไรในหมวด “%(heading)s” เพราะเหตุใด") % said)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.settle_section_ids()
        self.check_sizes()
        super().save(*args, **kwargs)
        if self.issuer is not None and kwargs.get("update_fields") is None:
            set_up_review(self.issuer, self)

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        self.settle_section_ids()
        self.check_sizes()
        return super().save_revision(*args, **kwargs)

    def check_sizes(self) -> None:
        """Raise ValidationError where a section is longer than `guidelines.wording` allows."""
        sizes = {each.section_id: problem_of_size(each.body.get_prep_value()) for each in self.sections.all()}
        if problems := [f"{name}: {problem}" for name, problem in sizes.items() if problem]:
            raise ValidationError(problems)

    def settle_section_ids(self) -> None:
        """Give new sections the next id, and hold the others to theirs.

        Raises ValidationError where an id stands twice or is another than the one stored.
        """
        from guidelines.editions import used_numbers

        sections = list(self.sections.all())
        stored = dict(self.sections.model.objects.filter(page_id=self.pk).values_list("pk", "section_id"))
        for section in sections:
            if section.pk in stored and stored[section.pk] != section.section_id:
                raise ValidationError(
                    _("รหัสหมวด %(old)s เปลี่ยนเป็น %(new)s ไม่ได้")
                    % {"old": stored[section.pk], "new": section.section_id or "-"}
                )
        number = max(used_numbers(self, sections), default=0)
        for section in sections:
            if not section.section_id:
                number += 1
                section.section_id = f"{self.section_prefix}-{number:02}"
        ids = [section.section_id for section in sections]
        if twice := sorted({each for each in ids if ids.count(each) > 1}):
            raise ValidationError(_("รหัสหมวดซ้ำ: %(ids)s") % {"ids": ", ".join(twice)})

    def publish(self, revision: Revision, user: Any = None, **kwargs: Any) -> Any:
        """Publish and, where a section changed, freeze the next edition, in one transaction.

        Raises ValidationError where a changed section has no change note (from edition 2 on) and
        PermissionDenied where nobody else approved. What the system imports needs no review; a superuser
        publishes the first edition as it comes, later ones on record.
        """
        from guidelines import editions

        with transaction.atomic():
            type(self).objects.select_for_update().get(pk=self.pk)
            is_founding = user is None or (user.is_superuser and not self.live)
            if is_founding and (problems := revision.as_object().problems_before_review()):
                raise ValidationError(problems)
            line: Any = super(ReviewedPageMixin, self) if is_founding else super()
            result = line.publish(revision, user=user, **kwargs)
            editions.freeze(type(self).objects.get(pk=self.pk), user)
            return result


class GuidelineRecommendation(Orderable):
    """A recommendation or resolution on which sections rest (ข้อเสนอหรือมติที่เป็นฐาน), with its letter."""

    page = ParentalKey(GuidelinePage, on_delete=models.CASCADE, related_name="recommendations")
    code = models.CharField(_("รหัส"), max_length=20)
    text = LimitedTextField(_("สาระสำคัญ"))
    letter = models.ForeignKey(
        Page,
        verbose_name=_("หนังสือที่อ้าง"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels = [
        FieldPanel("code"),
        FieldPanel("text"),
        PageChooserPanel("letter", page_type="circulars.CircularPage"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("ข้อเสนอหรือมติที่เป็นฐาน")
        verbose_name_plural = _("ข้อเสนอหรือมติที่เป็นฐาน")
        constraints = [models.UniqueConstraint(fields=["page", "code"], name="recommendation_code_once")]

    def __str__(self) -> str:
        return self.code


class GuidelineParameter(Orderable):
    """A blank that each organisation fills in (ช่องกรอกข้อมูล), shown where a section asks for it."""

    class Kind(models.TextChoices):
        """What is filled in (ชนิดข้อมูล)."""

        TEXT = "text", _("ข้อความ")
        ORGANISATION = "organisation_name", _("ชื่อหน่วยงาน ตามทะเบียนเสมอ")
        LIST = "list", _("รายการ บรรทัดละหนึ่งรายการ")
        CENTRES = "list_of_centres", _("ชื่อศูนย์และหน่วยเคลื่อนที่ ตามทะเบียนและที่กรอกเพิ่ม")
        LOCATIONS = "list_of_locations", _("ที่ตั้งและเวลาทำการของศูนย์ ตามทะเบียนและที่กรอกเพิ่ม")
        SERVICES = "list_of_service_guides", _("รายการงานบริการ ตามทะเบียนและที่กรอกเพิ่ม")
        DELEGATIONS = "list_of_delegations", _("รายการคำสั่งมอบอำนาจ ตามทะเบียนและที่กรอกเพิ่ม")

    FROZEN = ("key", "label_th", "label_en", "kind", "help_text")

    page = ParentalKey(GuidelinePage, on_delete=models.CASCADE, related_name="parameters")
    key = models.SlugField(_("รหัส"), max_length=40)
    label_th = LimitedCharField(_("ชื่อช่อง"), max_length=255)
    label_en = LimitedCharField(_("ชื่อช่องภาษาอังกฤษ"), max_length=255, blank=True)
    kind = models.CharField(_("ชนิดข้อมูล"), max_length=40, choices=Kind.choices, default=Kind.TEXT)
    help_text = LimitedCharField(_("คำแนะนำการกรอก"), max_length=500, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("key"), FieldPanel("kind")]),
        FieldRowPanel([FieldPanel("label_th"), FieldPanel("label_en")]),
        FieldPanel("help_text"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("ช่องกรอกข้อมูล")
        verbose_name_plural = _("ช่องกรอกข้อมูล")
        constraints = [models.UniqueConstraint(fields=["page", "key"], name="parameter_key_once")]

    def __str__(self) -> str:
        return self.label_th

    def frozen(self) -> dict[str, str]:
        """What an edition keeps of it."""
        return {name: getattr(self, name) for name in self.FROZEN}

    @property
    def label(self) -> str:
        return in_reader_language(self.label_th, self.label_en)

    @property
    def is_list(self) -> bool:
        return self.kind not in {self.Kind.TEXT, self.Kind.ORGANISATION}

    @property
    def is_live(self) -> bool:
        """Whether it fills in by itself from the registers (`guidelines.practice`)."""
        return self.kind not in {self.Kind.TEXT, self.Kind.LIST}

    @property
    def is_typed(self) -> bool:
        """Whether a person fills it in, if only to add to what the registers tell."""
        return self.kind != self.Kind.ORGANISATION


class GuidelineSection(SectionContent, Orderable):
    """A section of the model guideline being edited (หมวดของแนวทางต้นแบบ).

    Its id is given once and never changes, through rewording and reordering.
    """

    page = ParentalKey(GuidelinePage, on_delete=models.CASCADE, related_name="sections")
    note = LimitedTextField(_("หมายเหตุภายใน"), blank=True, help_text=_("ไม่แสดงต่อสาธารณะและไม่อยู่ในฉบับที่เผยแพร่"))
    change = models.CharField(
        _("ระดับการแก้ไขครั้งนี้"),
        max_length=10,
        blank=True,
        choices=[(Change.MINOR.value, Change.MINOR.label), (Change.MAJOR.value, Change.MAJOR.label)],
    )
    change_note = LimitedCharField(
        _("แก้ไขอะไร เพราะเหตุใด"),
        max_length=500,
        blank=True,
        help_text=_("จำเป็นเมื่อแก้ไขหมวดที่เคยเผยแพร่แล้ว หน่วยงานที่ปรับใช้จะเห็นข้อความนี้"),
    )

    panels = [
        FieldRowPanel([FieldPanel("section_id", read_only=True), FieldPanel("mode")]),
        FieldPanel("heading_th"),
        FieldPanel("heading_en"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("allow_supplement"),
                FieldPanel("required_additions"),
                FieldPanel("grounded_on"),
                FieldPanel("indicators"),
                FieldPanel("note"),
            ],
            heading=_("เงื่อนไขของหมวด"),
            classname="collapsed",
        ),
        FieldRowPanel([FieldPanel("change"), FieldPanel("change_note")], heading=_("การแก้ไขครั้งนี้")),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("หมวด")
        verbose_name_plural = _("หมวด")
        constraints = [models.UniqueConstraint(fields=["page", "section_id"], name="section_id_once")]

    def __str__(self) -> str:
        return f"{self.section_id} {self.heading_th}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ValidationError where the stored id is another one."""
        stored = type(self).objects.filter(pk=self.pk).values_list("section_id", flat=True).first()
        if stored is not None and stored != self.section_id:
            raise ValidationError(
                _("รหัสหมวด %(old)s เปลี่ยนเป็น %(new)s ไม่ได้") % {"old": stored, "new": self.section_id}
            )
        super().save(*args, **kwargs)
