"""Guides from a file that an editor brings: looked at first, then saved, each guide whole or not at all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from services.duplicates import Titles
from services.importing import RecordError, json_faults, save_service, sheets, workbook
from services.importing.export import service_record
from services.importing.known import Known
from services.importing.records import Record
from services.models import ServicePage

MOST_BYTES = 5 * 1024 * 1024
MOST_GUIDES = 200
MOST_TWINS = 3

ACTION_LABELS = {
    "created": gettext_lazy("คู่มือใหม่"),
    "updated": gettext_lazy("แก้ไข"),
    "unchanged": gettext_lazy("เหมือนเดิม"),
    "refused": gettext_lazy("รับไม่ได้"),
}
PART_LABELS = {
    **sheets.LABELS,
    "channels": gettext_lazy("ช่องทางการให้บริการ"),
    "steps": gettext_lazy("ขั้นตอน"),
    "total_duration": gettext_lazy("ระยะเวลารวม"),
    "documents": gettext_lazy("เอกสารที่ต้องใช้"),
    "fees": gettext_lazy("ค่าธรรมเนียม"),
    "forms": gettext_lazy("แบบฟอร์ม"),
    "legal_basis": gettext_lazy("กฎหมายที่เกี่ยวข้อง"),
    "complaint_channels": gettext_lazy("ช่องทางร้องเรียน"),
    "joint_service": gettext_lazy("ระดับการให้บริการร่วม"),
    "identity_from_government": gettext_lazy("เอกสารที่ทางราชการออกให้"),
    "other": gettext_lazy("เอกสารอื่น"),
    "none": gettext_lazy("ไม่ต้องใช้เอกสาร"),
    "sample": gettext_lazy("ข้อมูลตัวอย่าง"),
    "allows_local": gettext_lazy("คู่มือกลางที่ท้องถิ่นเติมได้"),
    "unverified": gettext_lazy("ส่วนที่ยังไม่ได้ตรวจสอบ"),
    "fees.unverified": gettext_lazy("ยังไม่ได้ตรวจสอบกับหน่วยงาน"),
    "duration": gettext_lazy("ระยะเวลา"),
    "value": gettext_lazy("จำนวน"),
    "level": gettext_lazy("ระดับ"),
    "verification": gettext_lazy("แหล่งตรวจสอบ"),
}


FIELD_PATH = re.compile(r"([a-z_]+(?:\[\d+\])?(?:\.[a-z_]+(?:\[\d+\])?)*):")
"""Where a reason begins with a part of the record, e.g. "fees[1].amount:"."""


NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
"""An escape for the character NUL in the text of a JSON file, which PostgreSQL does not store."""


class FileError(ValueError):
    """A file that no guide can be read from; `reasons` say in Thai, a line each, why and what to do."""

    def __init__(self, *reasons: str) -> None:
        self.reasons = list(reasons)
        super().__init__("\n".join(reasons))


class TooMany(FileError):
    """A file with more guides than are looked at in one go."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A part of a guide that a file changes (ส่วนที่เปลี่ยน): what stood there, what will; lines of text."""

    part: str
    before: list[str]
    after: list[str]

    @property
    def label(self) -> str:
        return str(PART_LABELS.get(self.part, self.part))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of a record (ผลของระเบียนหนึ่ง).

    action     created, updated, unchanged or refused
    revision   the guide's newest revision when it was looked at; 0 for a new one
    has_draft  whether a draft that is not public would be replaced
    public     whether the change is public at once; otherwise it waits as a draft
    twins      titles of guides that a new one may repeat
    """

    name: str
    title: str
    action: str
    reasons: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    revision: int = 0
    has_draft: bool = False
    public: bool = False
    page: ServicePage | None = None
    twins: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        return str(ACTION_LABELS[self.action])

    @property
    def shown_differences(self) -> list[Difference]:
        return self.differences


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may hold: bytes, bytes once unpacked, rows of a sheet, guides."""

    bytes: int
    unpacked: int
    rows: int
    guides: int


AT_ONCE = Limits(MOST_BYTES, workbook.MOST_BYTES, workbook.MOST_ROWS, MOST_GUIDES)
"""What the request itself looks at while the editor waits."""
IN_BATCHES = Limits(25 * 1024 * 1024, 150 * 1024 * 1024, 100_000, 10_000)
"""What the worker looks at, see `services.batches`."""


