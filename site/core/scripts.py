"""Data for machines inside a page: the content of a `<script type="application/ld+json">` element."""

from __future__ import annotations

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def as_script_content(data: dict[str, Any]) -> SafeString:
    """`data` as the content of a script element that no text in it can end."""
    text = json.dumps(data, ensure_ascii=False)
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308 <, > and & are escaped above
