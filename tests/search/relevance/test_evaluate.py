"""The table that sets two engines side by side."""

from __future__ import annotations

from typing import Any

from search.relevance.evaluate import measures, side_by_side


def row(kind: str, *found: str) -> dict[str, Any]:
    return {"class": kind, "measures": measures(found, ["right"])}


def test_engines_stand_side_by_side_with_the_difference_of_each_class() -> None:
    rows = {
        "tantivy": [row("abbr", "right"), row("typo", "wrong", "right")],
        "elasticsearch": [row("abbr", "right"), row("typo", "wrong")],
    }

    table = side_by_side(rows, {"tantivy": [1.0, 3.0], "elasticsearch": [20.0, 40.0]}).splitlines()

    assert table[0].split() == ["nDCG@10", "n", "tantivy", "elasticsearch", "difference"]
    assert table[1].split() == ["abbr", "1", "1.000", "1.000", "0.000"]
    assert table[2].split() == ["typo", "1", "0.631", "0.000", "0.631"]
    assert table[3].split() == ["all", "queries", "2", "0.815", "0.500", "0.315"]
    assert table[-1].split() == ["milliseconds,", "p95", "3.0", "40.0"]
