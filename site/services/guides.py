"""The service guide: what a citizen must know to get one public service."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageViewRestriction, Revision
from wagtail.search import index

from core.collation import sort_key
from core.matching import plain_text
from core.models import BasePage
from organisations.models import Kind
from services import blocks, guide_checks, guide_figures, guide_laws
from services.addresses import SectionChildMixin
from services.choices import UNIT_CHOICES, Audience, ChannelType, FeeKind, Level, ProcessType
from services.durations import Duration, Unit
from services.guide_forms import ServicePageForm
from services.index_titles import index_title
from services.panels import DurationNotePanel, QualityPanel
from services.presentation import fee_summary


class ServicePage(SectionChildMixin, BasePage):
    """A service guide (คู่มือสำหรับประชาชน), with the parts that section 7 of the Licensing Facilitation
    Act B.E. 2558 demands (criteria, steps and time, documents) and those that OPDC's portal adds.

    Its owner is the organisation of the folder in which it stands.
    """

    organisation = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("หน่วยงานเจ้าของบริการ"),
        on_delete=models.PROTECT,
        related_name="services",
    )
    partners = ParentalManyToManyField(
        "organisations.Organisation",
        verbose_name=_("หน่วยงานที่ให้บริการร่วม"),
        blank=True,
        related_name="partnered_services",
        help_text=_("หน่วยงานอื่นที่รับเรื่องหรือให้บริการนี้ด้วย"),
    )
    summary = models.TextField(
        _("สรุปบริการ"), max_length=500, help_text=_("หนึ่งหรือสองประโยค บอกว่าประชาชนได้อะไรจากบริการนี้")
    )
    result = models.CharField(
        _("สิ่งที่ได้รับ"), max_length=255, blank=True, help_text=_("เช่น บัตรประจำตัวประชาชน ใบอนุญาต สูติบัตร")
    )
    process_type = models.CharField(
        _("ประเภทงานบริการ"), max_length=20, choices=ProcessType.choices, blank=True
    )
    audience = models.CharField(
        _("กลุ่มผู้รับบริการ"), max_length=20, choices=Audience.choices, default=Audience.PEOPLE
    )
    life_events = ParentalManyToManyField(
        "services.LifeEvent", verbose_name=_("เหตุการณ์ในชีวิต"), blank=True, related_name="services"
    )
    criteria = StreamField(
        blocks.rows("criterion", blocks.CriterionBlock()),
        verbose_name=_("หลักเกณฑ์ วิธีการ และเงื่อนไข"),
        blank=True,
    )
    channels = StreamField(
        blocks.rows("channel", blocks.ChannelBlock()), verbose_name=_("ช่องทางการให้บริการ"), blank=True
    )
    steps = StreamField(blocks.rows("step", blocks.StepBlock()), verbose_name=_("ขั้นตอน"), blank=True)
    total_value = models.DecimalField(
        _("ระยะเวลารวมไม่เกิน"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    total_unit = models.CharField(_("หน่วยเวลา"), max_length=20, choices=UNIT_CHOICES, blank=True)
    identity_documents = StreamField(
        blocks.rows("document", blocks.DocumentBlock()),
        verbose_name=_("เอกสารยืนยันตัวตนที่ออกโดยหน่วยงานของรัฐ"),
        blank=True,
    )
    other_documents = StreamField(
        blocks.rows("document", blocks.DocumentBlock()), verbose_name=_("เอกสารอื่น"), blank=True
    )
    no_documents = models.BooleanField(
        _("ไม่ต้องใช้เอกสาร"), default=False, help_text=_("เลือกเมื่อผู้ขอไม่ต้องนำเอกสารใดมา และไม่มีรายการข้างต้น")
    )
    fees = StreamField(blocks.rows("fee", blocks.FeeBlock()), verbose_name=_("ค่าธรรมเนียม"), blank=True)
    forms = StreamField(blocks.rows("form", blocks.FormBlock()), verbose_name=_("แบบฟอร์ม"), blank=True)
    legal_basis = StreamField(
        blocks.rows("law", blocks.LegalBasisBlock()), verbose_name=_("กฎหมายที่เกี่ยวข้อง"), blank=True
    )
    complaint_channels = StreamField(
        blocks.rows("complaint", blocks.ComplaintBlock()), verbose_name=_("ช่องทางการร้องเรียน"), blank=True
    )
    joint_service_level = models.CharField(
        _("ระดับที่ศูนย์บริการร่วมทำได้"),
        max_length=20,
        choices=Level.choices,
        blank=True,
        help_text=_("ระดับสูงสุดที่เป็นไปได้ตามลักษณะงาน ป้าย “เสร็จที่จุดบริการ” แสดงเฉพาะเมื่อมีคำสั่งมอบอำนาจที่มีผลอยู่"),
    )
    fees_unverified = models.BooleanField(_("ค่าธรรมเนียมยังไม่ได้ตรวจสอบ"), default=False)
    durations_unverified = models.BooleanField(_("ระยะเวลายังไม่ได้ตรวจสอบ"), default=False)
    documents_unverified = models.BooleanField(_("เอกสารยังไม่ได้ตรวจสอบ"), default=False)
    fees_source = models.TextField(_("ที่มาของค่าธรรมเนียม"), blank=True)
    durations_source = models.TextField(_("ที่มาของระยะเวลา"), blank=True)
    documents_source = models.TextField(_("ที่มาของรายการเอกสาร"), blank=True)
    variant_of = models.ForeignKey(
        "self",
        verbose_name=_("เป็นกรณีหนึ่งของคู่มือ"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="variants",
        help_text=_("เช่น “บัตรหาย” และ “บัตรหมดอายุ” เป็นกรณีของการทำบัตรประจำตัวประชาชน หน้าของทุกกรณีจะเชื่อมถึงกัน"),
    )
    variant_name = models.CharField(
        _("ชื่อกรณี"), max_length=100, blank=True, help_text=_("สั้น ๆ เช่น บัตรหาย เว้นว่างแล้วใช้ชื่อคู่มือ")
    )
    areas = ParentalManyToManyField(
        "organisations.Organisation",
        verbose_name=_("พื้นที่ที่ใช้คู่มือนี้"),
        blank=True,
        related_name="services_of_area",
        limit_choices_to=Q(kind__in=(Kind.PROVINCE, Kind.LOCAL)),
        help_text=_("เลือกเฉพาะเมื่อบริการมีในบางจังหวัดหรือบางท้องถิ่น เว้นว่างคือใช้ได้ทั่วประเทศ"),
    )
    allows_local = models.BooleanField(
        _("เป็นคู่มือกลาง ให้ท้องถิ่นเติมข้อมูลของตน"),
        default=False,
        help_text=_(
            "จังหวัดและองค์กรปกครองส่วนท้องถิ่นเติมสถานที่ เวลา ค่าธรรมเนียม และส่วนงานของตนได้ ส่วนอื่นเป็นของคู่มือนี้เสมอ"
        ),
    )
    valid_from = models.DateField(
        _("ใช้ตั้งแต่วันที่"), null=True, blank=True, help_text=_("วันแรกที่ขอบริการตามคู่มือนี้ได้ เว้นว่างหากใช้อยู่แล้ว")
    )
    valid_to = models.DateField(_("ใช้ถึงวันที่"), null=True, blank=True, help_text=_("วันสุดท้าย เว้นว่างหากไม่มีกำหนด"))
    review_by = models.DateField(
        _("ต้องทบทวนภายในวันที่"), null=True, blank=True, help_text=_("ระบบเตือนผู้จัดทำของหน่วยงานเมื่อใกล้ถึงวันนี้")
    )
    last_reviewed = models.DateField(_("ตรวจทานครั้งล่าสุด"), null=True, blank=True)

    # Derived from the parts above whenever the page is saved, for lists and filters.
    sort_key = models.TextField(editable=False, default="")
    plain_text = models.TextField(editable=False, default="")
    is_online = models.BooleanField(editable=False, default=False)
    is_free = models.BooleanField(editable=False, default=False)
    fee_most = models.DecimalField(max_digits=12, decimal_places=2, null=True, editable=False)
    has_open_fee = models.BooleanField(editable=False, default=False)
    longest_days = models.PositiveSmallIntegerField(null=True, editable=False)

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("result"),
        index.FilterField("organisation"),
    ]

    content_panels = [
        MultiFieldPanel([QualityPanel()], _("คุณภาพของคู่มือ"), icon="check"),
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("result"), FieldPanel("process_type")]),
        MultiFieldPanel(
            [FieldPanel("criteria"), FieldPanel("channels")], _("ใครขอได้ และขอได้ที่ไหน"), icon="site"
        ),
        MultiFieldPanel(
            [
                FieldPanel("steps"),
                FieldRowPanel([FieldPanel("total_value"), FieldPanel("total_unit")]),
                DurationNotePanel(),
            ],
            _("ขั้นตอนและระยะเวลา"),
            icon="time",
        ),
        MultiFieldPanel(
            [
                FieldPanel("identity_documents"),
                FieldPanel("other_documents"),
                FieldPanel("no_documents"),
                FieldPanel("forms"),
            ],
            _("เอกสารที่ต้องใช้"),
            icon="doc-full",
        ),
        MultiFieldPanel([FieldPanel("fees")], _("ค่าธรรมเนียม"), icon="tag"),
        MultiFieldPanel(
            [FieldPanel("legal_basis"), FieldPanel("complaint_channels")],
            _("กฎหมายและการร้องเรียน"),
            icon="openquote",
        ),
        MultiFieldPanel(
            [
                FieldPanel("life_events"),
                FieldRowPanel([FieldPanel("audience"), FieldPanel("joint_service_level")]),
                FieldPanel("partners"),
            ],
            _("การจัดหมวดหมู่"),
            icon="folder-open-1",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("variant_of"), FieldPanel("variant_name")]),
                FieldPanel("areas"),
                FieldPanel("allows_local"),
            ],
            _("กรณี พื้นที่ และฉบับของท้องถิ่น"),
            icon="site",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
                FieldRowPanel([FieldPanel("last_reviewed"), FieldPanel("review_by")]),
                FieldRowPanel([FieldPanel("documents_unverified"), FieldPanel("documents_source")]),
                FieldRowPanel([FieldPanel("durations_unverified"), FieldPanel("durations_source")]),
                FieldRowPanel([FieldPanel("fees_unverified"), FieldPanel("fees_source")]),
            ],
            _("การตรวจสอบข้อมูล"),
            icon="check",
        ),
    ]
    parent_page_types = ["organisations.OrganisationFolder"]
    subpage_types: list[str] = []
    template = "services/service_page.html"
    base_form_class = ServicePageForm

    class Meta:
        verbose_name = _("คู่มือสำหรับประชาชน")
        verbose_name_plural = _("คู่มือสำหรับประชาชน")

    @property
    def total_duration(self) -> Duration | None:
        """The stated total, None where there is none yet."""
        return as_duration(self.total_value, self.total_unit)

    @property
    def step_durations(self) -> list[Duration]:
        """The durations of the steps that state one."""
        stated = (as_duration(step.value["value"], step.value["unit"]) for step in self.steps)
        return [duration for duration in stated if duration is not None]

    @property
    def has_unverified_parts(self) -> bool:
        return self.fees_unverified or self.durations_unverified or self.documents_unverified

    @property
    def fee_summary(self) -> str:
        """All fees in a few words, see `services.presentation.fee_summary`."""
        return fee_summary(self)

    def serve(self, request: Any, *args: Any, show_local: bool = False, **kwargs: Any) -> Any:
        """The page; with `?format=cpsv-ap` the guide as linked data, for whoever may read the page."""
        if show_local:
            from services.local_reading import serve_list

            return serve_list(self, request)
        if request.GET.get("format") == "cpsv-ap":
            from services import cpsv

            return JsonResponse(
                cpsv.of_service(self),
                content_type="application/ld+json",
                json_dumps_params={"ensure_ascii": False},
            )
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from services.reading import guide_context

        return super().get_context(request, *args, **kwargs) | guide_context(self, request=request)

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """As of every page; without a query where the guide was found together with the answer "none"."""
        if self.alias_of_id is None and getattr(self, "is_restricted", True) is False:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def route(self, request: Any, path_components: list[str]) -> Any:
        """The guide itself; below it the list of local variants, and each by its organisation's code."""
        if path_components:
            from services.local_reading import route

            return route(self, request, path_components)
        return super().route(request, path_components)

    def derive(self) -> None:
        super().derive()
        self.sort_key = sort_key(index_title(self.title))
        self.plain_text = plain_text(self.title, self.title_en, self.summary, self.result)
        self.is_online = any(row.value["type"] == ChannelType.ONLINE for row in self.channels)
        self.is_free = bool(self.fees) and all(row.value["kind"] == FeeKind.NONE for row in self.fees)
        fees = [row.value for row in self.fees]
        self.fee_most = guide_figures.most_of_fees(fees)
        self.has_open_fee = guide_figures.has_open_fee(fees)
        self.longest_days = guide_figures.longest_days(self.total_duration)

    def problems_before_publishing(self) -> list[str]:
        """What the law in force on the day of publication demands and the guide lacks, in words."""
        today = timezone.localdate()
        day = timezone.localdate(self.go_live_at) if self.go_live_at else today
        return guide_laws.missing(self, max(day, today))

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        """Publish a revision. Raises ValidationError with the list of what the law demands and it lacks."""
        draft: Any = revision.as_object()
        if not draft.is_checked and (problems := draft.problems_before_publishing()):
            raise ValidationError(problems)
        return super().publish(revision, *args, **kwargs)

    def clean(self) -> None:
        super().clean()
        errors = guide_checks.errors_of(self)
        if errors:
            raise ValidationError(errors)


def as_duration(value: Decimal | str | None, unit: str | None) -> Duration | None:
    """A duration from a form's two fields; None where either is missing or it is not positive."""
    if value in (None, "") or not unit:
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return Duration(number, Unit(unit)) if number.is_finite() and number > 0 else None
