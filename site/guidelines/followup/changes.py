"""What changed since the round before: from frozen figures to these."""

from __future__ import annotations

from dataclasses import dataclass

from guidelines.followup.figures import Figures
from guidelines.followup.models import ReportingRound
from guidelines.tracking import State


@dataclass(frozen=True, slots=True)
class Changed:
    """An organisation whose state differs from the round before; `before` is empty where it is new."""

    name: str
    before: str
    after: str
    sections: int


def changes_since(found: ReportingRound, figures: Figures) -> list[Changed] | None:
    """Organisations whose state or published choices differ; None where none was closed before."""
    last = (
        ReportingRound.objects.filter(
            guideline=found.guideline_id, number__lt=found.number, closed_at__isnull=False
        )
        .order_by("-number")
        .first()
    )
    if last is None or last.figures is None:
        return None
    before = {each["code"]: each for each in last.figures["organisations"]}
    changed = []
    for each in figures["organisations"]:
        old = before.get(each["code"], {"state": "", "choices": {}})
        keys = old["choices"].keys() | each["choices"].keys()
        sections = sum(old["choices"].get(key) != each["choices"].get(key) for key in keys)
        if sections or old["state"] != each["state"]:
            label = str(State(old["state"]).label) if old["state"] else ""
            changed.append(Changed(each["name"], label, str(State(each["state"]).label), sections))
    return changed
