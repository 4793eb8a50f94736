"""What text of a section may hold, whatever door it came through: the form, a file, the shell or an API."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

from django.utils.translation import gettext as _

LONGEST = 200_000
"""Characters of one section, tags included: about a hundred pages."""

_TAGS = frozenset({"p", "br", "b", "strong", "i", "em", "ul", "ol", "li", "a"})
_ATTRIBUTES = {"a": {"href", "linktype", "id"}}
_ALWAYS = {"data-block-key"}
_SCHEMES = ("http://", "https://", "mailto:", "tel:", "/", "#")


def problems_of_text(body: Iterable[Mapping[str, Any]]) -> list[str]:
    """Why stream data is no text of a section, in Thai; empty where it is."""
    foreign: dict[str, None] = {}
    size = 0
    for kind, text in _texts(body):
        size += len(text)
        if kind == "rich":
            finder = _Finder()
            finder.feed(text)
            finder.close()
            foreign.update(dict.fromkeys(finder.found))
    problems = [problem] if (problem := _problem_of_size(size)) else []
    if foreign:
        problems.append(
            _("ข้อความมีรูปแบบหรือคำสั่งที่ใช้ไม่ได้ (%(found)s) กรุณาวางเป็นข้อความล้วนแล้วจัดรูปแบบใหม่")
            % {"found": ", ".join(list(foreign)[:5])}
        )
    return problems


def problem_of_size(body: Iterable[Mapping[str, Any]]) -> str:
    """Why stream data is too long for a section, in Thai; empty where it is not."""
    return _problem_of_size(sum(len(text) for _kind, text in _texts(body)))


def _problem_of_size(size: int) -> str:
    if size <= LONGEST:
        return ""
    return _("ข้อความยาว %(size)s ตัวอักษร หมวดหนึ่งยาวได้ไม่เกิน %(limit)s ตัวอักษร กรุณาตัดให้สั้นลงหรือแนบเป็นเอกสาร") % {
        "size": f"{size:,}",
        "limit": f"{LONGEST:,}",
    }


def _texts(body: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for block in body:
        value = block["value"]
        if block["type"] == "heading":
            yield "plain", str(value)
        elif isinstance(value, Mapping):
            yield "rich", str(value.get("text", ""))
        else:
            yield "rich", str(value)


class _Finder(HTMLParser):
    """Notes tags, attributes and addresses that the editor never makes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS:
            self.found.append(f"<{tag}>")
            return
        for name, value in attrs:
            if name not in _ATTRIBUTES.get(tag, set()) | _ALWAYS:
                self.found.append(name)
            elif name == "href" and not (value or "").strip().lower().startswith(_SCHEMES):
                self.found.append((value or "")[:40])

    def handle_comment(self, data: str) -> None:
        self.found.append("<!-- -->")

    def handle_decl(self, decl: str) -> None:
        self.found.append(f"<!{decl[:20]}>")
