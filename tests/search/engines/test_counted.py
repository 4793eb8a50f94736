"""In how many documents a token stands is asked of a cluster once in a while, not for every query."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from search.engines.counted import Counted, Statistics


class Cluster:
    """Counts what it is asked for; every token stands in as many documents as it has letters."""

    def __init__(self) -> None:
        self.asked: list[dict[str, list[str]]] = []

    def count(self, tokens: Mapping[str, Collection[str]]) -> Statistics:
        self.asked.append({field: list(names) for field, names in tokens.items()})
        return Statistics(9, {field: {name: len(name) for name in names} for field, names in tokens.items()})


def test_only_what_is_not_known_is_asked_for() -> None:
    cluster, counted = Cluster(), Counted(60)

    first = counted.of({"words": ["กรม", "ป่าไม้"], "grams": ["กรม"]}, cluster.count)
    again = counted.of({"words": ["ป่าไม้", "กรม"], "grams": []}, cluster.count)
    more = counted.of({"words": ["กรม", "ที่ดิน"], "grams": []}, cluster.count)

    assert (first.size, first.frequencies["words"]["กรม"]) == (9, 3)
    assert again == Statistics(9, {"words": {"ป่าไม้": 6, "กรม": 3}, "grams": {}})
    assert more.frequencies["words"] == {"กรม": 3, "ที่ดิน": 6}
    assert cluster.asked[1:] == [{"words": ["ที่ดิน"], "grams": []}]


def test_what_this_process_has_written_counts_at_once_and_all_else_after_a_while() -> None:
    cluster, lasting, fleeting = Cluster(), Counted(60), Counted(0)

    for counted in (lasting, fleeting):
        counted.of({"words": ["กรม"]}, cluster.count)
    lasting.forget()
    for counted in (lasting, fleeting):
        counted.of({"words": ["กรม"]}, cluster.count)

    assert len(cluster.asked) == 4
