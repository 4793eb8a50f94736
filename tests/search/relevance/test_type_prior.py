"""The kind of a document: the bare subject finds its guideline, a full name the thing itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from search import Document, Engine, Passage
from search.engines import open_engine
from search.service import answer

GUIDELINE = Document(
    key="guideline",
    type="guideline",
    title="แนวทางการจัดตั้งศูนย์บริการร่วม",
    url="/guidelines/joint-service-centre/",
    body=(
        Passage("ศูนย์บริการร่วมรับเรื่อง ให้ข้อมูล และให้บริการเบ็ดเสร็จ ณ จุดเดียว"),
        Passage("การมอบอำนาจให้เจ้าหน้าที่ประจำศูนย์บริการร่วม และการติดตามประเมินผลเป็นระยะ"),
    ),
)
CENTRES = [
    Document(
        key=f"centre-{number}",
        type="centre",
        title=f"ศูนย์บริการร่วม{name}",
        url=f"/centres/{number}/",
        body=(Passage(f"ศูนย์บริการร่วม{name} เปิดบริการวันจันทร์ถึงวันศุกร์"),),
    )
    for number, name in enumerate(["คมนาคม", "กระทรวงแรงงาน", "จังหวัดขอนแก่น", "กระทรวงมหาดไทย"])
]


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    opened = open_engine("tantivy://", tmp_path)
    opened.rebuild([GUIDELINE, *CENTRES])
    return opened


@pytest.mark.parametrize("subject", ["ศูนย์บริการร่วม", "บริการร่วม"])
def test_the_bare_subject_finds_its_guideline_first(engine: Engine, subject: str) -> None:
    assert answer(engine, subject).hits[0].key == "guideline"


@pytest.mark.parametrize("centre", CENTRES, ids=lambda centre: centre.key)
def test_a_full_name_finds_the_thing_itself_first(engine: Engine, centre: Document) -> None:
    assert answer(engine, centre.title).hits[0].key == centre.key


def test_who_tells_of_a_situation_wants_no_guideline_before_a_guide(tmp_path: Path) -> None:
    title, text = "การเปลี่ยนชื่อตัว", (Passage("นายทะเบียน"),)
    opened = open_engine("tantivy://", tmp_path)
    opened.rebuild(Document(kind, kind, title, f"/{kind}/", text) for kind in ("guideline", "service"))

    told, asked = (answer(opened, query).hits for query in ("ทวีปชื่อไม่ดี", title))
    assert len({hit.score for hit in told}) == 1
    assert [hit.type for hit in asked] == ["guideline", "service"]
