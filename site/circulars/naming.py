"""Title and address of a letter that is secret, which tell nothing, and of one whose class was lifted."""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageLogEntry, Revision

from circulars.models import CircularPage, DeletedLetter, RunLine
from circulars.recording import address_of, as_parsed, hidden_title, title_of


def next_accession() -> int:
    """The provisional accession number that comes next; those of deleted letters are not given again."""
    return 1 + max(
        model.objects.aggregate(last=Max("accession"))["last"] or 0 for model in (CircularPage, DeletedLetter)
    )


def hide_name(page: CircularPage) -> None:
    """Call a letter that became secret as one that came in secret, and save it; it was taken back before.

    Its old name is let go wherever the admin kept it: in logs, names of revisions, redirects, reports of
    imports.
    """
    page.accession = page.accession or next_accession()
    page.title = page.draft_title = title_of(page)
    page.title_en = page.seo_title = page.search_description = ""
    page.slug = _free(page, f"acc-{page.accession}")
    Page.save(page)
    Redirect.objects.filter(redirect_page=page, automatically_created=True).delete()
    Revision.page_revisions.filter(object_id=str(page.pk)).update(object_str=page.title)
    logged = PageLogEntry.objects.filter(page=page.pk)
    for entry in logged.filter(action="wagtail.rename"):
        entry.data = {"title": {"old": page.title, "new": page.title}}
        entry.save(update_fields=["data"])
    logged.update(label=page.title)
    RunLine.objects.filter(page=page).update(message="")


def show_name(page: CircularPage, user: Any) -> None:
    """Give a letter whose class was lifted the title and address that its words give, and save it.

    A title that a person typed meanwhile stays; so does an address other than the provisional one.
    """
    drafts = [page] if page.latest_revision_id is None else [page, page.get_latest_revision_as_object()]
    address = address_of(as_parsed(page))
    slug = _free(page, address) if address and page.slug.startswith("acc-") else page.slug
    for one in drafts:
        if one.title == hidden_title(page):
            one.title = page.shown.get("title") or title_of(page)
        one.slug = slug
    page.draft_title = drafts[-1].title
    Page.save(page)
    if page.first_published_at is None:  # nobody had the provisional address
        Redirect.objects.filter(redirect_page=page, automatically_created=True).delete()
    for draft in drafts[1:]:
        draft.save_revision(user=user)


def _free(page: CircularPage, wanted: str) -> str:
    """`wanted`, or with a counter where another page beside it has that address."""
    taken = page.get_siblings(inclusive=False).filter(slug__startswith=wanted)
    slugs, slug, n = set(taken.values_list("slug", flat=True)), wanted, 2
    while slug in slugs:
        slug, n = f"{wanted}-{n}", n + 1
    return slug
