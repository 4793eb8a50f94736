"""Lines that are on the paper but not part of the letter: stamps, page numbers, fax banners, mottoes."""

from __future__ import annotations

import re
from dataclasses import replace

from circulars.letters import labels
from circulars.letters.layout import GAP, Line

_PAGE_NUMBER = re.compile(
    r"^(?:-+ ?\d{1,3} ?-+|หน้า(?:ที่)? ?\d{1,3}(?: ?(?:/|จาก|ของ) ?\d{1,3})?|\d{1,2} ?/ ?\d{1,2}"
    r"|page \d+(?: of \d+)?)$"
)
_LONE_NUMBER = re.compile(r"^\(?\d{1,2}\)?$")
_WANTS_YEAR = re.compile(r"(?:คม|ยน|พันธ์|[ก-๎]\.[คพย]\.|พ\.ศ\.)$")
_CATCHWORD = re.compile(r"^/ ?\S.*\.{2,}$|^/ ?\d{1,2}[.)].*$|^/ ?[ก-์]{2,20}$")
_FAX = re.compile(
    r"\bfax ?(?:no|:)|^from ?[:.]|^to ?[:.] ?\S+ .*fax|\bp\. ?\d{1,3} ?/ ?\d{1,3}"
    r"|\d[:.]\d{2}\b.*\bp(?:age)?\.? ?\d{1,3}|หมายเลขโทรสาร.*หน้า ?\d"
    r"|^จาก ?[:.].*(?:โทรสาร|แฟกซ์)|\d{1,2}[:.]\d{2}(?: ?น\.?)?[ \t]+หน้า ?\d{1,3} ?/ ?\d{1,3}$"
)
_MOTTO = re.compile(r'^["\'].{6,}["\']$')
_SCAN = re.compile(
    r"^.{0,40}(?:qr ?code|คิวอาร์ ?โค้ด).{0,30}$|^(?:โปรด)?สแกน|^scan\b|ดาวน์โหลดเอกสาร(?:ได้ที่|แนบ)?$"
)
_LISTED = re.compile(r"^\d{1,2}[.)] ?[ก-๎]|จำนวน ?\d{1,3} ?[ก-๎]{2,}")
"""An item of a list: "3. แบบรายงาน (QR Code)", "QR Code จำนวน 1 แผ่น"."""
_LABELS = (labels.SUBJECT, labels.SALUTATION, labels.REFERENCE, labels.ENCLOSURE)
_SCAN_BEGINS = re.compile(r"^(?:โปรด)?สแกน|^คิวอาร์|^ดาวน์โหลด")
_CAPTION_FROM = 70
_RULE = re.compile(r"^[-_=*.~•+|#\s]+$")
_COPY = re.compile(
    r"^[-(\[ ]*(?:ร่าง|สำเนา|สำเนาคู่ฉบับ|สำเนาถูกต้อง|ตัวจริง|ต้นฉบับ|(?:ตรา|รูป)?ครุฑ|ตราสัญลักษณ์|โลโก้)[-)\] ]*$"
)
_SIGNED = re.compile(
    r"^digitally signed by|^date ?: ?\d{4}[./-]\d{1,2}[./-]\d{1,2}[ t]\d{1,2}:\d{2}"
    r"|^signature (?:is )?(?:not )?(?:valid|verified)"
    r"|^(?:reason|location) ?: ?\S|^(?:เอกสารนี้)?ลงนาม(?:ด้วยลายมือชื่อ|ทาง|แบบ)?อิเล็กทรอนิกส์(?:แล้ว)?$"
)
"""What a program prints beside an electronic signature."""
_FORM = re.compile(r"^[a-z]{1,5}(?:[- ][a-z0-9]{1,6}){1,4}(?: ?,? ?(?:rev|ver|v)\.? ?\d.*)$")
_FORM_CODE = re.compile(r"^แบบ(?:ฟอร์ม|พิมพ์|ที่)? ?[ก-๎a-z.]{0,12}[ .-]?\d{1,3}(?:[-/.]\d{1,4})?$")
_STAMP = re.compile(r"^[|│┃║\[ ]*(?:เลข(?:ที่)?รับ|รับ(?:เลข)?ที่|เลขทะเบียนรับ|วันที่รับ|ลงรับ|ทะเบียนรับ)(?:ที่)?[ \t:.]*")
_STAMP_MORE = re.compile(r"^[|│┃║\[ ]*(?:วันที่|เวลา|รับวันที่|ผู้รับ)[ \t:.]*")
_STAMPED_VALUE = re.compile(r"^[.…_|│┃║\]]*$|^\d[\d .,:/]*(?:น\.?|[ก-๎.]{2,10}[ .]*\d{2,4})?$")
"""What was written into a stamp: a number, a time, a date."""
_STAMP_LINES = 4
_OTHER_HEAD = re.compile(
    r"^(?:ที่(?!ว่าการ|ทำการ)|เลขที่|ด่วน|ลับ|ส่วนราชการ|บันทึกข้อความ|คำสั่ง|ประกาศ|แถลงการณ์|ข่าว|รายงานการประชุม)|.*\d{4}$"
)


