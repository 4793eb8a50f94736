"""Fixtures of the registry of letters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from circulars.models import CircularIndexPage
from home.models import HomePage
from organisations.models import Membership, Organisation, Role

SAMPLES = Path(__file__).parent / "letters" / "samples"


@pytest.fixture
def registry(home: HomePage) -> CircularIndexPage:
    return CircularIndexPage.objects.get()


@pytest.fixture
def samples() -> list[str]:
    return [str(path) for path in sorted(SAMPLES.glob("*.txt"))]


@pytest.fixture
def registrar(registry: CircularIndexPage) -> Any:
    organisation = Organisation.objects.create(code="opdc", kind="department", name_th="สำนักงาน ก.พ.ร.")
    user = get_user_model().objects.create_user("registrar", password="a long password")
    Membership.objects.create(user=user, organisation=organisation, role=Role.REGISTRAR)
    return user


LETTER = """ที่ มท 0201/ว 15

สำนักงานปลัดกระทรวงมหาดไทย
ถนนอัษฎางค์ กทม. 10200

9 มกราคม 2567

เรื่อง การทดสอบระบบ

เรียน ผู้ว่าราชการจังหวัดทุกจังหวัด

ด้วยมีการทดสอบระบบ

จึงเรียนมาเพื่อโปรดทราบ

ขอแสดงความนับถือ

(นายสมมติ ทดสอบ)
ปลัดกระทรวงมหาดไทย

กองกลาง
โทร. 0 2000 1111
"""


@pytest.fixture
def letter_text() -> str:
    return LETTER
