"""A closed round names a letter only while everybody may read it: its figures stay, what is told follows."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks
from wagtail.models import Page, PageViewRestriction

from guidelines.followup import making
from guidelines.followup.closing import close_round, is_intact
from guidelines.followup.letters import order_anew, titles_for_everybody
from guidelines.followup.models import ReportFile, ReportingRound

TITLE = "การสอบสวนเรื่องที่ปกปิด"
OTHER = "การจัดศูนย์บริการร่วม"
FILES = ("csv", "xlsx", "docx", "pdf")


@pytest.fixture
def letter(home: Page) -> Page:
    return home.add_child(instance=Page(title=TITLE, slug="hidden-later"))


@pytest.fixture
def closed(found: ReportingRound, home: Page, letter: Page, monitor: object) -> ReportingRound:
    """A closed round whose report refers to two letters, with all its files."""
    other = home.add_child(instance=Page(title=OTHER, slug="stays"))
    model = found.guideline.recommendations.model
    model.objects.filter(page=found.guideline).delete()
    for at, each in enumerate((letter, other), 1):
        model.objects.create(page=found.guideline, code=f"R{at}", text="ลดภาระ", letter=each)
    made = close_round(found, monitor)
    making.make_all()
    return made


def address(found: ReportingRound, kind: str) -> str:
    return reverse("followup_public:file", args=[found.pk, kind])


def words(found: ReportingRound) -> str:
    """The text of the Word file as an outsider gets it."""
    data = Client().get(address(found, "docx")).getvalue()
    document = Document(io.BytesIO(data))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def restrict(letter: Page) -> None:
    PageViewRestriction.objects.create(page=letter, restriction_type=PageViewRestriction.LOGIN)


LEAVING: dict[str, Callable[[Page], object]] = {
    "taken back": lambda letter: letter.unpublish(),
    "restricted": restrict,
    "deleted": lambda letter: letter.delete(),
}


@pytest.mark.parametrize("leave", LEAVING.values(), ids=LEAVING.keys())
@pytest.mark.parametrize("is_early", [False, True], ids=["keys", "bare titles"])
def test_a_letter_that_leaves_the_public_is_named_no_more(
    closed: ReportingRound,
    letter: Page,
    leave: Callable[[Page], object],
    is_early: bool,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    if is_early:
        early = {**(closed.figures or {}), "format": 1, "letters": [TITLE, OTHER]}
        ReportingRound.objects.filter(pk=closed.pk).update(figures=early)
        ReportFile.objects.update(letters=None)
    before = words(closed)
    assert TITLE in before
    assert OTHER in before
    names = list(ReportFile.objects.filter(kind__in=("docx", "pdf")).values_list("file", flat=True))

    leave(letter)

    answers = {kind: Client().get(address(closed, kind)).status_code for kind in FILES}
    assert answers == {"csv": 200, "xlsx": 200, "docx": 404, "pdf": 404}, "withheld at once"
    page = Client().get(reverse("followup_public:round", args=[closed.pk])).content.decode()
    assert TITLE not in page
    assert address(closed, "csv") in page
    assert address(closed, "pdf") not in page
    with django_capture_on_commit_callbacks(execute=True):
        order_anew()
    storage = ReportFile._meta.get_field("file").storage
    assert not any(storage.exists(name) for name in names), "the old bytes are gone"
    making.make_all()
    after = words(closed)
    assert TITLE not in after
    assert OTHER in after
    assert {Client().get(address(closed, kind)).status_code for kind in FILES} == {200}


def test_the_frozen_figures_stay_and_a_letter_that_comes_back_is_named_again(
    closed: ReportingRound, letter: Page
) -> None:
    letter.unpublish()
    order_anew()
    making.make_all()
    stored = ReportingRound.objects.get(pk=closed.pk)
    assert is_intact(stored)
    assert titles_for_everybody(stored.figures or {}) == [OTHER]
    letter.save_revision().publish()
    order_anew()
    making.make_all()
    assert TITLE in words(closed)


def test_files_that_name_the_right_letters_are_left_alone(
    closed: ReportingRound, letter: Page, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Page.objects.filter(pk=letter.pk).update(title="ชื่อที่แก้แล้ว")
    made = list(closed.files.values_list("kind", "file", "made_at"))
    with django_assert_num_queries(2):
        order_anew()
    assert list(closed.files.values_list("kind", "file", "made_at")) == made
    assert TITLE in words(closed), "what was frozen tells the title of then"


def test_a_letter_that_leaves_while_its_file_is_made_is_withheld(
    closed: ReportingRound, letter: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    ReportFile.objects.filter(kind="docx").update(made_at=None, letters=None)
    real = making.make

    def slow(*given: object) -> bytes:
        data = real(*given)  # type: ignore[arg-type]
        letter.unpublish()
        return data

    with monkeypatch.context() as patched:
        patched.setattr(making, "make", slow)
        making.make_all()
    assert ReportFile.objects.get(kind="docx").made_at is not None
    assert Client().get(address(closed, "docx")).status_code == 404


def test_figures_alone_name_no_letter(closed: ReportingRound) -> None:
    """Whoever makes a report from stored figures without asking who may read a letter tells none."""
    data = making.make("docx", closed.figures or {})
    text = "\n".join(each.text for each in Document(io.BytesIO(data)).paragraphs)
    assert "อ้างถึง" not in text
    assert TITLE not in text
