"""What a registrar may do: work in the registry of letters, and in the central one lift every secrecy class.

That registrars lift the classes of their own organisation's letters is a matter of each letter and stands in
`circulars.models.staff`.
"""

from __future__ import annotations

from collections.abc import Iterator

from circulars.models import CentralRegistry, CircularIndexPage
from organisations.models import Organisation, Role
from organisations.permissions import Grant, ModelGrant, PageGrant, grants


@grants
def circulars_grants(organisation: Organisation, role: str) -> Iterator[Grant]:
    if role != Role.REGISTRAR:
        return
    for index in CircularIndexPage.objects.all():
        yield PageGrant(index, ("add", "change", "publish", "lock"))
    if CentralRegistry.objects.filter(organisation=organisation).exists():
        yield ModelGrant("circulars.lift_secrecy")
    yield ModelGrant("circulars.view_circularflag")
