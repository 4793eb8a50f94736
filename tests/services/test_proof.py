"""Laws of the proof that a service is finished at a point."""

import dataclasses
import datetime
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from services.proof import Order, lapsed_of, proof_of

DAYS = st.dates(datetime.date(2020, 1, 1), datetime.date(2030, 12, 31))
KEYS = st.integers(min_value=1, max_value=4)


@st.composite
def orders(draw: st.DrawFn) -> Order:
    effective = draw(DAYS)
    later = st.dates(effective, datetime.date(2031, 1, 1))
    return Order(
        number=str(draw(st.integers(1, 99))) + "/2566",
        dated=draw(DAYS),
        published=draw(st.booleans()),
        effective=effective,
        expires=draw(st.none() | later),
        revoked=draw(st.none() | later),
        services=frozenset(draw(st.sets(KEYS))),
        centres=draw(st.none() | st.sets(KEYS).map(frozenset)),
    )


@given(st.lists(orders()), KEYS, KEYS, DAYS)
def test_a_proof_is_an_order_in_force_that_covers_both(
    given_orders: list[Order], service: int, centre: int, on: datetime.date
) -> None:
    proof = proof_of(given_orders, service, centre, on)

    if proof is None:
        assert not any(o.covers(service, centre) and o.in_force(on) for o in given_orders)
    else:
        assert proof in given_orders
        assert proof.published
        assert proof.effective <= on
        assert proof.last_day is None or on <= proof.last_day
        assert service in proof.services
        assert proof.centres is None or centre in proof.centres


@given(st.lists(orders()), KEYS, KEYS, DAYS, st.randoms())
def test_the_answer_does_not_depend_on_the_order_of_the_orders(
    given_orders: list[Order], service: int, centre: int, on: datetime.date, random: Random
) -> None:
    shuffled = given_orders[:]
    random.shuffle(shuffled)
    first, second = (
        proof_of(given_orders, service, centre, on),
        proof_of(shuffled, service, centre, on),
    )

    assert (first is None) == (second is None)
    if first and second:
        assert (first.last_day, first.dated, first.number) == (second.last_day, second.dated, second.number)


@given(orders(), KEYS, KEYS, DAYS)
def test_a_revoked_or_unpublished_order_proves_nothing_from_that_day_on(
    order: Order, service: int, centre: int, on: datetime.date
) -> None:
    assert proof_of([dataclasses.replace(order, revoked=on)], service, centre, on) is None
    assert proof_of([dataclasses.replace(order, published=False)], service, centre, on) is None


@given(st.lists(orders()), orders(), KEYS, KEYS, DAYS)
def test_another_order_never_takes_a_proof_away(
    given_orders: list[Order], another: Order, service: int, centre: int, on: datetime.date
) -> None:
    if proof_of(given_orders, service, centre, on):
        assert proof_of([*given_orders, another], service, centre, on)


@given(orders(), DAYS)
def test_an_order_is_in_force_on_one_unbroken_run_of_days(order: Order, on: datetime.date) -> None:
    if order.in_force(on) and on > order.effective:
        assert order.in_force(on - datetime.timedelta(days=1))


def test_the_first_and_the_last_day_count() -> None:
    order = Order(
        "1/2566",
        datetime.date(2023, 1, 1),
        True,
        effective=datetime.date(2023, 2, 1),
        expires=datetime.date(2023, 2, 28),
        services=frozenset({1}),
        centres=None,
    )
    days = [
        datetime.date(2023, 1, 31),
        order.effective,
        datetime.date(2023, 2, 28),
        datetime.date(2023, 3, 1),
    ]

    assert [order.in_force(day) for day in days] == [False, True, True, False]


@given(orders(), DAYS)
def test_an_order_ends_revoked_exactly_where_only_the_revocation_ends_it(
    order: Order, on: datetime.date
) -> None:
    without = dataclasses.replace(order, revoked=None)
    if order.published and on > order.effective and not order.in_force(on):
        assert order.ends_revoked or not without.in_force(on)
    if order.ends_revoked and order.revoked and order.published and order.revoked > order.effective:
        assert without.in_force(order.revoked)
        assert not order.in_force(order.revoked)


@given(st.lists(orders()), KEYS, KEYS, DAYS)
def test_an_ended_order_is_never_one_that_proves(
    given_orders: list[Order], service: int, centre: int, on: datetime.date
) -> None:
    lapsed = lapsed_of(given_orders, service, centre, on)

    if lapsed is not None:
        assert not lapsed.in_force(on)
        assert lapsed.last_day is not None
        assert lapsed.in_force(lapsed.last_day)
