"""What happened between a guideline and one organisation, by date: from the sending to the last report."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import PageLogEntry, Revision

from core.access import is_public
from core.templatetags.thai import thai_date
from guidelines.followup.models import Reminder, RoundMember
from guidelines.history import history_of
from guidelines.models import (
    AdaptationObligation,
    AdaptationPage,
    GuidelinePage,
    Recipient,
    UpstreamDecision,
)
from guidelines.models.upstream import UpstreamAction
from guidelines.notifying import Told
from organisations.models import Organisation, ReviewBypass, SentNotice
from organisations.told import in_words


class Kind(TextChoices):
    """What sort of event it is (ประเภทเหตุการณ์)."""

    SENT = "sent", gettext_lazy("ส่งแนวทาง")
    MODEL = "model", gettext_lazy("ต้นแบบ")
    DUE = "due", gettext_lazy("กำหนดเวลา")
    DRAFT = "draft", gettext_lazy("ฉบับร่าง")
    REVIEW = "review", gettext_lazy("สอบทาน")
    PUBLISHED = "published", gettext_lazy("เผยแพร่")
    UPSTREAM = "upstream", gettext_lazy("ตัดสินใจต่อต้นแบบ")
    FORCED = "forced", gettext_lazy("ข้ามการสอบทาน")
    ROUND = "round", gettext_lazy("รอบการติดตาม")
    REPORTED = "reported", gettext_lazy("ส่งรายงาน")
    REMINDED = "reminded", gettext_lazy("เตือน")
    NOTIFIED = "notified", gettext_lazy("แจ้งทางอีเมล")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, or is due, on a day.

    at     when; of a due date the end of its day
    person who did it, as people read it; empty where nobody did or is known
    late   in words, how late it was or is; empty where it was in time
    round  the round that it belongs to
    """

    at: datetime.datetime
    kind: Kind
    text: str
    person: str = ""
    late: str = ""
    round: int | None = None

    @property
    def is_to_come(self) -> bool:
        return timezone.localdate(self.at) > timezone.localdate() or (
            self.kind == Kind.DUE and timezone.localdate(self.at) == timezone.localdate()
        )


REVIEWED = {
    "wagtail.unpublish": (Kind.PUBLISHED, gettext_lazy("เลิกเผยแพร่")),
    "wagtail.workflow.start": (Kind.REVIEW, gettext_lazy("ส่งให้สอบทาน")),
    "wagtail.workflow.approve": (Kind.REVIEW, gettext_lazy("ผู้สอบทานอนุมัติ")),
    "wagtail.workflow.reject": (Kind.REVIEW, gettext_lazy("ส่งกลับให้แก้ไข")),
    "wagtail.workflow.cancel": (Kind.REVIEW, gettext_lazy("ยกเลิกการสอบทาน")),
}


def timeline(guideline: GuidelinePage, organisation: Organisation) -> list[Event]:
    """Every event, oldest first, due dates to come at the end. A constant number of queries."""
    page = AdaptationPage.objects.filter(guideline=guideline, organisation=organisation).first()
    events = [*_sent(guideline, organisation), *_model(guideline), *_rounds(guideline, organisation)]
    events += _notices(guideline, organisation, page)
    published: list[datetime.datetime] = []
    if page is not None:
        events += _work(page, published)
        events += [*_decisions(page), *_forced(page)]
        if page.first_published_at is not None:
            published.append(page.first_published_at)
    events += _due(guideline, organisation, min(published, default=None))
    return sorted(events, key=lambda event: event.at)


def _sent(guideline: GuidelinePage, organisation: Organisation) -> Iterator[Event]:
    sent = Recipient.objects.filter(sending__guideline=guideline, organisation=organisation)
    sent = sent.annotate(letter_is_public=is_public("sending__circular"))
    for each in sent.select_related("sending__circular", "sending__sent_by"):
        text = _("ส่งแนวทางให้หน่วยงาน: %(outcome)s") % {"outcome": each.get_outcome_display()}
        if (letter := each.sending.circular) is not None and each.letter_is_public:
            text = _("%(text)s ตาม%(letter)s") % {"text": text, "letter": letter.title}
        yield Event(each.sending.created_at, Kind.SENT, text, _name(each.sending.sent_by))
        if each.mailed_at is not None:
            text = _with_told(_("แจ้งว่าได้รับแนวทาง"), in_words(each.told, each.mails))
            yield Event(each.mailed_at, Kind.NOTIFIED, text)


