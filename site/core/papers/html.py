"""Rich text as blocks of a paper. Only what the editor can make is read; anything else is its text."""

from __future__ import annotations

from html.parser import HTMLParser

from core.papers.model import Block, Heading, Item, Listing, Marking, Paragraph, Run

_BOLD = frozenset({"b", "strong", "em", "i"})
"""Thai has no italic: emphasis is weight (docs/design.md)."""
_HEADINGS = {"h1": 1, "h2": 1, "h3": 2, "h4": 3, "h5": 3, "h6": 3}
_LISTS = frozenset({"ul", "ol"})
_BREAKS = frozenset({"p", "div", "blockquote", "section", "article", *_HEADINGS})
_UNREAD = frozenset({"script", "style", "template"})


def from_html(html: str, base_url: str = "") -> tuple[Block, ...]:
    """The blocks of `html`: headings, paragraphs, lists within lists, bold, links, `<ins>` and `<del>`.

    Links within the site get `base_url` in front; links that are neither http(s) nor mail lose their aim.

    >>> from_html("<p>หนึ่ง <b>สอง</b></p>")[0].text[1].bold
    True
    """
    reader = _Reader(base_url.rstrip("/"))
    reader.feed(html)
    reader.close()
    reader.flush()
    return tuple(reader.blocks)


class _Reader(HTMLParser):
    def __init__(self, base_url: str) -> None:
        super().__init__(convert_charrefs=True)
        self.base_url = base_url
        self.blocks: list[Block] = []
        self.runs: list[Run] = []
        self.bold = self.unread = 0
        self.urls: list[str] = []
        self.markings: list[Marking] = []
        self.heading = 0
        self.lists: list[tuple[bool, list[tuple[tuple[Run, ...], list[Listing]]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNREAD:
            self.unread += 1
        elif tag in _BREAKS:
            self.flush()
            self.heading = _HEADINGS.get(tag, 0)
        elif tag in _LISTS:
            self.flush()
            self.lists.append((tag == "ol", []))
        elif tag == "li" and self.lists:
            self.flush()
            self.lists[-1][1].append(((), []))
        elif tag in _BOLD:
            self.bold += 1
        elif tag == "a":
            self.urls.append(self._aim(dict(attrs).get("href") or ""))
        elif tag in {"ins", "del"}:
            self.markings.append("inserted" if tag == "ins" else "deleted")
        elif tag == "br":
            self.runs.append(Run("\n"))

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNREAD:
            self.unread = max(0, self.unread - 1)
        elif tag in _BREAKS or tag == "li":
            self.flush()
            self.heading = 0
        elif tag in _LISTS and self.lists:
            self.flush()
            ordered, items = self.lists.pop()
            listing = Listing(tuple(Item(text, tuple(below)) for text, below in items), ordered)
            if self.lists and self.lists[-1][1]:
                self.lists[-1][1][-1][1].append(listing)
            elif listing.items:
                self.blocks.append(listing)
        elif tag in _BOLD:
            self.bold = max(0, self.bold - 1)
        elif tag == "a" and self.urls:
            self.urls.pop()
        elif tag in {"ins", "del"} and self.markings:
            self.markings.pop()

    def handle_data(self, data: str) -> None:
        if self.unread:
            return
        words = " ".join(data.replace("\u200b", "").split())
        before = " " if data[:1].isspace() and self.runs else ""
        after = " " if data[-1:].isspace() and words else ""
        if words or before:
            self.runs.append(
                Run(
                    f"{before}{words}{after}",
                    bold=self.bold > 0,
                    url=self.urls[-1] if self.urls else "",
                    marking=self.markings[-1] if self.markings else "",
                )
            )

    def flush(self) -> None:
        """Close what is being read as a heading, the text of a list item or a paragraph."""
        runs, self.runs = tuple(self.runs), []
        if not any(run.text.strip() for run in runs):
            return
        if self.lists and self.lists[-1][1]:
            text, below = self.lists[-1][1][-1]
            self.lists[-1][1][-1] = ((*text, Run("\n"), *runs) if text else runs, below)
        elif self.heading:
            self.blocks.append(Heading(runs, self.heading))
        else:
            self.blocks.append(Paragraph(runs))

    def _aim(self, href: str) -> str:
        if href.startswith("/") and not href.startswith("//"):
            return f"{self.base_url}{href}" if self.base_url else ""
        return href if href.startswith(("http://", "https://", "mailto:")) else ""
