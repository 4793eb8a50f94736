"""Editions in public: the switch, the day on which one was in use, and any two compared."""

from __future__ import annotations

import copy
import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from core import documents
from core.templatetags.thai import thai_date
from guidelines.importing import save_guideline
from guidelines.models import GuidelinePage
from guidelines.upstream.targets import withdraw
from tests.guidelines.conftest import RECORD
from tests.guidelines.test_pages import html, queries

DAYS = ("2024-01-10", "2024-06-20", "2024-12-24")


@pytest.fixture
def editions(guideline: GuidelinePage, monkeypatch: pytest.MonkeyPatch) -> GuidelinePage:
    """Three editions of DAYS: the second rewords MG-02, opens MG-03 and adds MG-05, the third drops MG-04."""
    record = copy.deepcopy(RECORD)
    record["meta"] |= {"slug": "desk", "edition_note": "ปรับปรุงตามผลการติดตาม"}
    sections = record["sections"]
    for number, day in enumerate(DAYS, 1):
        moment = datetime.datetime.fromisoformat(f"{day}T10:00:00+07:00")
        if number == 2:
            text = "ประชาชนรอไม่เกินยี่สิบนาที\nเจ้าหน้าที่แจ้งผลภายในวันเดียวกัน"
            sections[1] |= {"body_th": text, "change": "major", "change_note": "ลดเวลารอ"}
            sections[2] |= {"mode": "adaptable", "change": "minor", "change_note": "เปิดให้ปรับได้"}
            sections.append(
                {"id": "MG-05", "heading_th": "การรับฟัง", "mode": "adaptable", "body_th": "มีช่องรับฟัง"}
            )
        elif number == 3:
            del sections[3]
        with monkeypatch.context() as patched:
            patched.setattr(timezone, "now", lambda moment=moment: moment)
            page = save_guideline(record).page
    assert isinstance(page, GuidelinePage)
    assert [each.number for each in page.editions.all()] == [1, 2, 3]
    return GuidelinePage.objects.get(pk=page.pk)


URL = "/guidelines/desk/"


def test_the_switch_leads_to_every_edition(editions: GuidelinePage, client: Client) -> None:
    newest, second = html(client, URL), html(client, f"{URL}?edition=2")

    assert 'href="/guidelines/desk/?edition=1"' in newest
    assert "ดูฉบับล่าสุด" not in newest
    assert "ตั้งในย่านชุมชน" not in newest
    assert "ตั้งในย่านชุมชน" in second
    assert "ซึ่งเผยแพร่ 20\xa0มิถุนายน 2567 และมีฉบับใหม่แทนเมื่อ 24\xa0ธันวาคม 2567" in second
    assert "ยี่สิบนาที" not in html(client, f"{URL}?edition=๑")


@pytest.mark.parametrize("number", ["0", "4", "x", "-1", "1.0", "9" * 500])
def test_an_edition_that_is_not_there_is_not_found(
    editions: GuidelinePage, client: Client, number: str
) -> None:
    assert client.get(URL, {"edition": number}).status_code == 404
    assert client.get(f"{URL}compare/", {"from": number}).status_code == 404
    assert client.get(f"{URL}compare/", {"to": number}).status_code == 404


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("10/1/2567", 1),
        ("19 มิถุนายน 2567", 1),
        ("๒๐ มิถุนายน ๒๕๖๗", 2),
        ("2024-12-23", 2),
        ("24 ธ.ค. 2567", 3),
        ("1/1/2568", 3),
    ],
)
def test_a_day_leads_to_the_edition_in_use_at_its_end(
    editions: GuidelinePage, client: Client, typed: str, number: int
) -> None:
    response = client.get(URL, {"as-at": typed})

    assert response.status_code == 200
    assert response.context["edition"].number == number
    assert not response.context["chosen"].error


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("9/1/2567", "ยังไม่มีฉบับที่เผยแพร่ ฉบับแรกเผยแพร่ 10"),
        ("31/2/2567", "ไม่มีวันที่ 31/2/2567"),
        ("2567", "อ่านวันที่ไม่ได้"),
        ("เมื่อวาน <b>", "อ่านวันที่ไม่ได้"),
        ("1/1/2800", "ยังมาไม่ถึง"),
    ],
)
def test_a_day_that_cannot_be_used_says_why(
    editions: GuidelinePage, client: Client, typed: str, said: str
) -> None:
    response = client.get(URL, {"as-at": typed})
    text = response.content.decode()

    assert said in text
    assert 'aria-invalid="true"' in text
    assert "<b>" not in text
    assert response.context["edition"].number == 3


def test_an_edition_taken_back_is_named_and_not_shown(
    editions: GuidelinePage, client: Client, superuser: Any
) -> None:
    withdraw(editions.editions.get(number=3), "เผยแพร่ผิดฉบับ", superuser)
    text = html(client, URL)
    then = html(client, f"{URL}?as-at=1/1/2568")

    assert "ตั้งในย่านชุมชน" in text
    assert "ฉบับที่ 3 ถอนแล้วเมื่อ" in text
    assert "ใช้ฉบับที่ 3 ซึ่งถูกถอนแล้ว" in then
    assert "จึงแสดงฉบับที่ 2 แทน" in then


TAKEN_BACK = ("?edition=3", "?edition=๓", "compare/?to=3", "compare/?from=3&to=1", "download/pdf/?edition=3")


