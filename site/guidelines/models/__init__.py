"""The model guideline, its frozen editions, the organisations' adaptations and who owes one."""

from guidelines.models.adaptation import AdaptationPage, ParameterValue, SectionDecision
from guidelines.models.edition import EditionSection, GuidelineEdition
from guidelines.models.guideline import (
    GuidelineIndexPage,
    GuidelinePage,
    GuidelineParameter,
    GuidelineRecommendation,
    GuidelineSection,
)
from guidelines.models.obligation import AdaptationObligation

__all__ = [
    "AdaptationObligation",
    "AdaptationPage",
    "EditionSection",
    "GuidelineEdition",
    "GuidelineIndexPage",
    "GuidelinePage",
    "GuidelineParameter",
    "GuidelineRecommendation",
    "GuidelineSection",
    "ParameterValue",
    "SectionDecision",
]
