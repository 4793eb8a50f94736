"""DOCX, to be edited further: real headings, lists and tables, Thai as the complex script in Sarabun.

Word breaks Thai lines by its own dictionary, so no break is marked in the text.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from core.characters import writable
from core.papers.model import (
    Block,
    Chart,
    Heading,
    Letter,
    Listing,
    NewPage,
    Paper,
    Paragraph,
    Run,
    Table,
    Text,
    parts_of,
    runs_of,
)
from core.papers.pdf import chart_png
from core.papers.progress import Counter, Progress, untold
from core.papers.wrapping import in_digits

_FONT = "Sarabun"
_INDENT = Cm(2.5)


def to_docx(paper: Paper, progress: Progress = untold) -> bytes:
    """The paper as DOCX; the same paper gives the same bytes. Rows and other blocks are its parts."""
    return _Writer(paper, progress).write()


class _Writer:
    def __init__(self, paper: Paper, progress: Progress) -> None:
        self.paper = paper
        self.parts = Counter(sum(parts_of(each) for each in paper.blocks), progress)
        self.file: Any = Document()
        self._dress()

    def write(self) -> bytes:
        letter, blocks = self.paper.letter, self.paper.blocks
        if letter is not None:
            self._letter(letter)
            if blocks and not isinstance(blocks[0], NewPage):
                self.file.add_page_break()
        else:
            self._paragraph(self.paper.title, style="Title")
        for block in blocks:
            self._block(block)
            self.parts.add()
        if self.paper.footer:
            self._fill(self.file.sections[0].footer.paragraphs[0], self.paper.footer, size=9)
        out = io.BytesIO()
        self.file.save(out)
        return _settled(out.getvalue())

    def _dress(self) -> None:
        properties = self.file.core_properties
        made = (self.paper.dated or datetime.datetime(2000, 1, 1)).replace(tzinfo=None, microsecond=0)
        properties.title, properties.author = writable(self.paper.title), writable(self.paper.author)
        properties.created = properties.modified = made
        properties.language, properties.comments = self.paper.language, ""
        sizes = {
            "Normal": 12,
            "Title": 16,
            "Heading 1": 14,
            "Heading 2": 12.5,
            "Heading 3": 12,
            "Caption": 11,
        }
        for name, size in sizes.items():
            _typeface(self.file.styles[name], size, name != "Normal", self.paper.language)
        normal = self.file.styles["Normal"].paragraph_format
        normal.space_after, normal.line_spacing = Pt(4), 1.15
        section = self.file.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin, section.right_margin = Cm(3), Cm(2)
        section.top_margin, section.bottom_margin = Cm(2.5), Cm(2)
        section.different_first_page_header_footer = True
        self._page_number(section.header.paragraphs[0])
        if self.paper.footer:
            self._fill(section.first_page_footer.paragraphs[0], self.paper.footer, size=9)

    def _page_number(self, paragraph: Any) -> None:
        """ "- ๒ -" in the middle of the head, from the second page."""
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run("- ")
        field = OxmlElement("w:fldSimple")
        thai = " \\* ThaiArabic" if self.paper.digits == "thai" else ""
        field.set(qn("w:instr"), f"PAGE{thai}")
        paragraph._p.append(field)
        paragraph.add_run(" -")

    def _paragraph(self, text: Text, style: str = "Normal", into: Any = None) -> Any:
        paragraph = (into or self.file).add_paragraph(style=style)
        self._fill(paragraph, text)
        return paragraph

    def _fill(self, paragraph: Any, text: Text, size: float = 0, bold: bool = False) -> None:
        for run in runs_of(text):
            content = writable(run.text if run.literal else in_digits(run.text, self.paper.digits))
            made = self._link(paragraph, run.url, content) if run.url else paragraph.add_run(content)
            self._dress_run(made, run, size, bold)

    def _dress_run(self, made: Any, run: Run, size: float, bold: bool) -> None:
        if run.bold or bold:
            made.bold = made.font.cs_bold = True
        if run.marking == "inserted" or run.url:
            made.underline = True
        if run.marking == "deleted":
            made.font.strike = True
        if size:
            made.font.size = Pt(size)
            _complex_size(made._r.get_or_add_rPr(), size)

    def _link(self, paragraph: Any, url: str, text: str) -> Any:
        link = OxmlElement("w:hyperlink")
        link.set(
            qn("r:id"), paragraph.part.relate_to(writable(url), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        )
        run = paragraph.add_run(text)
        link.append(run._r)
        paragraph._p.append(link)
        return run

    def _block(self, block: Block) -> None:
        match block:
            case Heading():
                self._paragraph(block.text, f"Heading {block.level}")
            case Paragraph():
                paragraph = self.file.add_paragraph()
                self._fill(paragraph, block.text, size=10 if block.style == "note" else 0)
                paragraph.paragraph_format.keep_with_next = block.style == "note" or None
                if block.style == "body":
                    paragraph.paragraph_format.first_line_indent = _INDENT
                elif block.style == "centre":
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            case Listing():
                self._listing(block, 0)
            case Table():
                self._table(block)
            case Chart():
                self._paragraph(block.caption, "Caption")
                picture = self.file.add_picture(
                    io.BytesIO(chart_png(block, self.paper.digits)), width=Cm(15.5)
                )
                words = ", ".join(f"{bar.label} {bar.shown}" for bar in block.bars)
                told = writable(in_digits(f"{block.caption}: {words}", self.paper.digits))
                picture._inline.docPr.set("descr", told)
            case NewPage():
                self._new_page(block)

    def _listing(self, listing: Listing, depth: int) -> None:
        """Numbers are written out, in the digits of the paper and from one in every list."""
        for number, item in enumerate(listing.items, start=1):
            mark = f"{number}." if listing.ordered else "•"
            paragraph = self._paragraph((Run(f"{mark}\t"), *runs_of(item.text)))
            paragraph.paragraph_format.left_indent = Cm(1.2 + 0.8 * depth)
            paragraph.paragraph_format.first_line_indent = Cm(-0.7)
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(1.2 + 0.8 * depth))
            for below in item.lists:
                self._listing(below, depth + 1)

    def _table(self, table: Table) -> None:
        caption = self._paragraph(table.caption, "Caption")
        caption.paragraph_format.keep_with_next = True
        made = self.file.add_table(rows=0, cols=len(table.head), style="Table Grid")
        size = 8 if table.small else 10.5
        for number, row in enumerate([table.head, *table.rows]):
            cells = made.add_row().cells
            strong = number == 0 or (table.total and number == len(table.rows))
            for column, (cell, text) in enumerate(zip(cells, row, strict=True)):
                self._fill(cell.paragraphs[0], text, size=size, bold=strong)
                if number == 0:
                    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
                elif column in table.numbers:
                    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
            self.parts.add(number > 0)
        _repeat(made.rows[0])
        if table.widths:
            section = self.file.sections[-1]
            room = section.page_width - section.left_margin - section.right_margin
            for column, width in zip(made.columns, table.widths, strict=True):
                column.width = int(room * width / sum(table.widths))
        self.file.add_paragraph()

    def _new_page(self, block: NewPage) -> None:
        section = self.file.add_section()
        lies = section.page_width > section.page_height
        section.orientation = WD_ORIENT.LANDSCAPE if block.landscape else WD_ORIENT.PORTRAIT
        section.different_first_page_header_footer = False
        if lies != block.landscape:
            section.page_width, section.page_height = section.page_height, section.page_width

    def _letter(self, letter: Letter) -> None:
        emblem = self.file.add_paragraph()
        emblem.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if letter.emblem is not None:
            emblem.add_run().add_picture(str(letter.emblem), height=Cm(3))
        else:
            emblem.paragraph_format.space_after = Cm(2.5)
        number = letter.number or "." * 28
        first = letter.issuer[0] if letter.issuer else ""
        for text in (f"ที่ {number}\t{first}", *(f"\t{line}" for line in letter.issuer[1:])):
            self._paragraph(text).paragraph_format.tab_stops.add_tab_stop(Cm(9))
        self._paragraph(f"\t{letter.date or '.' * 46}").paragraph_format.tab_stops.add_tab_stop(Cm(8))
        self._field("เรื่อง", (letter.subject,))
        self._field(letter.salutation, (letter.to,))
        self._field("อ้างถึง", letter.references)
        self._field("สิ่งที่ส่งมาด้วย", letter.enclosures)
        for block in letter.body:
            self._block(block)
        for number_of_line, line in enumerate((letter.closing, *letter.signatory)):
            paragraph = self._paragraph(line)
            paragraph.paragraph_format.left_indent = Cm(8)
            paragraph.paragraph_format.space_before = Cm(2) if number_of_line == 1 else Pt(6)
            paragraph.paragraph_format.keep_with_next = True
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for line in letter.owner:
            self._paragraph(line)

    def _field(self, label: str, lines: tuple[str, ...]) -> None:
        for number, line in enumerate(lines, start=1):
            counted = f"{number}. {line}" if len(lines) > 1 else line
            paragraph = self._paragraph(f"{label if number == 1 else ''}\t{counted}")
            paragraph.paragraph_format.left_indent = Cm(3)
            paragraph.paragraph_format.first_line_indent = Cm(-3)
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(3))


def _typeface(style: Any, size: float, bold: bool, language: str) -> None:
    """Sarabun for Latin and for Thai, which Word takes for a complex script with settings of its own."""
    style.font.name, style.font.size, style.font.bold = _FONT, Pt(size), bold
    style.font.color.rgb = None
    properties = style.element.get_or_add_rPr()
    fonts = properties.rFonts
    for name in list(fonts.attrib):
        if "Theme" in name:
            del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), _FONT)
    for colour in properties.findall(qn("w:color")):
        properties.remove(colour)
    _complex_size(properties, size)
    if bold:
        style.font.cs_bold = True
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), "th-TH" if language == "th" else "en-GB")
    spoken.set(qn("w:bidi"), "th-TH")
    properties.append(spoken)


def _complex_size(properties: Any, size: float) -> None:
    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    element = OxmlElement("w:szCs")
    element.set(qn("w:val"), str(round(size * 2)))
    plain = properties.find(qn("w:sz"))
    if plain is None:
        properties.append(element)
    else:
        plain.addnext(element)


def _repeat(row: Any) -> None:
    """Let the row stand at the head of the table on every page."""
    properties = row._tr.get_or_add_trPr()
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    properties.append(header)


def _settled(content: bytes) -> bytes:
    """The same archive with fixed times, so that the same paper gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            fixed = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
            fixed.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(fixed, old.read(entry.filename))
    return out.getvalue()
