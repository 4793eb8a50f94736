"""Days on which the Cabinet resolved, however a letter says so, and days on which somebody else acted."""

from __future__ import annotations

import pytest

from tests.circulars.letters.test_flags import CITED, CLEAN, flags


def weekdays(body: str) -> list[str]:
    """Fields in which a resolution's weekday is doubted, of a letter whose only resolution `body` tells."""
    letter = CLEAN.replace("คณะรัฐมนตรีมีมติเมื่อวันที่ 2 มกราคม 2567 ให้", f"{body} และให้")
    assert body in letter
    return [one.field for one in flags(letter, CITED) if one.code == "RESOLUTION_WEEKDAY_UNUSUAL"]


@pytest.mark.parametrize(
    "body",
    [
        "คณะรัฐมนตรีมีมติเมื่อวันที่ 4 มกราคม 2567 เห็นชอบ",
        "คณะรัฐมนตรีได้ประชุมปรึกษาเมื่อวันพฤหัสบดีที่ 4 มกราคม 2567 ลงมติว่า เห็นชอบ",
        "คณะรัฐมนตรีได้พิจารณาเมื่อวันที่ 4 มกราคม 2567 แล้วลงมติเห็นชอบ",
        "คณะรัฐมนตรีเห็นชอบเมื่อวันที่ 4 มกราคม 2567",
        "แผนนี้ได้รับความเห็นชอบจากคณะรัฐมนตรีเมื่อวันที่ 4 มกราคม 2567 แล้ว",
        "เมื่อวันที่ 4 มกราคม 2567 คณะรัฐมนตรีได้มีมติเห็นชอบ",
        "เมื่อวันที่ 4 มกราคม 2567 ที่ประชุมคณะรัฐมนตรีเห็นชอบ",
        "ครม. มีมติเมื่อ 4 ม.ค. 67 เห็นชอบ",
        "ตามมติ ครม. วันที่ 4 ม.ค. 2567 ให้เร่งรัด",
    ],
)
def test_the_weekday_of_a_resolution_is_doubted_however_it_is_told(body: str) -> None:
    assert weekdays(body) == ["mentions.cabinet_resolutions[0]"]


def test_of_several_resolutions_each_has_its_day() -> None:
    body = "มติคณะรัฐมนตรีเมื่อวันที่ 2 มกราคม 2567 และวันที่ 4 มกราคม 2567 เห็นชอบ"
    assert weekdays(body) == ["mentions.cabinet_resolutions[1]"]


@pytest.mark.parametrize(
    "body",
    [
        "เมื่อวันที่ 4 มกราคม 2567 สำนักเลขาธิการคณะรัฐมนตรีได้แจ้งมติคณะรัฐมนตรี",
        "เมื่อวันที่ 4 มกราคม 2567 คณะกรรมการสมมติได้มีมติ",
        "กระทรวงสมมติเสนอคณะรัฐมนตรีเห็นชอบเมื่อวันที่ 4 มกราคม 2567",
        "กระทรวงสมมติได้เสนอเรื่องต่อคณะรัฐมนตรีเมื่อวันที่ 4 มกราคม 2567",
        "เมื่อวันที่ 4 มกราคม 2567 คณะรัฐมนตรีได้มีมติเมื่อวันที่ 2 มกราคม 2567",
        "คณะรัฐมนตรีแถลงนโยบายต่อรัฐสภาเมื่อวันที่ 4 มกราคม 2567",
        "คณะรัฐมนตรีมีมติเมื่อวันที่ 2 มกราคม 2567 และวันที่ 4 มกราคม 2567 กระทรวงสมมติได้แจ้งแล้ว",
    ],
)
def test_a_day_on_which_somebody_else_did_something_is_no_resolution(body: str) -> None:
    assert weekdays(body) == []
