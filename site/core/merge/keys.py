"""The keys that the rich text editor gives to every paragraph."""

from __future__ import annotations

import re
from typing import Any

_KEY_OF_EDITOR = re.compile(r'(?<=[a-z0-9]) data-block-key="[^"]*"(?=[ >/])')


def without_keys(value: Any) -> Any:
    """Stored values of blocks, at any depth, without those keys: where one side alone was edited there,
    every paragraph would else be called changed."""
    match value:
        case str():
            return _KEY_OF_EDITOR.sub("", value)
        case dict():
            return {name: without_keys(each) for name, each in value.items()}
        case list():
            return [without_keys(each) for each in value]
    return value
