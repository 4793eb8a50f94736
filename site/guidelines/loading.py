"""Fixtures write rows without calling `save()`: what they may not change is asked here.

A fixture may come in any order, so a decision whose section is not there yet is asked about when the
section comes. One that fills an empty site brings words that were published long ago; rows that are there
already are not given new words in a locked section.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models.signals import pre_save
from django.dispatch import receiver

from guidelines.locks import allows, is_stored, problems_of_row
from guidelines.models import EditionSection, GuidelineEdition, SectionDecision
from guidelines.models.edition import FrozenError
from guidelines.rules import problems_of_own_lock


@receiver(pre_save, sender=SectionDecision, dispatch_uid="guidelines.loaded_decision")
def decision_loaded(instance: SectionDecision, raw: bool, **kwargs: Any) -> None:
    """Raises ValidationError for a fixture that says something else than the locked section."""
    if not raw or instance.removed_in_id is not None:
        return
    problems = problems_of_own_lock(instance, instance.model_section())
    if not problems and is_stored(instance):
        problems = problems_of_row(instance)
    if problems:
        raise ValidationError(problems)


@receiver(pre_save, sender=EditionSection, dispatch_uid="guidelines.loaded_section")
@receiver(pre_save, sender=GuidelineEdition, dispatch_uid="guidelines.loaded_edition")
def edition_loaded(instance: EditionSection | GuidelineEdition, raw: bool, **kwargs: Any) -> None:
    """Raises FrozenError for a fixture that changes what an edition froze, and ValidationError where the
    section locks what a decision that came before it changes."""
    if not raw:
        return
    stored = type(instance).objects.filter(pk=instance.pk).first()
    if stored is not None and _values(stored) != _values(instance):
        raise FrozenError(f"{stored} is frozen: a fixture must not change it")
    if not isinstance(instance, EditionSection) or not instance.is_locked:
        return
    for decision in SectionDecision.objects.filter(
        edition=instance.edition_id, section_id=instance.section_id, removed_in=None
    ):
        if not allows(instance, decision.choice):
            raise ValidationError(problems_of_own_lock(decision, instance))


def _values(row: EditionSection | GuidelineEdition) -> Any:
    """What stays for good. Times are left out, which a fixture cuts short, and who published, who may go."""
    if isinstance(row, EditionSection):
        return row.edition_id, row.section_id, row.position, row.content()
    return row.guideline_id, row.number, row.removed, row.parameters
