"""From files to registered letters: what the command, the admin and the demo all use.

Each letter is registered in a transaction of its own, before any is looked up and published: so it does not
matter in which order letters that cite one another arrive, and a process killed half-way is taken up again by
importing the same files.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from wagtail.models import Page

from circulars.files import FileRefused, Received, read_path, receive
from circulars.letters import ParsedLetter, parse_letters
from circulars.models import CircularIndexPage, CircularPage, Original, Status
from circulars.models.original import original_path
from circulars.recording import address_of, fill, issuer_of, key_of, text_hash, title_of, write_parts
from circulars.references import as_it_stands, settle, settle_others

TOGETHER = 25
"""Letters that are published in one transaction."""

Action = Literal["created", "updated", "unchanged", "held", "refused"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why nothing was stored: a stable code and a Thai message that says what to do."""

    code: str
    message: str


@dataclass(slots=True)
class Outcome:
    """What became of one letter, or of a file that gave none.

    `letter` is as resolved against the registry, `page` the registered letter; both None for a refused file.
    `url` is the public address, None unless readers may see it.
    """

    file: str
    action: Action
    letter: ParsedLetter | None = None
    page: CircularPage | None = None
    error: Problem | None = None
    url: str | None = None


class NoRegistry(Exception):
    """The site has no registry page yet; `manage.py setup` makes it."""


def import_paths(paths: Iterable[str], user: Any = None, dry_run: bool = False) -> list[Outcome]:
    """Register the letters in files on disk. A dry run does all of it and then takes all of it back."""
    received = [_attempt(path, lambda path=path: read_path(path)) for path in paths]
    return import_received(received, user, dry_run)


def import_uploads(files: Iterable[tuple[str, bytes]], user: Any, dry_run: bool = False) -> list[Outcome]:
    """Register the letters in uploaded files, given as name and bytes."""
    received = [_attempt(name, lambda name=name, data=data: receive(name, data)) for name, data in files]
    return import_received(received, user, dry_run)


def import_received(received: list[Received | Outcome], user: Any, dry_run: bool) -> list[Outcome]:
    """Register the letters of files already read; what is an Outcome already stays one. Raises NoRegistry."""
    if not dry_run:
        return _import(received, user, keep_files=True)
    with transaction.atomic():
        if not CircularIndexPage.objects.exists():
            root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
            root.add_child(instance=CircularIndexPage(title="ทะเบียนหนังสือ", slug="circulars"))
        outcomes = _import(received, user, keep_files=False)
        transaction.set_rollback(True)
    return outcomes


def save_letter(letter: ParsedLetter, source: Received, user: Any = None) -> Outcome:
    """Register one letter: stored, looked up, published unless a doubt holds it."""
    outcome = _register(letter, source, user, keep_files=True)
    _finish(outcome, user)
    return outcome


def _import(received: list[Received | Outcome], user: Any, keep_files: bool) -> list[Outcome]:
    if not CircularIndexPage.objects.exists():
        raise NoRegistry(_("ยังไม่มีหน้าทะเบียนหนังสือ โปรดเรียก manage.py setup ก่อน"))
    outcomes: list[Outcome] = []
    for source in received:
        if isinstance(source, Outcome):
            outcomes.append(source)
            continue
        letters = parse_letters(source.text)
        if not letters:
            message = _("ไม่พบหนังสือในแฟ้ม “%s” โปรดตรวจว่ามีเลขที่ เรื่อง และเรียนหรือถึง") % source.name
            outcomes.append(Outcome(source.name, "refused", error=Problem("NO_LETTER", message)))
        outcomes += [_register(letter, source, user, keep_files) for letter in letters]
    for start in range(0, len(outcomes), TOGETHER):
        with transaction.atomic():  # each letter has its savepoint; the index is told once for all
            for outcome in outcomes[start : start + TOGETHER]:
                _finish(outcome, user)
    for outcome in outcomes:
        if outcome.page is not None and outcome.letter is not None:
            outcome.page.refresh_from_db()
            outcome.letter = as_it_stands(outcome.page, outcome.letter)
            outcome.url = outcome.page.get_url() if outcome.page.live else None
            if outcome.action in {"created", "updated"} and not outcome.page.live:
                outcome.action = "held"
    return outcomes


