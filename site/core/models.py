"""What every page of Ruam has in common."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.models import Page, PageViewRestriction, Revision
from wagtail.models.panels import PanelPlaceholder

from core.bilingual import in_reader_language
from core.revisions import nothing_dangles
from core.thai_dates import ThaiPublishingPanel


def _publishes(panel: Any) -> bool:
    """Whether it is Wagtail's panel of publication times, which Wagtail may name before it makes it."""
    made = panel.construct() if isinstance(panel, PanelPlaceholder) else panel
    return isinstance(made, PublishingPanel)


class BasePage(Page):
    """A page of Ruam (หน้าเว็บ): Wagtail's page plus an English title and the mark of sample content.

    What the page is in the search index is said by a function registered with `core.documents`.
    """

    title_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=255, blank=True)
    is_sample = models.BooleanField(
        _("ข้อมูลตัวอย่าง"),
        default=False,
        help_text=_("แสดงป้ายบนหน้าเว็บว่าเป็นข้อมูลตัวอย่าง ห้ามใช้อ้างอิง"),
    )

    reader_kind: ClassVar[Any] = ""
    """What readers are told that a page of this type is; empty where the kind of its document says it."""

    content_panels = [*Page.content_panels, FieldPanel("title_en")]
    settings_panels = [
        *(ThaiPublishingPanel() if _publishes(panel) else panel for panel in Page.settings_panels),
        MultiFieldPanel([FieldPanel("is_sample")], _("สถานะข้อมูล")),
    ]

    class Meta:
        abstract = True

    @property
    def display_title(self) -> str:
        """The title in the reader's language, Thai where there is no English one."""
        return in_reader_language(self.title, self.title_en)

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """The restrictions on this page and on those above it, in one query where Wagtail needs two.

        An alias is restricted as its source is, and an alias of an alias likewise.
        """
        length = self.steplen
        paths = [self.path[:end] for end in range(length, len(self.path) + 1, length)]
        line = Page.objects.filter(path__in=paths)
        return PageViewRestriction.objects.filter(
            models.Q(page__in=line)
            | models.Q(page__in=line.values("alias_of"))
            | models.Q(page__in=line.values("alias_of__alias_of"))
        )

    @classmethod
    def from_serializable_data(cls, data: Any, check_fks: bool = True, strict_fks: bool = False) -> Any:
        """As modelcluster does it, without its query for every foreign key where they all lead somewhere."""
        check_fks = check_fks and not nothing_dangles(cls, data)
        return super().from_serializable_data(data, check_fks=check_fks, strict_fks=strict_fks)

    # Wagtail publishes and unpublishes outside any transaction. The scheduler and the shell come
    # through these two doors, requests are covered by config.middleware.atomic_writes.

    def publish(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            return super().publish(*args, **kwargs)

    def unpublish(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            return super().unpublish(*args, **kwargs)

    def move(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            return super().move(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            return super().delete(*args, **kwargs)


class ContentChange(models.Model):
    """One change of content (การเปลี่ยนแปลงเนื้อหา), for `core.content_version`: the latest names the version."""

    token = models.CharField(max_length=12)

    class Meta:
        verbose_name = _("การเปลี่ยนแปลงเนื้อหา")
        verbose_name_plural = _("การเปลี่ยนแปลงเนื้อหา")

    def __str__(self) -> str:
        return f"{self.pk}-{self.token}"


class WaitingMail(models.Model):
    """A mail that the server has not taken yet (อีเมลที่รอส่ง), for `core.mailing`; gone once it was sent."""

    address = models.EmailField()
    subject = models.CharField(max_length=1000)
    body = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)
    next_try = models.DateTimeField(default=timezone.now, db_index=True)
    tries = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("อีเมลที่รอส่ง")
        verbose_name_plural = _("อีเมลที่รอส่ง")

    def __str__(self) -> str:
        return f"{self.pk}"


class LoadedRevision(models.Model):
    """A revision as somebody opened it while its writer's autosave went on writing over it (ฉบับที่มีผู้เปิดแก้ไข),
    for `core.meeting`: what both began from. Kept for days."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    content = models.JSONField(encoder=DjangoJSONEncoder)
    loaded_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("ฉบับที่มีผู้เปิดแก้ไข")
        verbose_name_plural = _("ฉบับที่มีผู้เปิดแก้ไข")
        constraints = [
            models.UniqueConstraint(fields=["revision", "created_at"], name="loaded_revision_once")
        ]

    def __str__(self) -> str:
        return f"{self.revision_id} {self.created_at}"
