"""`manage.py setup`: the first run without demo content."""

import io
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import CommandError
from wagtail.models import Collection, Workflow

from home.models import HomePage
from organisations.models import Organisation

pytestmark = pytest.mark.django_db
OPTIONS = {"admin": "somsri", "email": "somsri@example.go.th", "hostname": "ruam.example", "no_input": True}


@pytest.fixture
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRST_PASSWORD", "ดอกราชพฤกษ์-บาน-2569")


@pytest.mark.usefixtures("_password")
def test_setup_makes_a_site_and_an_administrator_and_can_be_repeated() -> None:
    for _ in range(2):
        call_command("setup", password_env="FIRST_PASSWORD", **OPTIONS)

    administrator = get_user_model().objects.get()
    assert (administrator.username, administrator.is_superuser) == ("somsri", True)
    assert administrator.check_password("ดอกราชพฤกษ์-บาน-2569")
    assert HomePage.objects.count() == 1
    assert Organisation.objects.count() == 237


@pytest.mark.usefixtures("_password")
@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"admin": None}, "--admin"),
        ({"email": "not-an-address"}, "อีเมล"),
        ({"admin": "มี ช่องว่าง"}, "ผู้ดูแลระบบ"),
        ({"organisations": Path("nowhere.yaml")}, "nowhere"),
    ],
)
def test_setup_refuses_bad_options_and_writes_nothing(change: dict[str, object], complaint: str) -> None:
    with pytest.raises(CommandError, match=complaint):
        call_command("setup", password_env="FIRST_PASSWORD", **{**OPTIONS, **change})
    assert not get_user_model().objects.exists()
    assert not HomePage.objects.exists()


def test_a_weak_password_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRST_PASSWORD", "somsri")
    with pytest.raises(CommandError, match="สร้างผู้ดูแลระบบไม่ได้"):
        call_command("setup", password_env="FIRST_PASSWORD", **OPTIONS)
    assert not get_user_model().objects.exists()


@pytest.mark.parametrize(("given", "wanted"), [({}, "--admin"), ({"password_env": None}, "--password-env")])
def test_where_nobody_can_answer_setup_says_what_to_name(
    given: dict[str, object], wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    monkeypatch.setattr("getpass.getpass", lambda prompt: input())
    options = {**OPTIONS, "no_input": False, **given} if given else {"hostname": "ruam.example"}
    with pytest.raises(CommandError, match=wanted):
        call_command("setup", **options)
    assert not HomePage.objects.exists()


def test_what_comes_with_wagtail_has_a_thai_name() -> None:
    assert set(Group.objects.filter(name__in=["Editors", "Moderators"])) == set()
    assert not Workflow.objects.filter(name__startswith="Moderators").exists()
    assert Collection.objects.get(depth=1).name == "คอลเลกชันทั้งหมด"
    reviewers = Group.objects.get(name="ผู้สอบทานเนื้อหา")
    assert reviewers.permissions.filter(codename="access_admin").exists()
