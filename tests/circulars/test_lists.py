"""The list of letters for other programs: by its filters, safe, and never more than readers may see."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from circulars.importing import import_paths
from circulars.models import CircularIndexPage, CircularPage, Topic

pytestmark = pytest.mark.django_db
FORMS = ("csv", "json", "jsonld", "atom")


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return (b"".join(response) if response.streaming else response.content).decode("utf-8-sig")


@pytest.fixture
def letters(registry: CircularIndexPage, samples: list[str]) -> None:
    import_paths(samples)


def test_every_form_holds_the_letters_that_the_filters_leave(letters: None, client: Client) -> None:
    query = "?year=2547&kind=external"
    rows = list(csv.DictReader(io.StringIO(text_of(client, f"/circulars/letters.csv{query}"))))
    assert [row["เลขที่"] for row in rows] == ["นร 1205/85"]
    found = json.loads(text_of(client, f"/circulars/letters.json{query}"))
    assert [one["number"] for one in found["letters"]] == ["นร 1205/85"]
    assert (found["letters"][0]["date"], found["next"]) == ("2004-12-24", None)
    data = json.loads(text_of(client, f"/circulars/letters.jsonld{query}"))
    assert [one["identifier"] for one in data["itemListElement"]] == ["นร 1205/85"]
    feed = text_of(client, f"/circulars/letters.atom{query}")
    assert feed.count("<entry>") == 1
    assert "/circulars/nr-1205-85-2547/" in feed
    assert "2547" in feed.partition("</title>")[0]
    assert client.get("/circulars/letters.xml").status_code == 404
    for form in FORMS:
        assert "1205/85" not in text_of(client, f"/circulars/letters.{form}?year=nonsense")


def test_a_topic_filters_the_list_and_counts(letters: None, client: Client) -> None:
    topic = Topic.objects.create(code="service-centres", name_th="ศูนย์บริการร่วม")
    assert "topic" not in {facet["name"] for facet in client.get("/circulars/").context["facets"]}
    page = CircularPage.objects.get(number="นร 1205/85")
    page.topics = [topic]
    page.save()
    context = client.get("/circulars/?topic=service-centres").context
    assert [one.number for one in context["letters"]] == ["นร 1205/85"]
    assert context["total"] == 1
    [facet] = [facet for facet in context["facets"] if facet["name"] == "topic"]
    assert [(one.label, one.count, one.selected) for one in facet["values"]] == [("ศูนย์บริการร่วม", 1, True)]


def test_lists_ask_the_database_little(
    letters: None, client: Client, django_assert_max_num_queries: Any
) -> None:
    for form in FORMS:
        text_of(client, f"/circulars/letters.{form}")
        with django_assert_max_num_queries(8):
            text_of(client, f"/circulars/letters.{form}?organisation=opm&speed=ด่วน")


SECRET = "ถ้อยคำสงวน"


def test_nothing_secret_held_restricted_or_personal_is_in_any_list(
    registry: CircularIndexPage, tmp_path: Path, letter_text: str, client: Client
) -> None:
    own = "เลขประจำตัวประชาชน 1-2345-67890-12-3 โทร. 081-234-5678"
    texts = {
        "secret": letter_text.replace("ที่ มท", "ลับ\nที่ มท").replace("การทดสอบระบบ", SECRET),
        "held": letter_text.replace("ว 15", "ว ๒พค").replace("การทดสอบระบบ", SECRET),
        "personal": letter_text.replace("ว 15", "ว 17")
        .replace("การทดสอบระบบ", f"ข้อมูลของนายสมมติ {own}")
        .replace("จึงเรียนมา", f"{own} จึงเรียนมา"),
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    import_paths([str(tmp_path / name) for name in texts])
    shown = CircularPage.objects.get(live=True)
    doors = [f"/circulars/letters.{form}" for form in FORMS]
    for door in [*doors, "/circulars/", shown.get_url(), "/feeds/circular.atom"]:
        text = text_of(client, door)
        assert SECRET not in text, door
        assert "67890" not in text, door
        assert "๖๗๘๙๐" not in text, door
        assert "234-5678" not in text, door
        assert "มท" in text or "๐๒๐๑" in text, door
    assert "คุ้มครองข้อมูลส่วนบุคคล" in text_of(client, shown.get_url() or "")

    from wagtail.models import PageViewRestriction

    PageViewRestriction.objects.create(page=registry, restriction_type="login")
    for form in FORMS:
        assert client.get(f"/circulars/letters.{form}").status_code == 404


def test_no_cell_is_a_formula(
    registry: CircularIndexPage, tmp_path: Path, letter_text: str, client: Client
) -> None:
    text = letter_text.replace("เรื่อง การทดสอบระบบ", '=HYPERLINK("https://example.org")')
    (tmp_path / "a.txt").write_text(text.replace("ด้วยมี", 'เรื่อง =HYPERLINK("x")\n\nด้วยมี'), encoding="utf-8")
    import_paths([str(tmp_path / "a.txt")])
    CircularPage.objects.update(subject='=HYPERLINK("x")')
    for row in csv.reader(io.StringIO(text_of(client, "/circulars/letters.csv"))):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    assert CircularPage.objects.filter(live=True).exists()


def test_the_letter_carries_linked_data_that_no_text_can_end(letters: None, client: Client) -> None:
    CircularPage.objects.filter(number="นร 1205/85").update(subject="</script><b>")
    html = text_of(client, "/circulars/nr-1205-85-2547/")
    assert "</script><b>" not in html
    data = html.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert json.loads(data)["identifier"] == "นร 1205/85"


@pytest.mark.parametrize("form", ["atom", "csv", "json", "jsonld"])
def test_control_signs_in_a_filter_find_nothing(letters: None, client: Client, form: str) -> None:
    for name in ("kind", "organisation", "year", "speed", "topic"):
        response = client.get(f"/circulars/letters.{form}?{name}=%00%0b")
        assert response.status_code == 200
        body = b"".join(response) if response.streaming else response.content
        assert b"/circulars/nr-" not in body
        assert b"\x00" not in body