def check_kind(name: str, size: int, limits: Limits) -> str:
    """The ending of a file's name. Raises FileError for another kind of file and for one too large."""
    kind = PurePath(name).suffix.lower()
    if kind not in (".json", ".xlsx"):
        raise FileError(_("รับเฉพาะแฟ้ม .xlsx และ .json ที่มีรูปแบบเดียวกับแฟ้มที่ส่งออกจากระบบ"))
    if size > limits.bytes:
        raise FileError(_("แฟ้มใหญ่เกิน %d เมกะไบต์ แบ่งเป็นหลายแฟ้ม") % (limits.bytes // 1024 // 1024))
    return kind


def read_file(name: str, data: bytes, limits: Limits = AT_ONCE) -> workbook.Read:
    """The records of a file, JSON or XLSX by the ending of its name. Raises FileError."""
    if check_kind(name, len(data), limits) == ".json":
        contents = workbook.Read(_from_json(data))
    else:
        try:
            contents = workbook.read(data, limits.unpacked, limits.rows)
        except workbook.WorkbookError as error:
            raise FileError(*error.reasons) from error
    if not contents.records and not contents.strays:
        raise FileError(_("ไม่พบคู่มือในแฟ้ม"))
    if len(contents.records) > limits.guides:
        raise TooMany(
            _("แฟ้มมีคู่มือ %(count)d เรื่อง รับได้ครั้งละไม่เกิน %(most)d เรื่อง แบ่งเป็นหลายแฟ้ม")
            % {"count": len(contents.records), "most": limits.guides}
        )
    return _without_doubles(contents)


def _without_doubles(contents: workbook.Read) -> workbook.Read:
    """The contents without guides whose code stands twice: nobody can say which of them is meant."""
    places = contents.rows or [_("รายการที่ %d ในแฟ้ม") % n for n, _one in enumerate(contents.records, 1)]
    where: dict[str, list[int]] = {}
    for number, record in enumerate(contents.records):
        if isinstance(record, dict) and (code := " ".join(str(record.get("id") or "").split())):
            where.setdefault(code, []).append(number)
    doubles = {code: numbers for code, numbers in where.items() if len(numbers) > 1}
    gone = {number for numbers in doubles.values() for number in numbers}
    for code, numbers in doubles.items():
        for number in numbers:
            others = ", ".join(places[other] for other in numbers if other != number)
            told = {"place": places[number], "code": code, "others": others}
            reason = _("%(place)s: รหัสคู่มือ “%(code)s” ซ้ำกับ%(others)s จึงไม่รับทั้งหมด ให้เหลือรายการเดียวหรือแก้รหัส")
            contents.strays.append((code, reason % told))
    contents.records = [each for number, each in enumerate(contents.records) if number not in gone]
    return contents


def _from_json(data: bytes) -> list[Record]:
    try:
        text = data.decode("utf-8-sig")
        found = json.loads(text)
    except UnicodeDecodeError as error:
        raise FileError(_("แฟ้ม JSON ต้องเข้ารหัสแบบ UTF-8")) from error
    except (ValueError, RecursionError) as error:
        raise FileError(json_faults.fault(text, error)) from error
    if NUL.search(text) or not _is_unicode(found):
        raise FileError(_("แฟ้มมีอักขระที่เก็บไม่ได้ เช่น \\u0000 ลบอักขระนั้นแล้วนำเข้าใหม่"))
    if not isinstance(found, list):
        raise FileError(_("แฟ้ม JSON ต้องเป็นรายการของคู่มือ คือเริ่มด้วย [ และจบด้วย ]"))
    return found


def _is_unicode(found: Any) -> bool:
    """Whether no text in it is half a surrogate pair, which JSON can write and nothing can store."""
    try:
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def preview(contents: workbook.Read, user: AbstractUser) -> list[Outcome]:
    """What saving would do, found by asking each guide all that saving would ask; nothing is kept."""
    titles, known = Titles(user), Known()
    outcomes = [
        take(record, contents, user, keep=False, titles=titles, known=known) for record in contents.records
    ]
    return [*outcomes, *strays(contents)]


def strays(contents: workbook.Read) -> list[Outcome]:
    """Rows that belong to no guide, each refused."""
    return [Outcome(name, "", "refused", [reason]) for name, reason in contents.strays]


def save(
    records: Iterable[Record], seen: Mapping[str, int], user: AbstractUser, untouched: Iterable[str] = ()
) -> list[Outcome]:
    """Save each guide whole or not at all.

    `seen` has for each guide the newest revision that the preview showed: a guide that somebody
    changed meanwhile is refused, so that nobody's words are overwritten unseen. `untouched` as in
    `workbook.Read`.
    """
    contents, known = workbook.Read(list(records), untouched=list(untouched)), Known()
    return [take(record, contents, user, keep=True, seen=seen, known=known) for record in contents.records]


def take(
    record: Record,
    contents: workbook.Read,
    user: AbstractUser,
    *,
    keep: bool,
    seen: Mapping[str, int] | None = None,
    titles: Titles | None = None,
    known: Known | None = None,
) -> Outcome:
    """Save one guide whole or not at all, or with `keep` false find out what saving it would do.

    `titles` are those with which a new guide is compared; the new one is added to them. `known` is what
    guides of the same transaction asked for.
    """
    name = str(record.get("id", "?")) if isinstance(record, dict) else "?"
    title = str(record.get("title", "")) if isinstance(record, dict) else ""
    with transaction.atomic():
        page = ServicePage.objects.select_for_update().filter(slug=name).first()
        revision = (page.latest_revision_id or 0) if page else 0
        if seen is not None and revision != seen.get(name, 0):
            return Outcome(
                name, title, "refused", [_("มีผู้แก้ไขคู่มือนี้หลังจากท่านดูตัวอย่าง นำแฟ้มเข้าใหม่เพื่อดูความแตกต่างล่าสุด")]
            )
        known = known or Known()
        known.note(name, page)
        before = service_record(page) if page else {}
        had_draft = bool(page and page.live and page.has_unpublished_changes)
        try:
            whole = contents.completed(record, before) if isinstance(record, dict) else record
            saved = save_service(whole, user, known, keep=keep)
        except RecordError as error:
            reasons = [_in_words(contents.located(error.name, reason)) for reason in error.reasons]
            return Outcome(name, title, "refused", reasons)
        changes = saved.action == "updated"
        after = service_record(saved.instance) if changes else {}
        if not keep:
            transaction.set_rollback(True)
    twins: list[str] = []
    if titles is not None and saved.action == "created":
        twins = [each.title for each in titles.like(saved.instance.title, {name})][:MOST_TWINS]
        titles.add_new(saved.instance)
    return Outcome(
        name,
        title,
        saved.action,
        differences=_differences(before, after) if changes else [],
        revision=revision,
        has_draft=had_draft and changes,
        public=saved.instance.live and not saved.instance.has_unpublished_changes,
        page=saved.instance if keep else page,
        twins=twins,
    )


def parts_named(paths: Iterable[str]) -> list[str]:
    """What editors call the parts of a guide that a file does not speak of, see `workbook.Read.untouched`."""
    return [str(PART_LABELS.get(path) or PART_LABELS[path.rpartition(".")[2]]) for path in paths]


def _in_words(reason: str) -> str:
    """A reason in which the parts of the record are called what editors call them."""
    match = FIELD_PATH.match(reason)
    if match is None:
        return reason
    return " ".join(map(_part_name, match[1].split("."))) + ":" + reason[match.end() :]


def _part_name(key: str) -> str:
    name, _bracket, number = key.rstrip("]").partition("[")
    label = str(PART_LABELS.get(name, name))
    return _("%(part)s รายการที่ %(number)s") % {"part": label, "number": number} if number else label


def _differences(before: Record, after: Record) -> list[Difference]:
    parts = dict.fromkeys([*before, *after])
    return [
        Difference(part, _shown(before.get(part), part), _shown(after.get(part), part))
        for part in parts
        if before.get(part) != after.get(part)
    ]


def _shown(value: Any, path: str) -> list[str]:
    """A part of a record as lines that people read: what is chosen by its name, not by its code."""
    match value:
        case None:
            return []
        case bool():
            return [_("ใช่") if value else _("ไม่ใช่")]
        case dict():
            return [
                f"{PART_LABELS.get(f'{path}.{key}') or PART_LABELS.get(key, key)}: {line}"
                for key, part in value.items()
                for line in _shown(part, f"{path}.{key}")
            ]
        case list():
            return [" · ".join(_shown(item, path)) for item in value]
    return [str(sheets.CODED.get(path, {}).get(value, value))]
