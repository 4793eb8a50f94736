"""Makes the PDF and DOCX files beside this one out of samples/known.txt: three producers, real Thai fonts.

Run by hand when the text changes: needs Chromium, LibreOffice Writer, `pip install reportlab` and the font
Norasi (Debian: chromium, libreoffice-writer, fonts-tlwg-norasi). The files are committed: no test needs it.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import fontpkg_sarabun
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen import canvas  # type: ignore[import-untyped]

SAMPLES = Path(__file__).parent / "samples"
SARABUN = Path(fontpkg_sarabun.ROOT) / "files" / "Sarabun-Regular.ttf"


def run(*command: str | Path) -> None:
    subprocess.run([*map(str, command)], check=True, capture_output=True, timeout=120)


def chromium(lines: list[str], font: str, folder: Path) -> None:
    page = folder / "page.html"
    face = f"@font-face{{font-family:Sarabun;src:url('{SARABUN.as_uri()}')}}body{{font:16px {font}}}"
    paragraphs = "".join(f"<p>{line}</p>" for line in lines)
    page.write_text(f"<meta charset=utf-8><style>{face}</style>{paragraphs}", encoding="utf-8")
    made = SAMPLES / f"chromium-{font.lower()}.pdf"
    run("chromium", "--headless", "--no-sandbox", "--no-pdf-header-footer", f"--print-to-pdf={made}", page)


def libreoffice(folder: Path) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    office = ("soffice", profile, "--headless", "--convert-to")
    run(*office, "odt:writer8", "--infilter=Text (encoded):UTF8", "--outdir", folder, SAMPLES / "known.txt")
    for kind in ("pdf", "docx"):
        run(*office, kind, "--outdir", folder, folder / "known.odt")
        (folder / f"known.{kind}").rename(SAMPLES / f"libreoffice.{kind}")


def reportlab(lines: list[str]) -> None:
    pdfmetrics.registerFont(TTFont("Sarabun", str(SARABUN)))
    sheet = canvas.Canvas(str(SAMPLES / "reportlab.pdf"))
    for line in lines:  # a page a line, to have pages to tell apart
        sheet.setFont("Sarabun", 14)
        sheet.drawString(40, 780, line)
        sheet.showPage()
    sheet.save()


if __name__ == "__main__":
    known = (SAMPLES / "known.txt").read_text(encoding="utf-8").splitlines()
    with tempfile.TemporaryDirectory() as place:
        for font in ("Sarabun", "Norasi"):
            chromium(known, font, Path(place))
        libreoffice(Path(place))
    reportlab(known)