NOTICES = {
    Told.COMMENT: gettext_lazy("แจ้งความเห็นใหม่ในหมวด %(section)s"),
    "review-waiting": gettext_lazy("แจ้งผู้สอบทานว่ามีฉบับร่างรอสอบทาน"),
    "review-approved": gettext_lazy("แจ้งผู้เขียนว่าฉบับร่างได้รับอนุมัติ"),
    "bypass-waiting": gettext_lazy("เตือนผู้สอบทานให้รับรองการเผยแพร่โดยไม่ผ่านผู้สอบทาน"),
    "review-sent-back": gettext_lazy("แจ้งผู้เขียนว่าฉบับร่างถูกส่งกลับให้แก้ไข"),
}


def _notices(
    guideline: GuidelinePage, organisation: Organisation, page: AdaptationPage | None
) -> Iterator[Event]:
    """What the organisation was written to about the guideline or its draft, each time."""
    pages = [each.pk for each in (guideline, page) if each is not None]
    for each in SentNotice.objects.filter(organisation=organisation, page__in=pages):
        kind = Kind.NOTIFIED
        if each.kind == Told.DUE:
            kind = Kind.REMINDED
            text = _("เตือนให้ปรับใช้แนวทาง")
            if due := each.about.get("due"):
                day = thai_date(datetime.date.fromisoformat(due), "short")
                text = _("เตือนให้ปรับใช้แนวทาง ครบกำหนด %(day)s") % {"day": day}
        elif each.kind in NOTICES:
            text = str(NOTICES[each.kind]) % each.about
        else:
            continue
        yield Event(each.sent_at, kind, _with_told(text, in_words(each.told)))


def _with_told(text: str, told: str) -> str:
    return f"{text} ({told})" if told else text


def _model(guideline: GuidelinePage) -> Iterator[Event]:
    history = history_of(guideline)
    for edition in [*history.standing, *history.withdrawn]:
        text = _("ต้นแบบฉบับที่ %(number)s เผยแพร่") % {"number": edition.number}
        yield Event(edition.published_at, Kind.MODEL, text)
    for edition in history.withdrawn:
        text = _("ต้นแบบฉบับที่ %(number)s ถูกถอน") % {"number": edition.number}
        yield Event(edition.withdrawal.withdrawn_at, Kind.MODEL, text)


def _due(
    guideline: GuidelinePage, organisation: Organisation, published: datetime.datetime | None
) -> Iterator[Event]:
    duty = AdaptationObligation.objects.filter(guideline=guideline, organisation=organisation).first()
    if duty is not None and duty.due is not None:
        yield Event(_end(duty.due), Kind.DUE, _("กำหนดปรับใช้แนวทางให้แล้วเสร็จ"), late=_late(duty.due, published))


def _work(page: AdaptationPage, published: list[datetime.datetime]) -> Iterator[Event]:
    """Drafts, day by day, reviews and publications; notes in `published` when it went public."""
    revisions = list(
        Revision.objects.for_instance(page)
        .order_by("created_at", "pk")
        .values_list("pk", "created_at", "content__edition")
    )
    numbers = dict(page.guideline.editions.values_list("pk", "number"))
    edition_of = {pk: numbers.get(edition, "?") for pk, _at, edition in revisions}
    days: dict[tuple[datetime.date, Any], list[datetime.datetime]] = {}
    for pk, at, _edition in revisions:
        days.setdefault((timezone.localdate(at), edition_of[pk]), []).append(at)
    for place, ((_day, edition), times) in enumerate(days.items()):
        n = len(times)
        if place == 0:
            yield Event(times[0], Kind.DRAFT, _("เริ่มฉบับร่างจากต้นแบบฉบับที่ %(number)s") % {"number": edition})
            n -= 1
        if n:
            text = ngettext(
                "บันทึกฉบับร่าง %(n)s ครั้ง ตามต้นแบบฉบับที่ %(number)s",
                "บันทึกฉบับร่าง %(n)s ครั้ง ตามต้นแบบฉบับที่ %(number)s",
                n,
            )
            yield Event(times[-1], Kind.DRAFT, text % {"n": n, "number": edition})
    entries = PageLogEntry.objects.filter(page=page, action__in=["wagtail.publish", *REVIEWED])
    for entry in entries.select_related("user"):
        if entry.action != "wagtail.publish":
            kind, words = REVIEWED[entry.action]
            yield Event(entry.timestamp, kind, str(words), _name(entry.user))
            continue
        published.append(entry.timestamp)
        number = edition_of.get(entry.revision_id)
        text = _("เผยแพร่แนวทางฉบับปรับใช้")
        if number is not None:
            text = _("เผยแพร่แนวทางฉบับปรับใช้ ตามต้นแบบฉบับที่ %(number)s") % {"number": number}
        yield Event(entry.timestamp, Kind.PUBLISHED, text, _name(entry.user))


