"""The fixed words of a letter, as patterns that forgive lost or misplaced marks and spaces.

Scans and PDFs drop or move vowel signs and tone marks ("สงิ่ที่ส่งมาด้วย", "อ้าง ถึง"); the consonants and the
full vowels stay. So a label is matched by those, with any marks and single spaces between them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from search.thai.calendar import WEEKDAYS

_MARKS = "ัิ-ฺ็-๎"
_MARK = re.compile(f"[{_MARKS} ]")


def bare(words: str) -> str:
    """Only the signs that stay, "ำ" as "า": an "า" set apart is read as "ำ"."""
    return _MARK.sub("", words).replace("ำ", "า")


def fuzzy(words: str) -> str:
    """Regular expression that matches `words` with any marks and spaces after each letter."""
    noise = rf"[{_MARKS} ]*"
    return noise.join("[ำา]" if sign == "า" else re.escape(sign) for sign in bare(words)) + rf"[{_MARKS}]*"


def any_of(*words: str) -> str:
    """`fuzzy` for the longest that matches of several words."""
    return "(?:" + "|".join(fuzzy(word) for word in sorted(words, key=len, reverse=True)) + ")"


SPEEDS = ("ด่วนที่สุด", "ด่วนมาก", "ด่วน")
SECRECIES = ("ลับที่สุด", "ลับมาก", "ลับ")
SALUTATIONS = ("กราบเรียน", "เรียน", "นมัสการ", "กราบทูล", "ถึง")
"""Opening words (คำขึ้นต้น) of the regulation on documentation, annex 2; the longest first."""

_SPEED = any_of(*SPEEDS)
_SECRECY = any_of(*SECRECIES)
_OLD_SECRECY = fuzzy("ปกปิด")
_FOREIGN = r"(?:top[ \t-]?secret|secret|confidential|restricted)(?![a-z])"
_FOREIGN_CLASSES = {"topsecret": "ลับที่สุด", "secret": "ลับมาก", "confidential": "ลับ", "restricted": "ลับ"}
"""As the regulation on official secrets names the three in English; a fourth class is kept as the lowest."""
_MAY_BE_FOREIGN = re.compile("[a-zป]")
_BULLET = r"^[-*•\s]*"
_AFTER = r"[ \t]*[:：]?[ \t]*"

SPEED_WORD = re.compile(_SPEED)
SECRECY_WORD = re.compile(_SECRECY)
CLASS_LINE = re.compile(
    rf"^[-*#\[\](){{}}<>\"' \t]*(?:ชั้นความ(?:ลับ|เร็ว)[ \t:]*)?(?:{_SPEED}|{_SECRECY}|{_OLD_SECRECY}|{_FOREIGN})"
    rf"(?:[-*#\[\](){{}}<>/,\"' \t]+(?:{_SPEED}|{_SECRECY}|{_OLD_SECRECY}|{_FOREIGN}|urgent))*"
    rf"[-*#\[\](){{}}<>\"' \t]*$"
)
_BESIDE_STAMP = any_of(
    *("หน้า", "จาก", "แผ่นที่", "ชุดที่", "ฉบับที่", "ของ", "ต่อ", "ตราครุฑ", "ครุฑ", "ตราประทับ", "ตรา", "ประทับ"),
    *("เอกสาร", "หนังสือ", "สำเนา", "คู่ฉบับ", "เฉพาะ", "ชั้นความลับ", "ชั้นความเร็ว", "ชั้น"),
    *("ชุด", "แผ่น", "ใน", "จำนวน", "เลขที่ชุด", "เลขที่", "ประเภท", "ผู้รับ", "เปิดเอง", "เปิด", "เท่านั้น", "ใช้"),
)
_STAMP_WORD = re.compile(
    rf"{_SECRECY}|{_OLD_SECRECY}|{_SPEED}|{_BESIDE_STAMP}|{_FOREIGN}|urgent", re.IGNORECASE
)
_NO_CLASS = re.compile(r"^(?:ชั้นความ(?:ลับ|เร็ว)[ \t:.]*)(?:[-–—]|ปกติ|ธรรมดา|ไม่มี|ไม่ระบุ)$")
CLASS_FIELD = re.compile(r"^ชั้นความ(?:ลับ|เร็ว)[ :.]*$")
"""The name of a field of a form whose class stands in the next column."""
_NAMED_CLASS = re.compile(rf"^\d{{1,2}}[.)] ?[ก-๎]+[ \t]*[\"'“‘](?:{_SECRECY})[\"'”’]")
"""A class that an item of a list speaks of: 1. หนังสือ "ลับ"."""
SECRECY_ALONE = re.compile(rf"(?<![ก-๎])(?!ลบ[ .\t]*\d{{4}})(?:{_SECRECY})(?![ก-๎])")
MEMO_STAMPED = re.compile(rf"^{fuzzy('บันทึกข้อความ')}")
NUMBER = re.compile(
    rf"^(?P<before>(?:(?:{_SPEED}|{_SECRECY})[ \t]*)*)(?P<label>ท ?[ีิ่]+|ท(?=[ \t]))[ \t]*[:：]?[ \t]*(?=[^\s])"
)
SUBJECT = re.compile(rf"{_BULLET}{fuzzy('เรื่อง')}(?:[:： \t]+|(?=[ก-ฮเแโใไ])|$)")
SALUTATION = re.compile(
    rf"{_BULLET}(?P<word>{any_of(*SALUTATIONS[:-1])}|ถ[ึีิ ]*ง)(?:[:： \t]+|(?=[ก-ฮเแโใไ])|$)"
)
REFERENCE = re.compile(rf"{_BULLET}{fuzzy('อ้างถึง')}{_AFTER}")
ENCLOSURE = re.compile(rf"{_BULLET}(?:{fuzzy('สิ่งที่ส่งมาด้วย')}|{fuzzy('สิ่งที่แนบมาด้วย')}){_AFTER}")
UNIT_LINE = re.compile(rf"{_BULLET}{fuzzy('ส่วนราชการ')}[ \t:：]")
UNIT = re.compile(rf"{_BULLET}{fuzzy('ส่วนราชการ')}{_AFTER}")
_WEEKDAY = f"(?:{'|'.join(WEEKDAYS)}|พฤหัสฯ)"
DATE_LABEL = re.compile(
    rf"(?:^|[\t ])(?:ลว\.?|(?:เมื่อ ?|ลง ?|ณ ?)?(?:{fuzzy('วันที่')}|วัน{_WEEKDAY} ?ที่))[ \t]*[:：]?[ \t]*"
)
MEMO = re.compile(rf"^{fuzzy('บันทึกข้อความ')}$")
PURPOSE = re.compile(
    rf"(?:{fuzzy('จึง')})[ ]?(?:ขอ)?(?:{any_of('กราบเรียน', 'เรียน', 'แจ้ง', 'เสนอ', 'นมัสการ', 'กราบทูล')}"
    rf"|{fuzzy('ประกาศ')}(?=[ \t]?(?:มา|ให้|เพื่อ|ไว้)))"
)
CLOSING = re.compile(
    rf"^(?:{any_of('ขอแสดงความนับถือ', 'ขอแสดงความเคารพ', 'ขอนมัสการด้วยความเคารพ', 'ด้วยความเคารพ')}"
    rf"(?:[ \t]*\(?{any_of('อย่างยิ่ง', 'อย่างสูงยิ่ง', 'อย่างสูง')}\)?)?|{fuzzy('ควรมิควร')}.{{0,60}})$"
)
"""Closing words (คำลงท้าย) of the same annex, to monks and royalty too."""
_OPENINGS = any_of(
    *("ด้วย", "ตามที่", "ตามหนังสือ", "ตามมติ", "ตามคำสั่ง", "ตามประกาศ", "ตามระเบียบ", "ตามบันทึก", "ตามพระราช"),
    *("อนุสนธิ", "เนื่องด้วย", "เนื่องจาก", "พร้อมหนังสือนี้", "พร้อมนี้", "โดยที่", "สืบเนื่อง", "ในการนี้"),
)
RULE_TITLE = re.compile(r"^ว่าด้วย")
"""The title of a ระเบียบ or ข้อบังคับ, which has no เรื่อง."""
RECORD_START = re.compile(
    r"^(?:ผู้(?:เข้า(?:ร่วม)?|มา|ไม่มา|ไม่เข้าร่วม)ประชุม|เริ่มประชุม|ระเบียบวาระ|ขอรับรอง|ให้ไว้|เพื่อ|โดย"
    r"|อาศัยอำนาจ|(?:จึง)?มีคำสั่ง|ข้อ ?\d|\d{1,2}[.)] ?[ก-๎]"
    rf"|{fuzzy('หนังสือ')} ?(?:ฉบับ)?นี้)"
)
"""Where the text of an order, a certificate or minutes begins."""
STATEMENT = re.compile(r"^บันทึก(?!ข้อความ)[ก-๎ ]{2,80}$")
MADE_AT = re.compile(r"^(?:ทำที่|เขียนที่)[ \t:]*[ก-๎]")
"""Title of a บันทึก of what was done or said, and where it was made, below it."""
CERTIFIES = re.compile(
    rf"^{fuzzy('หนังสือ')} ?(?:ฉบับ)?นี้ ?(?:ให้ไว้|ออกให้|เพื่อ|ขอ|รับรอง|แสดง)|^.{{0,80}}(?<![ก-๎])ขอรับรองว่า"
)
"""What a certificate (หนังสือรับรอง) says in place of subject and salutation."""
BODY_START = re.compile(rf"^(?:{_OPENINGS}|ตาม )")
_ASKS = (
    r"(?<!คำ)(?<!ผู้)ขอ(?:เรียน|ส่ง|แจ้ง|ให้|เชิญ|ความ|รับ|เสนอ|หารือ|ประชาสัมพันธ์|ยืนยัน|ยกเลิก|มอบ|นำ|จัดส่ง|ชี้แจง|รายงาน)"
    r"|(?<!ราย)ได้(?=[ก-ฮเแโใไ])(?!แก่)|(?:เรียน|ทราบ|เห็น|แจ้ง|พบ)ว่า|พิจารณาแล้ว|ประสงค์(?:จะ|ขอ)|มีมติ"
    r"|กำหนด(?:จัด|เปิด|ให้)|(?:^|[ฯ \t])จะ|จะ(?!นะ|แนะ)(?=[ก-ฮเแโใไ])|^ให้(?=[ก-ฮเแโใไ])|(?:เห็นชอบ|อนุมัติ|อนุญาต)ให้"
)
STATES = re.compile(rf"{_ASKS}|[\t ]นั้น$|^ขอ(?![งนม]|บ(?:เขต|ข่าย))")
"""What an office does: a sentence, not the name of somebody written to."""
ACTS = re.compile(
    r"[ \t]?(?:ขอ|ได้|จะ|ให้|มี(?!ชัย)|กำหนด|แจ้ง|เสนอ|พิจารณา|เห็น(?:ชอบ|ว่า|ควร)|อนุ(?:มัติ|ญาต)|ประสงค์|ร่วมกับ"
    r"|จัด(?!หา|การ|ตั้ง)|เชิญ|ยืนยัน|ประกาศ|รายงาน|รวบรวม|เปิด|ดำเนิน)"
)
"""What may follow an office that does something, and goes on no office's name."""
NAME = re.compile(r"^(?:ลงชื่อ[ .\t]*)?[.… \t]*\((?P<name>[^()]{4,80})\)(?:[\t ]+(?P<rest>\S.*))?$")
BLANK_NAME = re.compile(r"^\([ .…_\t]*\)$")
"""Brackets in which no name was typed: a letter not yet signed."""
SEAL = re.compile(r"(?<!ศาส)ตรา|ประทับ|ครุฑ|ลายมือชื่อ|ลงชื่อ|สำเนา")
SIGNED = re.compile(r"^[(]?ลงชื่อ[)]?[ .…_\t-]*$")
NAME_WITH_TITLE = re.compile(
    r"^(?:นาย|นางสาว|นาง|ดร\.|ว่าที่|พล|พัน|ร้อย|จ่า|สิบ|หม่อม|ศาสตราจารย์|รองศาสตราจารย์|ผู้ช่วยศาสตราจารย์)"
    r"[^\d/]*$"
)
BARE_NAME = re.compile(
    r"^(?:นาย|นางสาว|นาง|ดร\.|ว่าที่|พล|พัน|ร้อย|หม่อม|ศาสตราจารย์|รองศาสตราจารย์|ผู้ช่วยศาสตราจารย์)"
    r"\S+ \S+$"
)
RANK = re.compile(
    r"^(?:(?:พล|พัน|ร้อย|นาวา|เรือ|นาวาอากาศ|เรืออากาศ)(?:เอก|โท|ตรี)|พลตำรวจ(?:เอก|โท|ตรี)|พันตำรวจ(?:เอก|โท|ตรี)"
    r"|ร้อยตำรวจ(?:เอก|โท|ตรี)|พลอากาศ(?:เอก|โท|ตรี)|พลเรือ(?:เอก|โท|ตรี)|ว่าที่(?:ร้อย|พัน|นาวา|เรือ)(?:ตำรวจ|อากาศ)?(?:เอก|โท|ตรี)|หม่อมหลวง|หม่อมราชวงศ์|นายแพทย์|แพทย์หญิง|ดร\."
    r"|(?:รอง|ผู้ช่วย)?ศาสตราจารย์(?: ?(?:พิเศษ|เกียรติคุณ|คลินิก))?(?: ?(?:ดร\.|นายแพทย์|แพทย์หญิง))?)$"
)
ACTING = re.compile(
    "|".join(
        fuzzy(words)
        for words in (
            "ปฏิบัติราชการแทน",
            "รักษาราชการแทน",
            "รักษาการแทน",
            "รักษาการในตำแหน่ง",
            "ปฏิบัติหน้าที่แทน",
            "ทำการแทน",
        )
    )
)


