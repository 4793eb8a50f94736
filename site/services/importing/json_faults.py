"""What is wrong in a JSON file that cannot be read, in the editor's words: where, what, and what to do.

Python names the fault in English and the place in the text; both are told anew here.
"""

from __future__ import annotations

import json

from django.utils.translation import gettext as _

AROUND = 20
"""Characters of the faulty line that are quoted on each side."""
CURLY = "“”„‘’'"
ENDS = {"}": "{", "]": "["}


def fault(text: str, error: Exception) -> str:
    """Why `json.loads(text)` raised `error` (JSONDecodeError, another ValueError, or RecursionError)."""
    if isinstance(error, RecursionError):
        return _("แฟ้มไม่ใช่ JSON ที่ถูกต้อง: วงเล็บซ้อนกันลึกเกินไป ส่งออกแฟ้มใหม่จากระบบแล้วแก้เฉพาะข้อมูล")
    if not isinstance(error, json.JSONDecodeError):
        return _("แฟ้มไม่ใช่ JSON ที่ถูกต้อง: มีจำนวนที่ยาวเกินกว่าจะเป็นข้อมูลจริง ตรวจตัวเลขในแฟ้ม")
    place = _("แฟ้มไม่ใช่ JSON ที่ถูกต้อง บรรทัดที่ %(line)d ตัวอักษรที่ %(column)d: %(what)s") % {
        "line": error.lineno,
        "column": error.colno,
        "what": _what(text, error),
    }
    near = _near(text, error.pos)
    return _("%(fault)s (ใกล้ “%(near)s”)") % {"fault": place, "near": near} if near else place


def _what(text: str, error: json.JSONDecodeError) -> str:
    here = text[error.pos : error.pos + 1]
    before = text[: error.pos].rstrip()[-1:]
    message = error.msg
    if message.startswith("Unterminated string"):
        return _('ข้อความที่เริ่มตรงนี้ไม่มีเครื่องหมาย " ปิด เติม " ท้ายข้อความ')
    if message.startswith("Invalid control character"):
        return _('ขึ้นบรรทัดใหม่หรือกดแท็บกลางข้อความไม่ได้ เขียน \\n แทนการขึ้นบรรทัดใหม่ หรือเติม " ปิดข้อความ')
    if message.startswith("Invalid \\"):
        return _("เครื่องหมาย \\ ใช้ไม่ถูก ถ้าต้องการ \\ ในข้อความให้เขียน \\\\")
    if message.startswith("Extra data"):
        return _("มีข้อความต่อท้ายหลังจบรายการแล้ว ลบส่วนที่เกิน หรือรวมคู่มือทั้งหมดไว้ใน [ ] ชุดเดียว")
    if not text[error.pos :].strip():
        return _("แฟ้มจบก่อนครบ ตรวจว่าปิด ] และ } ครบ หรือดาวน์โหลดแฟ้มใหม่")
    if here in CURLY:
        return _('ใช้เครื่องหมายคำพูด %s ไม่ได้ เปลี่ยนเป็น " ทั้งเปิดและปิด') % here
    if here in ENDS and before == ",":
        return _("มีเครื่องหมาย , เกินหน้า %s ลบ , ตัวนั้น") % here
    if before == ENDS.get(here) or here == ",":
        return _("ขาดข้อมูลตรงนี้ เติมข้อมูล หรือลบเครื่องหมายที่เกิน")
    if message.startswith("Expecting property name"):
        return _('ชื่อช่องต้องอยู่ในเครื่องหมาย " เช่น "title"')
    if message.startswith("Expecting ':'"):
        return _("ขาดเครื่องหมาย : ระหว่างชื่อช่องกับข้อมูล")
    if message.startswith("Expecting ','"):
        return _('ขาดเครื่องหมาย , ระหว่างข้อมูลสองรายการ หรือมี " กลางข้อความที่ต้องเขียนว่า \\"')
    return _('ข้อมูลตรงนี้ต้องเป็นข้อความใน " " ตัวเลข true false null หรือขึ้นต้นด้วย { หรือ [')


def _near(text: str, place: int) -> str:
    """The part of the line around the fault, without the control characters that may be the fault."""
    start = text.rfind("\n", 0, place) + 1
    end = text.find("\n", place)
    line_end = len(text) if end < 0 else end
    part = text[max(start, place - AROUND) : min(line_end, place + AROUND)]
    return "".join(sign for sign in part if sign.isprintable()).strip()
