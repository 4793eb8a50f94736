"""What carries an adaptation out follows the registers of centres, services and orders by itself."""

from __future__ import annotations

import copy
import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from guidelines.deciding import SectionInput, draft_of, save_practice, save_section
from guidelines.importing import save_guideline
from guidelines.models import AdaptationPage, GuidelinePage
from guidelines.papers import adaptation_paper
from guidelines.practice import figures_of, practice_of
from guidelines.reviewing import approve, send_to_review
from guidelines.starting import make_draft
from organisations.models import Kind, Organisation, Role
from services.importing import save_centre, save_delegation, save_service
from services.models import CentrePage, Delegation
from tests.guidelines.conftest import RECORD
from tests.guidelines.test_pages import html, queries
from tests.services.conftest import CENTRE, GUIDE, ORDER, UNIT

URL = "/guidelines/counter/mot/"
LIVE = {
    "name": "organisation_name",
    "centres": "list_of_centres",
    "services": "list_of_service_guides",
    "orders": "list_of_delegations",
    "places": "list_of_locations",
}


@pytest.fixture
def guideline(home: Any) -> GuidelinePage:
    """Its second section asks for every blank that fills in by itself."""
    record = copy.deepcopy(RECORD)
    record["meta"]["parameters"] = [
        {"key": key, "label_th": f"ช่อง {key}", "type": kind} for key, kind in LIVE.items()
    ]
    record["sections"][1]["required_additions"] = list(LIVE)
    page = save_guideline(record).page
    assert isinstance(page, GuidelinePage)
    return page


@pytest.fixture
def department(ministry: Organisation) -> Organisation:
    Organisation.objects.create(code="chiang-mai", kind=Kind.PROVINCE, name_th="จังหวัดเชียงใหม่")
    return Organisation.objects.create(
        code="registry", kind=Kind.DEPARTMENT, name_th="กรมทะเบียน", parent=ministry
    )


@pytest.fixture
def registers(department: Organisation, home: Any) -> dict[str, Any]:
    """A service of a department of the ministry, finished at the department's centre by an order, taken in
    and sent on by its mobile unit."""
    return {
        "service": save_service(GUIDE).instance,
        "centre": save_centre({**CENTRE, "organisation": "registry"}).instance,
        "unit": save_centre(UNIT).instance,
        "order": save_delegation(ORDER).instance,
    }


def publish(page: AdaptationPage, editor: Any, reviewer: Any) -> AdaptationPage:
    send_to_review(AdaptationPage.objects.get(pk=page.pk), editor)
    approve(AdaptationPage.objects.get(pk=page.pk), reviewer)
    return AdaptationPage.objects.get(pk=page.pk)


@pytest.fixture
def published(registers: Any, adaptation: AdaptationPage, editor: Any, reviewer: Any) -> AdaptationPage:
    return publish(adaptation, editor, reviewer)


def test_blanks_fill_in_by_themselves_and_follow_the_registers(
    published: AdaptationPage, registers: dict[str, Any], client: Client
) -> None:
    section = html(client, URL).partition('id="mg-02"')[2].partition('id="mg-03"')[0]
    for text in (
        "กระทรวงคมนาคม",
        "ศูนย์บริการร่วมศาลากลาง",
        "หน่วยเคลื่อนที่",
        "การขอมีบัตรใหม่ กรณีบัตรหาย",
        "เสร็จที่จุดบริการ",
        "คำสั่งกรมทะเบียน ที่ 12/2566 เรื่อง มอบอำนาจการออกบัตร",
        "ชั้น 1 ศาลากลางจังหวัด",
        "08.30 – 16.30 น.",
    ):
        assert text in section, text
    assert f'href="{registers["service"].get_url()}"' in section

    CentrePage.objects.filter(pk=registers["centre"].pk).update(address="ชั้น 2 อาคารใหม่")
    Organisation.objects.filter(code="mot").update(name_th="กระทรวงการเดินทาง")
    section = html(client, URL).partition('id="mg-02"')[2].partition('id="mg-03"')[0]
    assert "ชั้น 2 อาคารใหม่" in section
    assert "ชั้น 1 ศาลากลางจังหวัด" not in section
    assert "กระทรวงการเดินทาง" in section
    assert "กระทรวงคมนาคม" not in section