@pytest.mark.parametrize("path", TAKEN_BACK)
def test_an_edition_taken_back_is_gone_and_says_when_why_and_what_is_in_force(
    editions: GuidelinePage, client: Client, superuser: Any, path: str
) -> None:
    withdraw(editions.editions.get(number=3), "เผยแพร่ผิดฉบับ <b>", superuser)
    response = client.get(f"{URL}{path}")
    text = " ".join(response.content.decode().split())

    assert response.status_code == 410
    assert "ฉบับที่ 3 ถูกถอนแล้ว" in text
    assert " ".join(f"ถูกถอนเมื่อ {thai_date(timezone.localdate())}".split()) in text
    assert "เผยแพร่ผิดฉบับ &lt;b&gt;" in text
    assert 'href="/guidelines/desk/"' in text
    assert "ฉบับที่ใช้อยู่คือฉบับที่ 2" in text
    assert "root" not in text, "who took it back is the issuer's matter"
    assert "ยี่สิบนาที" not in text, "nothing of its text"
    assert "noindex" in text
    english = client.get(f"/en{URL}{path}")
    assert english.status_code == 410
    assert "Edition 3 was withdrawn" in english.content.decode()


@pytest.mark.parametrize("path", TAKEN_BACK)
def test_an_edition_taken_back_of_a_guideline_that_is_not_public_is_as_one_that_never_was(
    editions: GuidelinePage, client: Client, superuser: Any, path: str
) -> None:
    withdraw(editions.editions.get(number=3), "เผยแพร่ผิดฉบับ", superuser)
    never = path.replace("3", "4").replace("๓", "๔")
    told = client.get(f"{URL}{never}")
    assert (told.status_code, "ถอน" in told.content.decode()) == (404, False), "never published"

    restriction = PageViewRestriction.objects.create(
        page=editions, restriction_type=PageViewRestriction.LOGIN
    )
    hidden = client.get(f"{URL}{path}")
    assert hidden.status_code != 410
    assert "เผยแพร่ผิดฉบับ" not in hidden.content.decode()
    restriction.delete()

    editions.unpublish()
    gone, none = client.get(f"{URL}{path}"), client.get(f"/guidelines/none/{path}")
    assert (gone.status_code, none.status_code) == (404, 404)
    assert "ถูกถอน" not in gone.content.decode()


def test_what_was_taken_back_is_not_found_by_search(editions: GuidelinePage, superuser: Any) -> None:
    edition = editions.editions.get(number=3)
    builder = documents.builder_of(GuidelinePage)
    assert builder is not None
    before = builder(editions)

    withdrawal = withdraw(edition, "เผยแพร่ผิดฉบับ", superuser)
    after = builder(GuidelinePage.objects.get(pk=editions.pk))

    assert before is not None
    assert after is not None
    assert "ตั้งในย่านชุมชน" not in [passage.text for passage in before.body]
    assert "ตั้งในย่านชุมชน" in [passage.text for passage in after.body]
    assert editions in list(documents.dependents_of(withdrawal))


def test_two_editions_are_compared_word_by_word(editions: GuidelinePage, client: Client) -> None:
    response = client.get(f"{URL}compare/", {"from": "1", "to": "3"})
    text = response.content.decode()
    kinds = {each.section.section_id: each.kind for each in response.context["differences"]}
    marked = re.findall(r"<(ins|del)><span[^>]*>[^<]*</span>(.*?)<span", text)

    assert kinds == {
        "MG-01": "same",
        "MG-02": "changed",
        "MG-03": "changed",
        "MG-04": "removed",
        "MG-05": "new",
    }
    assert ("del", "สาม") in marked or ("del", "สามสิบ") in marked
    assert ("ins", "ยี่") in marked or ("ins", "ยี่สิบ") in marked
    assert ("del", "ตั้งในย่านชุมชน") in marked
    assert ("ins", "มีช่องรับฟัง") in marked
    assert ("del", "ห้ามแก้ไขถ้อยคำ แต่หน่วยงานเพิ่มเติมต่อท้ายได้") in marked
    assert "ลดเวลารอ" in text
    assert "ต่างกัน 4 หมวด" in text


def test_without_numbers_the_last_two_editions_are_compared(
    editions: GuidelinePage, client: Client, guideline: GuidelinePage
) -> None:
    context = client.get(f"{URL}compare/").context

    assert (context["old"].number, context["new"].number) == (2, 3)
    assert "เลือกฉบับเดียวกัน" in html(client, f"{URL}compare/?from=2&to=2")
    assert "ฉบับเดียว" in html(client, "/guidelines/counter/compare/")


def test_editions_take_few_queries(editions: GuidelinePage, client: Client) -> None:
    assert queries(client, f"{URL}?as-at=1/1/2568") <= 12
    assert queries(client, f"{URL}compare/?from=1&to=3") <= 12
    assert queries(client, f"/en{URL}compare/?from=1&to=3") <= 12


def test_editions_of_a_guideline_that_is_not_public_are_nowhere(
    editions: GuidelinePage, client: Client
) -> None:
    editions.unpublish()

    for path in ("", "?edition=1", "?as-at=1/1/2568", "compare/", "compare/?from=1&to=2"):
        assert client.get(f"{URL}{path}").status_code == 404