def without_noise(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """The lines of the letter, and those that were put aside.

    A received stamp may share its lines with the letter, beyond a wide gap: only its part is put aside.
    Its date is not the letter's.
    """
    kept: list[Line] = []
    noise: list[Line] = []
    stamp_until = last_stamp = -1
    blank = False
    for position, line in enumerate(lines):
        if is_noise(lines, position):
            left = _beside_a_caption(line)
            if left is None:
                noise.append(line)
                blank = blank or line.blank_before or _RULE.match(line.text) is not None
                continue
            noise.append(line.part(len(left.text)) or line)
            line = left
        if blank:
            line, blank = replace(line, blank_before=True), False
        cell = _stamp_at(line, within=position <= stamp_until, below=last_stamp == position - 1)
        if cell is None:
            kept.append(line)
            continue
        if _STAMP.match(line.text, cell):
            if cell:
                stamp_until = position + _STAMP_LINES
            else:
                _put_receiver_aside(kept, noise, line)
        last_stamp = position
        end = _stamp_end(line, cell)
        noise.append(line.part(cell, end) or line)
        kept += [part for part in (line.part(0, cell), line.part(end)) if part is not None]
    return kept, noise


def _beside_a_caption(line: Line) -> Line | None:
    """What stands left of a QR code's caption that has a column of its own."""
    start = line.text.rfind(GAP) + 1
    if not start or start > _CAPTION_FROM or not _SCAN.search(line.text[start:]):
        return None
    return line.part(0, start)


def _stamp_end(line: Line, start: int) -> int:
    """Where the stamp's cells end: a stamp at the left edge may stand beside the letter's own head."""
    end = len(line.text)
    if start:
        return end
    at = line.text.find(GAP, start)
    while at >= 0:
        cell = line.text[at + 1 :].split(GAP)[0]
        if not _STAMP.match(cell) and not _STAMP_MORE.match(cell) and not _STAMPED_VALUE.match(cell):
            return at
        at = line.text.find(GAP, at + 1)
    return end


def is_noise(lines: list[Line], position: int) -> bool:
    """Whether the whole line is page furniture, received stamps apart."""
    text = lines[position].text
    if _LONE_NUMBER.match(text):
        if position and not lines[position].blank_before and _WANTS_YEAR.search(lines[position - 1].text):
            return False
        last = position + 1 == len(lines)
        return (
            lines[position].new_page
            or last
            or lines[position + 1].blank_before
            or lines[position].blank_before
        )
    patterns = (_PAGE_NUMBER, _CATCHWORD, _FAX, _MOTTO, _RULE, _COPY, _FORM, _FORM_CODE, _SIGNED)
    if any(pattern.search(text) for pattern in patterns) or _is_form_and_page(text):
        return True
    return _SCAN.search(text) is not None and not _speaks_of_code(lines, position)


def is_stamp(line: Line) -> bool:
    """Whether what was put aside is the number of a received stamp."""
    return _STAMP.match(line.text) is not None


def _is_form_and_page(text: str) -> bool:
    """Whether each column holds a form's code or a page number: "แบบ ทล.8          หน้า 1/2"."""
    cells = text.split(GAP)
    marks = (_PAGE_NUMBER, _FORM, _FORM_CODE)
    return len(cells) > 1 and all(any(mark.match(cell.strip()) for mark in marks) for cell in cells)


def is_caption(text: str) -> bool:
    """Whether the words only say what stands there on paper: "(ครุฑ)", "สำเนา"."""
    return _COPY.match(text) is not None


def _speaks_of_code(lines: list[Line], position: int) -> bool:
    """Whether the letter itself names a QR code: in a list, under a label, in a wrapped subject."""
    line = lines[position]
    if _LISTED.search(line.text) or any(label.match(line.text) for label in _LABELS):
        return True
    wrapped = position > 0 and not line.blank_before and labels.SUBJECT.match(lines[position - 1].text)
    return bool(wrapped) and "ก" <= line.text[0] <= "๎" and not _SCAN_BEGINS.match(line.text)


def stamp_above(lines: list[Line], position: int) -> int | None:
    """Where the received stamp begins whose last line stands just above `position`; None without one.

    The name of the receiving office, above the stamp's number, is part of it.
    """
    start = position - 1
    while start >= 0 and position - start <= _STAMP_LINES and not _STAMP.match(lines[start].text):
        if not _STAMP_MORE.match(lines[start].text):
            return None
        start -= 1
    if start < 0 or not _STAMP.match(lines[start].text):
        return None
    office = start - 1
    touching = office >= 0 and not lines[start].blank_before
    apart = touching and (lines[office].blank_before or is_noise(lines, office - 1))
    return office if apart and not _OTHER_HEAD.match(lines[office].text) else start


def _put_receiver_aside(kept: list[Line], noise: list[Line], stamp: Line) -> None:
    """The office that received the letter stands on its stamp, above the letter's own head."""
    if len(kept) != 1 or stamp.blank_before or _OTHER_HEAD.match(kept[0].text):
        return
    noise.append(kept.pop())


def _stamp_at(line: Line, within: bool, below: bool) -> int | None:
    """Where in the line a received stamp begins, or None.

    `within`: a stamp in a column of its own began a few lines above; `below`: the line above is a stamp's.
    """
    at = 0
    while True:
        if _STAMP.match(line.text, at) or _STAMP.match(line.text[at:]):
            return at
        if (within or below) and _STAMP_MORE.match(line.text[at:]) and (at if within else below):
            return at
        gap = line.text.find(GAP, at)
        if gap < 0:
            return None
        at = gap + 1
