"""Values that many guides share (a telephone, a fee, a law): where each is used, and changing all.

A change is made to the newest draft of every guide, by the same door as an import, so that history, review
and permissions are those of any other edit.
"""

from __future__ import annotations

import copy
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.models import Role
from organisations.permissions import organisations_of
from search.thai import normalise
from search.thai.numerals import to_arabic
from services.editing import Changed, edit
from services.importing.streams import rows_of, stream
from services.models import ServicePage

FIELDS: dict[str, tuple[str, ...]] = {
    "criteria": ("",),
    "channels": ("name", "hours", "url", "phone", "downtime", "note"),
    "steps": ("detail", "responsible_unit"),
    "identity_documents": ("name", "issuer", "condition", "note"),
    "other_documents": ("name", "issuer", "condition", "note"),
    "fees": ("item", "amount", "unit", "note"),
    "forms": ("name", "url"),
    "legal_basis": ("title", "sections", "url"),
    "complaint_channels": ("name", "phone", "url"),
}
"""Where values stand: the keys of the rows of each StreamField; "" where a row is the text itself."""

KINDS = {
    "phone": gettext_lazy("โทรศัพท์"),
    "url": gettext_lazy("ที่อยู่เว็บ"),
    "fee": gettext_lazy("ค่าธรรมเนียม"),
    "law": gettext_lazy("กฎหมาย"),
    "document": gettext_lazy("ชื่อเอกสาร"),
}
"""Kinds of values that are worth keeping the same everywhere."""

LISTED = 200
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Shared:
    """A value and how many guides have it."""

    kind: str
    text: str
    guides: int

    @property
    def label(self) -> str:
        return str(KINDS[self.kind])


@dataclass(frozen=True, slots=True)
class Use:
    """A value in a row of a guide: before and, where it is to be changed, after."""

    field: str
    row: int
    key: str
    before: str
    after: str

    @property
    def place(self) -> str:
        field = ServicePage._meta.get_field(self.field)
        return _("%(part)s รายการที่ %(number)s") % {"part": field.verbose_name, "number": self.row}


@dataclass(frozen=True, slots=True)
class Used:
    """A guide in which a value stands. `revision` is its newest when it was read; 0 where it has none."""

    page: ServicePage
    uses: list[Use]
    revision: int


def writable(user: Any) -> QuerySet[ServicePage]:
    """The guides that the user may change: of the organisations that they write for, all for a superuser."""
    guides = ServicePage.objects.select_related("organisation").order_by("sort_key", "pk")
    if user.is_superuser:
        return guides
    return guides.filter(organisation__in=organisations_of(user, Role.EDITOR, Role.REVIEWER))


def shared(guides: Iterable[ServicePage]) -> list[Shared]:
    """The values that two or more of the guides have, the most used first."""
    have: dict[tuple[str, str], set[int]] = defaultdict(set)
    for page in guides:
        for kind, text in _values(page):
            have[kind, text].add(page.pk)
    counts = Counter({key: len(pages) for key, pages in have.items() if len(pages) > 1})
    return [Shared(kind, text, number) for (kind, text), number in counts.most_common(LISTED)]


def _values(page: ServicePage) -> Iterator[tuple[str, str]]:
    for field in ("channels", "complaint_channels"):
        for row in _raw(page, field):
            yield from ((key, row[key].strip()) for key in ("phone", "url") if row.get(key))
    for row in _raw(page, "fees"):
        if row.get("amount"):
            yield (
                "fee",
                f"{row.get('item', '').strip()}: {_plain(row['amount'])} {row.get('unit', '')}".strip(),
            )
    for row in _raw(page, "legal_basis"):
        if row.get("title"):
            yield "law", row["title"].strip()
    for field in ("identity_documents", "other_documents"):
        yield from (("document", row["name"].strip()) for row in _raw(page, field) if row.get("name"))


def _raw(page: ServicePage, field: str) -> Iterator[dict[str, Any]]:
    """The stored rows of a field, without making blocks of them."""
    yield from (child["value"] for child in getattr(page, field).raw_data if isinstance(child["value"], dict))


def _plain(amount: Any) -> str:
    text = str(amount)
    return text.rstrip("0").rstrip(".") if "." in text else text


def search_of(text: str) -> tuple[str, str]:
    """What to look for, from a value as it is listed: fees are looked for by item and amount."""
    item, _colon, rest = text.partition(": ")
    amount = rest.split(" ", 1)[0]
    return (item, amount) if rest and amount.replace(".", "").isdigit() else (text, "")


def uses(
    guides: Iterable[ServicePage], find: str, replace: str | None = None, kind: str = ""
) -> Iterator[Used]:
    """The guides, in their newest drafts, in which a value stands, each with the places.

    Text is found whatever digits and invisible characters it is written with; a number of a fee only as the
    whole amount. With `kind` "fee", `find` is "item: amount unit" and only the amount changes.
    """
    wanted = normalise(find)
    if len(wanted.strip()) < SHORTEST:
        return
    for stored in guides:
        page = stored.get_latest_revision_as_object()
        found = list(_uses(page, find, wanted, replace, kind))
        if found:
            yield Used(page, found, stored.latest_revision_id or 0)


def _uses(page: ServicePage, find: str, wanted: str, replace: str | None, kind: str) -> Iterator[Use]:
    item, amount = search_of(find) if kind == "fee" else ("", "")
    for field, keys in FIELDS.items():
        if kind == "fee" and field != "fees":
            continue
        for number, row in enumerate(rows_of(page, field), 1):
            for key in keys:
                value = row if key == "" else row.get(key)
                text = "" if value is None else str(value)
                if kind == "fee":
                    if key == "amount" and row["item"].strip() == item and _plain(text) == amount:
                        yield Use(
                            field, number, key, _plain(text), _plain(text) if replace is None else replace
                        )
                elif key != "amount" and wanted in normalise(text):
                    yield Use(
                        field, number, key, text, text if replace is None else _replaced(text, find, replace)
                    )


def _replaced(text: str, find: str, replace: str) -> str:
    """The text with the value replaced; as a whole where only another spelling of it stands there."""
    if find in text:
        return text.replace(find, replace)
    return replace if normalise(text) == normalise(find) else text


def change(
    guides: Iterable[ServicePage],
    seen: dict[int, int],
    find: str,
    replace: str,
    kind: str,
    user: AbstractUser,
) -> list[Changed]:
    """Replace a value in each guide that `seen` names by number with the revision that the user was shown."""

    def mend(page: ServicePage) -> None:
        _write(page, list(_uses(page, find, normalise(find), replace, kind)))

    return [edit(page.pk, mend, user, seen[page.pk]) for page in guides if page.pk in seen]


def _amount(text: str) -> str:
    """An amount as it is stored. Raises ValidationError where it is none."""
    plain = to_arabic(text).replace(",", "").strip()
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite():
        raise ValidationError(_("“%s” ไม่ใช่จำนวน") % text)
    return plain


def _write(page: ServicePage, changes: list[Use]) -> None:
    fields: dict[str, list[Any]] = {}
    for use in changes:
        rows = fields.setdefault(use.field, copy.deepcopy(rows_of(page, use.field)))
        if use.key == "":
            rows[use.row - 1] = use.after
        else:
            rows[use.row - 1][use.key] = _amount(use.after) if use.key == "amount" else use.after
    for field, rows in fields.items():
        setattr(page, field, stream(page, field, rows))
