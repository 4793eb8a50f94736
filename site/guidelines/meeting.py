"""Two editors in one section: what the other wrote meanwhile, and both brought together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Revision

from core.comparing import Compared
from core.merge import merge_blocks, merge_text
from core.merge.keys import without_keys
from guidelines.comparing import compare_streams
from guidelines.deciding import SectionChanged, SectionInput, Version, decision_in, lines_of
from guidelines.models import AdaptationPage, SectionDecision
from guidelines.models.adaptation import OWN_TEXT, Choice
from guidelines.models.section import body_of, stream_values

Texts = dict[str, str]


@dataclass(frozen=True, slots=True)
class Meeting:
    """Shown to the second of two editors. `together` is what the form is filled with: what only one of them
    changed as changed, both texts merged where that is clean, and this editor's own otherwise.

    is_merged  whether that holds of choice and text
    others     label and the other's words of each field in which the form still says this editor's
    """

    who: Any
    theirs: SectionDecision | None
    changes: list[Compared]
    together: SectionInput
    is_merged: bool
    others: list[tuple[str, str]]


def meet(
    page: AdaptationPage, section_id: str, seen: Version, changed: SectionChanged, mine: SectionInput
) -> Meeting:
    """Compare what the other kept with what this editor had seen, and merge both."""
    theirs = decision_in(changed.draft, section_id)
    revision = Revision.objects.for_instance(page).filter(pk=seen.revision).first()
    old = revision.as_object() if revision is not None else None
    before = decision_in(old, section_id) if old is not None else None
    choice, body, is_merged = _decided(before, theirs, mine)
    fields = _fields(mine.heading, mine.reason, mine.values)
    found, others = _meet_fields(
        _stored(before, old, fields) if old is not None else {},
        fields,
        _stored(theirs, changed.draft, fields),
    )
    after = mine.after
    if theirs is not None and before is not None and mine.after == before.after:
        after = theirs.after
    labels = {"heading": _("หัวข้อของหน่วยงาน"), "reason": _("เหตุผล")}
    labels |= {f"value-{blank.key}": blank.label_th for blank in page.guideline.parameters.all()}
    return Meeting(
        who=changed.revision.user,
        theirs=theirs,
        changes=compare_streams(body_of(mine.body), theirs.body) if theirs is not None else [],
        together=SectionInput(
            choice=choice,
            reason=found["reason"],
            heading=found["heading"],
            body=body,
            after=after,
            values={key: found[f"value-{key}"] for key in mine.values},
        ),
        is_merged=is_merged,
        others=[(labels.get(name, name), text) for name, text in others.items()],
    )


def _decided(
    before: SectionDecision | None, theirs: SectionDecision | None, mine: SectionInput
) -> tuple[str, list[dict[str, Any]], bool]:
    """Choice and text of both, and whether nothing of either is missing."""
    if theirs is None:
        return mine.choice, mine.body, False
    base = list(before.body.get_prep_value()) if before else []
    if before is not None and not base and mine.choice == theirs.choice == Choice.ADAPTED:
        # Both began from the model's text
        section = before.model_section()
        base = list(section.body.get_prep_value()) if section is not None else []
    other = list(theirs.body.get_prep_value())
    says_nothing_new = before is not None and mine.choice == before.choice
    if says_nothing_new and (mine.choice not in OWN_TEXT or _same(mine.body, base)):
        return theirs.choice, other, True
    if before is not None and theirs.choice == before.choice and _same(other, base):
        return mine.choice, mine.body, True
    if mine.choice not in OWN_TEXT or not other:
        return mine.choice, mine.body, False
    merged = merge_blocks(*(without_keys(each) for each in (base, mine.body, other)))
    return (mine.choice, list(merged.blocks), True) if merged.clean else (mine.choice, mine.body, False)


def _same(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> bool:
    return stream_values(body_of(one)) == stream_values(body_of(other))


def _fields(heading: str, reason: str, values: Mapping[str, str]) -> Texts:
    own = {"heading": heading.strip(), "reason": "\n".join(reason.splitlines()).strip()}
    return own | {f"value-{key}": lines_of(text) for key, text in values.items()}


def _stored(decision: SectionDecision | None, draft: AdaptationPage, wanted: Texts) -> Texts:
    values = {value.key: value.value for value in draft.values.all()}
    found = _fields(decision.heading if decision else "", decision.reason if decision else "", values)
    return {name: found.get(name, "") for name in wanted}


def _meet_fields(base: Texts, mine: Texts, theirs: Texts) -> tuple[Texts, Texts]:
    """Each field as both want it, and the other's words where that cannot be: there this editor's stay."""
    found, others = {}, {}
    for name, text in mine.items():
        old, other = base.get(name), theirs[name]
        found[name] = text
        if text in {old, other}:
            found[name] = other
        elif other == old:
            continue
        elif old is not None and (merged := merge_text(old, text, other)).clean:
            found[name] = merged.text
        else:
            others[name] = other
    return found, others
