"""Coordinates as editors paste them into a centre's form, and as records bring them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from services.importing import RecordError, save_centre
from services.models import CentrePage

pytestmark = pytest.mark.django_db

SWAPPED = "ละติจูดกับลองจิจูดน่าจะสลับช่องกัน"


def sent(client: Client, centre: CentrePage, **changed: Any) -> Any:
    """The answer to the centre's form, published."""
    client.force_login(User.objects.create_superuser("editor-of-centres"))
    form = {
        "title": centre.title,
        "slug": centre.slug,
        "kind": centre.kind,
        "address": centre.address,
        "province": centre.province_id,
        "latitude": centre.latitude,
        "longitude": centre.longitude,
        **{name: streamfield([]) for name in ("opening_hours", "facilities", "schedule")},
        "offerings": inline_formset([]),
        "action-publish": "1",
        **changed,
    }
    return client.post(f"/admin/pages/{centre.pk}/edit/", nested_form_data(form))


def test_coordinates_pasted_from_a_map_are_rounded(client: Client, centre: CentrePage) -> None:
    answer = sent(client, centre, latitude="18.84610000001234", longitude="98.97123456789012")

    assert answer.status_code == 302
    stored = CentrePage.objects.get(pk=centre.pk)
    assert (stored.latitude, stored.longitude) == (Decimal("18.846100"), Decimal("98.971235"))


def test_swapped_coordinates_are_one_error_in_the_form(client: Client, centre: CentrePage) -> None:
    answer = sent(client, centre, latitude="98.97123456789012", longitude="18.84610000001234")

    errors = answer.context["form"].errors
    assert set(errors) == {"latitude"}
    (told,) = errors["latitude"]
    assert told.startswith(SWAPPED)
    assert CentrePage.objects.get(pk=centre.pk).latitude == centre.latitude


def test_coordinates_outside_thailand_are_not_called_swapped(client: Client, centre: CentrePage) -> None:
    errors = sent(client, centre, latitude="51.5", longitude="18.84").context["form"].errors

    assert errors["latitude"] == ["ละติจูดของประเทศไทยอยู่ระหว่าง 5 ถึง 21"]
    assert errors["longitude"] == ["ลองจิจูดของประเทศไทยอยู่ระหว่าง 97 ถึง 106"]


def test_records_are_rounded_and_told_of_swapped_coordinates_likewise(
    centre: CentrePage, centre_record: dict[str, Any]
) -> None:
    pasted = centre_record | {"latitude": "18.84610000001234", "longitude": "98.97123456789012"}
    assert save_centre(pasted).action == "updated"
    assert save_centre(pasted).action == "unchanged"

    with pytest.raises(RecordError) as refused:
        save_centre(centre_record | {"latitude": 98.97, "longitude": 18.84})
    (told,) = refused.value.reasons
    assert SWAPPED in told
