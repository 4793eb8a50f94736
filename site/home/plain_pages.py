"""The plain pages that every site begins with, from data/plain_pages.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from home.models import HomePage, MenuItem, PlainPage

SHIPPED = Path(__file__).resolve().parent / "data" / "plain_pages.yaml"
FIELDS = ("title", "title_en", "introduction", "introduction_en")


def make_plain_pages(home: HomePage) -> int:
    """Make the shipped pages that do not stand under the home page yet; gives how many.

    A page that exists is an editor's and is left alone, whatever it says.
    """
    existing = set(home.get_children().values_list("slug", flat=True))
    made = 0
    for order, entry in enumerate(yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))):
        if entry["slug"] in existing:
            continue
        page = PlainPage(
            slug=entry["slug"],
            body=_blocks(entry["body"]),
            body_en=_blocks(entry["body_en"]),
            **{field: entry[field] for field in FIELDS},
        )
        home.add_child(instance=page)
        page.save_revision().publish()
        MenuItem.objects.create(
            home=home,
            page=page,
            place=MenuItem.Place.FOOTER,
            label=entry["label"],
            label_en=entry["label_en"],
            sort_order=order,
        )
        made += 1
    return made


def _blocks(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """StreamField's raw form of a list of {block type: value}."""
    return [{"type": kind, "value": value} for entry in entries for kind, value in entry.items()]
