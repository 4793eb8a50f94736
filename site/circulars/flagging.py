"""The doubts about a registered letter, written as its reading and its citations change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from circulars.letters import Flag
from circulars.letters.flags import FLAG_KINDS, flag
from circulars.letters.resolving import cited_inconsistently
from circulars.models import CircularFlag, CircularPage, Citation, Status
from circulars.models.doubts import NEEDS_DECISION, TWIN
from circulars.models.original import Unsure
from circulars.twins import twin_flags, twin_name


def is_told(one: Flag | CircularFlag) -> bool:
    """Whether the doubt is what other letters tell of this one (`cited_flags`)."""
    return one.code == TWIN or (one.code == "CITED_INCONSISTENTLY" and one.field == "number")


def cited_flags(page: CircularPage) -> list[Flag]:
    """That other letters cite this one with another number or date, or have its number where it has no year;
    never tells of a secret letter."""
    return told_of([page]).get(page.pk, [])


def told_of(pages: Iterable[CircularPage]) -> dict[int, list[Flag]]:
    """`cited_flags` of several letters, by page."""
    pages = list(pages)
    wanted = [page.pk for page in pages]
    found: dict[int, list[Flag]] = defaultdict(list, twin_flags(pages))
    for start in range(0, len(wanted), 500):
        citing = Citation.objects.filter(target__in=wanted[start : start + 500], match="probable")
        for one in citing.select_related("page").order_by("pk"):
            if one.page.is_secret:
                continue
            found[one.target_id or 0].append(cited_inconsistently(one, one.page.reference_name))
    return found


def reading_flags(page: CircularPage) -> list[Flag]:
    """How sure the words are, by how the original was read and when it came: no letter is dated later."""
    if page.original is None:
        return []
    codes = {Unsure.OCR: "READ_BY_OCR", Unsure.UNREAD_PAGES: "PAGES_UNREAD"}
    code = codes.get(Unsure(page.original.unsure))
    found = [flag(code, "document")] if code else []
    received = timezone.localdate(page.original.received_at)
    if page.date and page.date > received:
        reason = f"วันที่ “{page.date_raw}” อยู่หลังวันที่รับหนังสือเข้าทะเบียน อาจอ่านตัวเลขของปีสลับหรือผิด"
        found.append(flag("CHRONOLOGY_SUSPECT", "date", reason=reason))
    return found


def write_flags(page: CircularPage, wanted: list[Flag], is_new: bool = False) -> None:
    """Add doubts that are new; let those lapse that no longer arise. Resolved ones stay resolved.

    A public letter that a new error befalls stays public, but says that it is being verified; one that only a
    person may let out is taken back. `is_new`: the letter has no doubts yet.
    """
    wanted = [*wanted, *reading_flags(page)]
    keys = {(one.code, one.field, one.related or ""): one for one in wanted}
    held = [] if is_new else list(page.flags.filter(lapsed_at=None))
    known = {(one.code, one.field, one.related) for one in held}
    gone = [one.pk for one in held if one.is_open and (one.code, one.field, one.related) not in keys]
    if gone:
        CircularFlag.objects.filter(pk__in=gone).update(lapsed_at=timezone.now())
    new = [one for key, one in keys.items() if key not in known]
    CircularFlag.objects.bulk_create(
        CircularFlag(
            page=page,
            code=one.code,
            severity=one.severity,
            field=one.field[:80],
            message=FLAG_KINDS[one.code].title if page.is_secret else one.message,
            related=(one.related or "")[:80],
            start=one.span[0] if one.span else None,
            end=one.span[1] if one.span else None,
        )
        for one in new
    )
    if page.live and (page.is_secret or any(one.code in NEEDS_DECISION for one in new)):
        page.unpublish()
    elif page.live and any(one.severity == "error" for one in new) and page.status == Status.PUBLISHED:
        page.status = Status.VERIFYING
        page.verifying_reason = gettext("พบข้อสงสัยใหม่เมื่อเทียบกับหนังสือที่เข้าทะเบียนภายหลัง อยู่ระหว่างตรวจสอบ")
        page.verifying_at = timezone.now()
        page.save()


def retell(keys: Iterable[int]) -> None:
    """Write anew, for each of these pages, what other letters tell of it; other doubts stay as they are."""
    pages = list(CircularPage.objects.filter(pk__in=list(keys)))
    cited = told_of(pages)
    for page in pages:
        write_flags(page, [*_flags_but_cited(page), *cited.get(page.pk, [])])


def forget_secret(page: CircularPage, others: Iterable[int]) -> None:
    """Take what the doubts of other letters (page keys) told of one that has become secret out of them."""
    named = Q(page__in=list(others), related__in={page.number, page.effective_number})
    told = CircularFlag.objects.filter(named | Q(code=TWIN, related=twin_name(page.pk))).exclude(related="")
    for code in told.order_by().values_list("code", flat=True).distinct():
        told.filter(code=code).update(message=FLAG_KINDS[code].title)
    told.update(related=f"acc-{page.accession}" if page.accession else "")


def _flags_but_cited(page: CircularPage) -> list[Flag]:
    """The flags that stand, as wanted again, without those that tell how the letter is cited."""
    return [
        Flag(one.code, one.severity, one.field, one.message, one.related or None)
        for one in page.flags.filter(lapsed_at=None).exclude(code__in=["READ_BY_OCR", "PAGES_UNREAD"])
        if not is_told(one)
    ]
