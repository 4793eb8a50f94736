"""Uploaded documents in search: what each is, who may find it, and what changes that.

A document is found by those who may open its collection; where pages use it, only by those who may
also read one of these pages. A document on a page that is held, secret or not yet published is
therefore found by nobody, whatever its collection.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django_tasks.signals import task_finished
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction, Page, ReferenceIndex

from core import documents
from core.access import EVERYTHING, SIGNED_IN
from finder import building, outbox
from finder.models import AttachmentText
from finder.usage import keys_used_by
from search import PUBLIC, Passage
from search import Document as Found

PAGES_ASKED = 20
"""Pages whose access is looked at; a document that more pages use is judged by the newest of them."""


@documents.document_of(Document)
def attachment(instance: Document) -> Found | None:
    """The document with its text by page; without usable text it is found by title and file name."""
    users = _users(instance)
    access = collection_access(instance.collection)
    if users.any:
        access = both(access, _either(found.access for found in users.found))
    if not access:
        return None
    name = PurePosixPath(instance.file.name).name
    owner = users.found[0] if users.found else None
    return Found(
        key=documents.key_of(instance),
        type="document",
        title=instance.title,
        url=instance.url,
        body=tuple(_passages(instance)),
        keywords=(name, PurePosixPath(name).stem.replace("_", " ").replace("-", " ")),
        date=localdate(instance.created_at),
        organisations=owner.organisations if owner else (),
        organisation_name=owner.organisation_name if owner else "",
        access=access,
        extra={"file_type": instance.file_extension.upper()},
    )


def _passages(instance: Document) -> Iterator[Passage]:
    text = AttachmentText.objects.filter(document=instance).first()
    if text is None or "implausible" in text.problems:
        return
    paged = text.extractor.startswith("pdfium")
    for number, page in enumerate(text.pages, start=1):
        if page.strip():
            heading = _("หน้า %d") % number if paged else ""
            yield Passage(page, heading=heading, anchor=f"page={number}" if paged else "")


@dataclass(frozen=True, slots=True)
class Users:
    """Whether any page uses a document, and what those are that somebody may find."""

    any: bool
    found: tuple[Found, ...]


def _users(instance: Document) -> Users:
    page_type = ContentType.objects.get_for_model(Page)
    references = ReferenceIndex.get_references_to(instance).filter(base_content_type=page_type)
    ids = [int(pk) for pk in references.values_list("object_id", flat=True).distinct()]
    pages = Page.objects.filter(pk__in=ids).order_by("-latest_revision_created_at", "-pk").specific()
    found = (building.document(page) for page in pages[:PAGES_ASKED])
    return Users(bool(ids), tuple(document for document in found if document is not None))


def collection_access(collection: Collection) -> tuple[str, ...]:
    """The tokens of a collection from the view restrictions on it and above; empty behind a password."""
    allowed: tuple[str, ...] = (PUBLIC,)
    for restriction in collection.get_view_restrictions():
        match restriction.restriction_type:
            case CollectionViewRestriction.LOGIN:
                tokens: tuple[str, ...] = (SIGNED_IN, EVERYTHING)
            case CollectionViewRestriction.GROUPS:
                groups = restriction.groups.values_list("pk", flat=True)
                tokens = (*(f"group-{pk}" for pk in groups), EVERYTHING)
            case _:
                return ()
        allowed = both(allowed, tokens)
    return allowed


def both(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """The tokens of readers who satisfy either side; of two lists of groups, the groups in both."""
    if not one or not other:
        return ()
    for wide in (PUBLIC, SIGNED_IN):
        if wide in one:
            return other
        if wide in other:
            return one
    return tuple(sorted(set(one) & set(other)))


def _either(many: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    tokens = {token for access in many for token in access}
    return (PUBLIC,) if PUBLIC in tokens else tuple(sorted(tokens))


# What changes who may find a document. The document itself is covered by finder.events.


@receiver([pre_save, pre_delete], dispatch_uid="finder.attachments.before")
def page_changes(sender: type[Any], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Before a page changes: what it used until now."""
    if isinstance(instance, Page) and instance.pk is not None and not raw:
        outbox.record(keys_used_by([instance.pk]))


@receiver(task_finished, dispatch_uid="finder.attachments.references")
def references_updated(task_result: Any, **kwargs: Any) -> None:
    """After Wagtail has noted what a page refers to: what it uses now."""
    if task_result.task.name == "update_reference_index_task" and len(task_result.args) == 3:
        key = task_result.args[2]
        outbox.record(keys_used_by([key]))


@receiver([post_save, post_delete], sender=CollectionViewRestriction, dispatch_uid="finder.collection")
def collection_restricted(instance: CollectionViewRestriction, **kwargs: Any) -> None:
    _record_collection(instance.collection_id)


@receiver(
    m2m_changed, sender=CollectionViewRestriction.groups.through, dispatch_uid="finder.collection_groups"
)
def collection_groups_changed(instance: Any, action: str, reverse: bool, **kwargs: Any) -> None:
    if action in {"post_add", "post_remove", "pre_clear", "post_clear"}:
        changed = instance.collectionviewrestriction_set.all() if reverse else [instance]
        for restriction in changed:
            _record_collection(restriction.collection_id)


@receiver([pre_save, post_save], sender=Collection, dispatch_uid="finder.collection_saved")
def collection_saved(instance: Collection, **kwargs: Any) -> None:
    """A collection that moves takes its documents under other restrictions."""
    if instance.pk is not None:
        _record_collection(instance.pk)


def _record_collection(pk: int) -> None:
    collection = Collection.objects.filter(pk=pk).first()
    if collection is not None:
        inside = Document.objects.filter(
            collection__in=Collection.objects.descendant_of(collection, inclusive=True)
        )
        outbox.record_instances(inside.only("pk"))
