"""Three-way merge of rich text."""

from __future__ import annotations

import html.parser
import re

from core.merge.text import Conflict, Merge, merge_text, words

_MARKUP = re.compile(r"<[^>]*>|&[#0-9A-Za-z]+;|[^<&]+|[<&]")
_VOID = frozenset({"br", "hr", "img", "embed"})


def markup(text: str) -> list[str]:
    """As `words`, for HTML: a tag or an entity is one piece."""
    pieces: list[str] = []
    for part in _MARKUP.findall(text):
        pieces += [part] if part[0] in "<&" else words(part)
    return pieces


def merge_html(base: str, ours: str, theirs: str) -> Merge:
    """Merge rich text. Where the merged tags would not be well-formed, the whole is one conflict."""
    merged = merge_text(base, ours, theirs, markup)
    if well_formed(merged.text) or not (well_formed(ours) and well_formed(theirs)):
        return merged
    return Merge(ours, (Conflict(0, base, ours, theirs),))


class _Balance(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[str] = []
        self.balanced = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.balanced = False


def well_formed(text: str) -> bool:
    """Whether every tag is closed, in order."""
    parser = _Balance()
    parser.feed(text)
    parser.close()
    return parser.balanced and not parser.open
