"""Who may do what, made from organisations and roles by one function and nowhere by hand.

Apps register what a role in an organisation may do (`grants`); `sync` turns that into Wagtail groups,
page permissions and memberships of groups. It can be run at any time and changes nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from organisations.models import Membership, Organisation, Role

ADMIN_ACCESS = "wagtailadmin.access_admin"


@dataclass(frozen=True, slots=True)
class PageGrant:
    """May do these things ("add", "change", "publish", "lock", "bulk_delete") on a page and all below."""

    page: Page
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ModelGrant:
    """Holds a model permission, e.g. "services.change_delegation"."""

    permission: str


Grant = PageGrant | ModelGrant
GrantFunction = Callable[[Organisation, str], Iterable[Grant]]

_functions: list[GrantFunction] = []


def grants(function: GrantFunction) -> GrantFunction:
    """Register a function (organisation, role) → grants."""
    _functions.append(function)
    return function


def group_name(organisation: Organisation, role: str) -> str:
    """The name of the Wagtail group of a role in an organisation; stable while the code is."""
    return f"{organisation.code}:{role}"


@transaction.atomic
def sync(organisation: Organisation, role: str) -> Group:
    """Bring the group of `role` in `organisation`, its permissions and its people to what they must be."""
    group, _ = Group.objects.get_or_create(name=group_name(organisation, role))
    wanted_pages: set[tuple[int, str]] = set()
    wanted_models = {ADMIN_ACCESS}
    for function in _functions:
        for grant in function(organisation, role):
            if isinstance(grant, PageGrant):
                wanted_pages |= {(grant.page.pk, f"{action}_page") for action in grant.actions}
            else:
                wanted_models.add(grant.permission)
    _sync_page_permissions(group, wanted_pages)
    group.permissions.set(_permissions(wanted_models))
    if role in {Role.EDITOR, Role.REVIEWER, Role.REGISTRAR}:
        _allow_uploads(group, organisation)
    people = Membership.objects.filter(organisation=organisation, role=role).values_list("user", flat=True)
    group.user_set.set(get_user_model().objects.filter(pk__in=people))
    return group


def sync_organisation(organisation: Organisation) -> None:
    """`sync` for every role that somebody holds, or held, in the organisation."""
    held = set(Membership.objects.filter(organisation=organisation).values_list("role", flat=True))
    for role in Role.values:
        if role in held or Group.objects.filter(name=group_name(organisation, role)).exists():
            sync(organisation, role)


def sync_all() -> None:
    """`sync_organisation` for every organisation that has people, as after new sections came to the site."""
    for organisation in Organisation.objects.filter(memberships__isnull=False).distinct():
        sync_organisation(organisation)


def may_act_for(user: object, organisation: Organisation | None, *roles: str) -> bool:
    """Whether the user holds one of the roles (any, if none is named) in the organisation; superusers do."""
    if organisation is None or not getattr(user, "is_active", False):
        return False
    if getattr(user, "is_superuser", False):
        return True
    held = Membership.objects.filter(user=user, organisation=organisation)  # type: ignore[misc]
    return held.filter(role__in=roles).exists() if roles else held.exists()


def organisations_of(user: object, *roles: str) -> QuerySet[Organisation]:
    """The organisations in which the user holds one of the roles (any, if none is named), each once.

    A superuser holds no role by being one: what superusers see besides is for the caller to say.
    """
    held = Membership.objects.filter(user=user)  # type: ignore[misc]
    held = held.filter(role__in=roles) if roles else held
    return Organisation.objects.filter(pk__in=held.values("organisation"))


def succession(organisations: Iterable[int]) -> set[int]:
    """These organisations, by primary key, and the abolished ones whose work they took over, and so on
    back. One query for each step back."""
    found = set(organisations)
    latest = set(found)
    while latest:
        gone = Organisation.objects.filter(successor__in=latest, valid_to__lt=timezone.localdate())
        latest = set(gone.values_list("pk", flat=True)) - found
        found |= latest
    return found


def heirs(organisation: Organisation) -> list[Organisation]:
    """Who took over the work of an abolished organisation, one after the other; nobody while it stands."""
    found: list[Organisation] = []
    node: Organisation | None = organisation
    while node is not None and node.is_abolished():
        node = node.successor
        if node is None or node in found or node == organisation:
            break
        found.append(node)
    return found


def _sync_page_permissions(group: Group, wanted: set[tuple[int, str]]) -> None:
    held = {
        (row.page_id, row.permission.codename): row
        for row in GroupPagePermission.objects.filter(group=group).select_related("permission")
    }
    GroupPagePermission.objects.filter(
        pk__in=[row.pk for key, row in held.items() if key not in wanted]
    ).delete()
    page_permissions = {
        permission.codename: permission
        for permission in Permission.objects.filter(
            content_type__app_label="wagtailcore", content_type__model="page"
        )
    }
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page_id=page, permission=page_permissions[codename])
        for page, codename in sorted(wanted - held.keys())
    )


def _permissions(names: set[str]) -> list[Permission]:
    found = []
    for name in sorted(names):
        app_label, _, codename = name.partition(".")
        found.append(Permission.objects.get(content_type__app_label=app_label, codename=codename))
    return found


def _allow_uploads(group: Group, organisation: Organisation) -> None:
    """Images and documents go into a collection of the organisation's own, unseen by the others' editors."""
    collection = _collection(organisation)
    for codename in ("add_image", "choose_image", "add_document", "choose_document"):
        permission = Permission.objects.get(
            content_type__app_label__in=["wagtailimages", "wagtaildocs"], codename=codename
        )
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )


def _collection(organisation: Organisation) -> Collection:
    if organisation.collection is None:
        root = Collection.get_first_root_node()
        organisation.collection = root.add_child(instance=Collection(name=organisation.name_th))
        organisation.save(update_fields=["collection"])
    return organisation.collection
