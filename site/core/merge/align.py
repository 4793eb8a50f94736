"""Giving blocks of a text that was written anew the ids of the blocks that they go back to."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping, Sequence
from typing import Any

Block = Mapping[str, Any]

ALIKE = 0.6
"""From this likeness on (0 to 1, difflib's ratio) a block counts as a rewording of another."""


def with_ids_of(base: Sequence[Block], other: Sequence[Block]) -> list[dict[str, Any]]:
    """`other` with the ids of `base` where a block says the same, or is most like one of the same type in
    the same place between two that say the same. Order and content stay; no id is given twice, and an id
    of `base` on a block that does not go back to it is dropped.

    A text that arrives without ids, from a file or pasted whole, can so be merged block by block.
    """
    left = [_content(block) for block in base]
    right = [_content(block) for block in other]
    pairs: dict[int, int] = {}
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs.update(zip(range(j1, j2), range(i1, i2), strict=True))
        elif tag == "replace":
            pairs.update(_similar(base, other, range(i1, i2), range(j1, j2)))
    of_base = {str(block.get("id") or "") for block in base}
    aligned = []
    for at, block in enumerate(other):
        identifier = block.get("id")
        if at in pairs:
            identifier = base[pairs[at]].get("id")
        elif str(identifier or "") in of_base:
            identifier = None
        aligned.append({**block, "id": identifier})
    return aligned


def _similar(base: Sequence[Block], other: Sequence[Block], lefts: range, rights: range) -> dict[int, int]:
    """Rewordings among the blocks between two that are the same, in order."""
    found: dict[int, int] = {}
    start = lefts.start
    for at in rights:
        scores = [
            (_likeness(base[place], other[at]), -place)
            for place in range(start, lefts.stop)
            if base[place]["type"] == other[at]["type"]
        ]
        best, place = max(scores, default=(0.0, 0))
        if best >= ALIKE:
            found[at] = -place
            start = -place + 1
    return found


def _likeness(one: Block, other: Block) -> float:
    return difflib.SequenceMatcher(None, _content(one), _content(other), autojunk=False).ratio()


def _content(block: Block) -> str:
    value = block["value"]
    text = value if isinstance(value, str) else json.dumps(value, sort_keys=True, ensure_ascii=False)
    return f"{block['type']}\n{text}"