def test_finished_at_the_counter_is_what_an_order_in_force_proves(
    published: AdaptationPage, registers: dict[str, Any], client: Client
) -> None:
    assert "งานที่เสร็จที่จุดบริการได้ 1 จาก 1 งาน" in html(client, URL)

    yesterday = datetime.date.today() - datetime.timedelta(days=1)
    Delegation.objects.update(expires=yesterday)
    text = html(client, URL)
    assert "งานที่เสร็จที่จุดบริการได้ 0 จาก 1 งาน" in text
    assert "ยังยืนยันไม่ได้ว่าเสร็จที่จุดบริการ" in text
    assert "คำสั่งกรมทะเบียน" not in text.partition('id="mg-02"')[2].partition('id="mg-03"')[0]


def test_a_blank_that_nothing_fills_is_asked_for(
    registers: Any, adaptation: AdaptationPage, editor: Any
) -> None:
    assert draft_of(adaptation).problems_before_review() == []

    Delegation.objects.update(live=False)
    assert any("ช่อง orders" in problem for problem in draft_of(adaptation).problems_before_review())
    given = SectionInput("inherited", values={"orders": "คำสั่งที่ 3/2568"})
    save_section(adaptation, "MG-02", given, editor)
    assert AdaptationPage.objects.get().get_latest_revision_as_object().problems_before_review() == []


def test_what_is_not_public_is_not_told(
    published: AdaptationPage, registers: dict[str, Any], client: Client
) -> None:
    registers["service"].unpublish()
    text = html(client, URL)
    assert "การขอมีบัตรใหม่" not in text
    assert "ศูนย์บริการร่วมศาลากลาง" in text

    registers["centre"].unpublish()
    assert "ศูนย์บริการร่วมศาลากลาง" not in html(client, URL)


def test_an_editor_names_what_carries_it_out(
    registers: dict[str, Any],
    adaptation: AdaptationPage,
    editor: Any,
    reviewer: Any,
    other_ministry: Organisation,
    client: Client,
) -> None:
    foreign = save_centre({**CENTRE, "id": "elsewhere", "title": "ศูนย์ของหน่วยงานอื่น", "organisation": "moph"})
    alone = save_service({**GUIDE, "id": "online", "title": "งานออนไลน์"}).instance
    client.force_login(editor)
    url = reverse("guidelines:practice", args=[adaptation.pk])
    assert "ศูนย์ของหน่วยงานอื่น" in html(client, url)

    chosen = {"centres": [foreign.instance.pk], "services": [alone.pk]}
    seen = client.get(url).context["form"]["seen"].value()
    answer = client.post(url, {**chosen, "delegations": [registers["order"].pk], "seen": seen})
    assert answer.status_code == 302
    assert not AdaptationPage.objects.get().centres.exists(), "a draft changes nothing that is public"
    publish(adaptation, editor, reviewer)

    practice = practice_of(AdaptationPage.objects.get())
    assert [each.title for each in practice.counters] == ["ศูนย์ของหน่วยงานอื่น"]
    assert [each.title for each in practice.services] == ["งานออนไลน์"]
    assert practice.finished == 0, "the order names another centre"
    assert "งานออนไลน์" in html(Client(), URL)


def test_two_editors_of_what_carries_it_out_lose_nothing(
    registers: dict[str, Any], adaptation: AdaptationPage, editor: Any, ministry: Organisation, client: Client
) -> None:
    """Each changes what they changed; what the other added, took away or left stays as it is."""
    online = save_service({**GUIDE, "id": "online", "title": "งานออนไลน์"}).instance
    unit, service, order = (registers[key].pk for key in ("unit", "service", "order"))
    save_practice(adaptation, editor, True, {"services": [service], "centres": [unit]})
    client.force_login(editor)
    url = reverse("guidelines:practice", args=[adaptation.pk])
    first = client.get(url).context["form"]["seen"].value()
    second = client.get(url).context["form"]["seen"].value()
    mine = {"services": [service, online.pk], "uses_own_centres": "on", "seen": first}
    theirs = {"services": [], "centres": [unit], "delegations": [order], "seen": second}
    for data in (mine, theirs):
        assert client.post(url, data).status_code == 302

    draft = draft_of(AdaptationPage.objects.get())
    assert [each.pk for each in draft.services.all()] == [online.pk]
    assert [each.pk for each in draft.centres.all()] == []
    assert [each.pk for each in draft.delegations.all()] == [order]
    assert draft.uses_own_centres is False


