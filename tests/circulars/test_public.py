"""The public list and pages: filters, paging, masking, number of queries."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from circulars.importing import import_paths
from circulars.indexing import circular_document
from circulars.models import CircularIndexPage, CircularPage

pytestmark = pytest.mark.django_db
MOST_QUERIES = 13


@pytest.fixture
def letters(registry: CircularIndexPage, samples: list[str]) -> None:
    import_paths(samples)


def warm(client: Client, address: str) -> None:
    """Content types and the site's root are looked up once a process, not once a page."""
    client.get(address)


@pytest.mark.parametrize("query", ["", "?year=2566&kind=external", "?organisation=opm&speed=ด่วนที่สุด&page=9"])
def test_the_list_asks_the_database_little(
    letters: None, client: Client, query: str, django_assert_max_num_queries: Any
) -> None:
    warm(client, "/circulars/")
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(f"/circulars/{query}").status_code == 200


def test_a_letter_asks_the_database_little(
    letters: None, client: Client, django_assert_max_num_queries: Any
) -> None:
    address = "/circulars/nr-0505-w118-2566/"
    warm(client, address)
    with django_assert_max_num_queries(MOST_QUERIES):
        html = client.get(address).content.decode()
    assert "นร ๐๕๐๕/ว ๑๑๘" in html
    assert "/circulars/mt-0309-2-w1234-2566/" in html  # cited by
    assert "/circulars/nr-1205-312-2566/" in html  # encloses


def test_a_letter_under_verification_asks_the_database_little(
    letters: None, client: Client, registrar: Any, django_assert_max_num_queries: Any
) -> None:
    page = CircularPage.objects.get(number="", kind="external")
    page.publish_under_verification(registrar, "ตรวจเลขที่")
    warm(client, "/circulars/acc-1/")
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get("/circulars/acc-1/").status_code == 200


def test_filters(letters: None, client: Client) -> None:
    def titles(query: str) -> set[str]:
        return {letter.number for letter in client.get(f"/circulars/{query}").context["letters"]}

    assert titles("?year=2547") == {"นร 1205/85"}
    assert titles("?kind=stamped") == {"ชม 0017.1/ว 87"}
    assert titles("?speed=ด่วนที่สุด") == {"มท 0309.2/ว 1234"}
    assert titles("?year=none") == titles("?year=9999") == set()
    assert len(titles("")) == 6


def test_held_letters_are_not_counted(letters: None, client: Client) -> None:
    context = client.get("/circulars/").context
    assert context["total"] == CircularPage.objects.live().count() == 6
    counts = {facet["name"]: sum(one.count for one in facet["values"]) for facet in context["facets"]}
    assert counts["kind"] == counts["year"] == 6


def test_personal_numbers_are_masked_for_readers_and_search(
    registry: CircularIndexPage, tmp_path: Path, letter_text: str, client: Client
) -> None:
    text = letter_text.replace(
        "ด้วยมี", "ด้วยนายสมมติ เลขประจำตัวประชาชน 1-2345-67890-12-3 โทร. 081-234-5678 ขอ มี"
    )
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    import_paths([str(tmp_path / "a.txt")])
    page = CircularPage.objects.get()
    html = client.get(page.get_url()).content.decode()
    document = circular_document(page)
    assert document is not None
    for shown in (html, " ".join(passage.text for passage in document.body)):
        assert "67890" not in shown
        assert "๖๗๘๙๐" not in shown
        assert "234-5678" not in shown
    assert "1-2345-67890-12-3" in page.raw_text


def test_what_is_found_in_search(letters: None) -> None:
    page = CircularPage.objects.get(number="นร 1205/85")
    document = circular_document(page)
    assert document is not None
    assert (document.type, document.number, document.url) == (
        "circular",
        "นร 1205/85",
        "/circulars/nr-1205-85-2547/",
    )
    assert str(document.date) == "2004-12-24"
    assert any("Mobile Unit" in passage.text for passage in document.body)
    held = CircularPage.objects.get(number="")
    assert circular_document(held) is None
