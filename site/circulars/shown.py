"""What readers had of a letter, what would change for them, and whether a note tells them so."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from circulars.letters.personal import masked
from circulars.models import CircularPage, Correction
from organisations.models import Organisation

CORRECTED = ("title", "issuer", "best_number", "best_date", "best_signatory_name")
"""What can be corrected: title, sender and the best readings. What the letter says is never rewritten."""

Changes = dict[str, list[str]]
"""Values before and after, by field, as `Correction.changes` has them."""


def plain(value: Any) -> str:
    """A value as a correction keeps it: days in ISO 8601, an organisation by its code."""
    if isinstance(value, Organisation):
        return value.code
    return value.isoformat() if isinstance(value, datetime.date) else str(value or "")


def values_of(page: CircularPage) -> dict[str, str]:
    """What readers of `page` get: the values that can be corrected, and the sum of the text."""
    values = {name: plain(getattr(page, name)) for name in CORRECTED}
    return {**values, "title": masked(values["title"]), "text_hash": page.text_hash}


def changes_between(held: CircularPage, draft: CircularPage) -> Changes:
    """What `draft` would change for readers of the letter that the registry holds as `held`.

    For a letter that was taken back, against what they had last; empty for one that was never public. Another
    text counts until a correction of its own has told of it.
    """
    before: Mapping[str, str] = values_of(held) if held.live else held.shown
    if not before:
        return {}
    after = values_of(draft)
    changes = {name: [before[name], after[name]] for name in CORRECTED if before[name] != after[name]}
    if before["text_hash"] != after["text_hash"] and not _is_told(held, draft):
        changes["text_hash"] = [before["text_hash"], after["text_hash"]]
    return changes


def note_missing(held: CircularPage, draft: CircularPage) -> str:
    """Why a letter that readers have, or had, may not become `draft`: they would not be told of the change.

    Empty where nothing registered changes, and where a correction says just that.
    """
    changes = changes_between(held, draft)
    if not changes or any(one.changes == changes for one in held.corrections.waiting()):
        return ""
    if held.live:
        return _(
            "หนังสือนี้เผยแพร่อยู่ การแก้ชื่อเรื่อง หน่วยงาน เลขที่ วันที่ หรือชื่อผู้ลงนาม ต้องมีบันทึกการแก้ไขที่ผู้อ่านเห็น "
            "โปรดแก้ที่หน้า “สถานะและความเชื่อมโยง” ของหนังสือ"
        )
    return _(
        "หนังสือนี้เคยเผยแพร่แล้ว และต่างไปจากที่ผู้อ่านเคยเห็น ต้องมีบันทึกการแก้ไขที่ผู้อ่านเห็นก่อนจึงเผยแพร่อีกได้ "
        "โปรดบันทึกที่หน้า “สถานะและความเชื่อมโยง” ของหนังสือ"
    )


def tell_readers(held: CircularPage, page: CircularPage, user: Any) -> None:
    """The letter was published as `page`: corrections that say what changed from `held` are made by now."""
    changes = changes_between(held, page)
    for one in held.corrections.waiting() if changes else ():
        if one.changes == changes:
            one.state = Correction.State.MADE
            if one.made_by != user or not held.live:
                one.decided_at, one.decided_by = timezone.now(), user
            one.save()


def _is_told(held: CircularPage, draft: CircularPage) -> bool:
    """Whether a correction has told of the draft's text."""
    told = held.corrections.made().filter(changes__has_key="raw_text").values_list("changes", flat=True)
    return any(changes["raw_text"][1] == draft.raw_text for changes in told)
