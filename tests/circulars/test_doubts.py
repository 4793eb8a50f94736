"""Flags hold a letter; a person resolves them or publishes under verification; nothing is ever deleted."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from circulars.importing import import_paths, import_uploads
from circulars.models import CircularFlag, CircularIndexPage, CircularPage, Held, Status

SAMPLES = Path(__file__).parent / "letters" / "samples"
COVER, ENCLOSED = SAMPLES / "seed-1-slc-circular.txt", SAMPLES / "seed-2-opdc-1205-85.txt"

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(registry: CircularIndexPage) -> CircularPage:
    import_paths([str(COVER), str(ENCLOSED)])
    return CircularPage.objects.get(number="")


def test_the_held_letter_is_not_public_and_the_other_is(held: CircularPage, client: Client) -> None:
    assert (held.live, held.status, held.slug) == (False, Status.HELD, "acc-1")
    assert client.get("/circulars/acc-1/").status_code == 404
    other = CircularPage.objects.exclude(pk=held.pk).get()
    assert client.get(other.get_url()).status_code == 200


def test_every_door_to_publishing_is_shut(held: CircularPage, client: Client, admin_user: Any) -> None:
    with pytest.raises(Held):
        held.save_revision().publish()
    held.save_revision(approved_go_live_at=timezone.now() - datetime.timedelta(hours=1))
    call_command("publish_scheduled")
    client.force_login(admin_user)
    client.post(
        f"/admin/pages/{held.pk}/edit/", {"action-publish": "1", "title": held.title, "slug": held.slug}
    )
    assert not CircularPage.objects.get(pk=held.pk).live


def test_under_verification_the_page_says_what_is_verified(
    held: CircularPage, client: Client, registrar: Any
) -> None:
    with pytest.raises(ValidationError):
        held.publish_under_verification(registrar, "  ")
    held.publish_under_verification(registrar, "กำลังตรวจเลขที่และปีกับต้นฉบับกระดาษ")
    page = CircularPage.objects.get(pk=held.pk)
    assert (page.live, page.status, page.verifying_by) == (True, Status.VERIFYING, registrar)
    html = client.get("/circulars/acc-1/").content.decode()
    assert "กำลังตรวจเลขที่และปีกับต้นฉบับกระดาษ" in html
    assert "อ่านเลขที่หนังสือไม่ได้" in html
    assert "ปีขัดกับเอกสารอื่น" in html
    assert "/circulars/nr-1205-85-2547/" in html
    assert "อ้างว่า ๔๕ ต้นเรื่องว่า ๘๕" in html


def test_a_resolved_letter_can_be_published(held: CircularPage, registrar: Any) -> None:
    for flag in held.flags.blocking():
        flag.resolve(registrar, "ตรวจกับต้นฉบับแล้ว")
    held.save_revision().publish()
    page = CircularPage.objects.get(pk=held.pk)
    assert (page.live, page.status) == (True, Status.PUBLISHED)
    assert page.raw_text.strip() == COVER.read_text(encoding="utf-8").strip()


def test_a_resolution_needs_person_and_reason_and_happens_once(held: CircularPage, registrar: Any) -> None:
    flag = held.flags.blocking()[0]
    with pytest.raises(ValidationError):
        flag.resolve(None, "เหตุผล")
    with pytest.raises(ValidationError):
        flag.resolve(registrar, "")
    flag.resolve(registrar, "ตรวจแล้ว")
    with pytest.raises(ValidationError):
        flag.resolve(registrar, "อีกครั้ง")


def test_a_flag_cannot_be_deleted(held: CircularPage) -> None:
    with pytest.raises(PermissionDenied):
        held.flags.first().delete()
    with pytest.raises(PermissionDenied):
        CircularFlag.objects.all().delete()


def test_resolved_flags_stay_resolved_when_the_letter_is_read_again(
    held: CircularPage, registrar: Any
) -> None:
    flag = held.flags.get(code="YEAR_CONFLICT")
    flag.resolve(registrar, "ปี 2547 ตามต้นฉบับ")
    import_paths([str(COVER), str(ENCLOSED)])
    assert [one.pk for one in held.flags.filter(code="YEAR_CONFLICT")] == [flag.pk]


def test_the_cited_letter_may_come_later_or_go(registry: CircularIndexPage) -> None:
    import_paths([str(COVER)])
    page = CircularPage.objects.get()
    assert page.citations.get().target is None
    assert not page.flags.open().filter(code="YEAR_CONFLICT").exists()
    import_paths([str(ENCLOSED)])
    cited = CircularPage.objects.exclude(pk=page.pk).get()
    citation = page.citations.get()
    assert (citation.target, citation.match) == (cited, "probable")
    assert citation.mismatches == ["running 45≠85", "day 25≠24", "year 2557≠2547"]
    assert page.flags.open().filter(code="YEAR_CONFLICT").exists()
    assert cited.flags.open().filter(code="CITED_INCONSISTENTLY").exists()


def test_a_signatory_is_compared_with_the_registered_letter_that_is_cited(
    registry: CircularIndexPage,
) -> None:
    head = "ที่ กค 0402/{n}\n\n{day} มกราคม 2567\n\nเรื่อง ทดสอบ {n}\n\nเรียน อธิบดี\n\n{cites}ด้วยมีการทดสอบ\n\n"
    foot = "จึงเรียนมาเพื่อโปรดทราบ\n\nขอแสดงความนับถือ\n\n({name})\nปลัดกระทรวงสมมติ\n"
    first = head.format(n=77, day=4, cites="") + foot.format(name="นายจำลอง ตัวอย่าง")
    cites = "อ้างถึง หนังสือกระทรวงสมมติ ที่ กค 0402/77 ลงวันที่ 4 มกราคม 2567\n\n"
    second = head.format(n=78, day=9, cites=cites) + foot.format(name="นายจำลบง ตัวอย่าง")
    import_uploads([("1.txt", first.encode())], None)
    import_uploads([("2.txt", second.encode())], None)
    flag = CircularFlag.objects.get(code="NAME_SUSPECT")
    assert (flag.page.number, flag.related, flag.severity) == ("กค 0402/78", "กค 0402/77", "info")
    assert "นายจำลอง ตัวอย่าง" in flag.message


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_deleted_letter_reopens_the_citations_of_it(registry: CircularIndexPage) -> None:
    import_paths([str(COVER), str(ENCLOSED)])
    CircularPage.objects.get(number="นร 1205/85").delete()
    page = CircularPage.objects.get()
    assert page.citations.get().match == "not_in_registry"
    lapsed = page.flags.get(code="YEAR_CONFLICT")
    assert lapsed.lapsed_at is not None


def test_the_review_screen_resolves_and_publishes(held: CircularPage, client: Client, registrar: Any) -> None:
    client.force_login(registrar)
    html = client.get(f"/admin/circulars/{held.pk}/").content.decode()
    assert "๒พค" in html
    flag = held.flags.get(code="NUMBER_UNREADABLE")
    client.post(f"/admin/circulars/{held.pk}/flags/{flag.pk}/", {"reason": ""})
    assert CircularFlag.objects.get(pk=flag.pk).is_open
    client.post(f"/admin/circulars/{held.pk}/flags/{flag.pk}/", {"reason": "ต้นฉบับกระดาษเลือน"})
    assert CircularFlag.objects.get(pk=flag.pk).resolved_by == registrar
    assert client.get(f"/admin/circulars/{held.pk}/verify/").status_code == 405
    changed = CircularPage.objects.get(pk=held.pk)
    changed.best_number = "มท 0201/ว 99"
    seen = CircularPage.objects.get(pk=held.pk).latest_revision_id
    changed.save_revision()
    for decision in ("verify", "agree", "publish"):  # nobody publishes what somebody typed behind their back
        address = f"/admin/circulars/{held.pk}/{decision}/"
        late = client.post(address, {"reason": "กำลังตรวจปี", "seen": seen}, follow=True).content.decode()
        assert "มีผู้อื่นบันทึกหนังสือนี้" in late
        assert "กำลังตรวจปี" in late
        client.post(address, {"reason": "กำลังตรวจปี"})
    assert not CircularPage.objects.get(pk=held.pk).live
    assert not held.signatures.exists()
    html = client.get(f"/admin/circulars/{held.pk}/").content.decode()
    assert "มท 0201/ว 99" in html
    [seen] = set(re.findall(r'name="seen" value="(\d+)"', html))
    client.post(f"/admin/circulars/{held.pk}/verify/", {"reason": "กำลังตรวจปี", "seen": seen})
    assert CircularPage.objects.get(pk=held.pk).live
    assert held.title in client.get("/admin/circulars/").content.decode()


def test_others_may_not_decide(held: CircularPage, client: Client, django_user_model: Any) -> None:
    client.force_login(django_user_model.objects.create_user("nobody"))
    flag = held.flags.blocking()[0]
    for path in (f"flags/{flag.pk}/", "verify/", "publish/", "lift-secrecy/"):
        client.post(f"/admin/circulars/{held.pk}/{path}", {"reason": "x"})
    assert CircularFlag.objects.get(pk=flag.pk).is_open
    assert not CircularPage.objects.get(pk=held.pk).live


def test_a_letter_dated_after_it_was_received_is_doubted(registrar: Any, letter_text: str) -> None:
    later = letter_text.replace("9 มกราคม 2567", "9 มกราคม 2599")
    import_uploads([("a.txt", letter_text.encode()), ("b.txt", later.encode())], registrar)
    [doubt] = CircularFlag.objects.filter(code="CHRONOLOGY_SUSPECT")
    assert (doubt.page.date_raw, doubt.field, doubt.severity) == ("9 มกราคม 2599", "date", "warn")
    assert "9 มกราคม 2599" in doubt.message


def test_a_letter_cited_with_its_digits_in_the_wrong_order_is_found_when_it_arrives(
    registry: CircularIndexPage, tmp_path: Path
) -> None:
    letter = (
        "ที่ {}\n\n{}\n\n{} มกราคม 2567\n\nเรื่อง การทดสอบระบบ\n\nเรียน ปลัดกระทรวงจำลอง\n\n{}\n\n"
        "จึงเรียนมาเพื่อโปรดทราบ\n\nขอแสดงความนับถือ\n\n(นายสมมติ ทดสอบ)\nอธิบดี\n"
    )
    cites = "ตามหนังสือกรมสมมติ ที่ กค 0402/1286 ลงวันที่ 4 มกราคม 2567 แจ้งการทดสอบ นั้น"
    citing = letter.format("มท 0201/ว 15", "กรมจำลอง", 9, cites)
    cited = letter.format("กค 0402/1268", "กรมสมมติ", 4, "ด้วยกรมสมมติจะทดสอบระบบ")
    for name, text in (("citing.txt", citing), ("cited.txt", cited)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        import_paths([str(tmp_path / name)])
    flag = CircularFlag.objects.get(code="CROSSREF_NUMBER_MISMATCH")
    assert (flag.page.number, flag.related) == ("มท 0201/ว 15", "กค 0402/1268")
