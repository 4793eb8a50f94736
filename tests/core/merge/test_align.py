"""Ids for blocks that were written anew."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.merge import merge_blocks, with_ids_of

LINES = ("ประชาชนรอไม่เกินสามสิบนาที", "เจ้าหน้าที่แจ้งผลภายในวันเดียวกัน", "ตั้งในย่านชุมชน", "เปิดทุกวันทำการ", "หมายเหตุ")
streams = st.lists(st.sampled_from(LINES), max_size=5)


def stream(lines: list[str], prefix: str = "b") -> list[dict[str, Any]]:
    return [
        {"type": "paragraph", "value": f"<p>{line}</p>", "id": f"{prefix}{at}"}
        for at, line in enumerate(lines)
    ]


@given(streams, streams)
@settings(max_examples=500, deadline=None)
def test_content_stays_and_no_id_comes_twice(base: list[str], other: list[str]) -> None:
    old, new = stream(base), stream(other, "b")

    aligned = with_ids_of(old, new)

    assert [block["value"] for block in aligned] == [block["value"] for block in new]
    ids = [block["id"] for block in aligned if block["id"]]
    assert len(ids) == len(set(ids))


@given(streams)
@settings(max_examples=200, deadline=None)
def test_the_same_text_has_the_same_ids(lines: list[str]) -> None:
    assert with_ids_of(stream(lines), stream(lines, "x")) == stream(lines)


def test_a_file_in_which_a_line_was_put_in_merges_cleanly() -> None:
    base = stream([LINES[0], LINES[1]])
    ours = with_ids_of(base, stream(["ประชาชนรอไม่เกินสิบนาที", LINES[1]], "x"))
    theirs = with_ids_of(base, stream([LINES[4], LINES[0], "เจ้าหน้าที่แจ้งผลภายในสองวัน"], "b"))

    merged = merge_blocks(base, ours, theirs)

    assert merged.clean
    assert [block["value"] for block in merged.blocks] == [
        "<p>หมายเหตุ</p>",
        "<p>ประชาชนรอไม่เกินสิบนาที</p>",
        "<p>เจ้าหน้าที่แจ้งผลภายในสองวัน</p>",
    ]
