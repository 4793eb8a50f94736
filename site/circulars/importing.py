"""From files to registered letters: what the command, the admin and the demo all use.

All letters are registered before any is looked up and published: so it does not matter in which order letters
that cite one another arrive. Both go in batches, each one transaction: a process killed half-way leaves whole
letters only, and is taken up again by importing the same files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from circulars.bulk import first_revisions, publish_first, publishable
from circulars.files import FileRefused, Received, receive
from circulars.finding import Reader, files_in, unpacked
from circulars.flagging import is_told, reading_flags, told_of
from circulars.letters import ParsedLetter, parse_letters
from circulars.models import CircularIndexPage, CircularPage
from circulars.proposing import look_after
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


Progress = Callable[[int], None]
"""Told how many files have been stored or refused so far."""


def import_paths(
    paths: Iterable[str], user: Any = None, dry_run: bool = False, progress: Progress | None = None
) -> list[Outcome]:
    """Register the letters in files on disk, folders and ZIP files with all that lies in them.

    A dry run does all of it and then takes all of it back.
    """
    return import_received(readings(files_in(paths)), user, dry_run, progress)


def import_uploads(files: Iterable[tuple[str, bytes]], user: Any, dry_run: bool = False) -> list[Outcome]:
    """Register the letters in uploaded files, given as name and bytes."""
    named = ((name, lambda data=data: data) for name, data in files)
    return import_received(readings(unpacked(named)), user, dry_run)


def import_received(
    received: Iterable[Received | Outcome], user: Any, dry_run: bool, progress: Progress | None = None
) -> list[Outcome]:
    """Register the letters of files already read; what is an Outcome already stays one.

    Raises NoRegistry, and NotStored when the disk is full: doing it again goes on from what was stored.
    """
    if not dry_run:
        return _import(received, user, keep_files=True, progress=progress)
    with transaction.atomic():
        if not CircularIndexPage.objects.exists():
            root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
            root.add_child(instance=CircularIndexPage(title="ทะเบียนหนังสือ", slug="circulars"))
        outcomes = _import(received, user, keep_files=False, progress=progress)
        transaction.set_rollback(True)
    return outcomes


def registry() -> CircularIndexPage:
    """The page below which letters are registered. Raises NoRegistry."""
    index = CircularIndexPage.objects.first()
    if index is None:
        raise NoRegistry(_("ยังไม่มีหน้าทะเบียนหนังสือ โปรดเรียก manage.py setup ก่อน"))
    return index


def _import(
    received: Iterable[Received | Outcome], user: Any, keep_files: bool, progress: Progress | None
) -> list[Outcome]:
    index = registry()
    outcomes: list[Outcome] = []
    waiting, count = iter(received), 0
    while some := list(islice(waiting, TOGETHER)):  # their bytes are let go as soon as they are stored
        outcomes += register(some, index, user, keep_files)
        count += len(some)
        if progress is not None:
            progress(count)
    for start in range(0, len(outcomes), TOGETHER):
        finish(outcomes[start : start + TOGETHER], user)
    told = told_of(outcome.page for outcome in outcomes if outcome.page is not None)
    for outcome in outcomes:
        page, letter = outcome.page, outcome.letter
        if page is None or letter is None:
            continue
        rest = tuple(one for one in letter.flags if not is_told(one))
        outcome.letter = replace(letter, flags=(*rest, *told.get(page.pk, []), *reading_flags(page)))
        outcome.url = page.get_url() if page.live else None
        if outcome.action in {"created", "updated"} and not page.live:
            outcome.action = "held"
    return outcomes


def register(
    received: Sequence[Received | Outcome], index: CircularIndexPage, user: Any, keep_files: bool
) -> list[Outcome]:
    """Store the letters of some files, none yet published, in one transaction. Raises NotStored."""
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
        for outcome in outcomes:
            page, letter = outcome.page, outcome.letter
            if outcome.action != "updated" or page is None or letter is None:
                continue
            if page.latest_revision_id is not None:  # else it is new in this very import, finished with it
                outcome.letter = look_after(page, letter, user)
    return outcomes


def readings(files: Iterable[tuple[str, Reader]]) -> Iterator[Received | Outcome]:
    """The words of each file, one at a time, or why it is refused."""
    for name, read in files:
        try:
            yield receive(name, read())
        except FileRefused as refused:
            yield Outcome(name, "refused", error=Problem(refused.code, refused.message))


@transaction.atomic
def finish(outcomes: Sequence[Outcome], user: Any) -> None:
    """Look citations up and publish what no doubt holds; once only, so that a person's decision stands.

    Each page is fetched as it is by now: a file further on may have made it secret, or may be the
    same letter, finished already.
    """
    pages = CircularPage.objects.in_bulk([one.page.pk for one in outcomes if one.page is not None])
    for one in outcomes:
        one.page = pages.get(one.page.pk) if one.page is not None else None
    stored = [
        (one, one.page, one.letter) for one in outcomes if one.page is not None and one.letter is not None
    ]
    fresh = {page.pk: (page, letter) for _, page, letter in stored if page.latest_revision_id is None}
    found = dict(zip(fresh, settle_new(list(fresh.values())), strict=True))
    for outcome, page, letter in stored:
        outcome.letter = found[page.pk] if page.pk in found else settle(page, letter)
    for page in found:
        settle_others(fresh[page][0], is_new=True)
    new = [page for page, _ in fresh.values()]
    first_revisions(new, user)
    publish_first(publishable(new), user)
