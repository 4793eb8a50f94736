"""Under which body an organisation counts, and what lies below one, however deep the tree is."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisations.models import Kind, Organisation
from organisations.tree import subtree, with_parents

pytestmark = pytest.mark.django_db


def make(code: str, kind: str, parent: Organisation | None = None) -> Organisation:
    return Organisation.objects.create(code=code, kind=kind, name_th=code, parent=parent)


def test_a_division_counts_under_its_ministry_and_who_has_none_by_itself() -> None:
    ministry = make("ministry", Kind.MINISTRY)
    department = make("department", Kind.DEPARTMENT, ministry)
    division = make("division", Kind.DEPARTMENT, department)
    unit = make("unit", Kind.DEPARTMENT, division)
    province = make("province", Kind.PROVINCE)
    town = make("town", Kind.LOCAL, province)
    court = make("court", Kind.INDEPENDENT)
    ended = datetime.date(2020, 1, 1)
    Organisation.objects.filter(pk=department.pk).update(valid_to=ended)
    bodies = with_parents(Organisation.objects.order_by("pk"))
    under = {each.code: each.counted_under().code for each in bodies}
    assert under == {
        **dict.fromkeys(["ministry", "department", "division", "unit"], "ministry"),
        **dict.fromkeys(["province", "town"], "province"),
        "court": "court",
    }
    assert subtree([department.pk]) == {department.pk, division.pk, unit.pk}
    assert subtree([court.pk, province.pk]) == {court.pk, province.pk, town.pk}


def test_the_whole_tree_takes_one_query() -> None:
    body = make("top", Kind.MINISTRY)
    for number in range(6):
        body = make(f"below-{number}", Kind.DEPARTMENT, body)
    (deepest,) = Organisation.objects.filter(pk=body.pk)
    with CaptureQueriesContext(connection) as asked:
        (deepest,) = with_parents([deepest])
        assert deepest.counted_under().code == "top"
    assert len(asked) == 1


def test_a_cycle_ends_the_walk() -> None:
    """Forms refuse one; an import by hand might not."""
    first = make("first", Kind.DEPARTMENT)
    second = make("second", Kind.DEPARTMENT, first)
    Organisation.objects.filter(pk=first.pk).update(parent=second)
    both = with_parents(Organisation.objects.all())
    assert all(each.counted_under() in both for each in both)
    assert subtree([first.pk]) == {first.pk, second.pk}
