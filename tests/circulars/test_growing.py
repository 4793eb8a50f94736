"""The registry that speed is measured in: copies are letters like any other, in a register of their own."""

from __future__ import annotations

import pytest
from django.test import Client
from wagtail.models import Page

from circulars.growing import copy_into, made_up_files
from circulars.importing import import_uploads
from circulars.models import CircularIndexPage, CircularPage, Citation

pytestmark = pytest.mark.django_db


def test_copies_stand_in_registers_of_their_own_and_cite_one_another(
    registry: CircularIndexPage, client: Client
) -> None:
    import_uploads(made_up_files(0, 12), None)
    letters = list(CircularPage.objects.values_list("pk", flat=True))
    exact = Citation.objects.filter(match="exact").count()
    assert exact > 0
    for register in (1, 2):
        copy_into(register, letters)

    assert CircularPage.objects.child_of(CircularIndexPage.objects.get()).count() == 36
    assert Citation.objects.filter(match="exact").count() == 3 * exact
    for citation in Citation.objects.filter(target__isnull=False).select_related("page", "target"):
        assert citation.target is not None
        assert citation.number_canonical == citation.target.number
        assert citation.raw in citation.page.raw_text
    assert not any(Page.find_problems())
    assert client.get("/circulars/").context["total"] == 36
    copy = CircularPage.objects.filter(unit_code__endswith=".2").latest("pk")
    assert copy.number in client.get(f"/circulars/letters.csv?year={copy.year_be}").getvalue().decode()
    [again] = import_uploads(made_up_files(12, 13), None)
    assert again.action == "created"
