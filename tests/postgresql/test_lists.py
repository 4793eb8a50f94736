"""Lists that another database would put in another order."""

from __future__ import annotations

import pytest
from django.test import Client

from circulars.models import CircularPage
from home.models import HomePage
from tests.postgresql.test_writers import LETTER, enter

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_letters_without_a_date_come_last(home: HomePage, client: Client) -> None:
    enter(*[LETTER.format(number=number, subject=f"ครั้งที่ {number}") for number in (1, 2)])
    CircularPage.objects.filter(number="มท 0201/ว 1").update(date=None)

    shown = client.get("/circulars/").context["letters"]

    assert [letter.number for letter in shown] == ["มท 0201/ว 2", "มท 0201/ว 1"]
