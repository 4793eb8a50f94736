"""Organisations in the search index."""

from __future__ import annotations

from core import documents
from organisations.models import Organisation, OrganisationFolder, OrganisationIndexPage
from search import Document, Passage

documents.exclude(OrganisationFolder, "holds pages for permissions; readers never see it")
documents.exclude(OrganisationIndexPage, "a list; each organisation is found by itself")


@documents.document_of(Organisation)
def organisation_document(organisation: Organisation) -> Document:
    """An organisation is found by all its names, and by its parent's."""
    names = tuple(name.name for name in organisation.names.all())
    parents = organisation.ancestors()
    return Document(
        key=documents.key_of(organisation),
        type="organisation",
        title=organisation.name_th,
        url=f"/organisations/{organisation.code}/",
        keywords=tuple(filter(None, (*names, organisation.name_en))),
        body=tuple(Passage(parent.name_th) for parent in parents),
        summary=str(organisation.get_kind_display()) + (f" สังกัด{parents[0].name_th}" if parents else ""),
        organisations=organisation.lineage_codes(),
        organisation_name=organisation.name_th,
        version=int(organisation.updated_at.timestamp() * 1000),
    )
