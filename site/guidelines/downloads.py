"""Papers of guidelines as files: set once for each published state, then from the cache."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control

from core.papers import Paper, to_docx, to_pdf

KINDS: dict[str, tuple[Callable[[Paper], bytes], str]] = {
    "pdf": (to_pdf, "application/pdf"),
    "docx": (to_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}
KEPT = 24 * 60 * 60
"""Seconds for which a file is kept; a changed page has another file at once, whatever this says."""


def download(request: HttpRequest, kind: str, name: str, paper: Callable[[], Paper]) -> HttpResponse:
    """A file of that kind with `name` before the dot. Raises Http404 for an unknown kind.

    The cache's key is the content itself, so that whoever may read the page gets what it says now, and no
    state that is not public is ever kept under the address of one that is.
    """
    if kind not in KINDS:
        raise Http404
    make, content_type = KINDS[kind]
    content = paper()
    digest = hashlib.sha256(f"{kind}\n{content!r}".encode()).hexdigest()
    tag = f'"{digest[:32]}"'
    response = get_conditional_response(request, etag=tag)
    if response is None:
        key = f"guideline-paper-{digest}"
        data = cache.get(key)
        if data is None:
            data = make(content)
            cache.set(key, data, KEPT)
        response = HttpResponse(data, content_type=content_type)
        response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response["ETag"] = tag
    patch_cache_control(response, private=True, no_cache=True)
    return response
