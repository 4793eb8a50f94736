"""Storing a page of a section: created, changed or left alone, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import DecimalField
from django.utils import timezone
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable, Page

from core.once import piece
from organisations.models import Organisation, OrganisationFolder
from services.addresses import folder_of, new_folder
from services.importing import streams
from services.importing.known import Known
from services.importing.records import Place, RecordError, Saved, reasons_of
from services.models import CentrePage, JourneyPage, LocalGuidePage, QuestionTreePage, ServicePage

Values = Mapping[str, Any]
SectionPage = ServicePage | CentrePage | JourneyPage | LocalGuidePage | QuestionTreePage


def is_locked(page: Page, user: Any) -> bool:
    """Whether somebody keeps the page from this user: by a lock, or by a review that is under way."""
    lock = page.get_lock()
    return page.locked or (lock is not None and bool(lock.for_user(user)))


@transaction.atomic
def save_page(
    page: SectionPage,
    organisation: Organisation,
    values: Values,
    rows: Mapping[str, list[Any]],
    related: Mapping[str, list[Any]],
    user: AbstractUser | None,
    children: Mapping[str, list[Any]] = MappingProxyType({}),
    *,
    known: Known | None = None,
    place: Place | None = None,
    keep: bool = True,
) -> Saved:
    """Bring a page, new or stored, to `values`, its StreamFields to `rows`, its many-to-many fields to
    `related` and its child objects to `children`.

    The page is published where the user may, and kept as a draft otherwise. With `keep` false it is only
    asked what storing would ask, and given as it would stand; one that moves is stored nevertheless, for the
    caller to take back. `place` tells where in the record stands what is refused. Raises RecordError.
    """
    known = known or Known()
    publish = known.may_publish(user, organisation, page.slug)
    is_new = page.pk is None
    section = known.section(page.section_model, page.slug)
    if not is_new and page.organisation_id != organisation.pk:
        known.may_publish(user, page.organisation, page.slug)
    if not is_new and user is not None and is_locked(page, user):
        raise RecordError(page.slug, [_("มีผู้ล็อกหน้านี้ไว้หรือกำลังสอบทานอยู่ จึงยังแก้ไขไม่ได้")])
    changed = _set(page, values, rows, related, children)
    moves = not is_new and page.organisation_id != organisation.pk
    if not is_new and not changed and not moves:
        return Saved(page, "unchanged")
    page.organisation = organisation
    reasons = [message for field in rows for message in _refused(page, field, place)]
    if reasons:
        raise RecordError(page.slug, reasons)
    try:
        stores = keep or moves
        folder = known.folder(section, organisation) if is_new or moves else None
        if folder is None and stores and (is_new or moves):
            folder = folder_of(section, organisation)
        _check(page, section, organisation, folder, publish)
        if stores:
            with piece():
                _store(page, folder, moves, publish, user)
            if moves:
                known.forget_folders()
        else:
            _as_stored(page, publish)
    except ValidationError as error:
        raise RecordError(page.slug, reasons_of(error, type(page), place)) from error
    return Saved(page, "created" if is_new else "updated")


def _refused(page: SectionPage, field: str, place: Place | None) -> Iterator[str]:
    if place is None:
        yield from streams.errors_in(page, field)
        return
    for fault in streams.faults_in(page, field):
        yield f"{place(field, fault.row, fault.part)}: {fault.message}"


def _set(
    page: SectionPage,
    values: Values,
    rows: Mapping[str, list[Any]],
    related: Mapping[str, list[Any]],
    children: Mapping[str, list[Any]],
) -> bool:
    changed = False
    for field, value in values.items():
        if getattr(page, field) != value:
            setattr(page, field, value)
            changed = True
    for field, data in rows.items():
        if streams.rows_of(page, field) != streams.normal_rows(page, field, data):
            setattr(page, field, streams.stream(page, field, data))
            changed = True
    for field, instances in related.items():
        manager = getattr(page, field)
        if {instance.pk for instance in manager.all()} != {instance.pk for instance in instances}:
            manager.set(instances)
            changed = True
    for field, instances in children.items():
        manager = getattr(page, field)
        if [_content(child) for child in manager.all()] != [_content(child) for child in instances]:
            manager.set(instances)
            changed = True
    return changed


def _as_stored(page: SectionPage, publish: bool) -> None:
    """Give a page that was checked and not stored the state that it would have."""
    waits = not publish or (page.go_live_at is not None and page.go_live_at > timezone.now())
    page.live = page.live or publish
    page.has_unpublished_changes = waits


def _content(child: Orderable) -> dict[str, Any]:
    """What a child object says, without its identity, its parent and its place."""
    return {
        field.name: getattr(child, field.attname)
        for field in child._meta.concrete_fields
        if not isinstance(field, ParentalKey) and field.name not in {"id", "sort_order"}
    }


def _check(
    page: SectionPage,
    section: Page,
    organisation: Organisation,
    folder: OrganisationFolder | None,
    publish: bool,
) -> None:
    """Ask a page everything that storing and publishing it will ask. Raises ValidationError.

    A new one is asked as if it stood in its organisation's folder already; it is nowhere stored.
    """
    apart = {field.name for field in page._meta.fields if field.is_relation and field.name != "variant_of"}
    if page.pk is None:
        if folder is None:
            folder = new_folder(organisation)
            folder.path, folder.depth = section.path + "0" * section.steplen, section.depth + 1
            folder._cached_parent_obj = section
        page.live = publish
        page.path, page.depth = folder.path + "0" * folder.steplen, folder.depth + 1
        page._cached_parent_obj = folder
        page.locale_id = section.locale_id
        apart |= {"path", "translation_key"}  # both are given, not chosen
    page.full_clean(exclude=apart)
    for field in page._meta.concrete_fields:  # as they will come back from the database
        if isinstance(field, DecimalField) and (value := getattr(page, field.attname)) is not None:
            setattr(page, field.attname, round(Decimal(value), field.decimal_places))
    problems = getattr(page, "problems_before_publishing", None)
    if publish and problems is not None and (found := problems()):
        raise ValidationError(found)


PUBLISHED = (
    "live",
    "has_unpublished_changes",
    "expired",
    "first_published_at",
    "last_published_at",
    "live_revision",
)
"""What publishing changes in a page that was stored the moment before."""


def _store(
    page: SectionPage,
    folder: OrganisationFolder | None,
    moves: bool,
    publish: bool,
    user: AbstractUser | None,
) -> None:
    """Write down a page that was checked, a new one or one that moves into a folder."""
    is_new = page.pk is None
    with page.checked():
        if is_new and folder is not None:
            folder.add_child(instance=page)
        revision = page.save_revision(user=user, changed=True)
    if publish:
        # The revision was made of this very page: reading it back would give the same, field by field.
        vars(revision)["as_object"] = lambda: page
        with page.checked(PUBLISHED if is_new else None):
            revision.publish(user=user)
    if moves and folder is not None:
        stored = type(page).objects.get(pk=page.pk)
        stored.move(folder, pos="last-child", user=user)
    if moves or not publish:
        page.refresh_from_db()
