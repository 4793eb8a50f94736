"""The public register of orders that delegate authority."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import public
from services.models import CentrePage, Delegation, ServicePage

PAGE_SIZE = 30
STATES = {
    "in-force": gettext_lazy("มีผลอยู่"),
    "coming": gettext_lazy("ยังไม่ถึงวันมีผล"),
    "ended": gettext_lazy("สิ้นผลแล้ว"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader chose in the register: a state (of STATES, or empty for all) and the page."""

    state: str = ""
    page: str = "1"

    @classmethod
    def of(cls, query: QueryDict) -> Choice:
        state = query.get("state", "")
        return cls(state if state in STATES else "", query.get("page", "1"))


@dataclass(frozen=True, slots=True)
class Entry:
    """An order as the register lists it, with its state on a day."""

    delegation: Delegation
    state: str

    @property
    def label(self) -> str:
        """The state in words; of what ended whether it was revoked."""
        if self.state == "ended" and self.delegation.as_order(services=(), centres=()).ends_revoked:
            return _("ถูกยกเลิกแล้ว")
        return str(STATES[self.state])

    @property
    def tone(self) -> str:
        return {"in-force": "success", "coming": "info", "ended": ""}[self.state]


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the register."""

    choice: Choice
    page: ListPage[Delegation]
    entries: list[Entry]

    @property
    def states(self) -> list[tuple[str, str]]:
        return [("", _("ทั้งหมด")), *((state, str(label)) for state, label in STATES.items())]


def state_of(delegation: Delegation, on: datetime.date) -> str:
    """Which of STATES a published order is in on a day."""
    if delegation.effective > on and not (delegation.revoked and delegation.revoked <= on):
        return "coming"
    return "in-force" if delegation.in_force(on) else "ended"


def matching(choice: Choice, on: datetime.date) -> QuerySet[Delegation]:
    """The published orders of a choice, the newest first."""
    found: QuerySet[Delegation] = Delegation.objects.filter(live=True).select_related("delegating_authority")
    ended = Q(expires__lt=on) | Q(revoked__lte=on)
    match choice.state:
        case "in-force":
            found = found.filter(effective__lte=on).exclude(ended)
        case "coming":
            found = found.filter(effective__gt=on).exclude(revoked__lte=on)
        case "ended":
            found = found.filter(ended)
    return found


def listing(choice: Choice, on: datetime.date) -> Listing:
    """One page of the published orders, the newest first."""
    page = Paginator(matching(choice, on), PAGE_SIZE).get_page(choice.page)
    return Listing(choice, page, [Entry(delegation, state_of(delegation, on)) for delegation in page])


def entry(code: str, on: datetime.date) -> dict[str, Any]:
    """What the page of one order shows. Raises Http404 where the register has no such published order."""
    delegation = (
        Delegation.objects.filter(live=True, code=code)
        .select_related("delegating_authority", "source_document")
        .first()
    )
    if delegation is None:
        raise Http404
    return {
        "entry": Entry(delegation, state_of(delegation, on)),
        "services": public(ServicePage.objects.all()).filter(delegations=delegation).order_by("sort_key"),
        "centres": public(CentrePage.objects.all()).filter(delegations=delegation).order_by("sort_key"),
    }
