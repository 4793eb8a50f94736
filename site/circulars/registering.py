"""Letters entered in the registry, unpublished: which are new, which are there already, which are refused."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.core.files.base import ContentFile
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from circulars.bodies import Bodies
from circulars.bulk import add_pages
from circulars.files import Received
from circulars.letters import ParsedLetter
from circulars.letters.typed import spelling
from circulars.models import CircularIndexPage, CircularPage, DeletedLetter, Original, Status
from circulars.models.keepers import note_registration
from circulars.models.original import original_path
from circulars.models.staff import central, may_lift
from circulars.naming import next_accession
from circulars.proposing import propose, rewrite
from circulars.recording import (
    address_of,
    as_read,
    fill,
    key_of,
    secrecy_of,
    text_hash,
    title_of,
    write_first_parts,
)
from core.templatetags.thai import thai_date

CHANGED = "CHANGED_TEXT"
"""The code of an outcome that was held because the letter is registered with other words."""

Action = Literal["created", "updated", "unchanged", "held", "refused"]


class NotStored(Exception):
    """The disk took no more: the letters of this transaction are not registered. Says in Thai what to do."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why no letter was registered: a stable code and a Thai message that says what to do."""

    code: str
    message: str


@dataclass(slots=True)
class Outcome:
    """What became of one letter, or of a file that gave none.

    `letter` is as resolved against the registry, `page` the registered letter; both None for a refused file.
    `url` is the public address, None unless readers may see it. `earlier` is the registered letter because
    of which this one was refused or held as a proposal, unless that is secret.
    """

    file: str
    action: Action
    letter: ParsedLetter | None = None
    page: CircularPage | None = None
    error: Problem | None = None
    url: str | None = None
    earlier: CircularPage | None = None


