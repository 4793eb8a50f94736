"""Which language a page says of its texts, for tests of English pages that hold Thai."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from django.test import Client

THAI = re.compile("[\u0e01-\u0e5b]{2}")
ENGLISH = re.compile("[A-Za-z][a-z]{2,} [a-z]{2,}")
"""Two words at least: names, addresses and codes stand in Thai text, too."""


def unmarked(page: BeautifulSoup) -> list[str]:
    """The texts of a page in which Thai stands that the page does not say to be Thai."""
    texts = page.select_one("main").find_all(string=THAI)  # type: ignore[union-attr]
    return [text.strip() for text in texts if text.find_parent(lang=True)["lang"] != "th"]  # type: ignore[index]


def mismarked(page: BeautifulSoup) -> list[str]:
    """The English texts of a page that it says to be Thai."""
    texts = page.select_one("main").find_all(string=ENGLISH)  # type: ignore[union-attr]
    said = [text for text in texts if text.find_parent(lang=True)["lang"] == "th"]  # type: ignore[index]
    return [text.strip() for text in said if not THAI.search(text)]


def broken_by_marks(page: BeautifulSoup) -> list[str]:
    """Attributes and titles into which a mark of language was written, where there can be none."""
    found = [str(text) for each in page.find_all(["title", "option"]) for text in [each.get_text()]]
    found += [str(value) for each in page.find_all(True) for value in each.attrs.values()]
    return [text for text in found if "<span" in text or "&lt;" in text]


def wrongly_marked(
    client: Client, pages: dict[str, str], status: int = 200, *, in_thai: bool = True
) -> dict[str, list[str]]:
    """By the name of a page, what is wrong with the languages of its texts; nothing where all is well.

    Each address is read in English and, with `in_thai`, in Thai; a Thai page says of its own texts nothing.
    """
    found = {}
    for name, address in pages.items():
        response = client.get(f"/en{address}")
        assert response.status_code == status, (name, response.status_code)
        page = BeautifulSoup(response.content, "html.parser")
        found[name] = unmarked(page) + mismarked(page) + broken_by_marks(page)
        if in_thai and name != "home":  # where the examples of queries are marked on every page
            thai = BeautifulSoup(client.get(address).content, "html.parser")
            found[name] += [str(each) for each in thai.select("main [lang=th]")]
    return {name: texts for name, texts in found.items() if texts}
