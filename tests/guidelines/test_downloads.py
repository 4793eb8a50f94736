"""Guidelines and adaptations as PDF and DOCX: they say what the page says, to whoever may read the page."""

from __future__ import annotations

import io
import subprocess
from typing import Any

import docx
import pytest
from django.core.cache import cache
from django.test import Client
from wagtail.models import PageViewRestriction

from guidelines.deciding import SectionInput, save_section
from guidelines.models import AdaptationPage, GuidelinePage
from guidelines.plain import stream_from_text
from tests.guidelines.test_history import editions
from tests.guidelines.test_pages import published, queries

__all__ = ["editions", "published"]

MODEL, OWN = "/guidelines/counter/download/", "/guidelines/counter/mot/download/"
DOORS = (f"{MODEL}pdf/", f"{MODEL}docx/", f"{OWN}pdf/", f"{OWN}docx/")


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


def words(client: Client, url: str) -> str:
    """The text of a DOCX, paragraph by paragraph."""
    response = client.get(url)
    assert response.status_code == 200
    return "\n".join(each.text for each in docx.Document(io.BytesIO(response.content)).paragraphs)


def test_an_adaptation_says_whose_text_it_is_and_why(published: AdaptationPage, client: Client) -> None:
    text = words(client, f"{OWN}docx/")

    for part in (
        "ให้บริการเสร็จสิ้น ณ จุดเดียว",
        "ประชาชนรอไม่เกินสิบนาที",
        "เหตุผลที่ต่างจากต้นแบบ งานสั้นกว่า",
        "ข้อความที่หน่วยงานเพิ่มเติม",
        "รวมงานภาษีรถ",
        "เหตุผลที่ไม่ใช้หมวดนี้ ใช้พื้นที่ของสถานี",
        "๓. ภาวะฉุกเฉิน",
        "ใช้ตั้งแต่",
        "ต้นแบบฉบับที่ ๑",
        "ขนส่ง",
        "MG-02",
    ):
        assert part in text
    assert "ประชาชนรอไม่เกินสามสิบนาที" not in text
    assert "ตั้งในย่านชุมชน" not in text


def test_a_pdf_is_set_in_thai(published: AdaptationPage, client: Client) -> None:
    response = client.get(f"{OWN}pdf/")
    told = subprocess.run(["pdftotext", "-", "-"], input=response.content, capture_output=True, check=True)
    text = told.stdout.decode()

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="counter-mot.pdf"'
    assert "๑. หลักการ" in text
    assert "ใช้พื้นที่ของสถานี" in text


def test_any_standing_edition_is_a_file(editions: GuidelinePage, client: Client) -> None:
    url = "/guidelines/desk/download/docx/"

    assert "ตั้งในย่านชุมชน" not in words(client, url)
    assert "มีฉบับใหม่แทนเมื่อ" in words(client, f"{url}?edition=2")
    assert "ตั้งในย่านชุมชน" in words(client, f"{url}?as-at=1/7/2567")
    assert "R1" in words(client, url)
    for asked in ("edition=9", "edition=x", "as-at=31/2/2567", "as-at=1/1/2500"):
        assert client.get(f"{url}?{asked}").status_code == 404


def test_a_file_is_set_once_for_a_published_state(
    published: AdaptationPage, client: Client, monkeypatch: pytest.MonkeyPatch, editor: Any
) -> None:
    made: list[str] = []

    def make(paper: Any) -> bytes:
        made.append(paper.title)
        return paper.title.encode()

    monkeypatch.setitem(__import__("guidelines.downloads", fromlist=["KINDS"]).KINDS, "pdf", (make, "x/y"))
    first = client.get(f"{OWN}pdf/")
    again = client.get(f"{OWN}pdf/")
    known = client.get(f"{OWN}pdf/", headers={"If-None-Match": first["ETag"]})
    draft = SectionInput("adapted", "ร่างใหม่", body=stream_from_text("ร่าง"), values={"mission": "ขนส่ง"})
    save_section(published, "MG-02", draft, editor)
    drafted = client.get(f"{OWN}pdf/")

    assert len(made) == 1
    assert first.content == again.content == drafted.content
    assert known.status_code == 304
    assert "private" in first["Cache-Control"]

    published.organisation.name_th = "กระทรวงที่เปลี่ยนชื่อ"
    published.organisation.save()
    assert client.get(f"{OWN}pdf/")["ETag"] != first["ETag"]


def test_an_outsider_gets_no_file_of_what_is_not_public(
    published: AdaptationPage, client: Client, adaptation: AdaptationPage
) -> None:
    assert {client.get(url).status_code for url in DOORS} == {200}
    assert client.get(f"{OWN}exe/").status_code == 404

    restriction = PageViewRestriction.objects.create(
        page=published.guideline, restriction_type=PageViewRestriction.LOGIN
    )
    for url in DOORS:
        response = client.get(url)
        assert response.status_code == 302
        assert "login" in response["Location"]
    restriction.delete()

    published.unpublish()
    assert [client.get(url).status_code for url in DOORS] == [200, 200, 404, 404]
    published.guideline.unpublish()
    assert {client.get(url).status_code for url in DOORS} == {404}


def test_a_file_takes_few_queries(published: AdaptationPage, client: Client) -> None:
    for url in DOORS:
        client.get(url)
        assert queries(client, url) <= 13
