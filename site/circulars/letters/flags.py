"""The doubts that can be raised: code, severity and what is told, in one table.

`error` holds a letter back until a registrar has decided, `warn` asks for a look, `info` is for the record.
"""

from __future__ import annotations

from typing import NamedTuple

from circulars.letters.types import Flag, Severity, Span
from search.thai.calendar import MONTHS
from search.thai.numerals import to_thai


class FlagKind(NamedTuple):
    """Severity and Thai message of one code; the message is filled in with `str.format`."""

    severity: Severity
    title: str
    message: str


FLAG_KINDS: dict[str, FlagKind] = {
    "NUMBER_UNREADABLE": FlagKind(
        "error",
        "อ่านเลขที่หนังสือไม่ได้",
        "เลขที่หนังสือ “{raw}” อ่านไม่ได้หรือไม่มี จึงเว้นไว้ ไม่คาดเดา โปรดตรวจกับต้นฉบับ",
    ),
    "LETTER_FOR_DIGIT": FlagKind(
        "warn", "ตัวอักษรแทนตัวเลข", "“{raw}” มีตัวอักษรอยู่ในตำแหน่งของตัวเลข อ่านว่า “{read}” โปรดตรวจกับต้นฉบับ"
    ),
    "MIXED_DIGITS": FlagKind("info", "เลขไทยปนเลขอารบิก", "“{raw}” เขียนเลขไทยปนเลขอารบิก"),
    "INVALID_DATE": FlagKind("error", "วันที่ไม่มีจริง", "“{raw}” ไม่มีในปฏิทินหรืออ่านไม่ได้ จึงไม่แปลงเป็นวันที่"),
    "DATE_DAY_MISSING": FlagKind("warn", "วันที่ไม่ครบ", "วันที่ของหนังสือ “{raw}” ไม่ครบวัน เดือน ปี"),
    "DATE_MISSING": FlagKind("error", "ไม่พบวันที่", "ไม่พบวันที่ของหนังสือ"),
    "TWO_DIGIT_YEAR": FlagKind("info", "ปีสองหลัก", "“{raw}” เขียนปีสองหลัก อ่านเป็น พ.ศ. {year}"),
    "YEAR_CONFLICT": FlagKind(
        "error",
        "ปีขัดกับเอกสารอื่น",
        "หนังสือนี้ระบุ พ.ศ. {year} แต่ {related} ที่หนังสือนี้อ้างเป็นของ พ.ศ. {other} "
        "ปีที่น่าจะถูกคือ {best} ตามหลักฐาน: {evidence}",
    ),
    "CROSSREF_NUMBER_MISMATCH": FlagKind(
        "error", "เลขที่ที่อ้างไม่ตรงกับต้นเรื่อง", "อ้างเลขที่ “{cited}” แต่หนังสือที่น่าจะหมายถึงคือ {related}"
    ),
    "CROSSREF_DATE_MISMATCH": FlagKind(
        "error", "วันที่ที่อ้างไม่ตรงกับต้นเรื่อง", "อ้างว่าลงวันที่ “{cited}” แต่ {related} ลงวันที่ {actual}"
    ),
    "CITED_INCONSISTENTLY": FlagKind("info", "อ้างหนังสือฉบับเดียวไม่ตรงกัน", "{reason}"),
    "SAME_NUMBER_OTHER_YEAR": FlagKind(
        "info", "เลขเดียวกันคนละปี", "มี {related} ลงวันที่ {date} ซึ่งเลขเดียวกันแต่คนละปี ไม่ใช่ฉบับที่อ้าง"
    ),
    "SAME_NUMBER_UNDATED": FlagKind(
        "warn",
        "เลขเดียวกันแต่ไม่มีวันที่",
        "ในทะเบียนมีหนังสือเลขที่ {number} อีกฉบับ {other} แต่ฉบับนี้อ่านวันที่ไม่ได้หรือไม่มีวันที่ "
        "จึงบอกไม่ได้ว่าเป็นฉบับเดียวกันหรือคนละปี โปรดตรวจวันที่",
    ),
    "REFERENCE_NOT_FOUND": FlagKind("info", "ยังไม่มีหนังสือที่อ้าง", "หนังสือที่อ้าง “{cited}” ยังไม่มีในทะเบียน"),
    "CHRONOLOGY_SUSPECT": FlagKind("warn", "ลำดับเวลาน่าสงสัย", "{reason}"),
    "RESOLUTION_WEEKDAY_UNUSUAL": FlagKind(
        "warn", "วันประชุมคณะรัฐมนตรีผิดปกติ", "{date} เป็นวัน{weekday} คณะรัฐมนตรีมักมีมติในวันอังคาร"
    ),
    "SEMANTIC_CORRUPTION": FlagKind(
        "error",
        "ความหมายต่างจากต้นเรื่อง",
        "{what}: “{here}” แต่ใน {related} ว่า “{there}” อย่าดำเนินการตามข้อความนี้จนกว่าจะตรวจแล้ว",
    ),
    "TITLE_GARBLED": FlagKind("warn", "ชื่อตำแหน่งหรือหน่วยงานเพี้ยน", "ไม่มี “{found}” น่าจะเป็น “{best}”"),
    "BODY_NAME_SUSPECT": FlagKind(
        "warn", "ชื่อคณะไม่ครบ", "“{raw}” ไม่บอกว่าเป็นคณะกรรมการใด อาจหมายถึงมติคณะรัฐมนตรี"
    ),
    "NAME_SUSPECT": FlagKind(
        "info", "ชื่อผู้ลงนามน่าสงสัย", "ชื่อผู้ลงนาม “{name}” อาจอ่านผิด: {reason} โปรดตรวจกับต้นฉบับ คงไว้ตามที่อ่านได้"
    ),
    "PHONE_SUSPECT": FlagKind("info", "เลขโทรศัพท์น่าสงสัย", "เลขโทรศัพท์อาจอ่านผิด เพราะตัวเลขผิดปกติทั้งฉบับ"),
    "DIGIT_DISTRIBUTION_ANOMALY": FlagKind(
        "warn",
        "ตัวเลขผิดปกติทั้งฉบับ",
        "เลขไทย {total} ตัว มี {digit} ถึง {count} ตัว แต่ไม่มี {absent} เลย น่าจะอ่านผิดเป็น {digit} ทั้งฉบับ",
    ),
    "DECOMPOSED_THAI": FlagKind("info", "สระหรือวรรณยุกต์แยกส่วน", "ข้อความมีสระหรือวรรณยุกต์ที่เก็บผิดรูป"),
    "TEMPLATE_ALTERNATIVES": FlagKind(
        "info", "ข้อความท้ายเรื่องสองแบบ", "คงไว้ทั้งสองแบบ แบบแรกสำหรับผู้ปฏิบัติ แบบหลังสำหรับผู้รับทราบ"
    ),
    "SECRECY_NO_PUBLISH": FlagKind(
        "error", "หนังสือลับ", "หนังสือมีชั้นความลับ “{secrecy}” ห้ามเผยแพร่จนกว่าผู้มีอำนาจปรับหรือยกเลิกชั้นความลับ"
    ),
    "SECRECY_SUSPECT": FlagKind(
        "error",
        "อาจมีชั้นความลับ",
        "“{found}” อาจเป็นชั้นความลับที่อ่านเพี้ยน โปรดเทียบกับต้นฉบับ เผยแพร่ไม่ได้จนกว่าจะวินิจฉัยว่าไม่ใช่ชั้นความลับ",
    ),
    "CITES_SECRET": FlagKind(
        "warn",
        "อ้างหนังสือที่มีชั้นความลับ",
        "หนังสือที่อ้าง “{cited}” มีชั้นความลับ เลขที่และเรื่องของหนังสือลับต้องไม่ปรากฏต่อสาธารณะ "
        "โปรดตรวจว่าเผยแพร่หนังสือนี้ได้หรือไม่",
    ),
    "INTERNAL_NOT_FOR_PUBLICATION": FlagKind("warn", "หนังสือภายใน", "บันทึกข้อความเป็นหนังสือภายใน โดยปกติไม่เผยแพร่"),
    "READ_BY_OCR": FlagKind("warn", "อ่านจากภาพ", "ข้อความอ่านจากภาพสแกน อาจผิดได้ทุกแห่ง โปรดเทียบกับภาพก่อนเผยแพร่"),
    "PAGES_UNREAD": FlagKind(
        "warn", "มีหน้าที่ไม่ได้อ่าน", "บางหน้าหรือบางตัวอักษรของแฟ้มอ่านไม่ได้ อาจเป็นภาพสแกนหรือมีชั้นความลับ โปรดเปิดต้นฉบับดู"
    ),
    "PERSONAL_DATA": FlagKind("warn", "มีข้อมูลส่วนบุคคล", "พบ{what} ต้องปิดบังก่อนเผยแพร่"),
    "NO_SUBJECT_LINE": FlagKind("info", "ไม่มีบรรทัดเรื่อง", "หนังสือประทับตราไม่มีเรื่อง โปรดตั้งชื่อเรื่อง"),
    "SUBJECT_MISSING": FlagKind("warn", "ไม่พบเรื่อง", "ไม่พบบรรทัดเรื่องของหนังสือ"),
    "UNSIGNED_STAMPED": FlagKind("info", "ไม่มีผู้ลงนาม", "หนังสือประทับตราใช้ตราแทนการลงชื่อ"),
    "STAMP_NOT_SHOWN": FlagKind("info", "ไม่ปรากฏตรา", "หนังสือประทับตราฉบับนี้ไม่ปรากฏรอยตราในข้อความ"),
    "PAGE_NOISE_REMOVED": FlagKind(
        "info", "ตัดข้อความนอกเรื่อง", "ตัดเลขหน้า ตรารับ หรือข้อความนอกเรื่อง {count} บรรทัด"
    ),
    "WRAPPED_LINES": FlagKind("info", "ข้อความหลายบรรทัด", "รายการนี้ต่อกันจาก {count} บรรทัด"),
    "MISSING_ENCLOSURE_QUANTITY": FlagKind("info", "ไม่บอกจำนวน", "สิ่งที่ส่งมาด้วยไม่บอกจำนวน"),
    "MISSING_BODY_NAME": FlagKind("info", "ไม่บอกชื่อคณะ", "การประชุม “{raw}” ไม่บอกว่าเป็นของคณะใด"),
    "ADDRESSEE_ABBREVIATED": FlagKind("info", "ชื่อย่อผู้รับ", "“{raw}” เป็นชื่อย่อ"),
}


def flag(
    code: str, field: str, *, related: str | None = None, span: Span | None = None, **words: object
) -> Flag:
    """A flag of the table, its message filled in with `words`. Raises KeyError for an unknown code."""
    kind = FLAG_KINDS[code]
    return Flag(code, kind.severity, field, kind.message.format(related=related, **words), related, span)


def shown(be: str | None) -> str:
    """A date of the Buddhist era, YYYY-MM-DD, YYYY-MM or YYYY, as letters write it: "๒๔ ธันวาคม ๒๕๔๗"."""
    if not be:
        return "ไม่ระบุ"
    year, month, day = [*be.split("-"), "", ""][:3]
    words = (str(int(day)) if day else "", MONTHS[int(month) - 1] if month else "", year)
    return to_thai(" ".join(word for word in words if word))
