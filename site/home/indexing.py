"""Plain pages in the search index."""

from __future__ import annotations

from core import documents
from core.access import page_access
from core.text import passages
from home.models import HomePage, PlainPage
from search import Document, Passage

documents.exclude(HomePage, "the front door; whoever searches is already inside")


@documents.document_of(PlainPage)
def plain_page_document(page: PlainPage) -> Document | None:
    access = page_access(page)
    if not access:
        return None
    return Document(
        key=documents.key_of(page),
        type="page",
        title=page.title,
        url=page.get_url() or "",
        keywords=(page.title_en,) if page.title_en else (),
        summary=page.introduction,
        body=(Passage(page.introduction), *passages(page.body)),
        access=access,
    )
