"""Laws of the three-way merge on StreamField data."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.merge import merge_blocks, merge_html
from core.merge.markup import well_formed

WORDS = ("ประชาชน", "บริการ", "นาที", "และ", "เจ้าหน้าที่", " ", "<b>สำคัญ</b>", "&amp;")
rich = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(lambda words: f"<p>{''.join(words)}</p>")
values = {
    "heading": st.sampled_from(["หัวข้อหนึ่ง", "หัวข้อสอง"]),
    "paragraph": rich,
    "callout": st.fixed_dictionaries({"kind": st.sampled_from(["note", "warning"]), "text": rich}),
}
blocks = st.sampled_from(sorted(values)).flatmap(
    lambda kind: st.fixed_dictionaries({"type": st.just(kind), "value": values[kind]})
)


@st.composite
def streams(draw: Any) -> list[dict[str, Any]]:
    """A stream whose ids tell the type, as blocks keep theirs."""
    found = draw(st.lists(blocks, max_size=6))
    return [{**block, "id": f"{block['type']}-{number}"} for number, block in enumerate(found)]


@st.composite
def edited(draw: Any, base: list[dict[str, Any]], mark: str) -> list[dict[str, Any]]:
    """What an editor makes of a stream: rewrites, deletions, moves, additions."""
    stream = copy.deepcopy(base)
    for block in stream:
        if draw(st.integers(0, 3)) == 0:
            block["value"] = draw(values[block["type"]])
    stream = [block for block in stream if draw(st.integers(0, 4)) > 0]
    if len(stream) > 1 and draw(st.integers(0, 4)) == 0:
        stream.reverse()
    for number in range(draw(st.integers(0, 2))):
        block = {**draw(blocks), "id": f"{mark}-{number}"}
        stream.insert(draw(st.integers(0, len(stream))), block)
    return stream


@st.composite
def cases(draw: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    base = draw(streams())
    return base, draw(edited(base, "ours")), draw(edited(base, "theirs"))


@given(cases())
@settings(max_examples=1000, deadline=None)
def test_laws(case: Any) -> None:
    base, ours, theirs = case
    assert list(merge_blocks(base, ours, base).blocks) == ours
    assert list(merge_blocks(base, base, theirs).blocks) == theirs
    assert list(merge_blocks(base, ours, ours).blocks) == ours

    one, other = merge_blocks(base, ours, theirs), merge_blocks(base, theirs, ours)
    assert one.clean == other.clean
    if one.clean:
        assert one.blocks == other.blocks


@given(cases())
@settings(max_examples=1000, deadline=None)
def test_what_one_side_added_stays_and_the_result_is_valid(case: Any) -> None:
    base, ours, theirs = case
    merged = merge_blocks(base, ours, theirs)
    ids = [block["id"] for block in merged.blocks]

    assert len(ids) == len(set(ids))
    old = {block["id"] for block in base}
    for side in (ours, theirs):
        assert {block["id"] for block in side} - old <= set(ids)
    for block in merged.blocks:
        assert block.keys() == {"type", "value", "id"}
        value = block["value"]
        assert well_formed(value["text"] if isinstance(value, dict) else value)


def block(identifier: str, text: str, kind: str = "paragraph") -> dict[str, Any]:
    return {"type": kind, "value": f"<p>{text}</p>" if kind == "paragraph" else text, "id": identifier}


def test_both_sides_of_one_paragraph_and_an_added_block() -> None:
    base = [block("a", "ประชาชนรอสามสิบนาทีและเจ้าหน้าที่แจ้งผลภายในวันเดียวกัน")]
    ours = [block("a", "ประชาชนรอสิบนาทีและเจ้าหน้าที่แจ้งผลภายในวันเดียวกัน")]
    theirs = [block("a", "ประชาชนรอสามสิบนาทีและเจ้าหน้าที่แจ้งผลทันที"), block("b", "ใหม่")]

    merged = merge_blocks(base, ours, theirs)

    assert merged.clean
    assert merged.blocks[0]["value"] == "<p>ประชาชนรอสิบนาทีและเจ้าหน้าที่แจ้งผลทันที</p>"
    assert [each["id"] for each in merged.blocks] == ["a", "b"]


def test_removed_on_one_side_and_changed_on_the_other_is_kept_and_asked() -> None:
    merged = merge_blocks([block("a", "เดิม")], [], [block("a", "ใหม่")])

    assert [conflict.kind for conflict in merged.conflicts] == ["removed-changed"]
    assert merged.blocks[0]["value"] == "<p>ใหม่</p>"


def test_tags_that_would_cross_are_a_conflict() -> None:
    base = "<p>ประชาชนรับบริการ</p>"
    merged = merge_html(base, "<p>ประชาชน<b>รับบริการ</b></p>", "<p>ประชาชน</p><p>รับบริการทุกวัน</p>")

    assert well_formed(merged.text)
