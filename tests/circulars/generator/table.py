"""How well the parser reads generated letters: `python -m tests.circulars.generator.table [COUNT [FIRST]]`.

COUNT seeds of each kind, from seed FIRST on, with `site` and the project's root on the path. Prints Markdown:
kind by field, and noise by class and level.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.circulars.generator.compare import Outcome, compare
from tests.circulars.generator.kinds import KINDS
from tests.circulars.generator.letters import make_letter
from tests.circulars.generator.noise import CLASSES

Parser = Callable[[str], list[Any]]


@dataclass
class Score:
    """Sums over many letters. Rates are shares of one."""

    letters: int = 0
    split: int = 0
    right: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    found: int = 0
    missed: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    unflagged: Counter[str] = field(default_factory=Counter)
    betrayed: Counter[str] = field(default_factory=Counter)

    def add(self, outcome: Outcome) -> None:
        """Counts one letter."""
        self.letters += 1
        self.found += outcome.found
        self.missed.update(outcome.missed)
        self.false.update(outcome.false)
        self.unflagged.update(text.split(":")[0] for text in outcome.unflagged)
        self.betrayed.update(text.split(":")[0] for text in outcome.betrayed)
        for name, right, _, _ in outcome.fields:
            self.total[name] += 1
            self.right[name] += right

    @property
    def accuracy(self) -> float:
        """Share of fields exactly right."""
        return self.right.total() / max(self.total.total(), 1)

    @property
    def recall(self) -> float:
        """Share of the error and warn flags due that were raised."""
        return self.found / max(self.found + self.missed.total(), 1)

    @property
    def precision(self) -> float:
        """Share of the error and warn flags raised that were due."""
        return self.found / max(self.found + self.false.total(), 1)

    @property
    def silent(self) -> float:
        """Letters with a number, date or secrecy that is not what the text says, and no flag on it."""
        return self.unflagged.total() / max(self.letters, 1)

    @property
    def misled(self) -> float:
        """Numbers, dates and secrecies that are not what stood on the paper, and no flag, per letter."""
        return self.betrayed.total() / max(self.letters, 1)


def outcomes(
    parse: Parser, kinds: Iterable[str], seeds: range, noise: float, classes: frozenset[str] | None = None
) -> Iterator[Outcome | None]:
    """Each letter compared; None where the text was not read as one letter."""
    for kind in kinds:
        for seed in seeds:
            letter = make_letter(kind, seed, noise, classes)
            read = parse(letter.text)
            yield compare(letter, read[0]) if len(read) == 1 else None


def score(
    parse: Parser,
    kinds: Iterable[str],
    seeds: range,
    noise: float = 0.0,
    classes: frozenset[str] | None = None,
) -> Score:
    """The sums over those letters; a text not read as one letter counts as `split`."""
    sums = Score()
    for outcome in outcomes(parse, kinds, seeds, noise, classes):
        if outcome is None:
            sums.split += 1
        else:
            sums.add(outcome)
    return sums


def main(parse: Parser, seeds: range) -> None:
    """Prints the tables."""
    out = sys.stdout.write
    kinds = {kind: score(parse, [kind], seeds) for kind in KINDS}
    names = list(dict.fromkeys(name for sums in kinds.values() for name in sums.total))
    out("| field | " + " | ".join(kinds) + " |\n|---" * (1) + "|---" * len(kinds) + "|\n")
    for name in names:
        out(f"| {name} | " + " | ".join(_percent(sums, name) for sums in kinds.values()) + " |\n")
    for label, value in ROWS:
        out(f"| **{label}** | " + " | ".join(value(sums) for sums in kinds.values()) + " |\n")
    out("\n| noise | level | fields right % | flags P / R | silent % | misled % |\n")
    out("|---|---|---|---|---|---|\n")
    for name, classes in [
        ("none", frozenset()),
        ("all", None),
        *((name, frozenset({name})) for name in CLASSES),
    ]:
        for level in (0.25, 0.5, 1.0) if classes is None else (1.0,):
            sums = score(parse, KINDS, seeds, level, classes)
            flags = f"{sums.precision:.2f} / {sums.recall:.2f}"
            right, silent, misled = (
                f"{100 * rate:.1f}" for rate in (sums.accuracy, sums.silent, sums.misled)
            )
            out(f"| {name} | {level:g} | {right} | {flags} | {silent} | {misled} |\n")


def _percent(sums: Score, name: str) -> str:
    return f"{100 * sums.right[name] / sums.total[name]:.1f}" if sums.total[name] else "–"


ROWS: list[tuple[str, Callable[[Score], str]]] = [
    ("all fields", lambda sums: f"{100 * sums.accuracy:.1f}"),
    ("flag precision", lambda sums: f"{sums.precision:.2f}"),
    ("flag recall", lambda sums: f"{sums.recall:.2f}"),
    ("silent %", lambda sums: f"{100 * sums.silent:.1f}"),
    ("not read as one letter", lambda sums: str(sums.split)),
]


if __name__ == "__main__":
    from circulars.letters import parse_letters

    count, first = (*map(int, sys.argv[1:]), *(100, 50_000)[len(sys.argv) - 1 :])
    main(parse_letters, range(first, first + count))
