"""From files to registered letters: what the command, the admin and the demo all use.

All letters are registered before any is looked up and published: so it does not matter in which order letters
that cite one another arrive. Both go in batches, each one transaction: a process killed half-way leaves whole
letters only, and is taken up again by importing the same files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from circulars.bulk import first_revisions, publish_first
from circulars.files import FileRefused, Received, receive
from circulars.finding import Reader, files_in, unpacked
from circulars.flagging import CITED, reading_flags, told_of
from circulars.letters import ParsedLetter, parse_letters
from circulars.models import CircularFlag, CircularIndexPage
from circulars.models.second_person import needing_two
from circulars.references import settle, settle_new, settle_others
from circulars.registering import Batch, NotStored, Outcome, Problem

__all__ = [
    "NoRegistry",
    "NotStored",
    "Outcome",
    "Problem",
    "import_paths",
    "import_received",
    "import_uploads",
]

TOGETHER = 100
"""Files that are registered, and letters that are published, in one transaction."""


class NoRegistry(Exception):
    """The site has no registry page yet; `manage.py setup` makes it."""


def import_paths(paths: Iterable[str], user: Any = None, dry_run: bool = False) -> list[Outcome]:
    """Register the letters in files on disk, folders and ZIP files with all that lies in them.

    A dry run does all of it and then takes all of it back.
    """
    return import_received(_readings(files_in(paths)), user, dry_run)


def import_uploads(files: Iterable[tuple[str, bytes]], user: Any, dry_run: bool = False) -> list[Outcome]:
    """Register the letters in uploaded files, given as name and bytes."""
    named = ((name, lambda data=data: data) for name, data in files)
    return import_received(_readings(unpacked(named)), user, dry_run)


def import_received(received: Iterable[Received | Outcome], user: Any, dry_run: bool) -> list[Outcome]:
    """Register the letters of files already read; what is an Outcome already stays one.

    Raises NoRegistry, and NotStored when the disk is full: doing it again goes on from what was stored.
    """
    if not dry_run:
        return _import(received, user, keep_files=True)
    with transaction.atomic():
        if not CircularIndexPage.objects.exists():
            root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
            root.add_child(instance=CircularIndexPage(title="ทะเบียนหนังสือ", slug="circulars"))
        outcomes = _import(received, user, keep_files=False)
        transaction.set_rollback(True)
    return outcomes


def _import(received: Iterable[Received | Outcome], user: Any, keep_files: bool) -> list[Outcome]:
    index = CircularIndexPage.objects.first()
    if index is None:
        raise NoRegistry(_("ยังไม่มีหน้าทะเบียนหนังสือ โปรดเรียก manage.py setup ก่อน"))
    outcomes: list[Outcome] = []
    waiting = iter(received)
    while some := list(islice(waiting, TOGETHER)):  # their bytes are let go as soon as they are stored
        outcomes += _register(some, index, user, keep_files)
    for start in range(0, len(outcomes), TOGETHER):
        _finish(outcomes[start : start + TOGETHER], user)
    told = told_of(outcome.page for outcome in outcomes if outcome.page is not None)
    for outcome in outcomes:
        page, letter = outcome.page, outcome.letter
        if page is None or letter is None:
            continue
        rest = tuple(one for one in letter.flags if one.code != CITED)
        outcome.letter = replace(letter, flags=(*rest, *told.get(page.pk, []), *reading_flags(page)))
        outcome.url = page.get_url() if page.live else None
        if outcome.action in {"created", "updated"} and not page.live:
            outcome.action = "held"
    return outcomes


def _register(
    received: Sequence[Received | Outcome], index: CircularIndexPage, user: Any, keep_files: bool
) -> list[Outcome]:
    """Store the letters of some files, none yet published, in one transaction."""
    read: list[Outcome | tuple[Received, ParsedLetter]] = []
    for source in received:
        if isinstance(source, Outcome):
            read.append(source)
            continue
        letters = parse_letters(source.text)
        read += [(source, letter) for letter in letters]
        if not letters:
            message = _("ไม่พบหนังสือในแฟ้ม “%s” โปรดตรวจว่ามีเลขที่ เรื่อง และเรียนหรือถึง") % source.name
            read.append(Outcome(source.name, "refused", error=Problem("NO_LETTER", message)))
    with transaction.atomic():
        CircularIndexPage.objects.select_for_update().get(pk=index.pk)  # two registrars: one after the other
        batch = Batch([one for one in read if not isinstance(one, Outcome)], index, user, keep_files)
        outcomes = [one if isinstance(one, Outcome) else batch.register(*one) for one in read]
        batch.write()
    return outcomes


def _readings(files: Iterable[tuple[str, Reader]]) -> Iterator[Received | Outcome]:
    for name, read in files:
        try:
            yield receive(name, read())
        except FileRefused as refused:
            yield Outcome(name, "refused", error=Problem(refused.code, refused.message))


@transaction.atomic
def _finish(outcomes: Sequence[Outcome], user: Any) -> None:
    """Look citations up and publish what no doubt holds; once only, so that a person's decision stands."""
    stored = [
        (one, one.page, one.letter) for one in outcomes if one.page is not None and one.letter is not None
    ]
    fresh = {page.pk: (page, letter) for _, page, letter in stored if page.latest_revision_id is None}
    found = dict(zip(fresh, settle_new(list(fresh.values())), strict=True))
    for outcome, page, letter in stored:
        outcome.letter = found[page.pk] if page.pk in found else settle(page, letter)
    for outcome, page, _letter in stored:
        if page.pk in found:
            settle_others(page, is_new=True)
        elif outcome.action == "updated":
            settle_others(page)
            page.refresh_from_db()
            revision = page.save_revision(user=user)
            if page.live and page.needs_second(page, user):
                page.unpublish(user=user)  # what it now says one person only has seen
            elif page.live and page.may_be_public():
                revision.publish(user=user)
    new = [page for page, _ in fresh.values()]
    first_revisions(new, user)
    held = set(CircularFlag.objects.blocking().filter(page__in=new).values_list("page", flat=True))
    held |= needing_two(new)
    publish_first([page for page in new if page.pk not in held and not page.is_secret], user)
