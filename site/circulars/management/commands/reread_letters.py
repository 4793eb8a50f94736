"""`manage.py reread_letters`: every letter as it is read now; what changes is proposed to a person."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from circulars.models import CircularPage
from circulars.proposing import hold_if_secret
from circulars.references import reread, settle
from circulars.rereading import propose_reading


class Command(BaseCommand):
    help = (
        "อ่านหนังสือทุกฉบับในทะเบียนใหม่หลังปรับรุ่นโปรแกรม ปรับการอ้างถึงและข้อสงสัย "
        "ส่วนเลขที่ วันที่ ชนิด และส่วนราชการที่อ่านต่างไปเสนอให้นายทะเบียนพิจารณา "
        "ไม่เปลี่ยนค่าที่นายทะเบียนบันทึกหรือวินิจฉัยไว้ เว้นแต่พบชั้นความลับที่เดิมอ่านไม่พบ ซึ่งระงับการเผยแพร่ทันที"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        count = proposed = refused = held = 0
        for key in list(CircularPage.objects.order_by("pk").values_list("pk", flat=True)):
            page = CircularPage.objects.filter(pk=key).first()
            if page is None:  # deleted meanwhile
                continue
            letter = reread(page)
            if hold_if_secret(page, letter):
                held += 1
            else:
                settle(page, letter)
            proposal, problem = propose_reading(page, letter)
            count, proposed = count + 1, proposed + (proposal is not None)
            if problem:
                refused += 1
                self.stderr.write(problem)
        self.stdout.write(
            f"อ่านใหม่ {count} ฉบับ รอนายทะเบียนพิจารณา {proposed} ฉบับ "
            f"เสนอไม่ได้เพราะเลขที่ซ้ำ {refused} ฉบับ ระงับเพราะพบชั้นความลับ {held} ฉบับ"
        )
