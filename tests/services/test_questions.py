"""Question trees: what is asked, where answers lead, what editors may publish, what stays hidden."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from core import documents
from services.importing import RecordError, save_questions, save_service
from services.models import QuestionTreePage, ServicePage
from services.questions.blocks import Answer, Lead, Question
from services.questions.checking import problems, reachable_leads
from services.questions.reading import pruned

MOST_QUERIES = 13
START = "/services/questions/lost-things/"
TREE: dict[str, Any] = {
    "id": "lost-things",
    "title": "ของหาย ต้องทำอะไร",
    "title_en": "Lost things",
    "organisation": "registry",
    "summary": "ตอบสองข้อ",
    "life_events": ["เอกสารหาย"],
    "questions": [
        {
            "key": "what",
            "text": "อะไรหาย",
            "unsure": "ดูทุกเรื่องต่อไปนี้",
            "answers": [
                {"key": "card", "text": "บัตร", "leads": ["card-lost"]},
                {"key": "car", "text": "เกี่ยวกับรถ", "next": "car"},
                {"key": "other", "text": "อย่างอื่น", "advice": "แจ้งความที่สถานีตำรวจก่อน"},
            ],
        },
        {
            "key": "car",
            "text": "หายเฉพาะป้ายหรือไม่",
            "answers": [
                {
                    "key": "plate",
                    "text": "เฉพาะป้าย",
                    "leads": [{"page": "plate-lost", "note": "เมื่อแจ้งความแล้ว"}],
                },
                {"key": "all", "text": "หายหมด", "leads": ["plate-lost", "card-lost"]},
            ],
        },
    ],
}


@pytest.fixture
def guides(guide: ServicePage, record: dict[str, Any]) -> dict[str, ServicePage]:
    values = {"id": "plate-lost", "title": "การขอแผ่นป้ายทะเบียนใหม่", "organisation": "roads"}
    return {"card-lost": guide, "plate-lost": save_service(record | values).instance}


@pytest.fixture
def tree(guides: dict[str, ServicePage]) -> QuestionTreePage:
    page: QuestionTreePage = save_questions(copy.deepcopy(TREE)).instance
    return page


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return " ".join(response.content.decode().split())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "way",
    ["", "car/", "car/plate/", "car/unsure/", "other/"],
    ids=["start", "next", "end", "unsure", "advice"],
)
def test_every_place_has_an_address_with_one_heading_and_few_queries(
    way: str, client: Client, tree: QuestionTreePage, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(MOST_QUERIES):
        html = text_of(client, START + way)

    assert html.count("<h1") == 1
    assert "<script" not in html.partition("</main>")[0].partition("<main")[2], "nothing here needs a script"
    assert ("noindex" in html) == bool(way)
    assert text_of(client, f"/en{START}{way}").count(f'href="/en{START}') >= bool(way)


@pytest.mark.django_db
def test_answers_lead_question_by_question_to_the_guide(client: Client, tree: QuestionTreePage) -> None:
    first = text_of(client, START)
    assert "<h1>" in first
    assert "อะไรหาย" in first
    assert f'href="{START}car/"' in first
    assert f'href="{START}unsure/"' in first

    second = text_of(client, f"{START}car/")
    assert "หายเฉพาะป้ายหรือไม่" in second
    assert f'<a href="{START}">ย้อนกลับไปข้อก่อน</a>' in second
    assert "เกี่ยวกับรถ" in second, "what was answered is said"

    end = text_of(client, f"{START}car/plate/")
    assert 'href="/services/plate-lost/"' in end
    assert "ใช้เมื่อแจ้งความแล้ว" in end
    assert 'href="/services/card-lost/"' not in end
    assert f'href="{START}car/"' in end, "each answer can be changed"
    assert "แจ้งความที่สถานีตำรวจก่อน" in text_of(client, f"{START}other/")


@pytest.mark.django_db
def test_an_english_reader_reads_english_and_what_is_thai_says_so(
    guides: dict[str, ServicePage], client: Client
) -> None:
    record = copy.deepcopy(TREE) | {"summary_en": "Answer two questions"}
    what, car = record["questions"]
    what |= {"text_en": "What is lost?", "unsure_en": "All of these"}
    what["answers"][0]["text_en"] = "A card"
    what["answers"][2]["text_en"] = "Something else"
    car["answers"][0]["leads"][0]["note_en"] = " after you reported it"
    save_questions(record)

    first = text_of(client, f"/en{START}")
    assert "What is lost?" in first
    assert "Answer two questions" in first
    assert "A card" in first
    assert '<span lang="th">เกี่ยวกับรถ</span>' in first, "what nobody translated is there, in its language"
    assert "อะไรหาย" not in first.partition("<main")[2]
    title = first.partition("<title>")[2].partition("</title>")[0]
    assert "What is lost?" in title

    second = text_of(client, f"/en{START}car/")
    assert '<span lang="th">หายเฉพาะป้ายหรือไม่</span>' in second
    assert "<span" not in second.partition("<title>")[2].partition("</title>")[0]
    assert "after you reported it" in text_of(client, f"/en{START}car/plate/")
    assert '<p lang="th">แจ้งความที่สถานีตำรวจก่อน</p>' in text_of(client, f"/en{START}other/")
    assert "All of these" in text_of(client, f"/en{START}unsure/")

    thai = text_of(client, START)
    assert "อะไรหาย" in thai
    assert "What is lost?" not in thai
    assert 'lang="th">' not in thai.partition("<main")[2]


@pytest.mark.django_db
def test_not_sure_shows_whatever_can_still_be_meant(client: Client, tree: QuestionTreePage) -> None:
    all_of_it = text_of(client, f"{START}unsure/")
    of_cars = text_of(client, f"{START}car/unsure/")

    assert "ดูทุกเรื่องต่อไปนี้" in all_of_it
    for html in (all_of_it, of_cars):
        assert html.count('href="/services/plate-lost/"') == 1
        assert html.count('href="/services/card-lost/"') == 1


@pytest.mark.django_db
@pytest.mark.parametrize("rest", ["gone/", "gone/plate/", "plate/unsure/", "x" * 3000 + "/"])
def test_an_address_that_no_longer_holds_goes_on_from_what_does(
    rest: str, client: Client, tree: QuestionTreePage
) -> None:
    response = client.get(f"{START}car/{rest}", follow=True)

    assert response.status_code == 200
    assert response.redirect_chain[-1][0].startswith(f"{START}car/")
    assert "แบบคำถามนี้แก้ไขไปแล้ว" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("hide", ["unpublish", "restrict", "delete"])
def test_what_may_not_be_read_is_not_led_to(
    hide: str, client: Client, tree: QuestionTreePage, guides: dict[str, ServicePage]
) -> None:
    secret = guides["card-lost"]
    if hide == "restrict":
        PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    else:
        getattr(secret, hide)()
    build = documents.builder_of(QuestionTreePage)
    assert build is not None
    pages = [text_of(client, START + way) for way in ("", "unsure/", "car/", "car/all/", "car/unsure/")]

    for shown in (*pages, repr(build(QuestionTreePage.objects.get()))):
        assert "card-lost" not in shown
        assert "กรณีบัตรหาย" not in shown
    assert f'href="{START}card/"' not in pages[0], "an answer that leads nowhere is left out"
    assert client.get(f"{START}card/").status_code == 302
    assert 'href="/services/plate-lost/"' in pages[3]


@pytest.mark.django_db
def test_a_tree_that_is_not_public_is_nowhere(client: Client, tree: QuestionTreePage) -> None:
    PageViewRestriction.objects.create(page=tree, restriction_type=PageViewRestriction.LOGIN)

    for address in (START, f"{START}car/plate/"):
        assert client.get(address).status_code == 302
        assert "login" in client.get(address)["Location"]
    doors = (
        "/services/questions/",
        "/services/life-events/lost-documents/",
        "/sitemap.xml",
        "/api/v3/pages/",
    )
    for address in (*doors, "/"):
        html = client.get(address).content.decode()
        assert "ของหาย ต้องทำอะไร" not in html, address
        assert "lost-things" not in html, address


@pytest.mark.django_db
def test_a_tree_stands_in_its_list_and_at_its_life_event(client: Client, tree: QuestionTreePage) -> None:
    for address in ("/services/questions/", "/services/life-events/lost-documents/"):
        assert f'href="{START}"' in text_of(client, address)


@pytest.mark.django_db
def test_the_same_record_twice_changes_nothing(tree: QuestionTreePage) -> None:
    assert save_questions(copy.deepcopy(TREE)).action == "unchanged"


LOOP = "วนกลับมาที่เดิม: “อะไรหาย” → “หายเฉพาะป้ายหรือไม่” → “อะไรหาย”"


def spoil(change: Callable[[list[dict[str, Any]]], Any]) -> dict[str, Any]:
    record = copy.deepcopy(TREE)
    change(record["questions"])
    return record


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda q: q[1]["answers"][0].update(next="what", leads=[]), LOOP),
        (lambda q: q[0]["answers"][1].update(next="plane"), "อ้างรหัสคำถาม “plane” ซึ่งไม่มี"),
        (lambda q: q[0]["answers"][2].update(advice=""), "คำตอบ “อย่างอื่น” ไม่พาไปไหน"),
        (lambda q: q[0]["answers"][1].update(advice="ก"), "โปรดเลือกอย่างใดอย่างหนึ่ง"),
        (lambda q: q[0]["answers"][1].update(next="", advice="ก"), "“หายเฉพาะป้ายหรือไม่” ไม่มีคำตอบใดพามาถึง"),
        (lambda q: q[1].update(key="what"), "รหัสคำถาม “what” ซ้ำ"),
        (lambda q: q[0]["answers"][2].update(key="card"), "ใช้กับมากกว่าหนึ่งคำตอบ"),
        (lambda q: q[0]["answers"][2].update(key="unsure"), "ใช้คำว่า unsure"),
        (lambda q: q[1].update(answers=q[1]["answers"][:1]), "ต้องมีอย่างน้อยสองคำตอบ"),
        (lambda q: q.clear(), "ยังไม่มีคำถาม"),
        (lambda q: q[0]["answers"][0].update(leads=["nothing"]), "ไม่พบคู่มือหรือเส้นทาง nothing"),
        (lambda q: q[0].update(text=""), "ต้องระบุ"),
        (lambda q: q[0]["answers"][0].update(key="บัตร"), "อักษรอังกฤษตัวเล็ก"),
    ],
)  # fmt: skip
def test_a_tree_in_which_somebody_gets_lost_is_refused_in_words(
    change: Any, said: str, guides: dict[str, ServicePage]
) -> None:
    with pytest.raises(RecordError) as refused:
        save_questions(spoil(change))

    assert said in str(refused.value)
    assert not QuestionTreePage.objects.exists()


@pytest.mark.django_db
def test_a_draft_may_be_unfinished_and_is_refused_at_publication(
    tree: QuestionTreePage, guides: dict[str, ServicePage]
) -> None:
    raw = [dict(row) for row in tree.questions.raw_data]
    raw[0]["value"]["answers"][0]["value"]["leads"] = []
    tree.questions = tree._meta.get_field("questions").stream_block.to_python(raw)
    tree.__dict__.pop("tree", None)
    revision = tree.save_revision()

    with pytest.raises(ValidationError, match="ไม่พาไปไหน"):
        revision.publish()


@pytest.mark.django_db
def test_an_answer_with_unpublished_guides_alone_is_refused_at_publication(
    tree: QuestionTreePage, guides: dict[str, ServicePage]
) -> None:
    guides["card-lost"].unpublish()

    with pytest.raises(ValidationError, match="มีแต่คู่มือที่ยังไม่เผยแพร่"):
        tree.save_revision().publish()


ENDS = st.tuples(st.sampled_from(["", "คำแนะนำ"]), st.lists(st.integers(1, 4), min_size=1, max_size=2))


def built(ways: list[list[tuple[int, tuple[str, list[int]]]]]) -> list[Question]:
    """A tree in which every question is reached and no way goes back: each answer leads down or ends."""
    found = []
    last = len(ways) - 1
    for number, answers in enumerate(ways):
        made = [
            Answer(str(number), "ต่อไป", next=f"q{number + 1}")
            if number < last
            else Answer("0", "จบ", advice="ก")
        ]
        for place, (further, (advice, pages)) in enumerate(answers):
            to = number + 1 + further
            key = f"a{place}"
            if further and to <= last:
                made.append(Answer(key, key, next=f"q{to}"))
            else:
                made.append(Answer(key, key, advice=advice, leads=tuple(map(Lead, pages))))
        found.append(Question(f"q{number}", "คำถาม", answers=tuple(made)))
    return found


WAYS = st.lists(st.lists(st.tuples(st.integers(0, 2), ENDS), min_size=1, max_size=2), min_size=1, max_size=4)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(WAYS.map(built), st.sets(st.integers(1, 4)))
def test_whatever_is_published_every_way_ends_at_something_readable(
    questions: list[Question], pages: set[int]
) -> None:
    """The law of the tree: with what is hidden left out, nobody meets a dead end or a hidden page."""
    assert problems(questions) == []
    left = pruned(questions, dict.fromkeys(pages))
    by_key = {question.key: question for question in left}

    def walk(question: Question, depth: int) -> None:
        assert depth <= len(questions)
        assert question.answers
        assert {lead.page for lead in reachable_leads(by_key, question)} <= pages
        for answer in question.answers:
            if answer.next:
                walk(by_key[answer.next], depth + 1)
            else:
                assert answer.advice or answer.leads

    walk(left[0], 1)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(WAYS.map(built), st.integers(0, 3), st.integers(0, 3), st.sets(st.integers(1, 4)))
def test_a_way_back_is_refused_and_does_not_break_a_preview(
    questions: list[Question], start: int, end: int, pages: set[int]
) -> None:
    here, there = min(start, len(questions) - 1), min(end, len(questions) - 1)
    wrong = questions[here]
    back = Answer("back", "ย้อน", next=f"q{min(here, there)}")
    questions[here] = Question(wrong.key, wrong.text, answers=(*wrong.answers, back))

    assert any("วนกลับมาที่เดิม" in problem for problem in problems(questions))
    for question in pruned(questions, dict.fromkeys(pages)):
        reachable_leads({each.key: each for each in questions}, question)
