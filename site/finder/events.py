"""Every way in which content changes, written to the outbox.

Publishing, unpublishing and expiry save the page, so saving is the event; the signals that
Wagtail sends outside a transaction (`page_slug_changed`) are not used.
"""

from __future__ import annotations

from functools import cache, partial
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from modelcluster.fields import ParentalKey
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_unpublished, post_page_move

from core import documents
from core.once import once
from finder import outbox

BOOKKEEPING = frozenset(
    {
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "locked",
        "locked_at",
        "locked_by",
        "numchild",
    }
)
"""Fields of a page that say nothing to a reader: saving only these changes no document."""


@receiver(pre_save, dispatch_uid="finder.before_save")
def before_save(sender: type[Model], instance: Model, raw: bool = False, **kwargs: Any) -> None:
    """A new slug changes the addresses of everything below the page."""
    fields = kwargs.get("update_fields")
    if raw or instance.pk is None or not isinstance(instance, Page) or (fields and "slug" not in fields):
        return
    before = Page.objects.filter(pk=instance.pk).exclude(slug=instance.slug).first()
    if before is not None:
        outbox.record_pages(Page.objects.descendant_of(before))


@receiver(post_save, dispatch_uid="finder.after_save")
def after_save(sender: type[Model], instance: Model, raw: bool = False, **kwargs: Any) -> None:
    fields = kwargs.get("update_fields")
    if fields is not None and isinstance(instance, Page) and BOOKKEEPING.issuperset(fields):
        return
    once(("saved", type(instance), instance.pk), partial(outbox.record_instances, [instance]))
    if not raw:
        once(("related", type(instance), instance.pk), partial(_record_related, instance))


@receiver(pre_delete, dispatch_uid="finder.before_delete")
def before_delete(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """What depends on it is found while the links still stand."""
    _record_related(instance)


@receiver(post_delete, dispatch_uid="finder.after_delete")
def after_delete(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    outbox.record_instances([instance])


@receiver([page_published, page_unpublished], dispatch_uid="finder.publication")
def publication(instance: Page, **kwargs: Any) -> None:
    """Sent after the page's children were saved, which matters where no transaction surrounds it."""
    once(("published", instance.pk), partial(outbox.record_pages, Page.objects.filter(pk=instance.pk)))
    once(("related", type(instance), instance.pk), partial(_record_related, instance))


@receiver(post_page_move, dispatch_uid="finder.moved")
def moved(instance: Page, **kwargs: Any) -> None:
    """Other addresses, and perhaps other view restrictions, for all that moved."""
    outbox.record_pages(Page.objects.descendant_of(instance, inclusive=True))


@receiver([post_save, post_delete], sender=PageViewRestriction, dispatch_uid="finder.restricted")
def restricted(instance: PageViewRestriction, **kwargs: Any) -> None:
    _record_restricted(instance)


@receiver(
    m2m_changed, sender=PageViewRestriction.groups.through, dispatch_uid="finder.restriction_groups_changed"
)
def restriction_groups_changed(
    instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any
) -> None:
    if action not in {"post_add", "post_remove", "pre_clear", "post_clear"}:
        return
    if not reverse:
        _record_restricted(instance)
        return
    changed = instance.pageviewrestriction_set.all()
    if pk_set is not None:
        changed = PageViewRestriction.objects.filter(pk__in=pk_set)
    for restriction in changed:
        _record_restricted(restriction)


@receiver(pre_delete, sender=Group, dispatch_uid="finder.group_deleted")
def group_deleted(instance: Group, **kwargs: Any) -> None:
    """A deleted group opens nothing any more; Django sends no signal for the links it takes along."""
    for restriction in PageViewRestriction.objects.filter(groups=instance):
        _record_restricted(restriction)


@receiver([post_save, post_delete], sender=Site, dispatch_uid="finder.site_changed")
def site_changed(**kwargs: Any) -> None:
    """Another root page, another address for every page."""
    outbox.record_pages(Page.objects.all())


def _record_related(instance: Model) -> None:
    outbox.record_instances(documents.dependents_of(instance))
    outbox.record(
        documents.key_of(parent(pk=pk))
        for name, parent in _parents(type(instance))
        if (pk := getattr(instance, name)) is not None
    )


def _record_restricted(restriction: PageViewRestriction) -> None:
    page = Page.objects.filter(pk=restriction.page_id).first()
    if page is not None:
        outbox.record_pages(Page.objects.descendant_of(page, inclusive=True))


@cache
def _parents(model: type[Model]) -> tuple[tuple[str, type[Model]], ...]:
    """The attributes that hold the key of an indexed parent of which `model` is a part (names, steps…)."""
    return tuple(
        (field.attname, field.related_model)
        for field in model._meta.concrete_fields
        if isinstance(field, ParentalKey) and documents.builder_of(field.related_model) is not None
    )
