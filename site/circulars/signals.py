"""When a registered letter goes or is taken back: its number, who cites it, what lists count."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.signals import page_unpublished

from circulars.flagging import retell
from circulars.models import CentralRegistry, CircularPage, DeletedLetter, Status
from circulars.references import reread, settle
from circulars.registering import key_of_page
from circulars.twins import doubted_for
from organisations.models import Organisation
from organisations.permissions import sync_organisation


@receiver(pre_delete, sender=CircularPage)
def remember_who_cites(instance: CircularPage, **kwargs: Any) -> None:
    instance._cited_by = list(instance.cited_by.exclude(page=instance).values_list("page", flat=True))


@receiver(pre_delete, sender=CircularPage)
def keep_its_number(instance: CircularPage, **kwargs: Any) -> None:
    """Samples leave nothing behind: they are put back as often as anybody likes."""
    if instance.is_sample:
        return
    told = ("code", "field", "severity", "raised_at", "lapsed_at", "resolved_at", "resolved_by", "resolution")
    DeletedLetter.objects.create(
        key=[list(part) for part in key_of_page(instance)],
        number=instance.effective_number,
        year_be=instance.year_be,
        accession=instance.accession,
        text_hash=instance.text_hash,
        flags=[
            {name: str(value) if value is not None else None for name, value in one.items()}
            for one in instance.flags.values(*told)
        ],
    )


@receiver(post_delete, sender=CircularPage)
def look_up_again(instance: CircularPage, **kwargs: Any) -> None:
    """After the deletion is committed, since rows of the same tree may still be on their way out."""
    pages, twins = instance._cited_by, doubted_for(instance)
    transaction.on_commit(lambda: _settle(pages))
    transaction.on_commit(lambda: retell(twins))


@receiver(page_unpublished, sender=CircularPage)
def hold(instance: CircularPage, **kwargs: Any) -> None:
    """Unpublishing a page above takes letters back without `CircularPage.unpublish`; lists go by status."""
    CircularPage.objects.filter(pk=instance.pk).update(status=Status.HELD)


@receiver(pre_save, sender=CentralRegistry)
def central_registry_was(instance: CentralRegistry, **kwargs: Any) -> None:
    """Note who kept it before, so that the right is taken from them."""
    instance.was = Organisation.objects.filter(central_registry__pk=instance.pk or 0).first()


@receiver([post_save, post_delete], sender=CentralRegistry)
def central_registry_changed(instance: CentralRegistry, raw: bool = False, **kwargs: Any) -> None:
    """A change of who keeps it is a change of rights, at once; after a fixture, once all of it is there."""
    each = [one for one in (instance.was, instance.organisation) if one is not None]
    if raw:
        transaction.on_commit(lambda: _sync(each))
    else:
        _sync(each)


def _sync(organisations: list[Organisation]) -> None:
    for each in organisations:
        sync_organisation(each)


def _settle(pages: list[int]) -> None:
    for page in CircularPage.objects.filter(pk__in=pages):
        settle(page, reread(page))
