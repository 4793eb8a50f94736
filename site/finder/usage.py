"""Which uploaded documents pages use, from Wagtail's reference index."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from wagtail.documents.models import Document
from wagtail.models import Page, ReferenceIndex

CHUNK = 500


def keys_used_by(pages: Iterable[int]) -> list[str]:
    """The index keys of the documents on these pages, as the reference index now says."""
    name = Document._meta.model_name
    found: dict[str, None] = {}
    wanted = list(pages)
    for start in range(0, len(wanted), CHUNK):
        references = ReferenceIndex.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            object_id__in=[str(pk) for pk in wanted[start : start + CHUNK]],
            to_content_type=ContentType.objects.get_for_model(Document),
        )
        found |= {f"{name}-{pk}": None for pk in references.values_list("to_object_id", flat=True)}
    return list(found)
