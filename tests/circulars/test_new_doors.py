"""Of proposed words, doubts about secret letters and held groups nothing reaches who may not know it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.urls import reverse

from circulars.importing import import_uploads
from circulars.models import CircularIndexPage, CircularPage, Proposal
from circulars.recipients import recipients_of
from organisations.models import Membership, Organisation, Role

pytestmark = pytest.mark.django_db
PROPOSED, SECRET = "คำที่เสนอแทนกัน", "แผนปกปิดพิเศษ"
CITED = "ตามหนังสือสำนักงานปลัดกระทรวงมหาดไทย ที่ มท 0201/ว 15 ลงวันที่ 9 มกราคม 2567 นั้น"
TOLD = (PROPOSED, SECRET, "CITES_SECRET", "อ้างหนังสือที่มีชั้นความลับ", "ยังไม่ส่งถึงกลุ่มนี้")
EXCEPT = "ยกเว้นจังหวัดที่ประสบภัยสมมติ"


@pytest.fixture
def page(registry: CircularIndexPage, letter_text: str, registrar: Any) -> CircularPage:
    """A public letter that cites a secret one, with an open proposal and a group that waits for a person."""
    Organisation.objects.create(code="cm", kind="province", name_th="จังหวัดเชียงใหม่")
    text = (
        letter_text.replace("ว 15", "ว 16").replace("9 มกราคม", "20 มีนาคม").replace("ด้วยมีการทดสอบระบบ", CITED)
    )
    text = text.replace("ผู้ว่าราชการจังหวัดทุกจังหวัด", f"ผู้ว่าราชการจังหวัดทุกจังหวัด {EXCEPT}")
    secret = "ลับมาก\n\n" + letter_text.replace("การทดสอบระบบ", SECRET)
    for name, words in (("a", text), ("b", secret), ("c", text.replace("นั้น", f"นั้น {PROPOSED}"))):
        import_uploads([(f"{name}.txt", words.encode())], registrar)
    page = CircularPage.objects.get(running=16)
    assert page.live
    assert Proposal.objects.open().get().page_id == page.pk
    assert page.flags.open().filter(code="CITES_SECRET").exists()
    assert recipients_of(page).held
    return page


def doors(page: CircularPage) -> list[str]:
    """Public addresses that tell of a letter, and the screens of this one in the admin."""
    lists = [f"/circulars/letters.{form}" for form in ("csv", "json", "jsonld", "atom")]
    public = [
        "/",
        "/circulars/",
        page.get_url(),
        f"{page.get_url()}original/",
        "/feeds/circular.atom",
        "/sitemap.xml",
    ]
    searches = [f"/search/?q={words}" for words in (PROPOSED, SECRET, "มท 0201/ว 15")]
    key = Proposal.objects.get().pk
    admin = [
        reverse(f"circulars_admin:{name}", args=[page.pk])
        for name in ("review", "standing", "distribution", "original")
    ]
    admin += [reverse("circulars_admin:proposal", args=[page.pk, key]), reverse("circulars_admin:queue")]
    api = ["/api/v2/pages/", f"/api/v2/pages/{page.pk}/", f"/api/v2/pages/?search={PROPOSED}"]
    return [*lists, *public, *searches, *api, *admin]


@pytest.mark.parametrize("roles", [(), (Role.EDITOR, Role.REVIEWER, Role.ADMINISTRATOR, Role.MONITOR)])
def test_neither_strangers_nor_another_organisation_are_told(
    page: CircularPage, client: Client, roles: tuple[str, ...]
) -> None:
    if roles:
        other = Organisation.objects.create(code="other", kind="ministry", name_th="กระทรวงอื่น")
        user = get_user_model().objects.create_user("other", "other@example.org", "a long password")
        for role in roles:
            Membership.objects.create(user=user, organisation=other, role=role)
        client.force_login(user)
    told, opened = {}, 0
    for address in doors(page):
        response = client.get(address)
        opened += response.status_code == 200
        body = (b"".join(response) if response.streaming else response.content).decode("utf-8", "replace")
        body = body.replace(address.partition("q=")[2] or "\0", "").replace(
            address.partition("search=")[2] or "\0", ""
        )
        if words := [one for one in TOLD if one in body]:
            told[address] = words
    assert not told
    assert opened > 8
    assert not [one for one in mail.outbox if any(words in f"{one.body} {one.subject}" for words in TOLD)]


def test_nobody_else_decides_on_them(page: CircularPage, client: Client) -> None:
    other = Organisation.objects.create(code="other", kind="ministry", name_th="กระทรวงอื่น")
    user = get_user_model().objects.create_user("other", "other@example.org", "a long password")
    Membership.objects.create(user=user, organisation=other, role=Role.EDITOR)
    client.force_login(user)
    screen = reverse("circulars_admin:proposal", args=[page.pk, Proposal.objects.get().pk])
    client.post(screen, {"decision": "accept", "reason": "x"})
    chosen = Organisation.objects.get(code="cm").pk
    client.post(reverse("circulars_admin:send", args=[page.pk]), {"held": "0", "chosen": [chosen]})
    assert Proposal.objects.open().exists()
    assert not page.deliveries.exists()


def test_who_may_not_lift_a_class_sees_no_proposal_of_a_letter_that_became_secret(
    page: CircularPage, client: Client, registrar: Any, letter_text: str
) -> None:
    screen = reverse("circulars_admin:proposal", args=[page.pk, Proposal.objects.get().pk])
    client.force_login(registrar)
    assert PROPOSED in client.get(screen).content.decode()
    CircularPage.objects.filter(pk=page.pk).update(secrecy="ลับ", live=False)
    assert PROPOSED in client.get(screen).content.decode(), "who entered it"
    page.registrations.all().delete()
    assert client.get(screen).status_code == 403
