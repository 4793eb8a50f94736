"""What a registrar may do: work in the registry of letters, and lift secrecy by name."""

from __future__ import annotations

from collections.abc import Iterator

from circulars.models import CircularIndexPage
from organisations.models import Organisation, Role
from organisations.permissions import Grant, ModelGrant, PageGrant, grants


@grants
def circulars_grants(organisation: Organisation, role: str) -> Iterator[Grant]:
    if role != Role.REGISTRAR:
        return
    for index in CircularIndexPage.objects.all():
        yield PageGrant(index, ("add", "change", "publish", "lock"))
    yield ModelGrant("circulars.lift_secrecy")
    yield ModelGrant("circulars.view_circularflag")
