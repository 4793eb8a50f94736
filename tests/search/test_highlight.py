"""Highlights: the original text, the passage that matched, no cluster cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.document import Document, Passage
from search.graphemes import is_boundary
from search.highlight import SNIPPET, Highlighter
from search.parse import parse_query


def document(*passages):
    body = tuple(Passage(text, anchor=f"p{n}") for n, text in enumerate(passages))
    return Document(key="a", type="page", title="หัวเรื่อง", url="/a/", body=body)


def marked(spans):
    return [span.text for span in spans if span.hit]


@pytest.mark.parametrize(
    ("query", "text", "hit"),
    [
        ("สำนักงาน", "ที่ส\u200bํานักงานเขต", "ส\u200bํานักงาน"),
        ("น้ำ", "แม่นำ้ใหญ่", "นำ้"),
        ("24 ธ.ค. 47", "ลงวันที่ ๒๔ ธันวาคม ๒๕๔๗ นั้น", "๒๔ ธันวาคม ๒๕๔๗"),
        ("กค 0405.2/ว 114", "ตามหนังสือ กค ๐๔๐๕.๒/ว๑๑๔ ลงวันที่", "กค ๐๔๐๕.๒/ว๑๑๔"),
        ("COVID", "โรคCovid-19", "Covid"),
        ("ใบเกิด", "คัดสำเนาสูติบัตร", "สูติบัตร"),
    ],
)
def test_what_matched_is_marked_as_it_is_written(query, text, hit):
    spans, _ = Highlighter(parse_query(query)).snippet(document(text))
    assert hit in marked(spans)
    assert "".join(span.text for span in spans) == text


def test_the_passage_with_most_of_the_query_is_shown():
    filler = "เนื้อความอื่นที่ไม่เกี่ยวข้องกับเรื่องนี้เลย " * 30
    spans, anchor = Highlighter(parse_query("มอบอำนาจ เคาน์เตอร์")).snippet(
        document("มอบอำนาจ " + filler, filler + "ให้มอบอำนาจแก่เจ้าหน้าที่ประจำเคาน์เตอร์ " + filler)
    )
    assert anchor == "p1"
    assert marked(spans) == ["มอบอำนาจ", "เคาน์เตอร์"]
    assert sum(len(span.text) for span in spans) < SNIPPET + 60


def test_a_document_without_text_has_no_snippet():
    assert Highlighter(parse_query("อะไร")).snippet(document(" ", "")) == ((), "")


_TEXT = st.lists(
    st.sampled_from([*"กงนลสรมา้่ิีุูัำเแไๆํ aB๑\n", "\u200b", "e\u0301", "👍🏽"]), min_size=1, max_size=300
).map("".join)


@given(_TEXT, _TEXT)
def test_no_cut_parts_a_grapheme_cluster(text, query):
    highlighter = Highlighter(parse_query(query))
    spans = highlighter.title(text)
    assert "".join(span.text for span in spans) == text
    at = 0
    for span in spans:
        assert is_boundary(text, at)
        at += len(span.text)
    shown, _ = highlighter.snippet(document(text))
    inside = "".join(span.text for span in shown if span.text != "…" or span.hit)
    assert inside in text or "…" in text
