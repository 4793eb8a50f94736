"""Storing a page of a section: created, changed or left alone, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable, Page

from organisations.models import Organisation
from services.addresses import folder_of
from services.importing import streams
from services.importing.records import RecordError, Saved, may_publish, reasons_of, section_page
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
) -> Saved:
    """Bring a page, new or stored, to `values`, its StreamFields to `rows`, its many-to-many fields to
    `related` and its child objects to `children`.

    The page is published where the user may, and kept as a draft otherwise. Raises RecordError.
    """
    publish = may_publish(user, organisation, page.slug)
    is_new = page.pk is None
    section = section_page(page.section_model, page.slug)
    if not is_new and page.organisation_id != organisation.pk:
        may_publish(user, page.organisation, page.slug)
    if not is_new and user is not None and is_locked(page, user):
        raise RecordError(page.slug, [_("มีผู้ล็อกหน้านี้ไว้หรือกำลังสอบทานอยู่ จึงยังแก้ไขไม่ได้")])
    changed = _set(page, values, rows, related, children)
    moves = not is_new and page.organisation_id != organisation.pk
    if not is_new and not changed and not moves:
        return Saved(page, "unchanged")
    page.organisation = organisation
    reasons = [message for field in rows for message in streams.errors_in(page, field)]
    if reasons:
        raise RecordError(page.slug, reasons)
    try:
        _store(page, section, organisation, moves, publish, user)
    except ValidationError as error:
        raise RecordError(page.slug, reasons_of(error, type(page))) from error
    return Saved(page, "created" if is_new else "updated")


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


def _content(child: Orderable) -> dict[str, Any]:
    """What a child object says, without its identity, its parent and its place."""
    return {
        field.name: getattr(child, field.attname)
        for field in child._meta.concrete_fields
        if not isinstance(field, ParentalKey) and field.name not in {"id", "sort_order"}
    }


def _store(
    page: SectionPage,
    section: Any,
    organisation: Organisation,
    moves: bool,
    publish: bool,
    user: AbstractUser | None,
) -> None:
    folder = folder_of(section, organisation)
    if page.pk is None:
        page.live = publish
        folder.add_child(instance=page)
    page.full_clean()
    revision = page.save_revision(user=user, changed=True)
    if publish:
        revision.publish(user=user)
    if moves:
        stored = type(page).objects.get(pk=page.pk)
        stored.move(folder, pos="last-child", user=user)
    page.refresh_from_db()
