"""English pages of guidelines, adaptations and closed rounds say of untranslated text that it is Thai."""

from __future__ import annotations

import copy
import datetime
from typing import Any

import pytest
from django.db.models import Value
from django.db.models.functions import Concat
from django.test import Client
from django.utils import timezone

from guidelines.followup.closing import close_round
from guidelines.followup.opening import open_round
from guidelines.importing import adopt, save_guideline
from guidelines.models import AdaptationPage, EditionWithdrawal, GuidelineIndexPage, GuidelinePage
from home.models import HomePage, PlainPage
from organisations.models import Kind, Organisation
from services.importing import save_centre, save_delegation, save_service
from services.models import CentrePage, ServicePage
from tests.marks import wrongly_marked
from tests.services.conftest import CENTRE, GUIDE, ORDER, UNIT

from ..conftest import RECORD
from ..test_practice import LIVE

BODY = "## ขั้นตอน\nรอไม่เกินสิบนาที\n> บันทึกเวลาทุกครั้ง\n- คนพิการ\n- ผู้สูงอายุ"
ADAPTED = {
    "introduction": "ใช้ที่สถานีขนส่งทุกแห่ง",
    "values": {"mission": "ขนส่ง\nทางราง", "places": ["ชั้นสอง"]},
    "sections": [
        {"id": "MG-02", "choice": "adapted", "reason": "งานสั้นกว่า", "body": BODY, "heading": "เป้าหมายของสถานี"},
        {"id": "MG-03", "choice": "supplemented", "reason": "ระบุงาน", "body": "รวมงานภาษีรถ"},
        {"id": "MG-04", "choice": "not-applicable", "reason": "ใช้พื้นที่ของสถานี"},
    ],
    "added": [{"heading": "ภาวะฉุกเฉิน", "body": "แจ้งทันที", "reason": "มีผู้โดยสาร", "after": "MG-02"}],
}


@pytest.fixture
def record() -> dict[str, Any]:
    """The model with everything in it that a reader can meet: every kind of block, blank and indicator."""
    made = copy.deepcopy(RECORD)
    made["meta"] |= {
        "introduction_th": "ใช้กับศูนย์บริการร่วมทุกแห่ง",
        "issuer": "opdc",
        "grounded_on": [{"id": "R1", "text_th": "ลดภาระของประชาชน", "letter": "letter"}],
    }
    made["meta"]["parameters"] += [
        {"key": f"live-{key}", "label_th": f"ช่องที่ {at}", "type": kind}
        for at, (key, kind) in enumerate(LIVE.items())
        if key != "name"
    ]
    made["sections"][0]["body_th"] = BODY
    made["sections"][1]["required_additions"] = ["mission", *(f"live-{key}" for key in LIVE if key != "name")]
    made["sections"][3]["indicators"] = [{"key": "done", "label_th": "ร้อยละที่เสร็จ", "unit": "percent"}]
    return made


def again(record: dict[str, Any], note: str, **sections: str) -> GuidelinePage:
    """Publish one more edition in which these sections say something else."""
    record["meta"]["edition_note"] = note
    for each in record["sections"]:
        if text := sections.get(each["id"].replace("-", "_")):
            each |= {"body_th": text, "change": "major", "change_note": note}
    page: Any = save_guideline(record).page
    return GuidelinePage.objects.get(pk=page.pk)


@pytest.fixture(params=["translated", "untranslated"])
def pages(
    request: pytest.FixtureRequest,
    record: dict[str, Any],
    home: HomePage,
    ministry: Organisation,
    editor: Any,
    reviewer: Any,
    superuser: Any,
    person: Any,
) -> dict[str, str]:
    """Addresses by what stands there; with English names, and where nobody has written any."""
    home.add_child(instance=PlainPage(title="หนังสือที่เป็นฐาน", slug="letter"))
    Organisation.objects.create(code="opdc", kind=Kind.DEPARTMENT, name_th="สำนักงานผู้ออกแนวทาง")
    Organisation.objects.create(code="registry", kind=Kind.DEPARTMENT, name_th="กรมทะเบียน", parent=ministry)
    Organisation.objects.create(code="chiang-mai", kind=Kind.PROVINCE, name_th="จังหวัดเชียงใหม่")
    save_service(GUIDE)
    save_service(GUIDE | {"id": "named-only", "title": "งานที่ระบุเพิ่ม", "title_en": ""})
    save_centre({**CENTRE, "organisation": "registry"})
    save_centre(UNIT)
    save_delegation(ORDER)
    if request.param == "translated":
        Organisation.objects.update(name_en=Concat(Value("Office "), "code"))
        CentrePage.objects.update(title_en="Centre")
        for key in ("parameters", "sections"):
            for at, each in enumerate(record["meta"].get(key) or record[key]):
                each["label_en" if key == "parameters" else "heading_en"] = f"Part {at}"
    else:
        record["meta"] |= {"title_en": "", "slug": "counter"}
        ServicePage.objects.update(title_en="")
        for each in record["sections"]:
            each.pop("heading_en", None)
    guideline = save_guideline(record).page
    assert isinstance(guideline, GuidelinePage)
    adaptation = adopt(guideline, {**ADAPTED, "organisation": "mot"}, editor, reviewer).page
    assert isinstance(adaptation, AdaptationPage)
    adaptation.services.set(ServicePage.objects.filter(slug="named-only"))
    adaptation.save()
    guideline = again(record, "ปรับปรุงเป้าหมาย", MG_02="รอไม่เกินยี่สิบนาที", MG_04="ตั้งในห้าง")
    withdrawn = again(record, "แก้ไขหลักการ", MG_01="เสร็จในสองจุด").editions.latest("number")
    EditionWithdrawal.objects.create(edition=withdrawn, reason="เผยแพร่ผิดแฟ้ม")
    if request.param == "untranslated":
        GuidelineIndexPage.objects.update(introduction="แนวทางทุกฉบับ")
    today = timezone.localdate()
    period = (today - datetime.timedelta(days=90), today - datetime.timedelta(days=2))
    round_ = open_round(guideline, period, today, [ministry], superuser)
    close_round(round_, superuser)
    return {
        "guidelines": "/guidelines/",
        "guideline": "/guidelines/counter/",
        "older edition": "/guidelines/counter/?edition=1",
        "edition of a day": f"/guidelines/counter/?as-at={today:%d/%m/}{today.year + 543}",
        "editions compared": "/guidelines/counter/compare/",
        "same edition twice": "/guidelines/counter/compare/?from=1&to=1",
        "section of all": "/guidelines/counter/sections/mg-02/",
        "section that is followed": "/guidelines/counter/sections/mg-01/",
        "adaptation": "/guidelines/counter/mot/",
        "comparison": "/guidelines/counter/mot/compare/",
        "rounds": "/follow-up/",
        "round": f"/follow-up/{round_.pk}/",
        "organisation": "/organisations/mot/",
        "issuer": "/organisations/opdc/",
        "home": "/",
        "map": "/sitemap/",
    }


def test_all_thai_of_an_english_page_is_marked(client: Client, pages: dict[str, str]) -> None:
    assert not wrongly_marked(client, pages)
    gone = {"withdrawn edition": "/guidelines/counter/?edition=3"}
    assert not wrongly_marked(client, gone, status=410)
    compared = client.get("/en/guidelines/counter/mot/compare/").content.decode()
    assert '<ins><span class="visually-hidden" lang="en">' in compared, "the site's own words in Thai text"
    adapted = client.get("/en/guidelines/counter/mot/").content.decode()
    assert '<p class="callout__label" lang="en">' in adapted
