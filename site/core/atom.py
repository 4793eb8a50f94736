"""Atom feeds that one odd character in one page cannot break."""

from __future__ import annotations

from typing import Any

from django.utils.feedgenerator import Atom1Feed

from core.characters import writable


class AtomFeed(Atom1Feed):
    """Django's Atom feed of titles and texts that people pasted: what XML cannot hold is shown as missing.

    Django's own raises UnserializableContentError for the whole feed.
    """

    def write(self, outfile: Any, encoding: str) -> None:
        self.feed = _writable(self.feed)
        self.items = [_writable(item) for item in self.items]
        super().write(outfile, encoding)


def _writable(values: dict[str, Any]) -> dict[str, Any]:
    return {key: writable(value) if isinstance(value, str) else value for key, value in values.items()}
