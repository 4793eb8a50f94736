"""Every POST door of the registrar's screens, tried by who may not: nothing changes, nothing is told."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from circulars.admin.urls import urlpatterns
from circulars.distributing import distribute
from circulars.importing import import_uploads
from circulars.models import (
    CircularFlag,
    CircularIndexPage,
    CircularPage,
    Correction,
    Delivery,
    Duty,
    DutyAnswer,
    ImportRun,
    Notice,
    Proposal,
    Relation,
    SentFile,
)
from circulars.recipients import Recipient
from organisations.models import Membership, Organisation, Role

pytestmark = pytest.mark.django_db

HELD, SECRET = "เรื่องคาใจ", "เรื่องปกปิด"
EVERYTHING = {
    **{"reason": "เหตุผล", "note": "รับทราบ", "text": "ทำแล้ว", "kind": "report", "form": "withdraw"},
    **{
        "withdraw-reason": "ถอน",
        "correct-text": "แก้",
        "correct-best_number": "มท 1/1",
        "relate-kind": "cites",
    },
}


@pytest.fixture
def kept(registry: CircularIndexPage, registrar: Any, letter_text: str) -> dict[str, Any]:
    """A held letter, a secret one, a public one that is sent and sets a duty, and a registrar's import."""
    texts = [
        letter_text.replace("ว 15", "ว ๒พค").replace("การทดสอบระบบ", HELD),
        letter_text.replace("ว 15", "ว 17").replace("ที่ มท", "ลับ\nที่ มท").replace("การทดสอบระบบ", SECRET),
        letter_text,
    ]
    import_uploads([(f"{at}.txt", text.encode()) for at, text in enumerate(texts)], registrar)
    pages = list(CircularPage.objects.order_by("pk"))
    assert [page.live for page in pages] == [False, False, True]
    import_uploads([("other.txt", letter_text.replace("ด้วยมี", "โดยที่มี").encode())], registrar)
    proposal = Proposal.objects.get(page=pages[-1])
    ours = Organisation.objects.create(code="ours", kind="department", name_th="กรมของผู้รับ")
    [delivery] = distribute(pages[-1], [Recipient(ours, "")], registrar)
    duty = Duty.objects.create(page=pages[-1], kind=Duty.Kind.REPORT, text="ทำ", created_by=registrar)
    run = ImportRun.objects.create(created_by=registrar)
    return {"pages": pages, "delivery": delivery, "duty": duty, "run": run, "proposal": proposal}


def state() -> list[Any]:
    """All that the doors can change."""
    models: tuple[Any, ...] = (
        CircularPage,
        CircularFlag,
        Proposal,
        Correction,
        Delivery,
        Duty,
        DutyAnswer,
        ImportRun,
        Notice,
        Relation,
        SentFile,
    )
    return [list(model.objects.order_by("pk").values()) for model in models]


def doors(kept: dict[str, Any]) -> list[str]:
    found = []
    for one in urlpatterns:
        route = str(one.pattern)
        if route.startswith("inbox/<"):
            keys = [{"pk": kept["delivery"].pk}]
        elif route.startswith("runs/"):
            keys = [{"pk": kept["run"].pk}]
        elif "<int:pk>" in route:
            keys = [{"pk": page.pk} for page in kept["pages"]]
        else:
            keys = [{}]
        for key in keys:
            flags = CircularFlag.objects.filter(page=key.get("pk")).values_list("pk", flat=True)
            more = {
                "flag": flags.first() or 1,
                "duty": kept["duty"].pk,
                "number": 0,
                "key": kept["proposal"].pk,
            }
            names = {name: value for name, value in more.items() if f":{name}>" in route}
            found.append(reverse(f"circulars_admin:{one.name}", kwargs={**key, **names}))
    return found


@pytest.mark.parametrize("roles", [None, (), tuple(role for role in Role if role != Role.REGISTRAR)])
def test_no_post_changes_a_letter_for_who_may_not(
    kept: dict[str, Any], client: Client, roles: tuple[str, ...] | None
) -> None:
    """A stranger; somebody who may only sign in; a person with every role but the registrar's elsewhere."""
    if roles is not None:
        other = Organisation.objects.create(code="other", kind="ministry", name_th="กระทรวงอื่น")
        user = get_user_model().objects.create_user("other", "other@example.org", "a long password")
        for role in roles:
            Membership.objects.create(user=user, organisation=other, role=role)
        client.force_login(user)
    before, opened = state(), {}
    for address in doors(kept):
        for form in ("withdraw", "correct", "relate") if address.endswith("/standing/") else ("",):
            response = client.post(address, {**EVERYTHING, "form": form})
            words = response.content.decode("utf-8", "replace") if not response.streaming else ""
            assert HELD not in words, address
            assert SECRET not in words, address
            if response.status_code not in {302, 403, 404, 405}:
                opened[address] = response.status_code
    assert not opened
    assert state() == before
