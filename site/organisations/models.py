"""Organisations of the state, their names over time, and the people who act for them."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.search import index

from core.bilingual import in_reader_language

code_validator = RegexValidator(
    r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
    _("รหัสใช้ได้เฉพาะอักษรอังกฤษตัวเล็ก ตัวเลข และขีดกลาง เช่น mot หรือ ops-mot"),
)


class Kind(models.TextChoices):
    """What sort of body it is (ประเภทหน่วยงาน)."""

    MINISTRY = "ministry", _("กระทรวง")
    DEPARTMENT = "department", _("กรมหรือเทียบเท่า")
    PROVINCE = "province", _("จังหวัด")
    LOCAL = "local", _("องค์กรปกครองส่วนท้องถิ่น")
    INDEPENDENT = "independent", _("องค์กรอิสระ")
    PARLIAMENT = "parliament", _("หน่วยงานของรัฐสภา")
    PUBLIC_ORGANISATION = "public-organisation", _("องค์การมหาชนและหน่วยงานของรัฐ")
    STATE_ENTERPRISE = "state-enterprise", _("รัฐวิสาหกิจ")
    ROYAL = "royal", _("หน่วยราชการในพระองค์")


class Organisation(index.Indexed, ClusterableModel):
    """A body of the state (หน่วยงานของรัฐ): ministry, department, province, local government and others.

    Its current name stands here; what it was called before, its abbreviations and what people
    call it stand in `names`, each with the dates for which it held, open where they are not known.
    """

    code = models.CharField(
        _("รหัส"), max_length=60, unique=True, validators=[code_validator], help_text=_("ใช้ในที่อยู่เว็บ")
    )
    kind = models.CharField(_("ประเภท"), max_length=30, choices=Kind.choices)
    name_th = models.CharField(_("ชื่อ"), max_length=255)
    name_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=255, blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("สังกัด"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    letter_prefix = models.CharField(
        _("อักษรนำเลขที่หนังสือ"), max_length=4, blank=True, help_text=_("เช่น นร มท กค")
    )
    letter_unit = models.CharField(
        _("เลขสองหลักแรกของรหัส"), max_length=2, blank=True, help_text=_("เช่น 12 สำหรับ นร 1205")
    )
    letter_prefix_verified = models.BooleanField(_("ตรวจสอบอักษรนำแล้ว"), default=False)
    website = models.URLField(_("เว็บไซต์"), blank=True)
    note = models.TextField(_("หมายเหตุภายใน"), blank=True)
    valid_from = models.DateField(_("จัดตั้งเมื่อ"), null=True, blank=True)
    valid_to = models.DateField(_("ยุบเลิกเมื่อ"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        verbose_name=_("หน่วยงานที่รับช่วง"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="predecessors",
    )
    collection = models.OneToOneField(
        "wagtailcore.Collection",
        verbose_name=_("คลังแฟ้ม"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    keeps_registry = models.BooleanField(
        _("แต่งตั้งนายทะเบียนหนังสือเองได้"),
        default=False,
        help_text=_("นายทะเบียนทำงานกับหนังสือของทุกหน่วยงาน จึงเปิดให้เฉพาะหน่วยงานที่ลงทะเบียนหนังสือ"),
    )
    updated_at = models.DateTimeField(auto_now=True)
    plain_names = models.TextField(editable=False, default="")
    """All its names, for lists that are asked for a word of one (see `core.matching`); kept by
    `organisations.plain_names`."""

    search_fields = [
        index.SearchField("name_th"),
        index.SearchField("name_en"),
        index.AutocompleteField("name_th"),
        index.AutocompleteField("name_en"),
        index.FilterField("kind"),
        index.RelatedFields("names", [index.SearchField("name"), index.AutocompleteField("name")]),
    ]

    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("kind")]),
        FieldPanel("name_th"),
        FieldPanel("name_en"),
        FieldPanel("parent"),
        InlinePanel("names", label=_("ชื่ออื่น ชื่อเดิม และชื่อย่อ")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("letter_prefix"), FieldPanel("letter_unit")]),
                FieldPanel("letter_prefix_verified"),
            ],
            _("เลขที่หนังสือ"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]), FieldPanel("successor")],
            _("ช่วงเวลาที่มีอยู่"),
        ),
        FieldPanel("keeps_registry"),
        FieldPanel("website"),
        FieldPanel("note"),
    ]

    class Meta:
        verbose_name = _("หน่วยงาน")
        verbose_name_plural = _("หน่วยงาน")
        ordering = ["name_th"]
        constraints = [
            models.CheckConstraint(
                name="organisation_ends_after_it_begins",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("วันยุบเลิกต้องไม่อยู่ก่อนวันจัดตั้ง"),
            )
        ]

    def __str__(self) -> str:
        return self.name_th

    @property
    def display_name(self) -> str:
        """The name in the reader's language, Thai where there is no English one."""
        return in_reader_language(self.name_th, self.name_en)

    @property
    def url(self) -> str:
        """Path of the public page, in the active language."""
        from django.urls import reverse

        return reverse("wagtail_serve", args=[f"organisations/{self.code}/"])

    def name_on(self, day: datetime.date) -> str:
        """What it was called on a day: a former name whose dates hold that day, else the present name."""
        for name in self.names.all():
            is_former = name.kind == OrganisationName.NameKind.FORMER and name.valid_to is not None
            if is_former and (name.valid_from or day) <= day <= name.valid_to:
                return name.name
        return self.name_th

    def is_abolished(self, day: datetime.date | None = None) -> bool:
        """Whether it no longer stood on a day, today if none is given."""
        return self.valid_to is not None and self.valid_to < (day or timezone.localdate())

    def ancestors(self) -> list[Organisation]:
        """Parent first. At most a few, as the tree of the state is shallow; a cycle ends the walk."""
        found: list[Organisation] = []
        node = self.parent
        while node is not None and node not in found and node != self:
            found.append(node)
            node = node.parent
        return found

    def counted_under(self) -> Organisation:
        """The body under which sums by ministry count it: the ministry nearest above it or itself; where
        there is none, as with independent bodies and provinces, the topmost one above it or itself."""
        line = [self, *self.ancestors()]
        return next((each for each in line if each.kind == Kind.MINISTRY), line[-1])

    def lineage_codes(self) -> tuple[str, ...]:
        """Its own code, then its ancestors'."""
        return (self.code, *(organisation.code for organisation in self.ancestors()))

    def clean(self) -> None:
        super().clean()
        node, seen = self.parent, set()
        while node is not None and node.pk not in seen:
            if node.pk == self.pk and self.pk is not None:
                raise ValidationError({"parent": _("หน่วยงานสังกัดตนเองหรือสังกัดหน่วยงานใต้ตนเองไม่ได้")})
            seen.add(node.pk)
            node = node.parent


