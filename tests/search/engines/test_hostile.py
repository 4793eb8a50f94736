"""No query is an error, and none costs much more than an ordinary one."""

import statistics
import time

import pytest

from search.document import Document, Passage
from search.engines import open_engine
from search.engines.address import Address
from search.engines.elasticsearch import ElasticsearchEngine
from search.service import answer, suggest

DOCUMENTS = 400
DEAREST = 10
"""Times an ordinary query that any query may cost."""
ORDINARY = (
    "ศูนย์บริการร่วม",
    "การมอบอำนาจให้เจ้าหน้าที่ประจำเคาน์เตอร์ พ.ศ. 2566",
    "นร 0505/ว 118",
    "ขอบัตรประชาชนใหม่ หาย",
)
HOSTILE = {
    "one letter": "ก" * 10_000,
    "latin": "a" * 10_000,
    "digits": "1" * 10_000,
    "thai digits": "๙" * 10_000,
    "words": "ศูนย์บริการร่วมมอบอำนาจ" * 435,
    "many words": "ศูนย์ บริการ ร่วม " * 600,
    "all different": "".join(chr(0x0E01 + n * 7 % 46) for n in range(10_000)),
    "quotes": '"' * 10_000,
    "quoted quotes": '"ศูนย์ "บริการ" ' * 700,
    "brackets": "(" * 5_000 + "ศูนย์" + ")" * 5_000,
    "exclusions": "-ศูนย์ " * 1_600,
    "wildcards": "*?" * 5_000,
    "wildcard words": "ศู*ย์ บริ?าร *" * 700,
    "regex": "/(.*)*(a+)+$/ [ก-๙]{1,9999} (?=ศูนย์)" * 250,
    "lucene": 'title:ศูนย์ AND (body:"บริการ"~9 OR type:[* TO *]) NOT key:/.*/ ^99 && || !{} \\' * 120,
    "numbers": "0505/ว118 " * 1_000,
    "slashes": "1/" * 5_000,
    "dates": "25 ธ.ค. 2557 - " * 650,
    "telephones": "0 2280 9000 ต่อ " * 620,
    "abbreviations": "ก.พ.ร." * 1_600,
    "amounts": "1,234," * 1_600,
    "nul": "\0" * 10_000,
    "nul inside": "ศูนย์\0บริการ\0" * 700,
    "lone surrogates": "\ud800\udfff" * 2_500 + "\udc80ศูนย์" * 800,
    "marks": "่้๊๋" * 2_500,
    "marks on one letter": "ก" + "ิ่" * 5_000,
    "sara am": "ํำ้า" * 2_500,
    "repeated": "ๆ ๆ" * 3_300,
    "invisible": "\u200b\u200d\ufeff" * 3_300,
    "line breaks": "\r\n\u2028" * 3_300,
    "combining": "e" + "\u0301" * 10_000,
    "emoji": "👩‍👩‍👧‍👦🇹🇭" * 1_000,
    "empty": "",
    "spaces": " " * 10_000,
}


def _documents():
    for number in range(DOCUMENTS):
        yield Document(
            key=f"page-{number}",
            type="page",
            title=f"แนวทางการจัดตั้งศูนย์บริการร่วม ฉบับที่ {number}",
            url=f"/{number}/",
            body=(Passage("ให้มอบอำนาจแก่เจ้าหน้าที่ประจำเคาน์เตอร์ ตามหนังสือ นร 0505/ว 118 " * 12),),
        )


@pytest.fixture(scope="module", params=["tantivy", "elasticsearch"])
def engine(request, tmp_path_factory):
    if request.param == "tantivy":
        engine = open_engine("tantivy://", tmp_path_factory.mktemp("hostile") / "index")
    else:
        engine = ElasticsearchEngine(Address.parse(request.getfixturevalue("elasticsearch_address")()))
    engine.rebuild(_documents())
    yield engine
    engine.drop()


def _seconds(ask, engine, text):
    """The best of three: what else runs on the machine is not the query's fault."""
    taken = []
    for _ in range(3):
        begun, before = time.thread_time(), getattr(engine, "took", 0)
        ask(engine, text)
        taken.append(time.thread_time() - begun + (getattr(engine, "took", 0) - before) / 1000)
    return min(taken)


@pytest.mark.parametrize("ask", [answer, suggest])
def test_no_text_is_an_error_or_costs_much_more_than_an_ordinary_query(engine, ask):
    for text in ORDINARY * 5:  # a process and a cluster that have just started are slow at anything
        ask(engine, text)
    usual = statistics.mean(_seconds(ask, engine, text) for text in ORDINARY)
    cost = {name: _seconds(ask, engine, text) / usual for name, text in HOSTILE.items()}
    assert {name: round(times, 1) for name, times in cost.items() if times > DEAREST} == {}
