"""What a province or a local government fills into a central guide: place, hours, fees and unit, no more."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Page, Revision

from core.access import public
from core.models import BasePage
from organisations.models import Kind, Organisation
from services import blocks
from services.addresses import SectionChildMixin
from services.choices import ChannelType
from services.guide_forms import LocalGuideForm
from services.guides import ServicePage

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from services.guide_checks import Errors

LOCAL_KINDS = (Kind.PROVINCE, Kind.LOCAL)
EVERYWHERE = frozenset({ChannelType.ONLINE, ChannelType.TELEPHONE, ChannelType.POST})
"""Channels of the central guide that serve every place, and so stay beside the local ones."""


class LocalGuidePage(SectionChildMixin, BasePage):
    """A local variant of a central guide (ฉบับของท้องถิ่น), at /services/<central>/<organisation>/.

    It refers to the central guide and holds no copy of it: what it does not say itself is read from the
    public central guide whenever the page is shown. Its title is its organisation's name and its slug names
    the central guide by number, so that neither tells of a central guide that was taken back.
    """

    central = models.ForeignKey(
        ServicePage,
        verbose_name=_("คู่มือกลาง"),
        on_delete=models.PROTECT,
        related_name="local_guides",
        limit_choices_to={"allows_local": True, "live": True},
        help_text=_("เลือกได้เฉพาะคู่มือที่เจ้าของบริการเปิดให้ท้องถิ่นเติมข้อมูล"),
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("จังหวัดหรือท้องถิ่น"),
        on_delete=models.PROTECT,
        related_name="local_guides",
    )
    unit = models.CharField(
        _("ส่วนงานที่รับผิดชอบ"),
        max_length=255,
        help_text=_("เช่น ฝ่ายทะเบียนราษฎร สำนักปลัดเทศบาล ใช้กับทุกขั้นตอนที่คู่มือกลางไม่ได้ระบุส่วนงาน"),
    )
    channels = StreamField(
        blocks.rows("channel", blocks.ChannelBlock()),
        verbose_name=_("สถานที่และเวลา"),
        help_text=_("แทนสถานที่ของคู่มือกลาง ช่องทางออนไลน์ โทรศัพท์ และไปรษณีย์ของคู่มือกลางยังแสดงต่อท้าย"),
    )
    fees = StreamField(
        blocks.rows("fee", blocks.FeeBlock()),
        verbose_name=_("ค่าธรรมเนียม"),
        blank=True,
        help_text=_("เว้นว่างเมื่อเก็บเท่าคู่มือกลาง"),
    )
    sort_key = models.TextField(editable=False, default="")

    content_panels = [
        HelpPanel(template="services/admin/local_guide_help.html"),
        FieldPanel("central", widget=forms.Select),
        FieldPanel("unit"),
        MultiFieldPanel([FieldPanel("channels")], _("ขอได้ที่ไหน เวลาใด"), icon="site"),
        MultiFieldPanel([FieldPanel("fees")], _("ค่าธรรมเนียม"), icon="tag"),
    ]
    promote_panels: list[Any] = []
    parent_page_types = ["organisations.OrganisationFolder"]
    subpage_types: list[str] = []
    template = "services/service_page.html"
    base_form_class = LocalGuideForm

    class Meta:
        verbose_name = _("คู่มือฉบับของท้องถิ่น")
        verbose_name_plural = _("คู่มือฉบับของท้องถิ่น")
        constraints = [
            models.UniqueConstraint(fields=["central", "organisation"], name="one_local_guide_each")
        ]

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Only in the folder of a province or a local government."""
        folder = parent.specific
        return super().can_create_at(parent) and folder.organisation.kind in LOCAL_KINDS

    @property
    def display_title(self) -> str:
        return self.central.display_title

    def get_admin_display_title(self) -> str:
        return f"{self.central.title} – {super().get_admin_display_title()}"

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """None where the central guide is not public: its address would tell of it."""
        parts = super().get_url_parts(request)
        if parts is None or parts[2] is None or not is_open(self.central):
            return None
        site_id, root_url, path = parts
        section = path.removesuffix(f"{self.slug}/")
        return site_id, root_url, f"{section}{self.central.slug}/{self.organisation.code}/"

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        return super().get_sitemap_urls(request) if self.get_url_parts(request) else []

    def derive(self) -> None:
        if self.organisation_id:
            self.title = self.organisation.name_th
        self.slug = f"local-{self.central_id}"
        super().derive()

    def clean(self) -> None:
        Page.clean(self)
        if self.central_id and not self.central.allows_local:
            raise ValidationError({"central": _now("เจ้าของบริการไม่ได้เปิดคู่มือนี้ให้ท้องถิ่นเติมข้อมูล")})
        if not (self.organisation_id and self.central_id):
            return
        if self.organisation.kind not in LOCAL_KINDS:
            raise ValidationError(_now("ฉบับของท้องถิ่นมีได้เฉพาะในแฟ้มของจังหวัดและองค์กรปกครองส่วนท้องถิ่น"))
        twins = LocalGuidePage.objects.filter(central=self.central_id, organisation=self.organisation_id)
        if twins.exclude(pk=self.pk).exists():
            raise ValidationError({"central": _now("หน่วยงานนี้มีฉบับของตนของคู่มือกลางนี้แล้ว โปรดแก้ไขฉบับเดิม")})
        if errors := self.errors_of_rows():
            raise ValidationError(errors)

    def errors_of_rows(self) -> Errors:
        """What is wrong with its places and fees, by the rules of every guide."""
        from services import guide_checks

        errors = guide_checks.errors_of(self.guide)
        return {field: errors[field] for field in ("channels", "fees") if field in errors}

    def problems_before_publishing(self) -> list[str]:
        """Why it cannot be public, in words."""
        if is_open(self.central):
            return []
        return [_now("คู่มือกลางยังไม่ได้เผยแพร่ จึงเผยแพร่ฉบับของท้องถิ่นไม่ได้")]

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        """Publish a revision. Raises ValidationError where the central guide is not public."""
        draft: Any = revision.as_object()
        if problems := draft.problems_before_publishing():
            raise ValidationError(problems)
        return super().publish(revision, *args, **kwargs)

    @property
    def guide(self) -> ServicePage:
        """The central guide as it holds here; nothing of it can be saved."""
        merged = copy.copy(self.central)
        stays = [row for row in self.central.channels if row.value["type"] in EVERYWHERE]
        merged.channels = _rows(self.central, "channels", [*self.channels, *stays])
        if self.fees:
            merged.fees = _rows(self.central, "fees", self.fees)
            merged.fees_unverified = False
        return merged

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The page; with `?format=cpsv-ap` as linked data."""
        if request.GET.get("format") == "cpsv-ap":
            from services import cpsv

            return JsonResponse(
                cpsv.of_service(self.guide, self),
                content_type="application/ld+json",
                json_dumps_params={"ensure_ascii": False},
            )
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from services.reading import guide_context

        return super().get_context(request, *args, **kwargs) | guide_context(self.guide, self, request)


def _rows(guide: ServicePage, field: str, children: Any) -> StreamValue:
    block = guide._meta.get_field(field).stream_block
    return StreamValue(block, [(child.block_type, child.value, child.id) for child in children])


def is_open(central: ServicePage) -> bool:
    """Whether everybody may read a central guide and it is open to variants; asked once of each instance."""
    known: bool | None = getattr(central, "_is_open", None)
    if known is None:
        known = public(ServicePage.objects.filter(pk=central.pk, allows_local=True)).exists()
        central._is_open = known
    return known


def public_variants() -> QuerySet[LocalGuidePage]:
    """The local variants that everybody may read, of central guides that everybody may read."""
    openly = public(ServicePage.objects.filter(allows_local=True))
    return public(LocalGuidePage.objects.filter(central__in=openly))


def variants_of(central: ServicePage) -> QuerySet[LocalGuidePage]:
    """The public variants of a public guide with organisation and province, in Thai dictionary order."""
    found = public(LocalGuidePage.objects.filter(central=central)) if central.allows_local else None
    if found is None:
        return LocalGuidePage.objects.none()
    return found.select_related("organisation__parent").order_by("sort_key", "pk")


def missing_for(organisation: Organisation) -> list[ServicePage]:
    """The public central guides of which a province or local government has no variant, not even a draft."""
    if organisation.kind not in LOCAL_KINDS:
        return []
    have = LocalGuidePage.objects.filter(organisation=organisation).values("central")
    guides = public(ServicePage.objects.filter(allows_local=True)).exclude(pk__in=have)
    return list(guides.exclude(organisation=organisation).order_by("sort_key"))
