"""What a reader of a question tree sees at one place. Only what everybody may read is shown or led to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page

from core.access import public
from core.bilingual import in_reader_language
from services.guides import ServicePage
from services.journeys.models import JourneyPage
from services.questions.blocks import Answer, Lead, Question
from services.questions.checking import UNSURE, reachable_leads
from services.questions.models import QuestionTreePage


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to choose, and where it leads."""

    text: str
    hint: str
    url: str


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that was given; `change` leads back to its question."""

    question: str
    answer: str
    key: str
    change: str


@dataclass(frozen=True, slots=True)
class Found:
    """A guide or a journey to which the answers lead, and when it is needed."""

    page: Page
    note: str

    @property
    def is_guide(self) -> bool:
        return isinstance(self.page, ServicePage)


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands in a tree: at a question, or at the end (`question` is None).

    url      its own address
    back     the address of the question before; empty at the first
    given    the answers so far
    advice, found   what stands at the end
    """

    url: str
    back: str
    given: tuple[Given, ...]
    question: Question | None
    choices: tuple[Choice, ...] = ()
    advice: str = ""
    found: tuple[Found, ...] = ()
    is_unsure: bool = False

    @property
    def number(self) -> int:
        return len(self.given) + 1

    @property
    def guides(self) -> list[Found]:
        return [each for each in self.found if each.is_guide]

    @property
    def journeys(self) -> list[Found]:
        return [each for each in self.found if not each.is_guide]


def public_trees() -> QuerySet[QuestionTreePage]:
    return public(QuestionTreePage.objects.all())


def readable(questions: Sequence[Question]) -> dict[int, Page]:
    """The pages to which a tree leads that everybody may read, by number. Two queries."""
    wanted = {lead.page for question in questions for answer in question.answers for lead in answer.leads}
    guides = public(ServicePage.objects.filter(pk__in=wanted)).select_related("organisation")
    journeys = public(JourneyPage.objects.filter(pk__in=wanted)).select_related("organisation")
    return {page.pk: page for page in (*guides, *journeys)}


def pruned(questions: Sequence[Question], pages: Mapping[int, Any]) -> list[Question]:
    """The tree without what leads to no page that may be read; empty where nothing is left."""
    by_key = {question.key: question for question in questions}
    kept: dict[str, Question | None] = {}

    def of_answer(answer: Answer) -> Answer | None:
        if answer.next:
            following = by_key.get(answer.next)
            return answer if following is not None and of_question(following) is not None else None
        leads = tuple(lead for lead in answer.leads if lead.page in pages)
        if not leads and not answer.advice:
            return None
        return replace(answer, leads=leads)

    def of_question(question: Question) -> Question | None:
        if question.key not in kept:
            kept[question.key] = None  # a loop, which only a draft has, leads nowhere
            answers = tuple(left for answer in question.answers if (left := of_answer(answer)) is not None)
            if answers:
                kept[question.key] = replace(question, answers=answers)
        return kept[question.key]

    if not questions or of_question(questions[0]) is None:
        return []
    return [left for question in questions if (left := kept.get(question.key)) is not None]


def place_of(page: QuestionTreePage, answers: Sequence[str]) -> Place:
    """The place after some answers, as far as they hold. Two queries."""
    pages = readable(page.tree)
    questions = [_in_reader_language(question) for question in pruned(page.tree, pages)]
    by_key = {question.key: question for question in questions}
    start = page.get_url() or ""
    if not questions:
        return Place(start, "", (), None)
    question: Question | None = questions[0]
    url, back = start, ""
    given: list[Given] = []
    end: tuple[str, tuple[Lead, ...]] = ("", ())
    is_unsure = False
    for key in answers:
        if question is None:
            break
        answer = next((each for each in question.answers if each.key == key), None)
        if answer is None and key != UNSURE:
            break
        given.append(Given(question.text, answer.text if answer else _("ไม่แน่ใจ"), key, url))
        back, url = url, f"{url}{key}/"
        if answer is None:
            end, question, is_unsure = (question.unsure, reachable_leads(by_key, question)), None, True
        elif answer.next:
            question = by_key[answer.next]
        else:
            end, question = (answer.advice, answer.leads), None
    if question is not None:
        return Place(url, back, tuple(given), question, _choices(question, url))
    found = tuple(Found(pages[lead.page], lead.note) for lead in end[1])
    return Place(url, back, tuple(given), None, (), end[0], found, is_unsure)


def _in_reader_language(question: Question) -> Question:
    """The question with its answers as the reader is shown them, Thai where nobody has translated."""
    said = in_reader_language
    answers = tuple(
        replace(
            answer,
            text=said(answer.text, answer.text_en),
            hint=said(answer.hint, answer.hint_en),
            advice=said(answer.advice, answer.advice_en),
            leads=tuple(replace(lead, note=said(lead.note, lead.note_en)) for lead in answer.leads),
        )
        for answer in question.answers
    )
    return replace(
        question,
        text=said(question.text, question.text_en),
        hint=said(question.hint, question.hint_en),
        unsure=said(question.unsure, question.unsure_en),
        answers=answers,
    )


def _choices(question: Question, url: str) -> tuple[Choice, ...]:
    choices = [Choice(answer.text, answer.hint, f"{url}{answer.key}/") for answer in question.answers]
    unsure = Choice(_("ไม่แน่ใจ"), _("ดูบริการทั้งหมดที่อาจเกี่ยวข้อง"), f"{url}{UNSURE}/")
    return (*choices, unsure)
