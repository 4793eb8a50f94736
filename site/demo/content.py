"""The demo content, loaded through the same functions that editors and importers use."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth import get_user_model

from guidelines.importing import adopt, save_guideline
from guidelines.models import GuidelinePage
from organisations.models import Kind, Organisation
from services.importing import (
    save_centre,
    save_delegation,
    save_journey,
    save_local_guide,
    save_questions,
    save_service,
)

DATA = Path(__file__).resolve().parent / "data"


def user(username: str) -> Any:
    return get_user_model().objects.get(username=username)


def load_services() -> Counter[str]:
    """Service guides, then what local governments fill into them, the centres that offer them, the
    delegations that cover both, the journeys and the question trees that lead to guides."""
    administrator = user("demo-admin")
    load_municipalities()
    actions: Counter[str] = Counter()
    for name, save in (
        ("services", save_service),
        ("local_guides", save_local_guide),
        ("centres", save_centre),
        ("delegations", save_delegation),
        ("journeys", save_journey),
        ("questions", save_questions),
    ):
        for record in _yaml(DATA / "services" / f"{name}.yaml"):
            actions[save(record, administrator).action] += 1
    return actions


def load_municipalities() -> None:
    """The municipalities of the sample local guides; the register of organisations does not ship any."""
    for row in _yaml(DATA / "services" / "municipalities.yaml"):
        province = Organisation.objects.get(code=row["province"])
        Organisation.objects.get_or_create(
            code=row["code"],
            defaults={
                "kind": Kind.LOCAL,
                "name_th": row["name_th"],
                "name_en": row["name_en"],
                "parent": province,
            },
        )


def load_guidelines() -> Counter[str]:
    """The model guideline, and the adaptations that two organisations have finished and published."""
    actions: Counter[str] = Counter()
    model = save_guideline(_yaml(DATA / "guidelines" / "model.yaml"), user=user("demo-admin"))
    actions[model.action] += 1
    guideline = GuidelinePage.objects.get(pk=model.page.pk)
    for path in sorted((DATA / "guidelines").glob("*.yaml")):
        if path.stem == "model":
            continue
        record = _yaml(path)
        organisation = record["organisation"]
        adaptation = adopt(
            guideline,
            record,
            editor=user(f"demo-editor-{organisation}"),
            reviewer=user(f"demo-reviewer-{organisation}"),
        )
        actions[adaptation.action] += 1
    return actions


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
