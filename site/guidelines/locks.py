"""What the newest edition of the model locks in adaptations that still rest on an older one.

Words that an organisation had when the lock came stay as they are until it takes the edition over. New words
do not get into such a section, and words that were never public do not become so.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import Subquery
from django.utils.translation import gettext as _
from wagtail.models import Revision

from core.templatetags.thai import thai_date
from guidelines.models.section import Mode, body_of, stream_values

if TYPE_CHECKING:
    from guidelines.models import AdaptationPage, EditionSection, SectionDecision

Words = tuple[str, str, bool, list[tuple[str, Any]]]
"""What of a decision readers see: choice, heading, whether it was let go, and the blocks of its text."""


def newest_locks(guideline: int) -> dict[str, EditionSection]:
    """The sections that the newest standing edition of a guideline (its primary key) locks, by section id.

    An edition is there from its publication on, and one that was withdrawn locks nothing. One query.
    """
    from guidelines.models import EditionSection, GuidelineEdition

    newest = GuidelineEdition.objects.filter(guideline=guideline, withdrawal=None).order_by("-number")
    locked = EditionSection.objects.filter(edition=Subquery(newest.values("pk")[:1]), mode=Mode.LOCKED)
    return {each.section_id: each for each in locked.select_related("edition")}


def in_force_since(lock: EditionSection) -> datetime.datetime:
    """When a lock of the newest standing edition came into force.

    That is with the first of the standing editions that have had it ever since or, where an edition without
    it was withdrawn after that, with the withdrawal.
    """
    from guidelines.models import EditionSection, GuidelineEdition

    locking = set(
        EditionSection.objects.filter(
            edition__guideline=lock.edition.guideline_id, section_id=lock.section_id, mode=Mode.LOCKED
        ).values_list("edition", flat=True)
    )
    editions = GuidelineEdition.objects.filter(guideline=lock.edition.guideline_id)
    since, withdrawn = lock.edition.published_at, []
    for edition in editions.select_related("withdrawal").order_by("-number"):
        if hasattr(edition, "withdrawal"):
            if edition.pk not in locking:
                withdrawn.append(edition.withdrawal.withdrawn_at)
        elif edition.pk in locking:
            since = max([edition.published_at, *withdrawn])
        else:
            break
    return since


def allows(lock: EditionSection, choice: str) -> bool:
    """Whether a locked section may be decided so, whatever stood there before."""
    from guidelines.models.adaptation import Choice

    return choice == Choice.INHERITED or (choice == Choice.SUPPLEMENTED and lock.allow_supplement)


def what_to_do(lock: EditionSection) -> str:
    """Why new words are refused, since when, and what to do instead: one or two Thai sentences."""
    said = _(
        "ต้นแบบฉบับที่ %(number)s ซึ่งเป็นฉบับล่าสุด ห้ามแก้ไขถ้อยคำหมวดนี้ตั้งแต่ %(since)s จึงเขียนข้อความใหม่ไม่ได้ "
        "โปรดคงหมวดนี้ไว้ตามเดิม หรือรับฉบับที่ %(number)s ที่หน้า “การเปลี่ยนแปลงจากต้นแบบ”"
    ) % {"number": lock.edition.number, "since": thai_date(in_force_since(lock))}
    return f"{said} {_or_supplement(lock)}".strip()


def _why_not_public(lock: EditionSection) -> str:
    said = _(
        "ต้นแบบฉบับที่ %(number)s ซึ่งเป็นฉบับล่าสุด ห้ามแก้ไขถ้อยคำหมวดนี้ตั้งแต่ %(since)s แต่ข้อความของหน่วยงานในร่างนี้"
        "ไม่ใช่ข้อความที่เผยแพร่อยู่ จึงเผยแพร่ไม่ได้ โปรดรับฉบับที่ %(number)s ที่หน้า “การเปลี่ยนแปลงจากต้นแบบ” "
        "หากร่างอยู่ระหว่างการสอบทาน ให้ผู้สอบทานส่งกลับก่อน ข้อความในร่างยังอ่านได้จากประวัติการแก้ไข"
    ) % {"number": lock.edition.number, "since": thai_date(in_force_since(lock))}
    return f"{said} {_or_supplement(lock)}".strip()


def _or_supplement(lock: EditionSection) -> str:
    if not lock.allow_supplement:
        return ""
    return _("หมวดนี้เขียนเพิ่มต่อท้ายได้ โดยเลือก “ใช้ตามต้นแบบและเพิ่มเติม”")


def problems_of_locks(
    adaptation: AdaptationPage,
    decisions: Iterable[SectionDecision],
    pinned: Mapping[tuple[int, str], EditionSection],
    goes_public: bool,
) -> list[str]:
    """Why decisions of a draft are not allowed by the newest edition, one Thai text for each.

    `pinned` are the sections that they rest on, by edition and section id; what those lock is not told here.
    With `goes_public` only what readers see today is an organisation's own from before.
    """
    locks = newest_locks(adaptation.guideline_id)
    kept: list[dict[str, Words]] | None = None
    found = []
    for decision in decisions:
        lock = locks.get(decision.section_id)
        if lock is None or decision.removed_in_id or allows(lock, decision.choice):
            continue
        base = pinned.get((decision.edition_id or adaptation.edition_id, decision.section_id))
        if base is not None and base.is_locked and not allows(base, decision.choice):
            continue
        if kept is None:
            kept = [_stored(adaptation.pk, only_live=goes_public)]
        before = [*kept, *([] if goes_public else _drafts(adaptation.pk, lock))]
        if words_of(decision) not in [each.get(decision.section_id) for each in before]:
            why = _why_not_public(lock) if goes_public else what_to_do(lock)
            found.append(f"{decision.section_id}: {why}")
    return found


def problems_of_row(decision: SectionDecision) -> list[str]:
    """The same about one decision that is written by itself: it is public where its page is."""
    from guidelines.models import AdaptationPage
    from guidelines.models.adaptation import Choice

    if decision.choice == Choice.INHERITED:
        return []
    page = AdaptationPage.objects.filter(pk=decision.page_id).only("guideline", "edition", "live").first()
    if page is None:
        return []
    section = decision.model_section()
    pinned = {(section.edition_id, section.section_id): section} if section is not None else {}
    found = problems_of_locks(page, [decision], pinned, goes_public=False)
    stored = _stored(page.pk).get(decision.section_id)
    if found or not page.live or stored == words_of(decision):
        return found
    return problems_of_locks(page, [decision], pinned, goes_public=True)


def is_stored(decision: SectionDecision) -> bool:
    """Whether its page already has a row for the section."""
    return decision.section_id in _stored(decision.page_id)


def words_of(decision: SectionDecision) -> Words:
    body = stream_values(decision.body)
    return decision.choice, decision.heading, decision.removed_in_id is not None, body


def _stored(page: int | None, only_live: bool = False) -> dict[str, Words]:
    """What the rows of a page say, by section id: what was last public. With `only_live`, nothing where the
    page is not public now."""
    from guidelines.models import SectionDecision

    rows = SectionDecision.objects.filter(page=page)
    if only_live:
        rows = rows.filter(page__live=True)
    return {row.section_id: words_of(row) for row in rows}


def _drafts(page: int | None, lock: EditionSection) -> list[dict[str, Words]]:
    """What the newest draft says, and what the draft said when the lock came."""
    if page is None:
        return []
    from guidelines.models import AdaptationPage

    revisions = Revision.page_revisions.for_instance(AdaptationPage(pk=page)).order_by("-pk")
    then = revisions.filter(created_at__lte=in_force_since(lock))
    chosen = {revision.pk: revision for revision in (revisions.first(), then.first()) if revision}
    return [
        {row["section_id"]: _words_in(row) for row in revision.content.get("decisions", [])}
        for revision in chosen.values()
    ]


def _words_in(row: Mapping[str, Any]) -> Words:
    """From a row of a revision's content."""
    body = stream_values(body_of(json.loads(row["body"] or "[]")))
    return row["choice"], row["heading"], bool(row.get("removed_in")), body
