"""A newer grammar that reads a registered number, date or sender otherwise proposes it; a person decides."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from circulars.admin.queue import waiting_letters
from circulars.importing import import_uploads
from circulars.models import CircularIndexPage, CircularPage, Proposal
from circulars.proposing import accept, turn_down
from tests.circulars.letters.test_parse import PLAIN

pytestmark = pytest.mark.django_db
READ = "มท 0201/ว 15"
NEXT = PLAIN.replace(READ, "มท 0201/ว 16").replace("ทดสอบระบบ", "ทดสอบต่อ")


def again() -> tuple[str, str]:
    """What the command says of the work done, and of what it could not propose."""
    out, err = StringIO(), StringIO()
    call_command("reread_letters", stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def page(registry: CircularIndexPage) -> CircularPage:
    """A letter as an older grammar registered it: another running number, day and sender."""
    import_uploads([("a.txt", PLAIN.encode())], None)
    CircularPage.objects.update(
        running=151, number="มท 0201/ว 151", date_be="2567-01-08", issuer_name="กระทรวงมหาดไทย"
    )
    return CircularPage.objects.get()


@pytest.fixture
def proposal(page: CircularPage) -> Proposal:
    again()
    return Proposal.objects.get()


def test_what_is_read_as_it_is_registered_proposes_nothing(
    registry: CircularIndexPage, samples: list[str]
) -> None:
    call_command("import_letters", *samples, stdout=StringIO())
    assert CircularPage.objects.count() == len(samples)
    again()
    assert not Proposal.objects.exists()


def test_it_is_proposed_with_its_evidence_and_nothing_changes(
    proposal: Proposal, page: CircularPage, registrar: Any, client: Client
) -> None:
    assert proposal.reading == {
        "number": {"earlier": "มท 0201/ว 151", "later": READ, "quote": f"ที่ {READ}"},
        "date_be": {"earlier": "2567-01-08", "later": "2567-01-09", "quote": "9 มกราคม 2567"},
        "issuer_name": {
            "earlier": "กระทรวงมหาดไทย",
            "later": "สำนักงานปลัดกระทรวงมหาดไทย",
            "quote": "สำนักงานปลัดกระทรวงมหาดไทย",
        },
    }
    page.refresh_from_db()
    assert (page.number, page.date_be, page.issuer_name) == ("มท 0201/ว 151", "2567-01-08", "กระทรวงมหาดไทย")
    assert page in waiting_letters(registrar)
    client.force_login(registrar)
    screen = reverse("circulars_admin:proposal", args=[page.pk, proposal.pk])
    assert screen in client.get(reverse("circulars_admin:review", args=[page.pk])).content.decode()
    html = client.get(screen).content.decode()
    for words in (f"<ins>{READ}</ins>", "<del>มท 0201/ว 151</del>", "<ins>๙ มกราคม ๒๕๖๗</ins>", f"ที่ {READ}"):
        assert words in html
    again()
    assert Proposal.objects.get() == proposal


def test_taken_it_is_the_letters_readers_are_told_and_its_address_stays(
    proposal: Proposal, page: CircularPage, registrar: Any, client: Client
) -> None:
    address = page.get_url()
    client.force_login(registrar)
    screen = reverse("circulars_admin:proposal", args=[page.pk, proposal.pk])
    client.post(screen, {"decision": "accept", "reason": " "})
    assert Proposal.objects.open().exists()
    client.post(screen, {"decision": "accept", "reason": "อ่านเลขที่ให้ตรงกับต้นฉบับ"})
    page.refresh_from_db()
    assert (page.number, page.running, page.year_be) == (READ, 15, 2567)
    assert (page.date_be, page.date.isoformat()) == ("2567-01-09", "2024-01-09")
    assert page.issuer_name == "สำนักงานปลัดกระทรวงมหาดไทย"
    assert (page.live, page.get_url()) == (True, address)
    assert "อ่านเลขที่ให้ตรงกับต้นฉบับ" in Client().get(address).content.decode()
    history = client.get(reverse("circulars_admin:standing", args=[page.pk])).content.decode()
    assert "มท 0201/ว 151" in history
    assert "๘ มกราคม ๒๕๖๗" in history
    assert page not in waiting_letters(registrar)
    again()
    assert not Proposal.objects.open().exists()


def test_turned_down_it_does_not_come_again(proposal: Proposal, page: CircularPage, registrar: Any) -> None:
    turn_down(proposal, registrar, "ต้นฉบับเป็น 151")
    again()
    assert not Proposal.objects.open().exists()
    page.refresh_from_db()
    assert page.number == "มท 0201/ว 151"


def test_a_number_that_another_letter_holds_is_not_proposed(page: CircularPage) -> None:
    import_uploads([("b.txt", NEXT.replace("ว 16", "ว 15").encode())], None)
    other = CircularPage.objects.exclude(pk=page.pk).get()
    out, err = again()
    assert not Proposal.objects.exists()
    assert READ in err
    assert other.title in err
    assert "เลขที่ซ้ำ 1 ฉบับ" in out


def test_the_number_of_a_deleted_letter_stays_taken(page: CircularPage) -> None:
    import_uploads([("b.txt", NEXT.replace("ว 16", "ว 15").encode())], None)
    CircularPage.objects.exclude(pk=page.pk).get().delete()
    assert READ in again()[1]
    assert not Proposal.objects.exists()


def test_a_number_given_away_meanwhile_is_not_taken(
    proposal: Proposal, page: CircularPage, registrar: Any
) -> None:
    import_uploads([("b.txt", NEXT.replace("ว 16", "ว 15").encode())], None)
    with pytest.raises(ValidationError, match=READ):
        accept(proposal, registrar, "ตามต้นฉบับ")
    page.refresh_from_db()
    assert page.number == "มท 0201/ว 151"
    assert Proposal.objects.open().exists()


def test_what_is_read_otherwise_by_now_is_not_taken(
    proposal: Proposal, page: CircularPage, registrar: Any
) -> None:
    CircularPage.objects.update(raw_text=PLAIN.replace(READ, "มท 0201/ว 17"))
    with pytest.raises(ValidationError):
        accept(proposal, registrar, "ตามต้นฉบับ")
    again()
    assert Proposal.objects.open().get().reading["number"]["later"] == "มท 0201/ว 17"


def test_outsiders_see_nothing_of_it_and_decide_nothing(
    proposal: Proposal, page: CircularPage, client: Client, django_user_model: Any
) -> None:
    assert "อ่านใหม่" not in client.get(page.get_url()).content.decode()
    screen = reverse("circulars_admin:proposal", args=[page.pk, proposal.pk])
    assert client.get(screen).status_code == 302
    client.force_login(django_user_model.objects.create_user("stranger"))
    assert client.post(screen, {"decision": "accept", "reason": "x"}).status_code in {302, 403}
    assert Proposal.objects.open().exists()


def test_a_class_that_is_read_today_takes_the_letter_from_readers_at_once(
    page: CircularPage, client: Client
) -> None:
    again()
    page.refresh_from_db()
    url = page.get_url()
    assert client.get(url).status_code == 200
    CircularPage.objects.update(raw_text=f"ลับมาก\n\n{PLAIN}")  # as a grammar left it that saw no class
    Proposal.objects.all().delete()
    said, _ = again()
    assert "พบชั้นความลับ 1 ฉบับ" in said
    page.refresh_from_db()
    assert (page.secrecy, page.is_secret, page.live) == ("ลับมาก", True, False)
    assert client.get(url).status_code == 404
    assert page.title not in client.get(page.get_parent().get_url()).content.decode()
    assert page.flags.open().filter(code="SECRECY_NO_PUBLISH").exists()
    assert not Proposal.objects.exists()


def test_a_class_that_a_person_lifted_stays_lifted(page: CircularPage) -> None:
    CircularPage.objects.update(
        raw_text=f"ลับมาก\n\n{PLAIN}", secrecy="ลับมาก", secrecy_lifted_at=timezone.now()
    )
    said, _ = again()
    assert "พบชั้นความลับ 0 ฉบับ" in said
    page.refresh_from_db()
    assert not page.is_secret


def test_a_secret_letter_is_not_proposed_for(page: CircularPage) -> None:
    CircularPage.objects.update(secrecy="ลับ")
    again()
    assert not Proposal.objects.exists()
