"""Who may do what with letters in the admin, asked in one place."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from circulars.models import CircularIndexPage, CircularPage


def may_register(user: Any) -> bool:
    """Whether the user may add letters to the registry."""
    if not getattr(user, "is_active", False):
        return False
    index = CircularIndexPage.objects.first()
    if index is None:
        return False
    return user.is_superuser or "add" in index.permissions_for_user(user).permissions


def may_see(user: Any, page: CircularPage) -> bool:
    """Whether the user may open the letter for review; a secret one only if they could lift its class."""
    if page.is_secret and not user.has_perm("circulars.lift_secrecy"):
        return False
    return page.permissions_for_user(user).can_edit()


def may_publish(user: Any, page: CircularPage) -> bool:
    return page.permissions_for_user(user).can_publish()


def letters_for(user: Any) -> QuerySet[CircularPage]:
    """The letters whose review the user may open."""
    if not may_register(user):
        return CircularPage.objects.none()
    letters = CircularPage.objects.all()
    if user.has_perm("circulars.lift_secrecy"):
        return letters
    return letters.filter(secrecy="") | letters.filter(secrecy_lifted_at__isnull=False)
