"""Reading the text of uploaded documents: at once after an upload if it is quick, by the worker otherwise."""

from __future__ import annotations

import logging
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Q
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.documents.models import Document

from core import documents
from core.extraction import Extracted, Limits, extract
from finder import outbox
from finder.models import AttachmentText

log = logging.getLogger(__name__)

AT_ONCE = Limits(seconds=4.0, size=10 * 1024 * 1024)
"""What a request may spend on a file that was just uploaded."""

FULLY = Limits()
BATCH = 20


@receiver(post_save, sender=Document, dispatch_uid="finder.file_reading")
def uploaded(instance: Document, raw: bool = False, **kwargs: Any) -> None:
    transaction.on_commit(lambda: _after_commit(instance.pk), robust=True)


def _after_commit(pk: int) -> None:
    """What goes wrong here is left to the worker: the upload itself has succeeded."""
    document = Document.objects.filter(pk=pk).first()
    if document is None or not _is_unread(document):
        return
    try:
        read(document, AT_ONCE)
    except DatabaseError as error:
        log.warning("The text of document %s will be read by the worker: %s", pk, error)


def read_waiting() -> int:
    """Read files that have not been read, or not with the full limits; gives how many were read."""
    waiting = Document.objects.filter(Q(attachment_text=None) | Q(attachment_text__tried_fully=False))
    done = 0
    for document in waiting.order_by("pk")[:BATCH]:
        read(document, FULLY)
        done += 1
    return done


def read(document: Document, limits: Limits = FULLY) -> AttachmentText:
    """Read a document's file, keep its text and tell the index. A file that gives none is kept as such."""
    try:
        with document.file.open("rb") as file:
            found = extract(file.read(limits.size + 1), document.filename, limits)
    except OSError as error:
        log.warning("The file of document %s cannot be opened: %s", document.pk, error)
        found = Extracted((), "", 0.0, ("missing",))
    hasty = limits is not FULLY and bool({"timeout", "memory", "too-large"} & set(found.problems))
    with transaction.atomic():
        text, _created = AttachmentText.objects.update_or_create(
            document=document,
            defaults={
                "fingerprint": fingerprint(document),
                "extractor": found.extractor,
                "score": found.score,
                "problems": list(found.problems),
                "pages": [page.replace("\x00", "") for page in found.pages],
                "tried_fully": not hasty,
            },
        )
        outbox.record([documents.key_of(document)])
    return text


def fingerprint(document: Document) -> str:
    """Says which file a document has: storage names are never given twice while a file stands."""
    return f"{document.file.name}:{document.file_size}:{document.file_hash}"[-300:]


def _is_unread(document: Document) -> bool:
    known = AttachmentText.objects.filter(document=document).values_list("fingerprint", flat=True).first()
    return known != fingerprint(document)
