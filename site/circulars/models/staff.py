"""Which letters staff may know of: a secret one only who could lift its class."""

from __future__ import annotations

from typing import Any

from wagtail.models import PagePermissionTester


def may_lift(user: Any) -> bool:
    """Whether the user may lift secrecy classes, and so may see secret letters."""
    return bool(user.has_perm("circulars.lift_secrecy"))


class NoPermissions(PagePermissionTester):
    """Grants nothing, whatever Wagtail asks for."""


def _no(self: PagePermissionTester, *args: Any, **kwargs: Any) -> bool:
    return False


for _name in dir(PagePermissionTester):
    if _name.startswith("can_"):
        setattr(NoPermissions, _name, _no)
