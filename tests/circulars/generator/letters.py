"""Letters by seed: one, or several in one text."""

from __future__ import annotations

import random

from tests.circulars.generator.furniture import furnish
from tests.circulars.generator.kinds import KINDS
from tests.circulars.generator.noise import spoil
from tests.circulars.generator.sheet import Letter

FURNITURE_RATE = 0.12


def make_letter(kind: str, seed: int, noise: float = 0.0, classes: frozenset[str] | None = None) -> Letter:
    """The letter of that kind and seed; `noise` from 0 to 1, of all classes or of `classes` only.

    The same arguments give the same letter, and the same seed gives the same letter before noise.
    """
    letter = KINDS[kind](random.Random(f"{kind}-{seed}"))
    furnish(letter, FURNITURE_RATE)
    spoil(letter, random.Random(f"noise-{kind}-{seed}"), noise, classes)
    return letter


def two_in_one(first: Letter, second: Letter, rng: random.Random) -> str:
    """Two letters in one text, as scanners and copyists leave them."""
    between = rng.choice(("\n\n", "\n\n\n", "\f", "\n(สำเนา)\n\n", "\nสำเนา\n", "\n" + "-" * 30 + "\n"))
    return first.text + between + second.text
