"""Many new pages at once: the rows that Wagtail writes one page at a time, in a few statements.

`add_child`, `save_revision` and `publish` cost some ninety statements a letter and look at whole
tables, too much for an import of thousands. A test holds these functions to Wagtail's own: the same
pages, revisions, references, search entries and log, the same signals.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _
from modelsearch.backends import get_search_backends
from wagtail.log_actions import get_active_log_context
from wagtail.models import Locale, Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.signals import page_published, published

from circulars.models import CircularFlag, CircularPage, Held, Status
from circulars.models.second_person import needing_two
from circulars.shown import values_of

_TREE = [field for field in Page._meta.concrete_fields if not field.primary_key]
_LINKS = [field.name for field in CircularPage._meta.fields if field.is_relation]


@transaction.atomic
def add_pages(parent: Page, pages: Sequence[CircularPage]) -> None:
    """Add new, unpublished pages below `parent`, in order. Their slugs must be free.

    Raises ValidationError for a value that its field does not allow, and then adds none.
    """
    if not pages:
        return
    held = Page.objects.select_for_update().get(pk=parent.pk)
    last = held.get_last_child()
    step = Page._str2int(last.path[-Page.steplen :]) if last is not None else 0
    locale = Locale.get_default()
    for at, page in enumerate(pages, start=step + 1):
        page.depth, page.path = held.depth + 1, Page._get_path(held.path, held.depth + 1, at)
        page.locale = locale
        page.draft_title = page.draft_title or page.title
        page.set_url_path(held)
        page.clean_fields(exclude=_LINKS)
    rows = [Page(**{field.attname: getattr(page, field.attname) for field in _TREE}) for page in pages]
    Page.objects.bulk_create(rows, batch_size=30)
    for page, row in zip(pages, rows, strict=True):
        page.pk = page.id = row.pk
        page.save_base(raw=True, force_insert=True)  # its own table only: the row of the tree is there
    Page.objects.filter(pk=held.pk).update(numchild=F("numchild") + len(pages))
    for page in pages:
        ReferenceIndex.create_or_update_for_object(page)
    _log([(page, None) for page in pages], "wagtail.create", pages[0].owner)
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(CircularPage, list(pages))


@transaction.atomic
def first_revisions(pages: Sequence[CircularPage], user: Any) -> None:
    """Give each page its first revision, as `save_revision` does."""
    now = timezone.now()
    base = ContentType.objects.get_for_model(Page)
    own = ContentType.objects.get_for_model(CircularPage, for_concrete_model=False)
    revisions = Revision.objects.bulk_create(
        [
            Revision(
                content_type=own,
                base_content_type=base,
                object_id=str(page.pk),
                created_at=now,
                user=user,
                object_str=str(page),
                content=page.serializable_data(),
            )
            for page in pages
        ],
        batch_size=50,
    )
    for page, revision in zip(pages, revisions, strict=True):
        page.latest_revision, page.latest_revision_created_at = revision, now
        page.draft_title, page.has_unpublished_changes = page.title, True
    _write(pages)


def publishable(pages: Sequence[CircularPage]) -> list[CircularPage]:
    """Those of the pages that `CircularPage.publish` would publish without a person: not secret, no doubt
    holds them, and no rule asks for a second person. Three queries at most."""
    held = set(CircularFlag.objects.blocking().filter(page__in=pages).values_list("page", flat=True))
    held |= needing_two(pages)
    return [page for page in pages if page.pk not in held and not page.is_secret]


@transaction.atomic
def publish_first(pages: Sequence[CircularPage], user: Any) -> None:
    """Publish the first revision of each page, as `publish` does and by the same rules.

    Raises Held, and publishes none, where one of them may not be public.
    """
    if len(publishable(pages)) < len(pages):
        raise Held(_("มีหนังสือที่เป็นหนังสือลับ มีข้อสงสัยที่ต้องวินิจฉัย หรือต้องมีผู้อื่นเห็นชอบก่อน จึงเผยแพร่ไม่ได้"))
    now = timezone.now()
    for page in pages:
        page.live, page.has_unpublished_changes, page.expired = True, False, False
        page.live_revision = page.latest_revision
        page.first_published_at = page.last_published_at = now
        page.status = Status.PUBLISHED
    _write(pages)
    prefetch_related_objects(pages, "issuer")
    for page in pages:
        page.shown = values_of(page)
    CircularPage.objects.bulk_update(pages, ["status", "shown"], batch_size=50)
    for page in pages:
        revision = page.live_revision
        page_published.send(sender=CircularPage, instance=page, revision=revision)
        published.send(sender=CircularPage, instance=page, revision=revision)
    _log([(page, page.live_revision) for page in pages], "wagtail.publish", user)


def _log(lines: Sequence[tuple[CircularPage, Revision | None]], action: str, user: Any) -> None:
    """What `wagtail.log_actions.log` writes, for many pages; under its context where there is one."""
    context = get_active_log_context()
    PageLogEntry.objects.bulk_create(
        [
            PageLogEntry(
                content_type=ContentType.objects.get_for_model(CircularPage, for_concrete_model=False),
                label=page.get_admin_display_title(),
                action=action,
                timestamp=timezone.now(),
                user=user or context.user,
                uuid=context.uuid,
                data={},
                content_changed=True,
                page=page,
                revision=revision,
            )
            for page, revision in lines
        ],
        batch_size=100,
    )


_STATE = (
    *("draft_title", "live", "has_unpublished_changes", "expired", "first_published_at", "last_published_at"),
    *("latest_revision_id", "latest_revision_created_at", "live_revision_id"),
)


def _write(pages: Sequence[CircularPage]) -> None:
    for page in pages:
        Page.objects.filter(pk=page.pk).update(**{name: getattr(page, name) for name in _STATE})
