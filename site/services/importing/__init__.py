"""Guides, local variants, centres, delegations, journeys and question trees from records.

Every function is idempotent: a record that changes nothing saves nothing. Bad records raise `RecordError`,
whose message, in Thai, names the record and every reason; nothing of such a record is stored.
"""

from services.importing.centre import save_centre
from services.importing.delegation import save_delegation
from services.importing.journey import save_journey
from services.importing.local_guide import save_local_guide
from services.importing.questions import save_questions
from services.importing.records import RecordError, Saved
from services.importing.service import save_service

__all__ = [
    "RecordError",
    "Saved",
    "save_centre",
    "save_delegation",
    "save_journey",
    "save_local_guide",
    "save_questions",
    "save_service",
]
