"""The model guideline, its frozen editions, the organisations' adaptations and who owes one."""

from guidelines.models.adaptation import AdaptationPage, ParameterValue, SectionDecision
from guidelines.models.drafting import DraftSummary
from guidelines.models.edition import EditionSection, GuidelineEdition
from guidelines.models.guideline import (
    GuidelineIndexPage,
    GuidelinePage,
    GuidelineParameter,
    GuidelineRecommendation,
    GuidelineSection,
)
from guidelines.models.obligation import AdaptationObligation
from guidelines.models.sending import Recipient, Sending
from guidelines.models.upstream import (
    EditionWithdrawal,
    UpstreamDecision,
    UpstreamSetting,
    UpstreamSummary,
)
from guidelines.models.working import Notice, SectionComment

__all__ = [
    "AdaptationObligation",
    "AdaptationPage",
    "DraftSummary",
    "EditionSection",
    "EditionWithdrawal",
    "GuidelineEdition",
    "GuidelineIndexPage",
    "GuidelinePage",
    "GuidelineParameter",
    "GuidelineRecommendation",
    "GuidelineSection",
    "Notice",
    "ParameterValue",
    "Recipient",
    "SectionComment",
    "SectionDecision",
    "Sending",
    "UpstreamDecision",
    "UpstreamSetting",
    "UpstreamSummary",
]
