"""An import of many: few statements, the rows that Wagtail writes, secrecy that reaches other letters."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageLogEntry, ReferenceIndex
from wagtail.search.models import IndexEntry
from wagtail.signals import page_published

from circulars.files import Received
from circulars.importing import Outcome, import_received
from circulars.models import CircularFlag, CircularIndexPage, CircularPage, DeletedLetter
from circulars.shown import values_of
from finder.models import OutboxEntry

pytestmark = pytest.mark.django_db

OWN = {
    "shown",
    *(
        "id",
        "page_ptr",
        "path",
        "slug",
        "url_path",
        "title",
        "draft_title",
        "subject",
        "raw_text",
        "text_hash",
    ),
    *("translation_key", "latest_revision", "live_revision", "number", "number_raw", "running", "original"),
    "number_key",
    *("latest_revision_created_at", "first_published_at", "last_published_at", "purpose_line", "numchild"),
}
"""What tells two letters of one kind apart."""


def taken_in(*texts: str) -> list[Outcome]:
    files = [Received(f"{n}.txt", text.encode(), text, "utf-8") for n, text in enumerate(texts)]
    return import_received(list(files), None, dry_run=False)


def page_of(text: str) -> CircularPage:
    page = taken_in(text)[0].page
    assert page is not None
    return CircularPage.objects.get(pk=page.pk)


def numbered(text: str, number: int, subject: str = "การทดสอบระบบ") -> str:
    return text.replace("/ว 15", f"/ว {number}").replace("การทดสอบระบบ", subject)


def test_the_rows_are_those_that_wagtail_writes(registry: CircularIndexPage, letter_text: str) -> None:
    """Were a letter added, revised and published by Wagtail one by one, nothing would differ."""
    told: list[Any] = []

    def hear(instance: Page, revision: Any, **kwargs: Any) -> None:
        told.append((instance.pk, revision.pk, revision.object_str))

    page_published.connect(hear)
    try:
        ours = page_of(letter_text)
        twin = CircularPage(
            **{
                field.attname: getattr(ours, field.attname)
                for field in CircularPage._meta.local_concrete_fields[1:]
            }
        )
        twin.pk = twin.id = None
        twin.title, twin.slug, twin.running, twin.live = "คู่แฝด", "twin", 16, False
        twin.text_hash, twin.number, twin.status = "other", "มท 0201/ว 16", "held"
        twin.has_unpublished_changes, twin.shown = True, {}
        registry.refresh_from_db()
        registry.add_child(instance=twin)
        twin.save_revision().publish()
    finally:
        page_published.disconnect(hear)
    twin = CircularPage.objects.get(pk=twin.pk)

    def plain(page: CircularPage) -> dict[str, Any]:
        values = {field.attname: getattr(page, field.attname) for field in CircularPage._meta.concrete_fields}
        assert page.shown == values_of(page)
        return {name: value for name, value in values.items() if name.removesuffix("_id") not in OWN}

    assert plain(ours) == plain(twin)
    assert [row[0] for row in told] == [ours.pk, twin.pk]
    assert int(twin.path[-4:], 36) == int(ours.path[-4:], 36) + 1
    assert ours.url_path == f"{registry.url_path}{ours.slug}/"
    registry.refresh_from_db()
    assert registry.numchild == registry.get_children().count() == 2
    assert Page.find_problems() == ([], [], [], [], [])
    for page in (ours, twin):
        assert page.live_revision_id == page.latest_revision_id == page.revisions.get().pk
    theirs = twin.revisions.get().content
    differing = {key for key, value in ours.revisions.get().content.items() if theirs.get(key) != value}
    assert differing <= OWN | {"pk", "live", "status"}
    assert set(theirs) == set(ours.revisions.get().content)
    logs = [
        list(PageLogEntry.objects.filter(page=page.pk).order_by("pk").values_list("action", flat=True))
        for page in (ours, twin)
    ]
    assert logs[0] == logs[1] == ["wagtail.create", "wagtail.publish"]
    references = [
        sorted(ReferenceIndex.objects.filter(object_id=str(page.pk)).values_list("model_path", flat=True))
        for page in (ours, twin)
    ]
    assert references[0] == references[1] != []
    entries = [IndexEntry.objects.get(object_id=str(page.pk)) for page in (ours, twin)]
    for page in (ours, twin):
        assert page.pk in [found.pk for found in CircularPage.objects.search(page.title)]
    assert entries[0].content_type_id == entries[1].content_type_id
    assert bool(entries[0].autocomplete) == bool(entries[1].autocomplete)
    assert OutboxEntry.objects.filter(key=f"page-{ours.pk}").exists()


def test_a_letter_takes_few_statements(registry: CircularIndexPage, letter_text: str) -> None:
    """Fewer than fifty each with the search index told, however many come together."""
    texts = [numbered(letter_text, n, f"การทดสอบครั้งที่ {n}") for n in range(100, 130)]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        outcomes = taken_in(*texts)
    assert {outcome.action for outcome in outcomes} == {"created"}
    assert len(queries) < 50 * len(texts)


def test_one_batch_holds_letters_that_are_the_same(registry: CircularIndexPage, letter_text: str) -> None:
    other_words = letter_text.replace("ด้วยมีการทดสอบระบบ", "ด้วยมีการทดสอบระบบอีกครั้ง")
    other_subject = numbered(letter_text, 15, "เรื่องอื่น")
    outcomes = taken_in(letter_text, letter_text + "\n", other_words, other_subject)
    assert [one.action for one in outcomes] == ["created", "unchanged", "held", "refused"]
    page = CircularPage.objects.get()
    assert "อีกครั้ง" not in page.body
    assert page.live


def test_what_becomes_secret_leaves_the_letters_that_cite_it(
    registry: CircularIndexPage, letter_text: str
) -> None:
    citing = numbered(letter_text, 20, "การติดตามผล").replace(
        "เรียน ผู้ว่า", "อ้างถึง หนังสือสำนักงานปลัดกระทรวงมหาดไทย ที่ มท 0201/ว 15 ลงวันที่ 8 มกราคม 2567\n\nเรียน ผู้ว่า"
    )
    cited, other = (outcome.page for outcome in taken_in(letter_text, citing))
    assert cited is not None
    assert other is not None
    assert other.citations.get().target_id == cited.pk
    assert other.flags.open().get(code="CROSSREF_DATE_MISMATCH").related == "มท 0201/ว 15"
    secret = taken_in("ลับ\n\n" + letter_text.replace("9 มกราคม", "๙ มกราคม"))[0]
    assert secret.action == "held"
    assert secret.page is not None
    assert secret.page.pk == cited.pk
    page = CircularPage.objects.get(pk=cited.pk)
    assert not page.live
    assert page.accession
    assert "ทดสอบ" not in page.title
    citation = other.citations.get()
    assert citation.target_id is None
    assert citation.match == "not_in_registry"
    assert not citation.mismatches
    told = CircularFlag.objects.filter(page=other)
    assert not told.open().filter(code="CROSSREF_DATE_MISMATCH").exists()
    assert not told.filter(related="มท 0201/ว 15").exists()
    assert not any("9 มกราคม" in flag.message for flag in told)


def test_the_number_of_a_deleted_letter_stays_taken(registry: CircularIndexPage, letter_text: str) -> None:
    page = page_of(letter_text)
    codes = sorted(page.flags.values_list("code", flat=True))
    page.delete()
    kept = DeletedLetter.objects.get()
    assert kept.number == "มท 0201/ว 15"
    assert sorted(flag["code"] for flag in kept.flags) == codes
    same, other, next_year = taken_in(
        letter_text,
        numbered(letter_text, 15, "เรื่องอื่น"),
        letter_text.replace("มกราคม 2567", "มกราคม 2568"),
    )
    for refused in (same, other):
        assert refused.error is not None
        assert refused.error.code == "NUMBER_TAKEN"
    assert next_year.action == "created"
