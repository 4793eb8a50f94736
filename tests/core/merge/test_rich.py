"""Laws of the merge of rich text and of streams that hold it: valid in, valid out, and no word is lost."""

from __future__ import annotations

import copy
from collections import Counter
from html.parser import HTMLParser
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.merge import edits, merge_blocks, merge_html
from core.merge.markup import markup
from guidelines.models.section import body_of, stream_values
from guidelines.wording import problems_of_text

thousands = settings(max_examples=1000, deadline=None)

WORDS = ("ประชาชน", "บริการ", "นาที", "และ", "เจ้าหน้าที่", "สิบ", "ทันที", "น้ำ", " ", "&amp;", "๓๐")
INLINE = frozenset({"b", "i", "a"})

words = st.sampled_from(WORDS)
pieces = st.one_of(
    words,
    words,
    words.map(lambda word: f"<b>{word}</b>"),
    words.map(lambda word: f"<i>{word}</i>"),
    st.tuples(words, st.integers(0, 1)).map(lambda pair: f'<a href="/x{pair[1]}/">{pair[0]}</a>'),
    st.just("<br/>"),
)
lines = st.lists(pieces, min_size=1, max_size=5).map(tuple)
parts = st.tuples(st.sampled_from(["p", "p", "ul", "ol"]), st.lists(lines, min_size=1, max_size=3).map(tuple))
documents = st.lists(parts, min_size=1, max_size=4)
Part = tuple[str, tuple[tuple[str, ...], ...]]


def html_of(document: list[Part]) -> str:
    written = ""
    for tag, items in document:
        if tag == "p":
            written += "".join(f"<p>{''.join(item)}</p>" for item in items)
        else:
            inside = "".join(f"<li>{''.join(item)}</li>" for item in items)
            written += f"<{tag}>{inside}</{tag}>"
    return written


@st.composite
def rewritten(draw: Any, document: list[Part]) -> list[Part]:
    """What a person makes of a document in the editor: words, lines, whole parts, and what is a list."""
    found = copy.deepcopy(document)
    for _ in range(draw(st.integers(0, 3))):
        if not found:
            found.append(draw(parts))
            continue
        at = draw(st.integers(0, len(found) - 1))
        tag, items = found[at]
        item = draw(st.integers(0, len(items) - 1))
        match draw(st.sampled_from(["put", "take", "line", "tag", "word", "split"])):
            case "put":
                found.insert(at, draw(parts))
            case "take":
                found.pop(at)
            case "line":
                found[at] = (tag, (*items[:item], draw(lines), *items[item + 1 :]))
            case "tag":
                found[at] = ("p" if tag != "p" else "ul", items)
            case "word":
                place = draw(st.integers(0, len(items[item]) - 1))
                line = (*items[item][:place], draw(pieces), *items[item][place + 1 :])
                found[at] = (tag, (*items[:item], line, *items[item + 1 :]))
            case _split if len(items[item]) > 1:
                halves = (items[item][:1], items[item][1:])
                found[at] = (tag, (*items[:item], *halves, *items[item + 1 :]))
    return found


@st.composite
def cases(draw: Any) -> tuple[str, str, str]:
    document = draw(documents)
    return html_of(document), html_of(draw(rewritten(document))), html_of(draw(rewritten(document)))