class Batch:
    """Letters entered together: what the registry holds is asked for once, what is new is written once.

    `register` every letter in order, then `write`; within one transaction.
    """

    def __init__(
        self,
        letters: Sequence[tuple[Received, ParsedLetter]],
        index: CircularIndexPage,
        user: Any,
        keep_files: bool,
    ) -> None:
        self._index, self._user, self._keep_files = index, user, keep_files
        self._names = Bodies(letter for _, letter in letters)
        self._new: list[tuple[CircularPage, ParsedLetter]] = []
        pages = CircularPage.objects.all()
        hashes = [text_hash(letter) for _, letter in letters]
        self._by_hash: dict[str, CircularPage] = {
            page.text_hash: page for page in pages.filter(text_hash__in=hashes).order_by("-pk")
        }
        self._hash_of = {id(letter): digest for (_, letter), digest in zip(letters, hashes, strict=True)}
        numbers = {letter.number.canonical for _, letter in letters if letter.number.canonical}
        spelled = {spelling(letter.number) for _, letter in letters if letter.number.canonical}
        same = list(pages.filter(number__in=numbers).order_by("-pk"))
        accepted = list(pages.filter(best_number__in=numbers | spelled).order_by("-pk"))
        self._by_key = {key_of_page(page): page for page in (*accepted, *same)}
        self._by_key_as_read = {
            _named(key): page for page in same if page.best_number and (key := key_of(as_read(page)))
        }
        wanted = {address for _, letter in letters if (address := address_of(letter))}
        self._slugs = set(index.get_children().filter(slug__in=wanted).values_list("slug", flat=True))
        shas = {source.sha256 for source, _ in letters}
        self._originals = {one.sha256: one for one in Original.objects.filter(sha256__in=shas)}
        self._parts = _parts(letters, self._hash_of)
        for original in self._originals.values():
            if original.letters != self._parts[original.sha256]:
                original.letters = self._parts[original.sha256]
                original.save(update_fields=["letters"])
        gone = DeletedLetter.objects.filter(Q(number__in=numbers | spelled) | Q(text_hash__in=hashes))
        self._gone = list(gone.order_by("pk"))
        self._accession = next_accession() - 1

    def register(self, source: Received, letter: ParsedLetter) -> Outcome:
        """Take one letter; what is new is stored by `write`."""
        key = key_of(letter)
        same_text = self._by_hash.get(self._hash_of[id(letter)])
        if same_text is not None:
            return Outcome(source.name, "unchanged", letter, same_text)
        same_key = self._by_key.get(_named(key)) if key else None
        if same_key is None and key:  # misread alike: not the letter that bears the number by right
            misread = self._by_key_as_read.get(_named(key))
            same_key = misread if misread is not None and _is_same(misread, letter) else None
        if same_key is None and (taken := self._taken(letter, source)):
            return Outcome(source.name, "refused", letter, error=taken)
        if same_key is None:
            return Outcome(source.name, "created", letter, self._create(letter, source))
        if same_key.is_secret:
            return Outcome(source.name, "refused", letter, error=self._kept_secret(same_key, letter, source))
        if not _is_same(same_key, letter):
            message = _(
                "เลขที่ %(number)s ปี พ.ศ. %(year)s มีในทะเบียนแล้ว และเรื่องไม่ตรงกัน โปรดตรวจเลขที่ในแฟ้ม “%(name)s”"
            ) % {"number": letter.number.canonical, "year": same_key.year_be, "name": source.name}
            message += " " + _("ฉบับที่มีอยู่: %s") % same_key.title
            problem = Problem("DUPLICATE_NUMBER", message)
            return Outcome(source.name, "refused", letter, error=problem, earlier=same_key)
        if same_key.pk is None:
            self.write()
        if secrecy_of(letter):
            self._make_secret(same_key, letter, source)
            return Outcome(source.name, "updated", letter, same_key)
        return self._propose(same_key, letter, source)

    def _propose(self, page: CircularPage, letter: ParsedLetter, source: Received) -> Outcome:
        """Other words for a registered letter wait for a person; the letter itself stays as it is."""
        held = propose(page, letter, self._hash_of[id(letter)], self._original(source), self._user)
        if held:
            message = _(
                "เลขที่ %(number)s ปี พ.ศ. %(year)s เรื่องเดียวกันมีในทะเบียนแล้ว แต่ข้อความในแฟ้ม “%(name)s” ต่างไป "
                "จึงเก็บไว้เป็นข้อความที่เสนอแทน หนังสือในทะเบียนยังไม่เปลี่ยนจนกว่านายทะเบียนจะรับหรือไม่รับ ฉบับที่มีอยู่: %(title)s"
            )
        else:
            message = _(
                "ข้อความในแฟ้ม “%(name)s” เป็นของหนังสือเลขที่ %(number)s ปี พ.ศ. %(year)s "
                "ซึ่งนายทะเบียนเคยไม่รับหรือเปลี่ยนไปแล้ว จึงไม่รับซ้ำ ฉบับที่มีอยู่: %(title)s"
            )
        words = {
            "number": page.effective_number,
            "year": page.year_be,
            "name": source.name,
            "title": page.title,
        }
        problem = Problem(CHANGED if held else "DUPLICATE_NUMBER", message % words)
        action: Action = "held" if held else "refused"
        return Outcome(source.name, action, letter, error=problem, earlier=page)

    def _kept_secret(self, page: CircularPage, letter: ParsedLetter, source: Received) -> Problem:
        """That the number cannot be taken; that a secret letter has it is told to who may see that one."""
        if page.pk is None:
            self.write()
        words = {"number": letter.number.canonical, "name": source.name, "title": page.title}
        if self._user is not None and may_lift(self._user, page):
            message = _("เลขที่ %(number)s เป็นของ “%(title)s” แล้ว โปรดตรวจเลขที่ในแฟ้ม “%(name)s”")
        else:
            message = _(
                "เลขที่ %(number)s ใช้ลงทะเบียนหนังสือในแฟ้ม “%(name)s” ไม่ได้ โปรดตรวจเลขที่ในแฟ้ม "
                "หากเลขที่ถูกต้องโปรดแจ้ง%(central)s"
            )
            words["central"] = central()
        return Problem("NUMBER_TAKEN", message % words)

    def _taken(self, letter: ParsedLetter, source: Received) -> Problem | None:
        """That the letter, or another of its number and year, was deleted."""
        digest, key = self._hash_of[id(letter)], key_of(letter)
        named = [list(part) for part in _named(key)] if key and letter.number.canonical else None
        for gone in self._gone:
            same_number = named is not None and gone.number != "" and gone.key == named
            if gone.text_hash != digest and not same_number:
                continue
            message = _(
                "หนังสือหรือเลขที่ในแฟ้ม “%(name)s” ถูกลบออกจากทะเบียนเมื่อ %(when)s เลขที่ของหนังสือที่ลบแล้วใช้ซ้ำไม่ได้ "
                "โปรดตรวจเลขที่ หากลบผิดโปรดกู้คืนจากชุดสำรอง"
            ) % {"name": source.name, "when": thai_date(timezone.localtime(gone.deleted_at).date())}
            return Problem("NUMBER_TAKEN", message)
        return None

    def write(self) -> None:
        """Store what is new: pages, addressees, enclosures."""
        new, self._new = self._new, []
        add_pages(self._index, [page for page, _ in new])
        note_registration([page for page, _ in new], self._user)
        write_first_parts(new, self._names)

    def _create(self, letter: ParsedLetter, source: Received) -> CircularPage:
        page = CircularPage(live=False, has_unpublished_changes=True, owner=self._user, status=Status.HELD)
        fill(page, letter)
        page.issuer_id = self._names.issuer_of(letter)
        page.original = self._original(source)
        address = None if page.is_secret else address_of(letter)
        if address is None:
            address = self._provisional(page)
        page.slug = self._free_slug(address)
        page.title = page.draft_title = title_of(page)
        page.is_sample = False
        self._remember(page, letter)
        self._new.append((page, letter))
        return page

    def _make_secret(self, page: CircularPage, letter: ParsedLetter, source: Received) -> None:
        """A letter that turns out to be secret is taken back at once; it waits for nobody."""
        if page.accession is None:
            self._provisional(page)
        rewrite(page, letter, self._original(source), self._user, "")
        self._remember(page, letter)

    def _remember(self, page: CircularPage, letter: ParsedLetter) -> None:
        self._by_hash[page.text_hash] = page
        key = key_of(letter)
        if key:
            self._by_key[_named(key)] = page

    def _provisional(self, page: CircularPage) -> str:
        """Give the page a provisional accession number; its address."""
        self._accession += 1
        page.accession = self._accession
        return f"acc-{self._accession}"

    def _free_slug(self, wanted: str) -> str:
        """`wanted`, or with a counter where orders of two offices share number and year."""
        slug, n = wanted, 2
        while slug in self._slugs or (n > 2 and self._index.get_children().filter(slug=slug).exists()):
            slug, n = f"{wanted}-{n}", n + 1
        self._slugs.add(slug)
        return slug

    def _original(self, source: Received) -> Original:
        original = self._originals.get(source.sha256)
        if original is not None:
            return original
        original = Original(
            sha256=source.sha256,
            name=source.name.rpartition("/")[2][:255],
            size=len(source.data),
            encoding=source.encoding,
            unsure=source.unsure,
            letters=self._parts[source.sha256],
            received_by=self._user,
        )
        if self._keep_files:
            _keep(original, source)
        original.save()
        self._originals[source.sha256] = original
        return original


