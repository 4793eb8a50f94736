"""Every address of Wagtail's admin that names a page, asked for a secret letter by who may not lift it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RegexPattern
from wagtail.models import GroupPagePermission, PagePermissionTester

from circulars.admin.guarding import PAGE_ARGUMENTS
from circulars.importing import import_uploads
from circulars.models import CircularIndexPage, CircularPage

pytestmark = pytest.mark.django_db

WORDS = "แผนปกปิดพิเศษ"
NO_PAGES = frozenset(
    {
        *("revision_id", "revision_id_a", "revision_id_b", "task_id", "task_state_id", "workflow_state_id"),
        *("action_name", "content_type_app_name", "content_type_model_name", "app_label", "model_name"),
    }
)
"""Arguments of the addresses of pages that are no keys of pages; a new one of Wagtail's is to be judged."""


def staff(letter: CircularPage) -> Any:
    """An editor of the letters who may not lift a class."""
    group = Group.objects.create(name="editors of letters")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in (
        "add_page",
        "change_page",
        "publish_page",
        "lock_page",
        "unlock_page",
        "bulk_delete_page",
    ):
        of_pages = {"codename": codename, "content_type__app_label": "wagtailcore"}
        GroupPagePermission.objects.create(
            group=group, page=letter.get_parent(), permission=Permission.objects.get(**of_pages)
        )
    user = get_user_model().objects.create_user("editor", password="a long password")
    user.groups.add(group)
    return user


@pytest.fixture
def secret(registry: CircularIndexPage, registrar: Any, letter_text: str) -> CircularPage:
    other = letter_text.replace("ว 15", "ว 16")
    text = letter_text.replace("การทดสอบระบบ", WORDS)
    files = {"s.txt": f"ลับมาก\n\n{text}", "o.txt": other}
    import_uploads([(name, words.encode()) for name, words in files.items()], registrar)
    page = CircularPage.objects.exclude(secrecy="").get()
    page.title = WORDS  # as a person could type it
    page.save_revision(user=registrar)
    return CircularPage.objects.get(pk=page.pk)


def addresses(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, frozenset[str]]]:
    """Name and arguments of every named address below."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from addresses(one, (*spaces, one.namespace) if one.namespace else spaces)
        elif isinstance(one, URLPattern) and one.name:
            pattern = one.pattern
            named = pattern.regex.groupindex if isinstance(pattern, RegexPattern) else pattern.converters
            yield ":".join((*spaces, one.name)), frozenset(named)


def of_the_admin() -> list[tuple[str, frozenset[str]]]:
    """All that Wagtail's admin answers."""
    [*admin] = (one for one in get_resolver().url_patterns if str(one.pattern) == "admin/")
    return [found for one in admin if isinstance(one, URLResolver) for found in addresses(one)]


def of_pages() -> list[tuple[str, frozenset[str]]]:
    """Those that name a page."""
    by_pk = ("wagtailadmin_pages:", "wagtailadmin_api:pages:")
    return [
        (name, arguments)
        for name, arguments in of_the_admin()
        if arguments & PAGE_ARGUMENTS or ("pk" in arguments and name.startswith(by_pk))
    ]


def test_every_argument_of_an_address_of_pages_is_known() -> None:
    assert len(of_pages()) > 30
    for name, arguments in of_the_admin():
        if name.startswith("wagtailadmin_pages:"):
            assert arguments <= PAGE_ARGUMENTS | NO_PAGES | {"pk"}, name
        elif name.startswith("wagtail"):
            assert not [one for one in arguments - PAGE_ARGUMENTS if "page" in one], name


def test_no_address_of_a_page_shows_a_secret_letter(secret: CircularPage, client: Client) -> None:
    values = {
        **dict.fromkeys([*PAGE_ARGUMENTS, "pk"], secret.pk),
        "destination_id": secret.get_parent().pk,
        **{"revision_id": secret.latest_revision_id, "revision_id_a": "earliest", "revision_id_b": "latest"},
        **{
            "task_id": 1,
            "workflow_pk": 1,
            "task_state_id": 1,
            "workflow_state_id": 1,
            "action_name": "approve",
        },
        **{"content_type_app_name": "circulars", "content_type_model_name": "circularpage"},
    }
    asked = [reverse(name, kwargs={one: values[one] for one in arguments}) for name, arguments in of_pages()]
    asked += [
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id={secret.pk}",
        reverse("wagtailadmin_choose_page_chosen_multiple") + f"?id={secret.pk}",
        reverse("wagtailadmin_editing_sessions:ping", args=["circulars", "circularpage", secret.pk, 1]),
    ]
    client.force_login(staff(secret))
    for address in asked:
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code in {302, 403, 404, 405}, address
            assert answer.status_code != 302 or answer["Location"] == "/admin/", address
            assert WORDS not in answer.content.decode(), address
    assert CircularPage.objects.filter(pk=secret.pk, path__startswith=secret.get_parent().path).exists()

    client.force_login(get_user_model().objects.create_superuser("root", "root@example.org", "x"))
    draft = client.get(reverse("wagtailadmin_pages:view_draft", args=[secret.pk]))
    assert WORDS in draft.content.decode()


def test_no_list_of_wagtail_names_it(secret: CircularPage, client: Client) -> None:
    CircularPage.objects.filter(pk=secret.pk).update(title=WORDS, draft_title=WORDS, locked=True)
    other = CircularPage.objects.get(running=16)
    lists = [
        reverse("wagtailadmin_explore", args=[secret.get_parent().pk]),
        reverse("wagtailadmin_pages:search") + f"?q=acc-{secret.accession}",
        "/admin/api/main/pages/?fields=*&limit=20",
        *(f"/admin/reports/{name}/" for name in ("site-history", "aging-pages", "locked", "workflow")),
        "/admin/",
        "/admin/pages/usage/circulars/circularpage/",
        f"/admin/choose-page/{secret.get_parent().pk}/",
    ]
    key = f"/admin/pages/{secret.pk}/"
    client.force_login(get_user_model().objects.create_superuser("root", "root@example.org", "x"))
    shown = "".join(client.get(address).content.decode() for address in lists)
    assert shown.count(key) > 3
    client.force_login(staff(secret))
    for address in lists:
        answer = client.get(address)
        assert answer.status_code == 200, address
        text = answer.content.decode()
        assert key not in text, address
        assert f"/pages/{secret.pk}/" not in text, address
        assert WORDS not in text, address
    assert f"/pages/{other.pk}/" in client.get(lists[0]).content.decode()


def test_wagtail_grants_nothing_on_it(secret: CircularPage) -> None:
    user = staff(secret)
    tester = secret.permissions_for_user(user)
    asked = [name for name in dir(PagePermissionTester) if name.startswith("can_")]
    assert len(asked) > 10
    assert not any(
        getattr(tester, name)(secret) if name.endswith("_to") else getattr(tester, name)() for name in asked
    )
    assert CircularPage.objects.get(running=16).permissions_for_user(user).can_edit()
