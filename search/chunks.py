"""Runs of units of a query that belong together, and the chunks that texts are compared with."""

from __future__ import annotations

from dataclasses import replace

from search.analysis import skeleton
from search.heads import Headed, Placed, awaits
from search.quantities import counts, ways_to_count
from search.query import Chunk, Group
from search.relevance.weights import ASKING
from search.ways import unique


def runs_of(wanted: str, placed: list[Placed]) -> list[list[Placed]]:
    """Units that no space parts, or that belong together though one does; words that ask are apart."""
    runs: list[list[Placed]] = []
    for item in placed:
        before = runs[-1][-1] if runs else None
        near = before is not None and (
            " " not in wanted[before[1] : item[0]] or counts(before[2], item[2]) or awaits(before[2], item[2])
        )
        if before and near and ASKING.isdisjoint((item[2].text, before[2].text)):
            runs[-1].append(item)
        else:
            runs.append([item])
    return runs


def in_other_forms(run: list[Placed], head: Headed) -> list[Placed]:
    """A unit that is head and name in one, with the other forms of both."""
    ((start, end, group),) = run
    return [(start, end, replace(group, alternatives=unique((*group.alternatives, *head.alternatives()))))]


def chunks_of(
    wanted: str, runs: list[list[Placed]], headed: list[Headed], groups: tuple[Group, ...]
) -> tuple[Chunk, ...]:
    """Runs of units as typed; words that ask are no part of one, and none themselves."""
    every = list(zip(runs, headed, strict=True))
    asked = [(run, head) for run, head in every if any(item[2].text not in ASKING for item in run)]
    return tuple(
        Chunk(
            skeleton(wanted[run[0][0] : run[-1][1]]),
            tuple(dict.fromkeys(groups.index(group) for _, _, group in run)),
            ways_to_count(run[0][2], run[1][2]) if len(run) == 2 else (),
            head.ways(),
            head.core,
        )
        for run, head in asked or every
    )