def _is_same(page: CircularPage, letter: ParsedLetter) -> bool:
    """Whether a letter of the page's number is that letter with other words, by its subject."""
    return not page.is_secret and (letter.subject or "") == page.subject


def _parts(letters: Sequence[tuple[Received, ParsedLetter]], hash_of: dict[int, str]) -> dict[str, int]:
    """How many letters each file holds, by its sum; words that belong to none count as one more."""
    texts: dict[str, set[str]] = {}
    rest: dict[str, int] = {}
    for source, letter in letters:
        texts.setdefault(source.sha256, set()).add(hash_of[id(letter)])
        left = rest.get(source.sha256, _signs(source.text))
        rest[source.sha256] = left - _signs(letter.text)
    return {sha: len(found) + (rest[sha] > 0) for sha, found in texts.items()}


def _signs(text: str) -> int:
    return sum(not sign.isspace() for sign in text)


def _keep(original: Original, source: Received) -> None:
    """Store the bytes. What an import left that was killed is taken up if it is whole, else written anew.

    Raises NotStored when the disk takes no more; nothing half-written is left.
    """
    storage, path = original.file.storage, original_path(original, source.sha256)
    try:
        if storage.exists(path):
            with storage.open(path) as held:
                whole = hashlib.sha256(held.read()).hexdigest() == source.sha256
            if whole:
                original.file.name = path
                return
            storage.delete(path)
        try:
            original.file.save(source.sha256, ContentFile(source.data), save=False)
        except OSError:
            storage.delete(path)
            raise
    except OSError as error:
        message = _("เก็บต้นฉบับของ “%s” ไม่ได้ พื้นที่เก็บแฟ้มอาจเต็มหรือเขียนไม่ได้ โปรดแก้ไขแล้วนำเข้าซ้ำ ระบบจะทำต่อจากที่ค้าง")
        raise NotStored(message % source.name) from error


Key = tuple[tuple[str, object], ...]


def _named(key: dict[str, Any]) -> Key:
    return tuple(sorted(key.items()))


def key_of_page(page: CircularPage) -> Key:
    """Names and values of the page's key, sorted by name."""
    names: tuple[str, ...]
    if page.prefix:
        names = ("prefix", "subagency", "unit_code", "mark", "running", "year_be")
    else:
        names = ("kind", "number", "issuer_name")
    parts = {name: getattr(page, name) for name in names}
    if "number" in parts:
        parts["number"] = page.effective_number
    return tuple(sorted(parts.items()))
