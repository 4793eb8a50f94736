"""`manage.py reread_letters`: citations and doubts of every letter as the program reads them now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from circulars.models import CircularPage
from circulars.references import reread, settle


class Command(BaseCommand):
    help = "อ่านการอ้างถึงและข้อสงสัยของหนังสือทุกฉบับในทะเบียนใหม่ หลังปรับรุ่นโปรแกรม ไม่เปลี่ยนค่าที่นายทะเบียนบันทึกหรือวินิจฉัยไว้"

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for key in list(CircularPage.objects.order_by("pk").values_list("pk", flat=True)):
            page = CircularPage.objects.filter(pk=key).first()
            if page is not None:  # deleted meanwhile
                settle(page, reread(page))
                count += 1
        self.stdout.write(f"อ่านใหม่ {count} ฉบับ")
