"""All names of an organisation in one spelling, kept for lists that are asked for a word of a name."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from core.matching import plain_text
from organisations.models import Organisation, OrganisationName


@receiver(post_save, sender=Organisation, dispatch_uid="organisations.organisation_named")
def organisation_named(instance: Organisation, raw: bool = False, **kwargs: Any) -> None:
    if not raw:  # a fixture brings the column
        fill(instance.pk)


@receiver([post_save, post_delete], sender=OrganisationName, dispatch_uid="organisations.name_changed")
def name_changed(instance: OrganisationName, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        fill(instance.organisation_id)


def fill(key: int) -> None:
    """Write down what an organisation is called now; nothing where it is gone. Two queries, three at most."""
    stored = Organisation.objects.filter(pk=key)
    held = stored.values_list("name_th", "name_en", "plain_names").first()
    if held is None:
        return
    others = OrganisationName.objects.filter(organisation=key).order_by("pk").values_list("name", flat=True)
    names = plain_text(*held[:2], *others)
    if names != held[2]:
        stored.update(plain_names=names)
