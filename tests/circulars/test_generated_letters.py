"""How good the parser is on letters of known truth: 97 % of fields, and nothing wrong that is not doubted."""

from __future__ import annotations

import random

import pytest

from circulars.letters import parse_letters
from tests.circulars.generator.compare import compare
from tests.circulars.generator.kinds import KINDS
from tests.circulars.generator.letters import make_letter, two_in_one
from tests.circulars.generator.noise import CLASSES
from tests.circulars.generator.table import Score, score

FIELDS, FLAGS = 0.97, 0.9
SEEDS = range(40)


def described(sums: Score) -> str:
    wrong = {
        name: sums.total[name] - sums.right[name]
        for name in sums.total
        if sums.right[name] < sums.total[name]
    }
    return (
        f"wrong {wrong}, missed {dict(sums.missed)}, false {dict(sums.false)}, silent {dict(sums.unflagged)}"
    )


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_of_letter_is_read(kind: str) -> None:
    sums = score(parse_letters, [kind], SEEDS)
    assert sums.split == 0
    assert sums.accuracy >= FIELDS, described(sums)
    assert not sums.unflagged, described(sums)
    assert sums.precision >= FLAGS, described(sums)
    assert sums.recall >= FLAGS, described(sums)


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_no_noise_makes_number_date_or_secrecy_wrong_without_a_doubt(name: str) -> None:
    sums = score(parse_letters, KINDS, range(20), 1.0, frozenset({name}))
    assert not sums.unflagged, described(sums)
    assert sums.accuracy >= FIELDS, described(sums)


def test_two_letters_in_one_text_are_told_apart() -> None:
    for seed in range(60):
        rng = random.Random(seed)
        pair = [make_letter(rng.choice(sorted(KINDS)), 10_000 + 2 * seed + number) for number in (0, 1)]
        read = parse_letters(two_in_one(pair[0], pair[1], rng))
        assert len(read) == 2, seed
        for letter, parsed in zip(pair, read, strict=True):
            assert compare(letter, parsed).unflagged == [], seed