class OrganisationName(index.Indexed, models.Model):
    """Another name of an organisation (ชื่ออื่น): former, abbreviated or everyday."""

    class NameKind(models.TextChoices):
        ABBREVIATION = "abbreviation", _("ชื่อย่อ")
        FORMER = "former", _("ชื่อเดิม")
        EVERYDAY = "everyday", _("ชื่อที่คนทั่วไปเรียก")

    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("ชื่อ"), max_length=255)
    kind = models.CharField(_("ชนิด"), max_length=20, choices=NameKind.choices)
    valid_from = models.DateField(_("ใช้ตั้งแต่"), null=True, blank=True)
    valid_to = models.DateField(_("ใช้ถึง"), null=True, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("kind")]),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
    ]

    class Meta:
        verbose_name = _("ชื่ออื่น")
        verbose_name_plural = _("ชื่ออื่น")
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name", "kind"], name="one_name_once_per_kind")
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a person does for an organisation (บทบาท)."""

    EDITOR = "editor", _("ผู้จัดทำ")
    REVIEWER = "reviewer", _("ผู้ตรวจสอบและเผยแพร่")
    REGISTRAR = "registrar", _("นายทะเบียนหนังสือ")
    MONITOR = "monitor", _("ผู้ติดตามผล")
    AUDITOR = "auditor", _("ผู้ตรวจสอบภายใน")
    ADMINISTRATOR = "administrator", _("ผู้ดูแลหน่วยงาน")


class Membership(models.Model):
    """A person acts for an organisation in a role (การเป็นผู้ปฏิบัติงานของหน่วยงาน).

    What the person may do follows from this through `organisations.permissions`, never by hand.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("บุคคล"),
        on_delete=models.CASCADE,
        related_name="memberships",
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("หน่วยงาน"), on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(_("บทบาท"), max_length=20, choices=Role.choices)

    panels = [FieldPanel("user"), FieldPanel("organisation"), FieldPanel("role")]

    class Meta:
        verbose_name = _("ผู้ปฏิบัติงานของหน่วยงาน")
        verbose_name_plural = _("ผู้ปฏิบัติงานของหน่วยงาน")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                name="one_role_once",
                violation_error_message=_("บุคคลนี้มีบทบาทนี้ในหน่วยงานนี้อยู่แล้ว"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()} {self.organisation}"


from organisations.notices import ReviewNotice, SentNotice  # noqa: E402
from organisations.pages import OrganisationFolder, OrganisationIndexPage  # noqa: E402
from organisations.people.models import (  # noqa: E402
    EmailChange,
    Invitation,
    ReminderRule,
    ResetRequest,
    RoleRecord,
)
from organisations.workflow import (  # noqa: E402
    FourEyesTask,
    FourEyesTaskState,
    OrganisationReview,
    ReviewBypass,
)

__all__ = [
    "EmailChange",
    "FourEyesTask",
    "FourEyesTaskState",
    "Invitation",
    "Kind",
    "Membership",
    "Organisation",
    "OrganisationFolder",
    "OrganisationIndexPage",
    "OrganisationName",
    "OrganisationReview",
    "ReminderRule",
    "ResetRequest",
    "ReviewBypass",
    "ReviewNotice",
    "Role",
    "RoleRecord",
    "SentNotice",
]
