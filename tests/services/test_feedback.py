"""What readers say about a page, and who gets to read it."""

import csv
import datetime
import io
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from core.jobs import background_jobs
from organisations.models import Kind, Membership, Organisation, Role
from services import feedback
from services.importing import save_local_guide, save_service
from services.models import CentrePage, PageFeedback, ServicePage

pytestmark = pytest.mark.django_db
ADDRESS = "/services/feedback/card-lost/"
QUEUE = "/admin/snippets/services/pagefeedback/"


@pytest.fixture(autouse=True)
def nobody_was_here_before() -> None:
    cache.clear()


def test_a_report_reaches_the_owners_queue_and_nobody_elses(
    client: Client, guide: ServicePage, editor: User, organisations: Any
) -> None:
    strict = Client(enforce_csrf_checks=True)
    form = strict.get(ADDRESS).content.decode()
    token = form.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    sent = strict.post(
        ADDRESS, {"csrfmiddlewaretoken": token, "useful": "no", "message": "ค่าธรรมเนียมไม่ตรง"}, follow=True
    )
    assert "ได้รับความเห็นแล้ว" in sent.content.decode()

    client.force_login(editor)
    assert "ค่าธรรมเนียมไม่ตรง" in client.get(QUEUE).content.decode()
    report = PageFeedback.objects.get()
    form = client.get(f"{QUEUE}edit/{report.pk}/").content.decode()
    assert "ค่าธรรมเนียมไม่ตรง" in form
    assert f"{timezone.localdate().year + 543} เวลา" in form
    assert ">ไม่ใช่<" in "".join(form.split())
    year = timezone.localdate().year
    listed = client.get(QUEUE).content.decode().rpartition("ค่าธรรมเนียมไม่ตรง")[2].partition("</tr>")[0]
    assert str(year + 543) in listed
    assert str(year) not in listed

    stranger = User.objects.create_user("roads-editor")
    Membership.objects.create(user=stranger, organisation=organisations["roads"], role=Role.EDITOR)
    client.force_login(stranger)
    assert "ค่าธรรมเนียมไม่ตรง" not in client.get(QUEUE).content.decode()
    assert client.get(f"{QUEUE}edit/{report.pk}/").status_code == 403
    assert "รายการ" not in client.get("/admin/").content.decode().partition("due-soon")[2][:400]


def test_a_report_on_a_local_variant_reaches_the_municipality(
    client: Client, record: dict[str, Any], organisations: Any
) -> None:
    city = Organisation.objects.create(
        code="city", kind=Kind.LOCAL, name_th="เทศบาลนครสมมติ", parent=organisations["chiang-mai"]
    )
    save_service(record | {"allows_local": True})
    channels = [{"type": "onsite", "name": "อาคารเทศบาล", "hours": "ทุกวัน"}]
    variant = save_local_guide(
        {"central": "card-lost", "organisation": "city", "unit": "ฝ่ายทะเบียน", "channels": channels}
    ).instance
    address = f"{ADDRESS}city/"
    assert f'href="{address}?useful=no"' in client.get("/services/card-lost/city/").content.decode()
    sent = client.post(address, {"useful": "no", "message": "ย้ายไปชั้น 3 แล้ว"}, follow=True)
    assert "เทศบาลนครสมมติ" in sent.content.decode()
    report = PageFeedback.objects.get()
    assert (report.organisation, report.page_id) == (city, variant.pk)
    assert report.about == "การขอมีบัตรใหม่ กรณีบัตรหาย – เทศบาลนครสมมติ"

    ServicePage.objects.update(allows_local=False)
    assert client.get(address).status_code == 404
    assert client.get(f"{ADDRESS}nowhere/").status_code == 404


def test_what_a_reader_wrote_is_at_no_door_of_another_organisation(
    client: Client, guide: ServicePage, editor: User, organisations: Any
) -> None:
    report = PageFeedback.objects.create(page=guide, organisation=guide.organisation, message="ร้องเรียนลับ")
    stranger = User.objects.create_user("roads-editor")
    Membership.objects.create(user=stranger, organisation=organisations["roads"], role=Role.EDITOR)
    choose = "/admin/snippets/choose/services/pagefeedback/"
    doors = [f"{QUEUE}{door}/{report.pk}/" for door in ("edit", "history", "usage")]

    client.force_login(User.objects.get(pk=stranger.pk))
    for door in (*doors, choose, f"{choose}results/?q=ร้อง", f"{choose}chosen/{report.pk}/"):
        assert "ร้องเรียนลับ" not in client.get(door, follow=True).content.decode(), door
    client.force_login(User.objects.get(pk=editor.pk))
    for door in doors:
        assert "ร้องเรียนลับ" in client.get(door).content.decode(), door