@pytest.mark.parametrize("seen", ["", "{", "[]", '[true, {"services": ["x"]}]', "[1, 2, 3]"])
def test_a_form_that_does_not_say_what_was_seen_is_shown_again(
    registers: Any, adaptation: AdaptationPage, editor: Any, client: Client, seen: str
) -> None:
    client.force_login(editor)
    url = reverse("guidelines:practice", args=[adaptation.pk])
    before = AdaptationPage.objects.get().latest_revision_id
    assert client.post(url, {"seen": seen}).status_code == 200
    assert AdaptationPage.objects.get().latest_revision_id == before


def test_a_draft_whose_links_were_deleted_opens_without_them(
    registers: dict[str, Any], adaptation: AdaptationPage, editor: Any
) -> None:
    links = {name: [registers[key].pk] for name, key in (("centres", "unit"), ("delegations", "order"))}
    save_practice(adaptation, editor, False, links)
    registers["order"].delete()
    Page.objects.get(pk=registers["unit"].pk).delete()

    draft = draft_of(AdaptationPage.objects.get())
    assert not practice_of(draft)
    assert draft.uses_own_centres is False


def test_nobody_names_what_is_not_theirs(
    registers: Any, adaptation: AdaptationPage, editor: Any, person: Any, other_ministry: Organisation
) -> None:
    other = {**GUIDE, "id": "health", "title": "งานของกระทรวงอื่น", "organisation": "moph"}
    foreign = save_service(other).instance
    with pytest.raises(ValidationError):
        save_practice(adaptation, editor, True, {"services": [foreign.pk]})
    with pytest.raises(PermissionDenied):
        save_practice(adaptation, person("else", other_ministry, Role.EDITOR), True, {})


def test_what_is_named_and_no_longer_public_keeps_its_place_without_its_title(
    registers: dict[str, Any], adaptation: AdaptationPage, editor: Any, client: Client
) -> None:
    unit: CentrePage = registers["unit"]
    save_practice(adaptation, editor, False, {"centres": [unit.pk]})
    unit.unpublish()
    CentrePage.objects.filter(pk=unit.pk).update(title="ชื่อที่ปิดไว้")
    client.force_login(editor)

    text = html(client, reverse("guidelines:practice", args=[adaptation.pk]))

    assert "ชื่อที่ปิดไว้" not in text
    assert f'value="{unit.pk}"' in text


def test_files_say_it_too(published: AdaptationPage) -> None:
    said = repr(adaptation_paper(published))
    assert "คำสั่งกรมทะเบียน ที่ 12/2566" in said
    assert "1 จาก 1 งาน" in said


def test_the_monitor_sees_what_is_finished_where(
    published: AdaptationPage, person: Any, ministry: Organisation
) -> None:
    client = Client()
    client.force_login(person("monitor", ministry, Role.MONITOR))
    for url in (
        reverse("guidelines:report"),
        reverse("guidelines:matrix", args=[published.guideline_id]),
    ):
        assert "1 จาก 1 งาน" in html(client, url), url
    sheet: Any = client.get(reverse("guidelines:report") + "?export=csv")
    assert "2,1,1" in b"".join(sheet.streaming_content).decode()


def test_queries_do_not_grow(
    published: AdaptationPage, guideline: GuidelinePage, person: Any, client: Client
) -> None:
    save_centre({**UNIT, "id": "bus-0", "title": "รถ 0"})
    before = queries(client, URL)
    for number in range(1, 5):
        save_centre({**UNIT, "id": f"bus-{number}", "title": f"รถ {number}"})
    assert queries(client, URL) == before <= 16

    pages = list(AdaptationPage.objects.all())
    with CaptureQueriesContext(connection) as few:
        figures_of(pages)
    for number in range(5):
        body = Organisation.objects.create(code=f"m{number}", kind=Kind.MINISTRY, name_th=f"ก {number}")
        make_draft(guideline, body, None)
    with CaptureQueriesContext(connection) as many:
        figures_of(AdaptationPage.objects.all())
    assert len(many) == len(few) + 1, "the adaptations themselves"
