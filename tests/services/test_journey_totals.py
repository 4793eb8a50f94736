"""What a whole journey costs, takes and asks for; pure."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from services.durations import Duration, Unit
from services.journeys.totals import Group, Paper, Part, Range, cost, papers, time


def fee(least: int, most: int | None = None) -> Range:
    return Range(Decimal(least), Decimal(least if most is None else most))


def lasting(value: int, unit: Unit) -> Duration:
    return Duration(Decimal(value), unit)


def test_fees_add_up_and_a_choice_gives_a_range() -> None:
    found = cost(
        [
            Group(1, ((Part("a", fee=fee(50)),), (Part("b", fee=fee(200, 5700)),)), choice=True),
            Group(2, ((Part("c", fee=fee(20)), Part("d", "กรณีสร้างใหม่", fee(100))), (Part("e"),))),
        ]
    )

    assert found.known == fee(70, 5820)
    assert found.unknown == ("e",)


def test_the_time_is_an_upper_bound_and_what_is_surely_shorter_is_left_out_of_a_choice() -> None:
    short, long = lasting(15, Unit.MINUTE), lasting(7, Unit.WORKING_DAY)
    choice = Group(1, ((Part("a", duration=short),), (Part("b", duration=long),)), choice=True)

    assert time([choice]).most == (long,)
    assert time([choice, Group(2, ((Part("c", duration=short), Part("d")),))]).most == (short, long)
    assert time([Group(1, ((Part("d"),),))]).unknown == ("d",)


def test_a_choice_whose_steps_cannot_be_compared_counts_the_longest_of_each_unit() -> None:
    ways = ((lasting(20, Unit.DAY),), (lasting(9, Unit.DAY), lasting(7, Unit.WORKING_DAY)))
    group = Group(1, tuple(tuple(Part("x", duration=one) for one in way) for way in ways), choice=True)

    assert time([group]).most == (lasting(20, Unit.DAY), lasting(7, Unit.WORKING_DAY))


def test_a_document_stands_once_with_the_most_originals_and_all_copies() -> None:
    card = "บัตรประจำตัวประชาชน"
    found = papers(
        [
            Group(1, ((Part("a", papers=(Paper(card, "ฉบับ", 1, 1),), result="สูติบัตร"),),)),
            Group(2, ((Part("b", papers=(Paper(f" {card} ", "ฉบับ", 1, 2), Paper("สูติบัตร", "ฉบับ", 1, 0))),),)),
        ]
    )

    assert [(one.name, one.originals, one.copies, one.numbers) for one in found] == [
        (card, 1, 3, [1, 2]),
        ("สูติบัตร", 1, 0, [2]),
    ]
    assert [one.from_group for one in found] == [None, 1]
    assert all(one.everybody for one in found)


def test_a_document_of_one_way_only_is_not_asked_of_everybody() -> None:
    ways = (
        (Part("a", papers=(Paper("แผนที่", "แผ่น", 1, 2), Paper("บัตร", "ฉบับ", 1, 1))),),
        (Part("b", papers=(Paper("บัตร", "ฉบับ", 1, 3),)),),
    )
    chart, card = papers([Group(1, ways, choice=True)])

    assert (chart.everybody, chart.by_choice) == (False, True)
    assert (card.everybody, card.copies) == (True, 3), (
        "asked for whichever way is taken; copies of one way only"
    )


def test_conditions_of_the_guide_and_of_the_document_are_told() -> None:
    part = Part("a", "กรณีสร้างใหม่", papers=(Paper("แบบแปลน", "ชุด", 1, 0, "อาคารสูง"),))
    [plan] = papers([Group(1, ((part,),))])

    assert (plan.everybody, plan.conditions) == (False, ["กรณีสร้างใหม่ อาคารสูง"])


PARTS = st.builds(
    Part,
    st.text("กขค", min_size=1, max_size=2),
    st.sampled_from(["", "กรณี"]),
    st.none() | st.tuples(st.integers(0, 99), st.integers(0, 99)).map(lambda two: fee(min(two), max(two))),
    st.none() | st.builds(lasting, st.integers(1, 50), st.sampled_from(Unit)),
    st.lists(
        st.builds(Paper, st.sampled_from("กขค"), st.just("ฉบับ"), st.integers(0, 3), st.integers(0, 3)),
        max_size=3,
    ).map(tuple),
)
STEPS = st.lists(st.lists(PARTS, max_size=3).map(tuple), min_size=1, max_size=3).map(tuple)
GROUPS = st.lists(st.builds(Group, st.integers(1, 9), STEPS, st.booleans()), max_size=4)


@given(GROUPS)
def test_no_total_says_less_than_one_of_its_parts_needs(groups: list[Group]) -> None:
    total, needed = cost(groups), {one.name: one for one in papers(groups)}
    parts = [part for group in groups for part in group.parts]

    assert total.known.least <= total.known.most
    assert set(total.unknown) == {part.title for part in parts if part.fee is None}
    for part in parts:
        assert part.fee is None or part.fee.most <= total.known.most
        for paper in part.papers:
            assert needed[paper.name].originals >= paper.originals
            assert needed[paper.name].copies >= paper.copies
    assert len(needed) == len({paper.name for part in parts for paper in part.papers})