def _attempt(name: str, read: Any) -> Received | Outcome:
    try:
        return read()
    except FileRefused as refused:
        return Outcome(name, "refused", error=Problem(refused.code, refused.message))


@transaction.atomic
def _register(letter: ParsedLetter, source: Received, user: Any, keep_files: bool) -> Outcome:
    """Store the letter without publishing it."""
    key, digest = key_of(letter), text_hash(letter)
    same_text = CircularPage.objects.filter(text_hash=digest).first()
    if same_text is not None:
        return Outcome(source.name, "unchanged", letter, same_text)
    same_key = CircularPage.objects.filter(**key).first() if key else None
    if same_key is None:
        return Outcome(source.name, "created", letter, _create(letter, source, user, keep_files))
    if same_key.is_secret or (letter.subject or "") != same_key.subject:
        message = _(
            "เลขที่ %(number)s ปี พ.ศ. %(year)s มีในทะเบียนแล้ว และเรื่องไม่ตรงกัน โปรดตรวจเลขที่ในแฟ้ม “%(name)s”"
        ) % {
            "number": letter.number.canonical,
            "year": same_key.year_be,
            "name": source.name,
        }
        return Outcome(source.name, "refused", letter, error=Problem("DUPLICATE_NUMBER", message))
    fill(same_key, letter)
    same_key.original = _original(source, user, keep_files)
    _save_quietly(same_key)
    write_parts(same_key, letter)
    return Outcome(source.name, "updated", letter, same_key)


def _create(letter: ParsedLetter, source: Received, user: Any, keep_files: bool) -> CircularPage:
    index = CircularIndexPage.objects.get()
    page = CircularPage(live=False, has_unpublished_changes=True, owner=user, status=Status.HELD)
    fill(page, letter)
    page.issuer = issuer_of(letter)
    page.original = _original(source, user, keep_files)
    address = None if page.is_secret else address_of(letter)
    if address is None:
        last = CircularPage.objects.aggregate(last=Max("accession"))["last"] or 0
        page.accession, address = last + 1, f"acc-{last + 1}"
    page.slug = _free_slug(address, index)
    page.title = page.draft_title = title_of(page)
    page.is_sample = False
    index.add_child(instance=page)
    write_parts(page, letter)
    return page


def _free_slug(wanted: str, index: CircularIndexPage) -> str:
    """`wanted`, or with a counter where orders of two offices share number and year."""
    taken = set(index.get_children().filter(slug__startswith=wanted).values_list("slug", flat=True))
    candidates = (wanted, *(f"{wanted}-{n}" for n in range(2, len(taken) + 3)))
    return next(slug for slug in candidates if slug not in taken)


def _save_quietly(page: CircularPage) -> None:
    """Save new readings; whether it may stay public is decided when it is looked up."""
    if page.live and page.is_secret:
        page.unpublish()
    Page.save(page)


def _original(source: Received, user: Any, keep_files: bool) -> Original:
    original = Original.objects.filter(sha256=source.sha256).first()
    if original is not None:
        return original
    original = Original(
        sha256=source.sha256,
        name=source.name.rpartition("/")[2][:255],
        size=len(source.data),
        encoding=source.encoding,
        received_by=user,
    )
    if keep_files:
        path = original_path(original, source.sha256)
        if original.file.storage.exists(path):  # left by an import that was killed before its commit
            original.file.name = path
        else:
            original.file.save(source.sha256, ContentFile(source.data), save=False)
    original.save()
    return original


@transaction.atomic
def _finish(outcome: Outcome, user: Any) -> None:
    """Look citations up and publish what no doubt holds; once only, so that a person's decision stands."""
    page, letter = outcome.page, outcome.letter
    if page is None or letter is None:
        return
    settle(page, letter)
    settle_others(page)
    page.refresh_from_db()
    is_new = page.latest_revision_id is None
    if outcome.action == "unchanged" and not is_new:
        return
    revision = page.save_revision(user=user)
    if (is_new or page.live) and page.may_be_public():
        revision.publish(user=user)
