"""A change of membership is a change of permissions, at once."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from organisations.models import Membership
from organisations.permissions import sync


@receiver([post_save, post_delete], sender=Membership, dispatch_uid="organisations.membership_changed")
def membership_changed(instance: Membership, **kwargs: Any) -> None:
    sync(instance.organisation, instance.role)
