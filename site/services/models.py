"""The models of service guides, centres and delegations of authority, each defined in its own module."""

from services.batch_models import GuideBatch, GuideBatchLine
from services.centres import CentrePage, Offering
from services.choices import Audience, CentreKind, Level, ProcessType
from services.delegations import Delegation
from services.feedback import PageFeedback
from services.guide_laws import GuideLaw
from services.guides import ServicePage
from services.holidays import Holiday
from services.indexes import CentreIndexPage, ServiceIndexPage
from services.journeys.models import JourneyPage, JourneyPart
from services.life_events import LifeEvent
from services.local_guides import LocalGuidePage
from services.questions.models import QuestionLead, QuestionTreePage
from services.reminders import SentReminder

__all__ = [
    "Audience",
    "CentreIndexPage",
    "CentreKind",
    "CentrePage",
    "Delegation",
    "GuideBatch",
    "GuideBatchLine",
    "GuideLaw",
    "Holiday",
    "JourneyPage",
    "JourneyPart",
    "Level",
    "LifeEvent",
    "LocalGuidePage",
    "Offering",
    "PageFeedback",
    "ProcessType",
    "QuestionLead",
    "QuestionTreePage",
    "SentReminder",
    "ServiceIndexPage",
    "ServicePage",
]
