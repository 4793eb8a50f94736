"""Three-way merge of StreamField data: lists of {"type", "value", "id"}.

Blocks are the same where their id is the same. Their order, their presence and their values are merged
apart; a value by its kind: rich text with its tags, plain text, or field by field.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from core.merge.keeping import kept
from core.merge.markup import merge_html
from core.merge.text import Merge, merge_text

Block = Mapping[str, Any]
Kind = Literal["changed", "removed-changed", "order"]
LONG = 6000
"""Characters of three wordings together from which their merge is not kept."""


@dataclass(frozen=True, slots=True)
class BlockConflict:
    """What a person must decide about one block: its key, and the three values (None: not there).

    kind  "changed": both changed it differently; "removed-changed": one side removed what the other changed;
          "order": both moved it, or put something in the same place
    """

    key: str
    kind: Kind
    base: Any
    ours: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class MergedBlocks:
    """Merged stream data. Where there are conflicts, `blocks` has our wording and keeps what was removed
    on one side only, so that it loses nothing of ours; `conflicts` has theirs."""

    blocks: tuple[dict[str, Any], ...]
    conflicts: tuple[BlockConflict, ...] = ()

    @property
    def clean(self) -> bool:
        return not self.conflicts


def merge_blocks(base: Sequence[Block], ours: Sequence[Block], theirs: Sequence[Block]) -> MergedBlocks:
    """Merge two streams that were both made from `base`."""
    b, o, t = _keyed(base), _keyed(ours), _keyed(theirs)
    conflicts: list[BlockConflict] = []
    kept: dict[str, dict[str, Any]] = {}
    for key in dict.fromkeys((*o, *t)):
        block = _merge_block(key, b.get(key), o.get(key), t.get(key), conflicts)
        if block is not None:
            kept[key] = block
    order = _merge_order(list(b), list(o), list(t), kept, conflicts)
    return MergedBlocks(tuple(kept[key] for key in order), tuple(conflicts))


def _keyed(blocks: Iterable[Block]) -> dict[str, dict[str, Any]]:
    """Blocks by id. One without, or with an id that came before, is known by its content."""
    keyed: dict[str, dict[str, Any]] = {}
    seen: Counter[str] = Counter()
    for block in blocks:
        key = str(block.get("id") or "")
        if not key or key in keyed:
            content = json.dumps([block["type"], block["value"]], sort_keys=True, ensure_ascii=False)
            seen[content] += 1
            key = f"{content}#{seen[content]}"
        keyed[key] = dict(block)
    return keyed


def _merge_block(
    key: str, base: Block | None, ours: Block | None, theirs: Block | None, conflicts: list[BlockConflict]
) -> dict[str, Any] | None:
    if ours is None and theirs is None:
        return None
    if ours is None or theirs is None:
        present = ours if ours is not None else theirs
        assert present is not None
        if base is None:
            return dict(present)
        if _same(present, base):
            return None
        conflicts.append(_conflict(key, "removed-changed", base, ours, theirs))
        return dict(present)
    if _same(ours, theirs) or (base is not None and _same(base, theirs)):
        return dict(ours)
    if base is not None and _same(base, ours):
        return dict(theirs)
    if base is not None and base["type"] == ours["type"] == theirs["type"]:
        value, clean = _merge_value(base["value"], ours["value"], theirs["value"])
        if clean:
            return {**ours, "value": value}
    conflicts.append(_conflict(key, "changed", base, ours, theirs))
    return dict(ours)


def _merge_value(base: Any, ours: Any, theirs: Any) -> tuple[Any, bool]:
    """The merged value and whether it is clean; ours where it is not."""
    if ours == theirs or base == theirs:
        return ours, True
    if base == ours:
        return theirs, True
    if isinstance(base, str) and isinstance(ours, str) and isinstance(theirs, str):
        is_rich = any("<" in value for value in (base, ours, theirs))
        merged = _merged(is_rich, base, ours, theirs)
        return (merged.text, True) if merged.clean else (ours, False)
    if isinstance(base, dict) and isinstance(ours, dict) and isinstance(theirs, dict):
        if not base.keys() == ours.keys() == theirs.keys():
            return ours, False
        fields = {name: _merge_value(base[name], ours[name], theirs[name]) for name in base}
        if all(clean for _value, clean in fields.values()):
            return {name: value for name, (value, _clean) in fields.items()}, True
    return ours, False


@kept(LONG)
def _merged(is_rich: bool, base: str, ours: str, theirs: str) -> Merge:
    """A merge of paragraphs is asked for again each time that its screen is opened or its list is read."""
    return (merge_html if is_rich else merge_text)(base, ours, theirs)


def _merge_order(
    base: list[str],
    ours: list[str],
    theirs: list[str],
    kept: dict[str, dict[str, Any]],
    conflicts: list[BlockConflict],
) -> list[str]:
    """The keys of the kept blocks in order: of the side that moved blocks, with the other's additions."""
    common = [key for key in base if key in ours and key in theirs]
    our_order = [key for key in ours if key in common]
    their_order = [key for key in theirs if key in common]
    they_lead = our_order == common and their_order != common
    first, second = (theirs, ours) if they_lead else (ours, theirs)
    if our_order != common and their_order != common and our_order != their_order:
        conflicts.append(BlockConflict("", "order", common, our_order, their_order))
    order = [key for key in first if key in kept]
    for position, key in enumerate(second):
        if key not in kept or key in order:
            continue
        before = next((other for other in reversed(second[:position]) if other in order), None)
        at = order.index(before) + 1 if before is not None else 0
        beside = order[at] if at < len(order) else None
        if beside is not None and beside in first and beside not in second and beside not in base:
            conflicts.append(_order_conflict(key, kept[key], beside, they_lead))
            while at < len(order) and order[at] in first and order[at] not in second:
                at += 1
        order.insert(at, key)
    return order


def _order_conflict(key: str, block: Block, beside: str, they_lead: bool) -> BlockConflict:
    """Both sides put a block in the same place; both stay."""
    mine, other = (block["value"], beside) if they_lead else (beside, block["value"])
    return BlockConflict(key, "order", None, mine, other)


def _same(one: Block, other: Block) -> bool:
    return bool(one["type"] == other["type"] and one["value"] == other["value"])


def _conflict(
    key: str, kind: Kind, base: Block | None, ours: Block | None, theirs: Block | None
) -> BlockConflict:
    return BlockConflict(key, kind, *(block and block["value"] for block in (base, ours, theirs)))