def test_no_words_of_a_reader_run_in_the_spreadsheet_of_the_office(
    client: Client, guide: ServicePage, editor: User
) -> None:
    for message in ('=HYPERLINK("https://example.org","เปิด")', "@SUM(1)", "ค่าธรรมเนียม = 20 บาท"):
        PageFeedback.objects.create(page=guide, organisation=guide.organisation, message=message)
    client.force_login(User.objects.get(pk=editor.pk))
    answer = client.get(f"{QUEUE}?export=csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer).decode())))

    cells = {row[2] for row in rows[1:]}
    assert cells == {'\'=HYPERLINK("https://example.org","เปิด")', "'@SUM(1)", "ค่าธรรมเนียม = 20 บาท"}


def test_an_editor_closes_a_report_and_it_says_when(client: Client, guide: ServicePage, editor: User) -> None:
    report = PageFeedback.objects.create(page=guide, organisation=guide.organisation, message="ผิด")
    client.force_login(editor)
    assert "ยังไม่ได้ดำเนินการ 1 รายการ" in client.get("/admin/").content.decode()

    client.post(
        f"{QUEUE}edit/{report.pk}/", {"state": "done", "answer": "แก้แล้ว", "message": "แก้คำของประชาชน"}
    )
    report.refresh_from_db()
    assert (report.state, report.message) == ("done", "ผิด"), "the reader's words stay as they were"
    assert report.handled_at is not None


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({}, "เลือกว่าหน้านี้เป็นประโยชน์หรือไม่"),
        ({"useful": "perhaps"}, ""),
        ({"message": "ก" * 1001}, "ข้อความยาวเกินไป"),
        ({"message": "http://a http://b http://c"}, "ลิงก์มากเกินไป"),
    ],
)
def test_what_cannot_be_taken_is_said_and_not_kept(
    client: Client, guide: ServicePage, data: dict[str, str], error: str
) -> None:
    response = client.post(ADDRESS, data)

    assert response.status_code == 422
    assert error in response.content.decode()
    assert not PageFeedback.objects.exists()


def test_a_citizens_number_is_not_kept(client: Client, guide: ServicePage) -> None:
    client.post(
        ADDRESS, {"message": "บัตรเลข 1 1017 00203 45 0 โทรที่ถูกคือ 0 2123 4567 เลขผู้เสียภาษี 1101700203451"}
    )
    assert PageFeedback.objects.get().message == (
        "บัตรเลข x xxxx xxxxx xx x โทรที่ถูกคือ 0 2123 4567 เลขผู้เสียภาษี 1101700203451"
    )


def test_robots_and_floods_leave_nothing_behind(client: Client, guide: ServicePage) -> None:
    client.post(ADDRESS, {"message": "ซื้อเลย", "website": "http://spam"})
    client.post(ADDRESS, {"message": "ซ้ำ"})
    client.post(ADDRESS, {"message": "ซ้ำ"})
    assert PageFeedback.objects.count() == 1

    answers = [client.post(ADDRESS, {"message": f"ครั้งที่ {number}"}).status_code for number in range(8)]
    assert answers[-1] == 422
    assert PageFeedback.objects.count() == feedback.MOST_IN_AN_HOUR - 1, (
        "the repeated one counted as an attempt"
    )
    elsewhere = client.post(ADDRESS, {"message": "จากเครื่องอื่น"}, REMOTE_ADDR="10.0.0.9")
    assert elsewhere.status_code == 302


def test_behind_a_proxy_readers_are_told_apart_by_what_the_proxy_saw(
    client: Client, guide: ServicePage, settings: Any
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    def post(forwarded: str, number: int) -> int:
        data = {"message": f"{forwarded} {number}"}
        return client.post(ADDRESS, data, HTTP_X_FORWARDED_FOR=forwarded).status_code

    forged = [post(f"1.2.3.{number}, 192.0.2.1", number) for number in range(7)]
    assert forged[-1] == 422, "what the sender itself put there does not count"
    assert post("192.0.2.2", 0) == 302


def test_a_page_that_not_everybody_may_read_takes_no_feedback(client: Client, guide: ServicePage) -> None:
    PageViewRestriction.objects.create(page=guide, restriction_type=PageViewRestriction.LOGIN)

    assert client.get(ADDRESS).status_code == 404
    assert client.post(ADDRESS, {"useful": "yes"}).status_code == 404
    assert client.get("/services/feedback/none/").status_code == 404


def test_pages_ask_for_feedback_and_the_form_is_kept_in_no_cache(
    client: Client, guide: ServicePage, mobile_unit: CentrePage
) -> None:
    for address in ("/services/card-lost/", "/centres/bus/"):
        html = client.get(address).content.decode()
        assert "แจ้งข้อมูลผิด" in html
        assert "csrfmiddlewaretoken" not in html.partition("<main")[2].partition("</main>")[0]
    assert "no-store" in client.get("/services/feedback/bus/")["Cache-Control"]
    assert 'value="yes" checked' in client.get(ADDRESS, {"useful": "yes"}).content.decode()


def test_the_worker_forgets_what_was_handled_long_ago(guide: ServicePage) -> None:
    assert "feedback pruning" in {job.name for job in background_jobs()}
    half_a_year_ago = timezone.now() - datetime.timedelta(days=181)
    for state in PageFeedback.State.values:
        PageFeedback.objects.create(page=guide, organisation=guide.organisation, message=state, state=state)
    PageFeedback.objects.exclude(state="new").update(handled_at=half_a_year_ago)
    old = PageFeedback.objects.create(page=guide, organisation=guide.organisation, message="เก่า")
    PageFeedback.objects.filter(pk=old.pk).update(created_at=timezone.now() - datetime.timedelta(days=731))

    assert feedback.prune() == 3
    assert [report.message for report in PageFeedback.objects.all()] == ["new"]
