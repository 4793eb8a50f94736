"""Other words that arrive for a registered letter: held until a person takes them in or turns them down."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from circulars.bodies import Bodies
from circulars.letters import ParsedLetter, parse_letters
from circulars.models import CircularPage, Correction, Original, Proposal
from circulars.naming import hide_name
from circulars.recording import fill, secrecy_of, write_parts
from circulars.references import settle, settle_others
from circulars.rereading import take_reading


def propose(page: CircularPage, letter: ParsedLetter, digest: str, original: Original, user: Any) -> bool:
    """Hold the letter's text for a person to decide on; False when it was turned down or replaced before."""
    decided = Q(text_hash=digest, decided_at__isnull=False) | Q(replaced_hash=digest)
    if page.proposals.filter(decided).exists():
        return False
    Proposal.objects.get_or_create(
        page=page,
        text_hash=digest,
        decided_at=None,
        defaults={"raw_text": letter.text, "original": original, "proposed_by": _person(user)},
    )
    return True


@transaction.atomic
def accept(proposal: Proposal, user: Any, reason: str) -> CircularPage:
    """Read the letter anew from the proposed text. Readers of a public letter are told the reason.

    The earlier words stay with the proposal. Raises ValidationError without a reason, after another decision,
    for a letter that has become secret, and for a reading that is no longer so or whose number is taken.
    """
    page = CircularPage.objects.select_for_update().get(pk=proposal.page_id)
    proposal = _undecided(proposal, reason)
    if proposal.reading:
        letter = take_reading(page, proposal, user, reason.strip())
        _decide(proposal, user, reason, is_accepted=True)
        look_after(page, letter, user)
        return page
    letters = parse_letters(proposal.raw_text)
    if page.is_secret or not letters or proposal.original is None:
        raise ValidationError(_("หนังสือนี้มีชั้นความลับหรืออ่านข้อความที่เสนอไม่ได้ จึงรับข้อความที่เสนอไม่ได้"))
    proposal.replaced_text, proposal.replaced_hash = page.raw_text, page.text_hash
    rewrite(page, letters[0], proposal.original, user, reason.strip())
    _decide(proposal, user, reason, is_accepted=True)
    look_after(page, letters[0], user)
    return page


@transaction.atomic
def turn_down(proposal: Proposal, user: Any, reason: str) -> None:
    """Leave the letter as it is. Raises ValidationError without a reason or after another decision."""
    _decide(_undecided(proposal, reason), user, reason, is_accepted=False)


def rewrite(page: CircularPage, letter: ParsedLetter, original: Original, user: Any, told: str) -> None:
    """Write new readings; whether it may stay public is decided by `look_after`.

    Readers of a public letter are told `told`; the registry keeps the earlier words.
    """
    earlier = (page.raw_text, page.original.sha256 if page.original else "")
    fill(page, letter)
    page.original = original
    if page.is_secret:
        _hide(page)
    else:
        Page.save(page)
    if page.live or (page.shown and told):
        later = (page.raw_text, original.sha256)
        changes = dict(zip(("raw_text", "original"), zip(earlier, later, strict=True), strict=True))
        Correction.objects.create(page=page, text=told, changes=changes, made_by=_person(user))
    write_parts(page, letter, Bodies([letter]))


def look_after(page: CircularPage, letter: ParsedLetter, user: Any) -> ParsedLetter:
    """Decide whether a letter that was read anew stays public, in the same transaction; gives it as resolved.

    What now has a doubt that holds letters, or what one person only has seen where two must, is taken back.
    A draft with best readings that nobody has published yet stays the newest revision.
    """
    drafted = _drafted(page)
    known = list(page.flags.values_list("pk", flat=True))
    resolved = settle(page, letter)
    settle_others(page)
    page.refresh_from_db()
    revision = page.save_revision(user=_person(user))
    is_doubtful = page.flags.blocking().exclude(pk__in=known).exists()
    if page.live and (is_doubtful or not page.may_be_public() or page.needs_second(page, user)):
        page.unpublish(user=user)
    elif page.live:
        revision.publish(user=user)
    if drafted:
        draft = CircularPage.objects.get(pk=page.pk)
        for name, value in drafted.items():
            setattr(draft, name, value)
        draft.save_revision(user=_person(user), clean=False)  # its number may be another's by now
        page.refresh_from_db()
    return resolved


_TYPED = ("best_number", "best_date", "best_signatory_name", "note")
"""What people type and no reading changes."""


def _drafted(page: CircularPage) -> dict[str, Any]:
    """What a person has typed into the draft that the letter as registered does not have, by field.

    Title and sender count where they differ from what was published, since a reading may change them too;
    the title of a secret letter never.
    """
    if page.latest_revision is None:
        return {}
    draft, held = page.get_latest_revision_as_object(), CircularPage.objects.get(pk=page.pk)
    found = {name: getattr(draft, name) for name in _TYPED if getattr(draft, name) != getattr(held, name)}
    topics = list(draft.topics.all())
    if set(topics) != set(held.topics.all()):
        found["topics"] = topics
    if page.live_revision is not None and not page.is_secret:
        public = page.live_revision.as_object()
        found |= {
            name: getattr(draft, name)
            for name in ("title", "issuer")
            if getattr(draft, name) != getattr(public, name)
        }
    return found


def hold_if_secret(page: CircularPage, letter: ParsedLetter) -> bool:
    """Whether `letter`, the page's text read anew, bears a secrecy class where none was read before.

    It holds at once, as at an import: the letter leaves readers and whatever told of it until a person who
    may lift the class does. A class that was known, lifted or not, stays as people left it.
    """
    secrecy = secrecy_of(letter)
    if not secrecy or page.secrecy:
        return False
    with transaction.atomic():
        page.secrecy = secrecy
        _hide(page)
        look_after(page, letter, None)
    return True


def _hide(page: CircularPage) -> None:
    """Save a letter that has become secret, taken back and by a name that tells nothing."""
    if page.live:
        page.unpublish()
    hide_name(page)


def _undecided(proposal: Proposal, reason: str) -> Proposal:
    if not reason.strip():
        raise ValidationError(_("ต้องระบุเหตุผล"))
    found = Proposal.objects.open().select_for_update().filter(pk=proposal.pk).first()
    if found is None:
        raise ValidationError(_("มีผู้อื่นตัดสินข้อความที่เสนอนี้ไปแล้ว"))
    return found


def _decide(proposal: Proposal, user: Any, reason: str, is_accepted: bool) -> None:
    proposal.decided_at, proposal.decided_by = timezone.now(), user
    proposal.reason, proposal.is_accepted = reason.strip(), is_accepted
    proposal.save()


def _person(user: Any) -> Any:
    return user if getattr(user, "pk", None) else None
