"""Durations in mixed units: what adds up, what compares, what cannot be known."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.durations import Duration, Unit, Verdict, compare, sums

values = st.integers(min_value=1, max_value=1000).map(Decimal)
durations = st.builds(Duration, values, st.sampled_from(list(Unit)))


def of(value: str, unit: Unit) -> Duration:
    return Duration(Decimal(value), unit)


@pytest.mark.parametrize(
    ("steps", "total", "verdict"),
    [
        ([("5", Unit.MINUTE), ("10", Unit.MINUTE)], ("15", Unit.MINUTE), Verdict.FITS),
        ([("5", Unit.MINUTE), ("11", Unit.MINUTE)], ("15", Unit.MINUTE), Verdict.EXCEEDS),
        ([("90", Unit.MINUTE), ("1", Unit.HOUR)], ("2.5", Unit.HOUR), Verdict.FITS),
        ([("3", Unit.WORKING_DAY), ("5", Unit.WORKING_DAY)], ("7", Unit.WORKING_DAY), Verdict.EXCEEDS),
        # Minutes happen within the days, so nothing is sure.
        ([("20", Unit.MINUTE), ("45", Unit.DAY)], ("45", Unit.DAY), Verdict.UNKNOWN),
        ([("5", Unit.WORKING_DAY)], ("7", Unit.DAY), Verdict.UNKNOWN),
        ([("5", Unit.DAY)], ("5", Unit.WORKING_DAY), Verdict.UNKNOWN),
        # One family alone already takes longer than the total ever can.
        ([("20", Unit.MINUTE), ("46", Unit.DAY)], ("45", Unit.DAY), Verdict.EXCEEDS),
        ([("49", Unit.HOUR)], ("2", Unit.DAY), Verdict.EXCEEDS),
        ([("32", Unit.DAY)], ("1", Unit.MONTH), Verdict.EXCEEDS),
        ([("30", Unit.DAY)], ("1", Unit.MONTH), Verdict.UNKNOWN),
        ([], ("1", Unit.DAY), Verdict.FITS),
    ],
)
def test_the_steps_are_compared_with_the_total_as_far_as_can_be_known(
    steps: list[tuple[str, Unit]], total: tuple[str, Unit], verdict: Verdict
) -> None:
    assert compare([of(*step) for step in steps], of(*total)).verdict is verdict


@given(st.lists(durations, min_size=1))
def test_no_step_is_lost_in_the_sums(steps: list[Duration]) -> None:
    assert sum(part.least_minutes for part in sums(steps)) == sum(step.least_minutes for step in steps)


@given(st.lists(durations), durations, durations)
def test_one_more_step_never_makes_a_guide_fit(
    steps: list[Duration], more: Duration, total: Duration
) -> None:
    if compare(steps, total).verdict is Verdict.EXCEEDS:
        assert compare([*steps, more], total).verdict is Verdict.EXCEEDS


@given(durations)
def test_a_single_step_as_long_as_the_total_fits(duration: Duration) -> None:
    assert compare([duration], duration).verdict is Verdict.FITS


@pytest.mark.parametrize("value", ["0", "-1"])
def test_a_duration_is_longer_than_nothing(value: str) -> None:
    with pytest.raises(ValueError, match="longer"):
        of(value, Unit.DAY)
