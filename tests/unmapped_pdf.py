"""A PDF in which a sign can be seen, of which the file does not say which letter it is."""

from __future__ import annotations

from collections.abc import Sequence

_BEGIN = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def"
_DESCRIPTOR = "/Flags 32 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 900 /Descent -200 /CapHeight 700"


def pdf_of(lines: Sequence[str], unmapped: str = "") -> bytes:
    """These lines on one page; the font names the letter of every sign but of those in `unmapped`."""
    signs = sorted({sign for line in lines for sign in line})
    code = {sign: f"{at:04x}" for at, sign in enumerate(signs, start=36)}
    told = [f"<{code[sign]}> <{ord(sign):04x}>" for sign in signs if sign not in unmapped]
    letters = "\n".join(
        [
            f"{_BEGIN} 1 begincodespacerange <0000> <ffff> endcodespacerange {len(told)} beginbfchar",
            *told,
            "endbfchar endcmap end end",
        ]
    )
    drawn = " ".join(f"<{''.join(code[sign] for sign in line)}> Tj T*" for line in lines)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F 5 0 R >> >> >>",
        _stream(f"BT /F 14 Tf 20 TL 40 800 Td {drawn} ET"),
        "<< /Type /Font /Subtype /Type0 /BaseFont /Helvetica /Encoding /Identity-H "
        "/DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Helvetica /DW 600 /FontDescriptor 8 0 R "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        _stream(letters),
        f"<< /Type /FontDescriptor /FontName /Helvetica /StemV 80 {_DESCRIPTOR} >>",
    ]
    file, places = "%PDF-1.7\n", []
    for number, one in enumerate(objects, start=1):
        places.append(f"{len(file):010} 00000 n ")
        file += f"{number} 0 obj\n{one}\nendobj\n"
    table = "\n".join(["0000000000 65535 f ", *places])
    size = len(objects) + 1
    return (
        f"{file}xref\n0 {size}\n{table}\ntrailer << /Size {size} /Root 1 0 R >>\n"
        f"startxref\n{len(file)}\n%%EOF"
    ).encode("ascii")


def _stream(words: str) -> str:
    return f"<< /Length {len(words)} >>\nstream\n{words}\nendstream"
