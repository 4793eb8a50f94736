"""A circular that obliges organisations to adapt a guideline: the adaptation itself answers."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from core.duties import matter_of
from guidelines.models import AdaptationObligation

pytestmark = pytest.mark.django_db


def test_a_duty_to_adapt_becomes_an_obligation_and_is_answered_by_the_adaptation(
    guideline: Any, ministry: Any
) -> None:
    matter = matter_of("adapt")
    assert matter is not None
    assert guideline.pk in {page.pk for page in matter.subjects()}
    circular = guideline.get_parent()
    matter.assign(guideline, ministry, circular, None)
    matter.assign(guideline, ministry, circular, datetime.date(2027, 1, 31))
    matter.assign(guideline, ministry, circular, datetime.date(2028, 1, 31))
    obligation = AdaptationObligation.objects.get(organisation=ministry)
    assert (obligation.due, obligation.circular_id) == (datetime.date(2027, 1, 31), circular.pk)
    answer = matter.answers(guideline, [ministry])[ministry.pk]
    assert (answer.is_done, answer.text, answer.url) == (False, "ยังไม่เริ่ม", "")
