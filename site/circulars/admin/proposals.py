"""The screen on which a person takes in or turns down other words for a registered letter."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from circulars.admin.permissions import may_publish
from circulars.admin.queue import review_url
from circulars.admin.review import LetterMixin
from circulars.models import Proposal
from circulars.proposing import accept, turn_down
from circulars.rereading import rows_of
from search.thai.segment import segment

Parts = tuple[tuple[str, bool], ...]
_ALIKE = 0.5
_MOST_WORDS = 4000
"""Beyond that a line is no line of a letter, and comparing it would take long."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Lines of two texts that stand side by side; `differs` where they are not the same.

    The parts of a line are its words in their order, each with whether the other line lacks it.
    """

    earlier: str
    later: str
    differs: bool
    earlier_parts: Parts = ()
    later_parts: Parts = ()


def compared(earlier: str, later: str) -> list[Compared]:
    """Two texts, line by line, in the order of both."""
    one, other = earlier.splitlines(), later.splitlines()
    return list(_pairs(one, other))


def _pairs(one: list[str], other: list[str]) -> Iterator[Compared]:
    for tag, a, b, c, d in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (Compared(line, line, differs=False) for line in one[a:b])
            continue
        for at in range(max(b - a, d - c)):
            left = one[a + at] if a + at < b else ""
            right = other[c + at] if c + at < d else ""
            yield Compared(left, right, True, *_word_by_word(left, right))


def _word_by_word(left: str, right: str) -> tuple[Parts, Parts]:
    """Both lines with the words marked that differ; whole lines where they have little in common."""
    one, other = segment(left), segment(right)
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    if len(one) + len(other) > _MOST_WORDS or matcher.ratio() < _ALIKE:
        return _marked([(left, True)]), _marked([(right, True)])
    before: list[tuple[str, bool]] = []
    after: list[tuple[str, bool]] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        before.append(("".join(one[a:b]), tag != "equal"))
        after.append(("".join(other[c:d]), tag != "equal"))
    return _marked(before), _marked(after)


def _marked(parts: list[tuple[str, bool]]) -> Parts:
    return tuple(part for part in parts if part[0])


class ProposalView(LetterMixin, WagtailAdminTemplateMixin, TemplateView):
    """The registered words beside the proposed ones, and the decision. What was typed is not lost."""

    template_name = "circulars/admin/proposal.html"
    page_title = _("ข้อความที่เสนอแทน")
    header_icon = "doc-full-inverse"

    @property
    def proposal(self) -> Proposal:
        return get_object_or_404(Proposal, pk=self.kwargs["key"], page=self.letter)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        queue = {"url": reverse("circulars_admin:queue"), "label": gettext("คิวตรวจหนังสือ")}
        letter = {"url": review_url(self.letter), "label": self.letter.title}
        return [*self.breadcrumbs_items, queue, letter, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposal = self.proposal
        earlier = self.letter.raw_text if proposal.decided_at is None else proposal.replaced_text
        return super().get_context_data(
            letter=self.letter,
            proposal=proposal,
            rows=[] if proposal.reading else compared(earlier or self.letter.raw_text, proposal.raw_text),
            readings=rows_of(proposal.reading),
            may_publish=may_publish(self.request.user, self.letter),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_publish(request.user, self.letter):
            raise PermissionDenied
        reason, decision = request.POST.get("reason", ""), request.POST.get("decision", "")
        if decision not in {"accept", "turn-down"}:
            raise PermissionDenied
        try:
            if decision == "accept":
                accept(self.proposal, request.user, reason)
            else:
                turn_down(self.proposal, request.user, reason)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return self.render_to_response(self.get_context_data(typed=reason))
        log(self.letter, f"circulars.{decision}", user=request.user, data={"reason": reason.strip()})
        messages.success(request, gettext("บันทึกแล้ว"))
        return HttpResponseRedirect(review_url(self.letter))
