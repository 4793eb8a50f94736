"""How fast letters are registered: read, stored, looked up, compared; nothing is kept."""

from __future__ import annotations

import statistics
import time

from circulars.importing import import_uploads

LETTER = """ด่วน
ที่ กค 0402.9/ว {number}
กระทรวงการคลัง
ถนนพระรามที่ 6 กทม. 10400
{day} มีนาคม 2566
เรื่อง  การทดสอบความเร็วของทะเบียนหนังสือ ฉบับที่ {number}
เรียน  ปลัดกระทรวง อธิบดี ผู้ว่าราชการจังหวัด
อ้างถึง  หนังสือกระทรวงการคลัง ที่ กค 0402.9/ว {before} ลงวันที่ {day} มีนาคม 2566
สิ่งที่ส่งมาด้วย  แบบรายงาน จำนวน 1 ชุด
        ตามหนังสือที่อ้างถึง กระทรวงการคลังได้กำหนดหลักเกณฑ์และวิธีปฏิบัติไว้แล้ว นั้น
        เพื่อให้การดำเนินงานเป็นไปด้วยความเรียบร้อย จึงขอให้ส่วนราชการรายงานผลภายใน 30 วัน
        จึงเรียนมาเพื่อโปรดพิจารณาดำเนินการ
ขอแสดงความนับถือ
(นายสมมติ ทดสอบระบบ)
ปลัดกระทรวงการคลัง
กรมบัญชีกลาง
โทร. 0 2000 0000
"""


def letters_a_second(letters: int, rounds: int = 3) -> float:
    """The median rate over some rounds, each in a transaction that is rolled back at the end."""
    files = [
        (
            f"letter-{number}.txt",
            LETTER.format(number=90_000 + number, before=89_999 + number, day=1 + number % 28).encode(),
        )
        for number in range(letters)
    ]
    rates = []
    for _ in range(rounds):
        begun = time.perf_counter()
        outcomes = import_uploads(files, None, dry_run=True)
        rates.append(len(outcomes) / (time.perf_counter() - begun))
        refused = [outcome for outcome in outcomes if outcome.action == "refused"]
        if refused:
            raise RuntimeError(f"{refused[0].file}: {refused[0].error}")
    return statistics.median(rates)
