"""What everybody may read, decided in one query."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from core.access import public
from home.models import HomePage, PlainPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(home: HomePage) -> tuple[PlainPage, PlainPage, PlainPage]:
    """A page, its child, and a page whose path only begins alike."""
    parent = home.add_child(instance=PlainPage(title="a", slug="a"))
    child = parent.add_child(instance=PlainPage(title="b", slug="b"))
    other = home.add_child(instance=PlainPage(title="c", slug="c"))
    return parent, child, other


def restrict(page: PlainPage) -> PageViewRestriction:
    return PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.GROUPS, password=""
    )


def test_a_restriction_covers_what_lies_below_and_nothing_else(family, django_assert_num_queries) -> None:
    parent, child, other = family
    restrict(parent).groups.add(Group.objects.create(name="few"))

    with django_assert_num_queries(1):
        readable = set(public(PlainPage.objects.all()))
    assert {parent, child} & readable == set()
    assert other in readable


def test_a_page_that_is_not_live_is_not_public(family) -> None:
    family[2].unpublish()
    assert family[2] not in public(PlainPage.objects.all())


def test_a_page_knows_the_restrictions_above_it_in_one_query(family, django_assert_num_queries) -> None:
    parent, child, other = family
    restriction = restrict(parent)

    with django_assert_num_queries(1):
        assert list(child.get_view_restrictions()) == [restriction]
    assert list(other.get_view_restrictions()) == []


def test_an_alias_is_restricted_as_its_source(home: HomePage, family) -> None:
    _parent, child, other = family
    alias = child.create_alias(parent=other, update_slug="alias")
    second = alias.create_alias(parent=home, update_slug="second")
    restriction = restrict(child)

    assert list(alias.get_view_restrictions()) == [restriction]
    assert list(second.get_view_restrictions()) == [restriction]
