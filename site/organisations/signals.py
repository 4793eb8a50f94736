"""A change of membership is a change of permissions, at once, and is recorded."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.models import Membership
from organisations.people import changing_email
from organisations.people.records import end_all_of, reconcile
from organisations.permissions import sync


@receiver(pre_save, sender=Membership, dispatch_uid="organisations.membership_was")
def membership_was(instance: Membership, **kwargs: Any) -> None:
    """Note what the row said before, so that what it no longer gives is taken."""
    instance.was = Membership.objects.filter(pk=instance.pk).first()  # type: ignore[attr-defined]


@receiver([post_save, post_delete], sender=Membership, dispatch_uid="organisations.membership_changed")
def membership_changed(instance: Membership, raw: bool = False, **kwargs: Any) -> None:
    if raw:  # a fixture, whose organisations, accounts and history may come after the row
        transaction.on_commit(partial(_follow, instance))
    else:
        _follow(instance)


def _follow(instance: Membership) -> None:
    for each in filter(None, (getattr(instance, "was", None), instance)):
        sync(each.organisation, each.role)
        reconcile([each.user_id])


@receiver(pre_save, sender=get_user_model(), dispatch_uid="organisations.email_was")
def email_was(instance: Any, update_fields: Any = None, **kwargs: Any) -> None:
    """Tell the address that an account had, whoever takes it from the account and by whichever screen."""
    if instance.pk is None or (update_fields is not None and "email" not in update_fields):
        return
    former = type(instance).objects.filter(pk=instance.pk).values_list("email", flat=True).first() or ""
    if former.casefold() != instance.email.casefold():
        context = {"user": instance, "email": instance.email or _("(ไม่มี)"), "when": timezone.now()}
        changing_email.tell(former, "changed", context)


@receiver(post_save, sender=get_user_model(), dispatch_uid="organisations.account_changed")
def account_changed(instance: Any, update_fields: Any = None, raw: bool = False, **kwargs: Any) -> None:
    if raw:
        transaction.on_commit(partial(reconcile, [instance.pk]))
    elif update_fields is None or {"is_active", "is_superuser"} & set(update_fields):
        reconcile([instance.pk])


@receiver(pre_delete, sender=get_user_model(), dispatch_uid="organisations.account_deleted")
def account_deleted(instance: Any, **kwargs: Any) -> None:
    end_all_of(instance)
