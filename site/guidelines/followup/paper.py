"""The report to the Cabinet, made from the frozen figures alone: an official letter, tables, charts, data."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import override

from core.papers import (
    Bar,
    Block,
    Chart,
    Heading,
    Letter,
    NewPage,
    Paper,
    Paragraph,
    Progress,
    Run,
    Sheet,
    Table,
    to_csv,
    to_docx,
    to_pdf,
    to_xlsx,
    untold,
)
from guidelines.followup.figures import Counted, Figures, Result, by_group, by_state, results, tables
from guidelines.followup.models import ReportFile
from guidelines.models.adaptation import Choice
from guidelines.tracking import State
from search.thai.dates import format_thai

UNITS = {"percent": "ร้อยละ", "minutes": "นาที", "ratio": "สัดส่วน", "count": "จำนวน"}
SHORT = {
    Choice.INHERITED: "ตาม",
    Choice.ADAPTED: "ปรับ",
    Choice.REPLACED: "แทน",
    Choice.SUPPLEMENTED: "เพิ่ม",
    Choice.NOT_APPLICABLE: "ไม่ใช้",
}


def make(kind: str, figures: Figures, progress: Progress = untold) -> bytes:
    """The file of that kind (`ReportFile.Kind`), always in Thai. The same figures give the same bytes.

    Letters are named from "references" alone, see `followup.letters.with_references`.
    """
    with override("th"):
        if kind == ReportFile.Kind.CSV:
            return to_csv(data_sheet(figures), progress)
        if kind == ReportFile.Kind.XLSX:
            return to_xlsx(
                sheets(figures),
                _title(figures),
                figures["issuer"],
                _moment(figures["collected_at"]),
                progress,
            )
        report = paper(figures)
        setter = to_docx if kind == ReportFile.Kind.DOCX else to_pdf
        return setter(report, progress)


def paper(figures: Figures) -> Paper:
    """The whole report. Its number, date and signature are left free, to be filled in when it is signed."""
    return Paper(
        title=_title(figures),
        blocks=tuple(_body(figures)),
        letter=_letter(figures),
        author=figures["issuer"],
        dated=_moment(figures["collected_at"]),
        footer=f"ข้อมูล ณ วันปิดรอบ {day(figures['collected_at'])}",
    )


def day(iso: str | None) -> str:
    """A date in words, in the Buddhist era; a dash where there is none."""
    return format_thai(datetime.date.fromisoformat(iso[:10]), style="long") if iso else "–"


def _moment(iso: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(iso)


_MONTHS = "|".join(format_thai(datetime.date(2000, month, 1)).split()[1] for month in range(1, 13))
_TIED = re.compile(f"(?<=ที่) (?=[0-9])|(?<=[0-9]) (?=แห่ง|ชุด|{_MONTHS})|(?<=[มน์]) (?=[0-9]{{4}})")


def _tied(text: str) -> str:
    """A figure stays on the line of the word that it belongs to: รอบที่ 2, 29 แห่ง, 24 ธันวาคม 2567."""
    return _TIED.sub("\u00a0", text)


def _title(figures: Figures) -> str:
    return f"รายงานผลการติดตามการปรับใช้{figures['guideline']} รอบที่ {figures['round']}"


def _period(figures: Figures) -> str:
    first, last = figures["period"]
    return f"ระหว่างวันที่ {day(first)} ถึงวันที่ {day(last)}"


def _letter(figures: Figures) -> Letter:
    issuer = figures["issuer"] or "…………………………"
    bodies = figures["organisations"]
    return Letter(
        number="",
        issuer=(issuer,),
        date="",
        subject=_title(figures),
        to="เลขาธิการคณะรัฐมนตรี",
        references=tuple(f"หนังสือ เรื่อง {title}" for title in figures.get("references", ())),
        enclosures=("รายงานผลการติดตามพร้อมตารางข้อมูล จำนวน 1 ชุด",),
        body=(
            Paragraph(
                f"ตามที่ให้ส่วนราชการรับ{figures['guideline']}ไปปรับใช้ให้เหมาะสมกับภารกิจ "
                f"และให้{issuer}ติดตามผลและรายงานคณะรัฐมนตรีเป็นระยะ ๆ นั้น",
                "body",
            ),
            Paragraph(
                _tied(
                    f"{issuer}ได้ติดตามผลการดำเนินการ รอบที่ {figures['round']} {_period(figures)} "
                    f"จากหน่วยงาน {len(bodies):,} แห่งแล้ว สรุปได้ว่า {_summary(figures)} "
                    "รายละเอียดปรากฏตามสิ่งที่ส่งมาด้วย"
                ),
                "body",
            ),
            Paragraph("จึงเรียนมาเพื่อโปรดพิจารณานำเสนอคณะรัฐมนตรีทราบต่อไป", "body"),
        ),
        signatory=(
            "(...........................................................)",
            "ตำแหน่ง .............................................",
        ),
        owner=(issuer,),
    )


def _summary(figures: Figures) -> str:
    bodies = figures["organisations"]
    published = sum(each["published"] for each in bodies)
    submitted = sum(bool(each["submitted"]) for each in bodies)
    return (
        f"มีหน่วยงานที่เผยแพร่แนวทางฉบับปรับใช้แล้ว {published:,} แห่ง "
        f"ส่งรายงานตามตัวชี้วัดแล้ว {submitted:,} แห่ง และยังไม่ส่งรายงาน {len(bodies) - submitted:,} แห่ง"
    )


def _body(figures: Figures) -> Iterator[Block]:
    yield Heading(_title(figures))
    yield Paragraph(_period(figures))
    yield Heading("1. สรุปผล", 2)
    yield Paragraph(_tied(_summary(figures)), "body")
    states = by_state(figures)
    yield Chart(states.caption, tuple(Bar(name, n, f"{n:,} แห่ง") for name, n in states.rows))
    groups = by_group(figures)
    late, missing = groups.total[4], groups.total[5]
    punctual = groups.total[3] - late
    yield Chart(
        "การส่งรายงานตามกำหนด",
        tuple(
            Bar(name, n, f"{n:,} แห่ง")
            for name, n in (("ส่งภายในกำหนด", punctual), ("ส่งเกินกำหนด", late), ("ยังไม่ส่ง", missing))
        ),
    )
    yield Heading("2. ผลตามตัวชี้วัด", 2)
    yield _results_table(results(figures))
    yield Heading("3. ตารางข้อมูล", 2)
    for number, table in enumerate(tables(figures), start=1):
        yield _table(number, table)
    if figures["recommendations"]:
        yield Heading("ข้อเสนอที่เป็นฐานของหมวด", 3)
        for each in figures["recommendations"]:
            yield Paragraph((Run(f"{each['code']} ", bold=True), Run(each["text"])))
    yield Heading("4. ปัญหาอุปสรรคและข้อเสนอแนะ", 2)
    obstacles = [each for each in figures["organisations"] if each["obstacles"]]
    for each in obstacles:
        yield Paragraph((Run(f"{each['name']}: ", bold=True), Run(each["obstacles"])))
    if not obstacles:
        yield Paragraph("ไม่มีหน่วยงานรายงานปัญหาอุปสรรค")
    yield NewPage(landscape=True)
    yield Heading("ภาคผนวก ผลรายหน่วยงาน", 2)
    yield _bodies_table(figures)
    yield _matrix(figures)
    yield Paragraph(", ".join(f"{word} = {choice.label}" for choice, word in SHORT.items()), "note")


def _table(number: int, table: Counted) -> Table:
    rows = [*table.rows, table.total]
    wide = len(table.head) > 4
    return Table(
        f"ตารางที่ {number} {table.caption}",
        table.head,
        tuple(tuple(_shown(cell) for cell in row) for row in rows),
        numbers=table.counts,
        widths=(3.0, *[1.0] * (len(table.head) - 1)),
        total=True,
        small=wide,
    )


def _shown(cell: Any) -> str:
    return "" if cell is None else f"{cell:,}" if isinstance(cell, int) else str(cell)


def _results_table(found: list[Result]) -> Table:
    return Table(
        "ผลตามตัวชี้วัดรวมทุกหน่วยงานที่ส่งรายงาน",
        ("ตัวชี้วัด", "หน่วย", "หน่วยงานที่รายงาน", "ผล"),
        tuple(
            (
                each.label,
                UNITS.get(each.unit, each.unit),
                f"{each.reported:,}",
                _figure(each),
            )
            for each in found
        ),
        numbers=frozenset({2, 3}),
        widths=(4.0, 1.0, 1.3, 1.3),
    )


def _figure(result: Result) -> str:
    """Counts as they are, averages and parts with two decimals, so that they stand under one another."""
    if result.value is None:
        return "ไม่มีข้อมูล"
    whole = result.base is None and result.value == result.value.to_integral_value()
    return f"{result.value:,.0f}" if whole else f"{result.value:,.2f}"


def _state(value: str) -> str:
    return str(State(value).label)


def _remark(body: dict[str, Any]) -> str:
    """That its report is missing or late, and that it was abolished meanwhile and who took over."""
    remarks = []
    if not body["submitted"]:
        remarks.append("ยังไม่ส่ง")
    elif body["report_late"]:
        remarks.append("ส่งเกินกำหนด")
    if body.get("abolished"):
        heir = f" รับช่วงโดย{body['successor']}" if body.get("successor") else ""
        remarks.append(f"ยุบเลิกเมื่อ {day(body['abolished'])}{heir}")
    return ", ".join(remarks)


def _bodies_table(figures: Figures) -> Table:
    return Table(
        "สถานะของแต่ละหน่วยงาน",
        ("ลำดับ", "หน่วยงาน", "ต้นสังกัด", "สถานะ", "ฉบับต้นแบบ", "วันที่ส่งรายงาน", "หมายเหตุ"),
        tuple(
            (
                f"{number:,}",
                each["name"],
                each["group"],
                _state(each["state"]),
                "–" if each["edition"] is None else str(each["edition"]),
                day(each["submitted"]),
                _remark(each),
            )
            for number, each in enumerate(figures["organisations"], start=1)
        ),
        numbers=frozenset({0}),
        widths=(0.6, 3.0, 2.4, 1.5, 0.8, 1.5, 1.2),
        small=True,
    )


def _matrix(figures: Figures) -> Table:
    ids = [each["id"] for each in figures["sections"]]
    return Table(
        "การตัดสินใจรายหมวดของหน่วยงานที่เผยแพร่แล้ว",
        ("หน่วยงาน", *ids),
        tuple(
            (each["name"], *(_short(each["choices"].get(section)) for section in ids))
            for each in figures["organisations"]
            if each["published"]
        ),
        widths=(4.0, *[1.0] * len(ids)),
        small=True,
    )


def _short(choice: str | None) -> str:
    return SHORT[Choice(choice)] if choice in Choice.values and choice != Choice.ADDED else "–"


def data_sheet(figures: Figures) -> Sheet:
    """One row an organisation: everything that was counted."""
    indicators, sections = figures["indicators"], figures["sections"]
    head = (
        "รหัส",
        "หน่วยงาน",
        "ต้นสังกัด",
        "สถานะ",
        "เผยแพร่แล้ว",
        "ฉบับต้นแบบ",
        "ส่งรายงานเมื่อ",
        "เกินกำหนด",
        *(name for each in indicators for name in (each["label"], f"{each['label']} (ฐาน)")),
        *(each["id"] for each in sections),
        "ปัญหาอุปสรรค",
    )
    rows = []
    for each in figures["organisations"]:
        pairs = [each["indicators"].get(one["key"], [None, None]) for one in indicators]
        rows.append(
            (
                each["code"],
                each["name"],
                each["group"],
                _state(each["state"]),
                "ใช่" if each["published"] else "ไม่ใช่",
                each["edition"],
                datetime.date.fromisoformat(each["submitted"]) if each["submitted"] else None,
                "ใช่" if each["report_late"] else "ไม่ใช่",
                *(None if value is None else float(value) for pair in pairs for value in pair),
                *(
                    str(Choice(each["choices"][one["id"]]).label) if one["id"] in each["choices"] else None
                    for one in sections
                ),
                each["obstacles"],
            )
        )
    return Sheet("ข้อมูลรายหน่วยงาน", head, tuple(rows))


def sheets(figures: Figures) -> list[Sheet]:
    """The tables of the report and the data behind them."""
    made = [
        Sheet(f"{number} {table.key}", table.head, (*table.rows, table.total))
        for number, table in enumerate(tables(figures), start=1)
    ]
    return [*made, data_sheet(figures)]