def _decisions(page: AdaptationPage) -> Iterator[Event]:
    """What was decided about an edition of the model, by edition, person and day."""
    found: dict[tuple[Any, ...], list[UpstreamDecision]] = {}
    for each in page.upstream_decisions.select_related("target", "user").order_by("at", "pk"):
        found.setdefault((timezone.localdate(each.at), each.target.number, each.user_id), []).append(each)
        if each.undone_at is not None:
            text = _("เลิกทำการตัดสินใจต่อต้นแบบฉบับที่ %(number)s หมวด %(section)s")
            text %= {"number": each.target.number, "section": each.section_id}
            yield Event(each.undone_at, Kind.UPSTREAM, text)
    for (_day, number, _user), decided in found.items():
        counted = Counter(each.action for each in decided)
        parts = [
            ngettext("%(action)s %(n)s หมวด", "%(action)s %(n)s หมวด", counted[action])
            % {"action": action.label, "n": counted[action]}
            for action in UpstreamAction
            if counted[action]
        ]
        text = _("ตัดสินใจต่อต้นแบบฉบับที่ %(number)s: %(parts)s") % {
            "number": number,
            "parts": ", ".join(parts),
        }
        yield Event(decided[-1].at, Kind.UPSTREAM, text, _name(decided[-1].user))


def _forced(page: AdaptationPage) -> Iterator[Event]:
    bypasses = ReviewBypass.objects.filter(page=page.pk).select_related("user", "confirmed_by")
    for each in bypasses:
        waiting = "" if each.confirmed_at else _("ยังไม่มีผู้รับรองภายหลัง")
        yield Event(each.created_at, Kind.FORCED, each.get_kind_display(), _name(each.user), waiting)
        if each.confirmed_at is not None:
            yield Event(each.confirmed_at, Kind.FORCED, _("มีผู้รับรองภายหลังแล้ว"), _name(each.confirmed_by))


def _rounds(guideline: GuidelinePage, organisation: Organisation) -> Iterator[Event]:
    members = RoundMember.objects.filter(round__guideline=guideline, organisation=organisation)
    for each in members.select_related("round", "submitted_by"):
        found, number = each.round, {"number": each.round.number}
        yield Event(found.opened_at, Kind.ROUND, _("เปิดรอบที่ %(number)s") % number, round=found.pk)
        late = _late(found.due, each.submitted_at)
        text = _("กำหนดส่งรายงานรอบที่ %(number)s") % number
        yield Event(_end(found.due), Kind.DUE, text, "", "" if each.submitted_at else late, found.pk)
        if each.submitted_at is not None:
            text = _("ส่งรายงานรอบที่ %(number)s") % number
            by = _name(each.submitted_by)
            yield Event(each.submitted_at, Kind.REPORTED, text, by, late, found.pk)
        if found.closed_at is not None:
            text = _("ปิดรอบที่ %(number)s") % number
            yield Event(found.closed_at, Kind.ROUND, text, round=found.pk)
    for reminder in Reminder.objects.filter(member__in=members).select_related("member__round"):
        text = _("เตือนให้ส่งรายงานรอบที่ %(number)s") % {"number": reminder.member.round.number}
        text = _with_told(text, in_words(reminder.told, reminder.mails))
        yield Event(reminder.sent_at, Kind.REMINDED, text, round=reminder.member.round_id)


def _late(due: datetime.date, done: datetime.datetime | None) -> str:
    days = ((timezone.localdate(done) if done else timezone.localdate()) - due).days
    if days <= 0:
        return ""
    return ngettext("เกินกำหนด %(n)s วัน", "เกินกำหนด %(n)s วัน", days) % {"n": days}


def _end(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.max))


def _name(user: Any) -> str:
    return (user.get_full_name() or user.get_username()) if user is not None else ""
