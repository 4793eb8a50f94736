"""Sending a guideline to organisations: drafts, duties, mails; twice does no harm; only for its owner."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from circulars.models import CircularPage, Duty
from core.mailing import deliver
from guidelines import sending
from guidelines.models import AdaptationObligation, AdaptationPage, GuidelinePage, Recipient, Sending
from organisations.models import Kind, Organisation, Role

DUE = timezone.localdate() + datetime.timedelta(days=60)


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def issued(guideline: GuidelinePage) -> GuidelinePage:
    guideline.issuer = Organisation.objects.create(code="opdc", kind=Kind.DEPARTMENT, name_th="สำนักงานผู้ออก")
    guideline.save()
    return guideline


@pytest.fixture
def monitor(person: Any, issued: GuidelinePage) -> Any:
    return person("monitor", issued.issuer, Role.MONITOR)


@pytest.fixture
def letter(issued: GuidelinePage) -> CircularPage:
    """A public letter that obliges to adapt the guideline by a day."""
    page = CircularPage(title="ที่ นร 9999/ว 7", slug="letter-7", live=True)
    issued.get_parent().get_parent().add_child(instance=page)
    Duty.objects.create(page=page, kind=Duty.Kind.ADAPT, text="ปรับใช้", due=DUE, subject=issued)
    return page


def test_chosen_organisations_get_drafts_with_the_letters_due_date(
    issued: GuidelinePage,
    letter: CircularPage,
    monitor: Any,
    ministry: Organisation,
    other_ministry: Organisation,
    person: Any,
) -> None:
    person("colleague", ministry, Role.EDITOR, email="colleague@example.go.th")
    person("gone", ministry, Role.EDITOR, email="gone@example.go.th", is_active=False)
    client = signed_in(monitor)
    url = reverse("guidelines:send", args=[issued.pk])
    form = client.get(url)
    assert form.context["form"].initial["due"] == DUE
    listed = [each.name_th for each in form.context["listed"]]
    assert listed == ["กระทรวงคมนาคม", "กระทรวงสาธารณสุข"], "ministries first; the issuer is a department"
    assert [each.code for each in client.get(url, {"q": "สาธารณ"}).context["listed"]] == ["moph"]
    data = {"circular": letter.pk, "kind": "ministry", "due": DUE.isoformat()}
    assert "อย่างน้อยหนึ่งแห่ง" in client.post(url, data).content.decode()
    past = client.post(url, {**data, "due": "2020-01-01", "organisations": [ministry.pk]})
    assert "ผ่านไปแล้ว" in past.content.decode()
    assert not Sending.objects.exists()
    assert not AdaptationObligation.objects.exists(), "nothing half-written"

    answer = client.post(url, {**data, "organisations": [ministry.pk]}, follow=True)

    page = AdaptationPage.objects.get()
    assert (page.organisation, page.live, page.owner) == (ministry, False, None)
    duty = AdaptationObligation.objects.get()
    assert (duty.organisation, duty.due, duty.circular_id) == (ministry, DUE, letter.pk)
    assert "สร้างฉบับร่างแล้ว" in answer.content.decode()
    sending.deliver_all()
    sending.deliver_all()
    deliver()
    assert [each.to for each in mail.outbox] == [["colleague@example.go.th"]]
    assert "แนวทางเคาน์เตอร์บริการ" in mail.outbox[0].subject
    assert str(DUE.year + 543) in mail.outbox[0].body
    assert reverse("guidelines:adaptation", args=[page.pk]) in mail.outbox[0].body


def test_the_editors_find_it_on_their_start_page_and_work_on_it(
    issued: GuidelinePage, monitor: Any, ministry: Organisation, editor: Any
) -> None:
    sent = sending.send(issued, [ministry], monitor, DUE)
    sending.make_drafts(sent.recipients.all())
    page = AdaptationPage.objects.get()

    client = signed_in(editor)
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "สำนักงานผู้ออกส่ง “แนวทางเคาน์เตอร์บริการ”" in home
    assert client.get(reverse("guidelines:adaptation", args=[page.pk])).status_code == 200
    assert signed_in(monitor).get(reverse("guidelines:adaptation", args=[page.pk])).status_code == 404


def test_those_who_have_one_are_skipped_and_said_so(
    issued: GuidelinePage, adaptation: AdaptationPage, monitor: Any, ministry: Organisation, person: Any
) -> None:
    before = AdaptationPage.objects.get(pk=adaptation.pk).latest_revision_id
    client = signed_in(monitor)
    data = {"kind": "ministry", "organisations": [ministry.pk], "due": DUE.isoformat()}
    for _time in range(2):
        answer = client.post(reverse("guidelines:send", args=[issued.pk]), data, follow=True)
        assert "ข้าม เพราะมีฉบับปรับใช้อยู่แล้ว" in answer.content.decode()
        sending.deliver_all()

    assert AdaptationPage.objects.get().latest_revision_id == before
    assert AdaptationObligation.objects.get().due == DUE
    sending.send(issued, [ministry], monitor)
    assert AdaptationObligation.objects.get().due == DUE, "a sending without a day takes none away"
    assert deliver() == 0


def test_many_are_left_to_the_worker_with_progress(issued: GuidelinePage, monitor: Any) -> None:
    for number in range(sending.AT_ONCE + 2):
        Organisation.objects.create(code=f"m{number}", kind=Kind.MINISTRY, name_th=f"กระทรวง {number}")
    ended = Organisation.objects.create(code="old", kind=Kind.MINISTRY, name_th="กระทรวงเก่า")
    Organisation.objects.filter(pk=ended.pk).update(valid_to=datetime.date(2002, 10, 2))
    client = signed_in(monitor)
    answer = client.post(
        reverse("guidelines:send", args=[issued.pk]), {"kind": "ministry", "everyone": "on"}, follow=True
    )
    sent = Sending.objects.get()
    assert sent.recipients.count() == sending.AT_ONCE + 2, "the abolished one is not among them"
    assert "ดำเนินการแล้ว 0 จาก 7 หน่วยงาน" in answer.content.decode()

    abolished = sent.recipients.latest("pk").organisation
    Organisation.objects.filter(pk=abolished.pk).update(valid_to=datetime.date(2002, 10, 2))
    sending.deliver_all()

    assert AdaptationPage.objects.count() == sending.AT_ONCE + 1
    shown = client.get(reverse("guidelines:sending", args=[sent.pk])).content.decode()
    assert "ดำเนินการแล้ว 7 จาก 7 หน่วยงาน" in shown
    assert "ยุบเลิกแล้ว" in shown
    assert (
        f"{sending.AT_ONCE + 2}/{sending.AT_ONCE + 2}"
        in client.get(reverse("guidelines:sendings")).content.decode()
    )


def test_a_mail_server_that_is_down_is_asked_again(
    issued: GuidelinePage, monitor: Any, ministry: Organisation, person: Any, settings: Any
) -> None:
    person("colleague", ministry, Role.REVIEWER, email="colleague@example.go.th")
    sending.send(issued, [ministry], monitor)

    settings.EMAIL_BACKEND = "tests.core.test_mailing.Down"
    sending.deliver_all()
    assert (Recipient.objects.get().mails, deliver()) == (1, 0)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    sending.deliver_all()
    assert deliver(timezone.now() + datetime.timedelta(hours=1)) == len(mail.outbox) == 1


def test_nobody_but_the_owner_sends_or_sees_what_was_sent(
    issued: GuidelinePage, monitor: Any, ministry: Organisation, person: Any, editor: Any
) -> None:
    sent = sending.send(issued, [ministry], monitor)
    reviewer = person("owners-reviewer", issued.issuer, Role.REVIEWER)
    outsider = person("outsider", ministry, Role.MONITOR, Role.REGISTRAR)
    urls = [
        reverse("guidelines:send", args=[issued.pk]),
        reverse("guidelines:sendings"),
        reverse("guidelines:sending", args=[sent.pk]),
    ]
    for user in (reviewer, outsider, editor):
        client = signed_in(user)
        for url in urls:
            assert client.get(url).status_code in {403, 404}, url
        data = {"kind": "ministry", "everyone": "on"}
        assert client.post(urls[0], data).status_code == 404
        assert reverse("guidelines:sendings") not in client.get(reverse("wagtailadmin_home")).content.decode()
        with pytest.raises(PermissionDenied):
            sending.send(issued, [ministry], user)
    for url in urls:
        assert Client().get(url).status_code == 302
    assert Sending.objects.count() == 1
