"""What makes a question tree lead nowhere. Pure: questions in, words out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from services.questions.blocks import Answer, Lead, Question

UNSURE = "unsure"
"""What stands in an address for “not sure”; no answer may be called so."""
LEAST_ANSWERS = 2


def problems(questions: Sequence[Question]) -> list[str]:
    """Everything for which the tree must not be published: unknown, circular, dead or unreachable ways."""
    if not questions:
        return [_("ยังไม่มีคำถาม ต้องมีอย่างน้อยหนึ่งข้อ")]
    known = {question.key for question in questions}
    found = [_("รหัสคำถาม “%s” ซ้ำ โปรดตั้งให้ต่างกัน") % key for key in _twice(q.key for q in questions)]
    for question in questions:
        found += [
            _("คำถาม “%(question)s”: %(problem)s") % {"question": question.text, "problem": problem}
            for problem in _of_question(question, known)
        ]
    by_key = {question.key: question for question in questions}
    loop = _loop(by_key, questions)
    if loop:
        names = " → ".join(f"“{by_key[key].text}”" for key in loop)
        found.append(_("คำถามวนกลับมาที่เดิม: %s โปรดแก้รหัสคำถามถัดไป") % names)
    reached = _reached(by_key, questions[0].key)
    found += [
        _("คำถาม “%s” ไม่มีคำตอบใดพามาถึง โปรดให้คำตอบของข้ออื่นอ้างรหัสนี้ หรือลบออก") % question.text
        for question in questions
        if question.key not in reached
    ]
    return found


def reachable_leads(by_key: dict[str, Question], start: Question) -> tuple[Lead, ...]:
    """What any way from a question leads to, each page once, in the order of reading."""
    found: dict[int, Lead] = {}
    seen: set[str] = set()

    def visit(question: Question) -> None:
        if question.key in seen:
            return
        seen.add(question.key)
        for answer in question.answers:
            for lead in answer.leads:
                found.setdefault(lead.page, lead)
            if answer.next in by_key:
                visit(by_key[answer.next])

    visit(start)
    return tuple(found.values())


def _of_question(question: Question, known: set[str]) -> Iterator[str]:
    if len(question.answers) < LEAST_ANSWERS:
        yield _("ต้องมีอย่างน้อยสองคำตอบ")
    for key in _twice(answer.key for answer in question.answers):
        yield _("คำในที่อยู่เว็บ “%s” ใช้กับมากกว่าหนึ่งคำตอบ") % key
    for answer in question.answers:
        if problem := _of_answer(answer, known):
            yield _("คำตอบ “%(answer)s” %(problem)s") % {"answer": answer.text, "problem": problem}


def _of_answer(answer: Answer, known: set[str]) -> str:
    if answer.key == UNSURE:
        return _("ใช้คำว่า unsure ในที่อยู่เว็บไม่ได้ เพราะระบบใช้กับ “ไม่แน่ใจ”")
    if answer.next and (answer.leads or answer.advice):
        return _("ทั้งไปคำถามถัดไปและมีคู่มือหรือคำแนะนำ โปรดเลือกอย่างใดอย่างหนึ่ง")
    if answer.next and answer.next not in known:
        return _("อ้างรหัสคำถาม “%s” ซึ่งไม่มี") % answer.next
    if not (answer.next or answer.leads or answer.advice):
        return _("ไม่พาไปไหน โปรดใส่คำถามถัดไป คู่มือ หรือคำแนะนำ")
    return ""


def _twice(keys: Iterable[str]) -> list[str]:
    return [key for key, number in Counter(keys).items() if number > 1]


def _reached(by_key: dict[str, Question], start: str) -> set[str]:
    seen, waiting = set(), [start]
    while waiting:
        key = waiting.pop()
        if key in by_key and key not in seen:
            seen.add(key)
            waiting += [answer.next for answer in by_key[key].answers]
    return seen


def _loop(by_key: dict[str, Question], questions: Sequence[Question]) -> list[str]:
    """A way that comes back to where it began, its first key again at its end; empty where there is none."""
    done: set[str] = set()

    def follow(key: str, way: list[str]) -> list[str]:
        if key in way:
            return [*way[way.index(key) :], key]
        if key in done or key not in by_key:
            return []
        for answer in by_key[key].answers:
            if answer.next and (found := follow(answer.next, [*way, key])):
                return found
        done.add(key)
        return []

    for question in questions:
        if found := follow(question.key, []):
            return found
    return []