class _Nesting(HTMLParser):
    """Whether every tag stands where HTML and the editor let it stand."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.valid = True

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "br":
            return
        above = self.open[-1] if self.open else None
        if tag in {"p", "ul", "ol"}:
            self.valid &= above is None
        elif tag == "li":
            self.valid &= above in {"ul", "ol"}
        else:
            self.valid &= tag in INLINE and above in {"p", "li", *INLINE} and tag not in self.open
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        self.valid &= tag == "br"

    def handle_endtag(self, tag: str) -> None:
        self.valid &= bool(self.open) and self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.valid &= not data.strip() or (bool(self.open) and self.open[-1] not in {"ul", "ol"})


def is_valid(text: str) -> bool:
    parser = _Nesting()
    parser.feed(text)
    parser.close()
    return parser.valid and not parser.open


@given(cases())
@thousands
def test_laws(case: tuple[str, str, str]) -> None:
    base, ours, theirs = case
    assert merge_html(base, ours, base).text == ours
    assert merge_html(base, base, theirs).text == theirs
    assert merge_html(base, ours, ours).text == ours

    one, other = merge_html(base, ours, theirs), merge_html(base, theirs, ours)
    assert one.clean == other.clean
    if one.clean:
        assert one.text == other.text


@given(cases())
@thousands
def test_valid_html_comes_out(case: tuple[str, str, str]) -> None:
    assert all(map(is_valid, case)), "the cases themselves"
    assert is_valid(merge_html(*case).text)


@given(cases())
@thousands
def test_no_word_is_lost(case: tuple[str, str, str]) -> None:
    base, ours, theirs = case
    merged = merge_html(base, ours, theirs)
    written = merged.text + "".join(conflict.theirs for conflict in merged.conflicts)

    for side in (ours, theirs):
        for edit in edits(base, side, markup):
            assert edit.text in written


@st.composite
def streams(draw: Any) -> tuple[list[dict[str, Any]], ...]:
    """Base, ours and theirs as editors of a section's body make them, ids kept."""
    bodies = draw(st.lists(documents, min_size=1, max_size=4))
    base = [_paragraph(f"base-{at}", html_of(each)) for at, each in enumerate(bodies)]
    sides = []
    for name in ("ours", "theirs"):
        side = [
            _paragraph(f"base-{at}", html_of(draw(rewritten(each))) or "<p>ว่าง</p>")
            for at, each in enumerate(bodies)
            if draw(st.integers(0, 4))
        ]
        for number in range(draw(st.integers(0, 2))):
            new = _paragraph(f"{name}-{number}", html_of(draw(documents)))
            side.insert(draw(st.integers(0, len(side))), new)
        if draw(st.integers(0, 4)) == 0:
            side.reverse()
        sides.append(side)
    return base, *sides


def _paragraph(identifier: str, text: str) -> dict[str, Any]:
    return {"type": "paragraph", "value": text, "id": identifier}


@given(streams())
@thousands
def test_what_comes_out_is_a_body_that_every_door_takes(case: Any) -> None:
    merged = merge_blocks(*case)

    body = body_of([dict(block) for block in merged.blocks])
    if len(body):
        body.stream_block.clean(body)
    assert problems_of_text(merged.blocks) == []
    assert stream_values(body) == [(block["type"], block["value"]) for block in merged.blocks]
    assert all(is_valid(block["value"]) for block in merged.blocks)


@given(streams())
@thousands
def test_no_word_of_a_stream_is_lost(case: Any) -> None:
    """What a side wrote stands in the result or in a conflict; a block is gone only where a side took it
    away and the other left it alone."""
    base, ours, theirs = case
    merged = merge_blocks(base, ours, theirs)
    told = [c for c in merged.conflicts if isinstance(c.theirs, str) or isinstance(c.ours, str)]
    written = "".join(block["value"] for block in merged.blocks) + "".join(
        f"{conflict.ours or ''}{conflict.theirs or ''}" for conflict in told
    )
    before = {block["id"]: block["value"] for block in base}
    for side in (ours, theirs):
        for block in side:
            for edit in edits(before.get(block["id"], ""), block["value"], markup):
                assert edit.text in written

    kept = {block["id"] for block in merged.blocks}
    after = [{block["id"]: block["value"] for block in side} for side in (ours, theirs)]
    for identifier, value in before.items():
        if identifier not in kept:
            left = [side[identifier] for side in after if identifier in side]
            assert len(left) < 2
            assert all(each == value for each in left)
    assert all(count == 1 for count in Counter(block["id"] for block in merged.blocks).values())
