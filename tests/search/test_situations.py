"""Situations: what somebody means who tells what happened and names no service."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.parse import parse_query
from search.query import Query
from search.relevance.weights import BESIDE_SITUATION, SITUATION
from search.situations import ALWAYS, DATA, Situations, read, situations


def told(tmp_path: Path, situation: str, fields: str = "born\tคลอด | เกิด\nhouse\tบ้าน | เรือน\n") -> Situations:
    (tmp_path / "fields.tsv").write_text(f"field\twords\n{fields}", encoding="utf-8")
    (tmp_path / "told.tsv").write_text(f"said\talso\tmeanings\twhy\n{situation}\n", encoding="utf-8")
    return read(tmp_path / "fields.tsv", tmp_path / "told.tsv")


def ways(query: Query, unit: str) -> dict[str, float]:
    (group,) = (group for group in query.groups if group.text == unit)
    return {way.text: way.weight for way in group.alternatives}


def test_what_happened_is_looked_for_by_its_official_name() -> None:
    query = parse_query("เมียคลอดแล้วเอาชื่อลูกเข้าบ้าน")

    assert (
        ways(query, "คลอด" if any(g.text == "คลอด" for g in query.groups) else "เมียคลอด")["สูติบัตร"]
        == SITUATION
    )
    assert ways(query, "บ้าน")["สูติบัตร"] == SITUATION


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("ญาติสิ้นใจที่เรือน", "มรณบัตร"),
        ("ย้ายชื่อน้องมาคอนโด", "ย้ายปลายทาง"),
        ("รับคนเขมรมากรีดยาง", "ขอใบอนุญาตทำงาน"),
        ("ขายรองเท้าทางเฟสบุ๊ค", "จดทะเบียนพาณิชย์"),
        ("ลูกต้องจับใบแดง", "ทหารกองเกิน"),
    ],
)
def test_persons_things_and_events_together_say_what_is_meant(text: str, meaning: str) -> None:
    assert any(meaning == way.text for group in parse_query(text).groups for way in group.alternatives)


def test_words_beside_a_situation_tell_less_and_those_of_a_plain_query_do_not() -> None:
    tells = {group.text: group.tells for group in parse_query("กรวดเมียหย่าที่อำเภอ").groups}

    assert tells["กรวด"] == BESIDE_SITUATION
    assert tells["หย่า"] == 1.0
    assert {group.tells for group in parse_query("ประกาศกระทรวงมหาดไทย").groups} == {1.0}


def test_what_stands_in_quotes_is_meant_as_it_stands() -> None:
    assert all(
        way.weight != SITUATION for group in parse_query('"ป้ายวงกลม"').groups for way in group.alternatives
    )


def test_a_part_of_another_word_is_not_said() -> None:
    assert "child" not in situations().said("ลูกจ้างลาออก")
    assert "elder" not in situations().said("ตายแล้ว")
    assert "child" in situations().said("ลูกลาออก")
    assert "online" not in situations().said("signal")


def test_rows_stand_together_and_what_must_not_be_said_is_not(tmp_path: Path) -> None:
    (row,) = told(tmp_path, "{born}{house} + -ขาย\t\tแจ้งการเกิด\twhy").every

    assert [part.fields for part in row.parts] == [("born", "house"), ("ขาย",)]
    assert [part.absent for part in row.parts] == [False, True]


@pytest.mark.parametrize("situation", ["{unborn}\t\tก\twhy", "{born}\tunborn\tก\twhy"])
def test_a_field_that_is_not_there_is_named(tmp_path: Path, situation: str) -> None:
    with pytest.raises(ValueError, match="unborn"):
        told(tmp_path, situation)


def test_the_shipped_files_say_nothing_twice() -> None:
    rows = (DATA / "situations.tsv").read_text(encoding="utf-8").splitlines()[1:]
    fields = (DATA / "fields.tsv").read_text(encoding="utf-8").splitlines()[1:]

    assert len({row.split("\t")[0] for row in rows}) == len(rows)
    assert all(row.count("\t") == 3 and row.split("\t")[3] for row in rows)
    for words in (line.split("\t")[1].split(" | ") for line in fields):
        assert len(set(words)) == len(words)
    assert {line.split("\t")[0] for line in fields} >= ALWAYS


def test_who_uses_the_official_words_means_them() -> None:
    query = parse_query("หนังสือเดินทาง")

    assert all("ทั่วไป" not in way.text for group in query.groups for way in group.alternatives)
    assert any("หนังสือเดินทาง" in way.text for g in parse_query("พาสปอร์ต").groups for way in g.alternatives)
