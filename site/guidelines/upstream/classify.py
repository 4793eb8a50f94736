"""What an edition of the model means for each section of an adaptation.

A section's wording is compared with the wording that the organisation last looked at. Where nothing differs
nothing is asked, whatever the editions' numbers are: an edition that was withdrawn leads back the same way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.merge import BlockConflict, merge_blocks, merge_text, with_ids_of
from core.merge.keys import without_keys
from guidelines.models.adaptation import Choice
from guidelines.models.upstream import UpstreamKind
from guidelines.upstream.standing import Editions, Order, Standing

if TYPE_CHECKING:
    from guidelines.models import EditionSection


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the model that waits for a decision.

    `base` is the section that the row rests on, `target` the same in the new edition; None: not there.
    `heading` and `body` are the organisation's own text as it would be after accepting; empty where it
    would then follow the model alone.
    """

    kind: UpstreamKind
    standing: Standing | None
    base: EditionSection | None
    target: EditionSection | None
    is_moved: bool = False
    heading: str = ""
    body: tuple[dict[str, Any], ...] = ()
    conflicts: tuple[BlockConflict, ...] = ()

    @property
    def section_id(self) -> str:
        if self.standing is not None:
            return self.standing.section_id
        assert self.target is not None
        return self.target.section_id

    @property
    def may_keep(self) -> bool:
        """Whether the organisation may leave things as they are: never where the model is locked."""
        is_locked = self.target is not None and self.target.is_locked
        return not is_locked and self.kind != UpstreamKind.MOVED

    @property
    def may_edit(self) -> bool:
        if self.target is None or self.kind == UpstreamKind.MOVED:
            return False
        return not self.target.is_locked or self.target.allow_supplement


def changes_for(
    edition: int,
    rows: Iterable[Standing],
    target: int,
    editions: Editions,
    only: Collection[str] | None = None,
) -> dict[str, Change]:
    """The changes that `target` means for an adaptation whose order follows `edition`, by section id, in the
    target's order; first those that it no longer has. `editions` holds every edition that is named.

    Merging takes most of the time: with `only`, own text is merged in these sections alone; elsewhere a merge
    is called clean, whatever would come of it.
    """
    standings = {row.section_id: row for row in rows if row.choice != Choice.ADDED}
    moved = Order(tuple(editions.ids(edition)), tuple(editions.ids(target))).moved
    gone = [key for key in standings if not editions.section(target, key)]
    ids = dict.fromkeys([*gone, *editions.ids(target)])
    found = {}
    for section_id in ids:
        merges = only is None or section_id in only
        row = standings.get(section_id)
        change = _change(row, section_id, target, editions, section_id in moved, merges)
        if change is not None:
            found[section_id] = change
    return found


def _change(
    row: Standing | None, section_id: str, target_pk: int, editions: Editions, is_moved: bool, merges: bool
) -> Change | None:
    target = editions.section(target_pk, section_id)
    if row is None or row.removed_in is not None:
        return Change(UpstreamKind.NEW, row, None, target) if target is not None else None
    base = editions.section(row.edition, section_id)
    seen = editions.section(row.seen, section_id)
    if target is None:
        return None if seen is None else Change(UpstreamKind.REMOVED, row, base, None)
    if base is not None and editions.same(base, target):
        seen = base
    if seen is not None and editions.same(seen, target):
        if is_moved and row.seen != target_pk:
            return Change(UpstreamKind.MOVED, row, base, target, True, row.heading, tuple(row.body))
        return None
    return _reworded(row, base, target, is_moved, merges)


def _reworded(
    row: Standing, base: EditionSection | None, target: EditionSection, is_moved: bool, merges: bool
) -> Change:
    if target.is_locked and not _allowed_when_locked(row, target):
        return Change(UpstreamKind.LOCKED, row, base, target, is_moved)
    kept_back = row.considered is not None and row.considered != row.edition
    match row.choice:
        case Choice.INHERITED | Choice.SUPPLEMENTED:
            kind = UpstreamKind.CLEAN if kept_back else UpstreamKind.FAST_FORWARD
            return Change(kind, row, base, target, is_moved, row.heading, tuple(row.body))
        case Choice.NOT_APPLICABLE:
            return Change(UpstreamKind.CLEAN, row, base, target, is_moved)
        case Choice.REPLACED:
            return Change(UpstreamKind.CONFLICT, row, base, target, is_moved, row.heading, tuple(row.body))
    if not merges:
        return Change(UpstreamKind.CLEAN, row, base, target, is_moved)
    return _merged(row, base, target, is_moved)


def _merged(row: Standing, base: EditionSection | None, target: EditionSection, is_moved: bool) -> Change:
    """Own text that began as the model's, with the model's changes brought in."""
    before = without_keys(list(base.body.get_prep_value())) if base else []
    theirs = without_keys(list(target.body.get_prep_value()))
    own = without_keys(list(row.body))
    ids = {block.get("id") for block in before}
    # Own text that came from a file, or was pasted whole, has ids of its own.
    ours = own if ids & {block.get("id") for block in own} else with_ids_of(before, own)
    merged = merge_blocks(before, ours, theirs)
    heading, conflicts = row.heading, list(merged.conflicts)
    if row.heading and base is not None:
        headings = merge_text(base.heading_th, row.heading, target.heading_th)
        heading = headings.text
        if not headings.clean:
            conflicts.append(
                BlockConflict("heading", "changed", base.heading_th, row.heading, target.heading_th)
            )
    kind = UpstreamKind.CONFLICT if conflicts else UpstreamKind.CLEAN
    return Change(kind, row, base, target, is_moved, heading, merged.blocks, tuple(conflicts))


def _allowed_when_locked(row: Standing, target: EditionSection) -> bool:
    if row.choice == Choice.INHERITED:
        return True
    return row.choice == Choice.SUPPLEMENTED and target.allow_supplement
