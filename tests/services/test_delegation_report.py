"""Staff see where "finished at the counter" is claimed without an order, ends soon, or is ordered twice."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, cast

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.http import StreamingHttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from services.importing import save_delegation
from services.models import CentrePage, Delegation, ServicePage
from services.proof import Order, proof_of
from services.proof_gaps import FindingKind, findings

TODAY = datetime.date(2023, 6, 1)
MONTH = datetime.timedelta(days=30)
FOREVER = Order(
    "1/2566", TODAY, True, datetime.date(2023, 1, 1), services=frozenset({1}), centres=frozenset({7})
)
REPORT = "/admin/reports/delegations/"


def kinds(*orders: Order, on: datetime.date = TODAY) -> list[FindingKind]:
    return [finding.kind for finding in findings([(1, 7)], orders, on, MONTH)]


def test_a_claim_without_an_order_is_a_gap_and_names_the_order_that_lapsed() -> None:
    assert kinds() == [FindingKind.GAP]
    lapsed = replace(FOREVER, expires=datetime.date(2023, 5, 1))
    (finding,) = findings([(1, 7)], [lapsed], TODAY, MONTH)
    assert (finding.kind, finding.orders) == (FindingKind.GAP, (lapsed,))


def test_an_order_that_ends_is_shown_unless_another_takes_over() -> None:
    ends = replace(FOREVER, expires=datetime.date(2023, 6, 20))
    next_one = replace(FOREVER, number="2/2566", effective=datetime.date(2023, 6, 21))
    too_late = replace(next_one, effective=datetime.date(2023, 6, 22))

    assert kinds(ends) == [FindingKind.ENDING]
    assert kinds(ends, next_one) == []
    assert kinds(ends, too_late) == [FindingKind.ENDING]
    assert kinds(FOREVER) == []


def test_two_orders_in_force_overlap_where_both_name_the_centre() -> None:
    other = replace(FOREVER, number="2/2566", centres=None)
    elsewhere = replace(FOREVER, number="3/2566", centres=frozenset({8}))
    draft = replace(other, published=False)

    (finding,) = findings([], [FOREVER, other], TODAY, MONTH)
    assert (finding.kind, finding.centre) == (FindingKind.OVERLAP, 7)
    assert findings([], [FOREVER, elsewhere], TODAY, MONTH) == []
    assert findings([], [FOREVER, draft], TODAY, MONTH) == []
    (both,) = findings([], [other, replace(other, number="4/2566")], TODAY, MONTH)
    assert both.centre is None


days = st.dates(datetime.date(2023, 1, 1), datetime.date(2023, 12, 31))
orders = st.builds(
    Order,
    number=st.sampled_from(["1/2566", "2/2566", "3/2566"]),
    dated=days,
    published=st.booleans(),
    effective=days,
    expires=st.none() | days,
    revoked=st.none() | days,
    services=st.frozensets(st.integers(1, 2)),
    centres=st.none() | st.frozensets(st.integers(7, 8)),
)


@given(st.lists(orders, max_size=5), days)
def test_a_claim_is_a_gap_exactly_where_nothing_proves_it(
    given_orders: list[Order], on: datetime.date
) -> None:
    claims = [(service, centre) for service in (1, 2) for centre in (7, 8)]
    found = findings(claims, given_orders, on, MONTH)

    gaps = {(each.service, each.centre) for each in found if each.kind == FindingKind.GAP}
    assert gaps == {pair for pair in claims if proof_of(given_orders, *pair, on) is None}


@pytest.mark.django_db
def test_the_report_names_the_gap_and_says_what_to_do(
    guide: ServicePage, centre: CentrePage, order: Delegation, editor: User, client: Client
) -> None:
    client.force_login(User.objects.get(pk=editor.pk))
    assert guide.title not in client.get(REPORT).content.decode()

    order.revoked, order.revoked_by = timezone.localdate(), "คำสั่งกรม ที่ 9/2568"
    order.save()
    page = client.get(REPORT).content.decode()
    assert guide.title in page
    assert centre.title in page
    assert "ถูกยกเลิกตั้งแต่วันที่" in page
    assert "ตามคำสั่งกรม ที่ 9/2568" in page
    assert guide.title not in client.get(REPORT, {"kind": "overlap"}).content.decode()
    exported = cast(StreamingHttpResponse, client.get(REPORT, {"export": "csv"}))
    assert centre.title in b"".join(cast(Iterable[bytes], exported.streaming_content)).decode()


@pytest.mark.django_db
def test_drafts_and_strangers_get_nothing(
    guide: ServicePage, centre: CentrePage, order: Delegation, editor: User, client: Client
) -> None:
    order.delete()
    assert client.get(REPORT).status_code == 302
    outsider = User.objects.create_user("outsider")
    client.force_login(outsider)
    response = client.get(REPORT)
    assert response.status_code == 302
    assert guide.title not in client.get(REPORT, follow=True).content.decode()

    guide.unpublish()
    client.force_login(User.objects.get(pk=editor.pk))
    response = client.get(REPORT)
    assert response.status_code == 200
    assert guide.title not in response.content.decode()


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_orders(
    centre: CentrePage, order: Delegation, order_record: dict[str, Any], editor: User, client: Client
) -> None:
    def queries_with(numbers: range, overlaps: int) -> int:
        for number in numbers:
            save_delegation({**order_record, "order_no": f"{number}/2566"})
        with CaptureQueriesContext(connection) as captured:
            page = client.get(REPORT).content.decode()
        assert page.count("มีผลพร้อมกัน") == overlaps
        return len(captured)

    client.force_login(User.objects.get(pk=editor.pk))
    client.get(REPORT)

    # the first call also fills caches
    assert queries_with(range(30, 31), 1) >= queries_with(range(31, 35), 15)
