"""When a registered letter goes, the letters that cite it are looked up again."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, pre_delete
from django.dispatch import receiver

from circulars.models import CircularPage
from circulars.references import reread, settle


@receiver(pre_delete, sender=CircularPage)
def remember_who_cites(instance: CircularPage, **kwargs: Any) -> None:
    instance._cited_by = list(instance.cited_by.exclude(page=instance).values_list("page", flat=True))


@receiver(post_delete, sender=CircularPage)
def look_up_again(instance: CircularPage, **kwargs: Any) -> None:
    """After the deletion is committed, since rows of the same tree may still be on their way out."""
    pages = instance._cited_by
    transaction.on_commit(lambda: _settle(pages))


def _settle(pages: list[int]) -> None:
    for page in CircularPage.objects.filter(pk__in=pages):
        settle(page, reread(page))
