"""Documents to hand out: one frozen description, written as PDF, DOCX, XLSX or CSV.

A `Paper` says what stands in a document; `to_pdf` and `to_docx` set it. A `Sheet` holds a table of data;
`to_xlsx` and `to_csv` write it. The same description always gives the same bytes.
"""

from core.papers.data import Sheet, to_csv, to_xlsx
from core.papers.docx import to_docx
from core.papers.html import from_html
from core.papers.model import (
    Bar,
    Block,
    Chart,
    Heading,
    Item,
    Letter,
    Listing,
    NewPage,
    Paper,
    Paragraph,
    Run,
    Table,
)
from core.papers.pdf import to_pdf
from core.papers.progress import Progress, untold

__all__ = [
    "Bar",
    "Block",
    "Chart",
    "Heading",
    "Item",
    "Letter",
    "Listing",
    "NewPage",
    "Paper",
    "Paragraph",
    "Progress",
    "Run",
    "Sheet",
    "Table",
    "from_html",
    "to_csv",
    "to_docx",
    "to_pdf",
    "to_xlsx",
    "untold",
]