def plain_class(words: str, classes: tuple[str, ...]) -> str | None:
    """Which of `classes` (longest first) the words write, whatever marks were lost."""
    written = bare(words)
    return next((name for name in classes if bare(name) in written), None)


def plain_classes(written: Iterable[str], classes: tuple[str, ...]) -> list[str]:
    """`plain_class` of each of several words, those that write none left out."""
    return [name for words in written if (name := plain_class(words, classes))]


def strictest(found: Collection[str | None], classes: tuple[str, ...]) -> str | None:
    """The strictest class found, of `classes` with the strictest first; None without any."""
    return next((name for name in classes if name in found), None)


def says_no_class(words: str) -> bool:
    """Whether a form's field of class was left at "none": "ชั้นความลับ -", "ชั้นความเร็ว ปกติ"."""
    return _NO_CLASS.match(words) is not None


def is_secrecy_stamp(words: str) -> bool:
    """Whether they are a secrecy class with nothing but what is printed around one: page, copy, emblem."""
    if _NAMED_CLASS.match(words):
        return False
    rest = _STAMP_WORD.sub(" ", words)
    return (SECRECY_WORD.search(words) is not None or bool(foreign_class(words))) and not any(
        sign.isalpha() for sign in rest
    )


def foreign_class(words: str) -> list[str]:
    """The Thai class of an English one, or of the class ปกปิด of former times; empty without one."""
    if not _MAY_BE_FOREIGN.search(words):
        return []
    english = [_FOREIGN_CLASSES[re.sub(r"[\s-]", "", found)] for found in re.findall(_FOREIGN, words)]
    return english or (["ลับ"] if re.search(_OLD_SECRECY, words) else [])
