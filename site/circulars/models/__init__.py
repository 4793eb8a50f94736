"""The registry of letters: pages, what was read of each, and the doubts about it."""

from circulars.models.choices import Kind, Status
from circulars.models.corrections import Correction, Topic
from circulars.models.deleted import DeletedLetter
from circulars.models.distribution import Delivery, Notice, ResponseTime
from circulars.models.doubts import CircularFlag
from circulars.models.duties import Duty, DutyAnswer
from circulars.models.index_page import CircularIndexPage
from circulars.models.keepers import CentralRegistry, Registration
from circulars.models.original import Original
from circulars.models.page import CircularPage, Held
from circulars.models.parts import Addressee, Citation, Enclosure
from circulars.models.proposals import Proposal
from circulars.models.relations import Relation, RelationKind
from circulars.models.runs import ImportRun, RunLine, SentFile
from circulars.models.second_person import Signature, TwoPersonRule

__all__ = [
    "Addressee",
    "CentralRegistry",
    "CircularFlag",
    "CircularIndexPage",
    "CircularPage",
    "Citation",
    "Correction",
    "DeletedLetter",
    "Delivery",
    "Duty",
    "DutyAnswer",
    "Enclosure",
    "Held",
    "ImportRun",
    "Kind",
    "Notice",
    "Original",
    "Proposal",
    "Registration",
    "Relation",
    "RelationKind",
    "ResponseTime",
    "RunLine",
    "SentFile",
    "Signature",
    "Status",
    "Topic",
    "TwoPersonRule",
]
