"""A central guide and what provinces and local governments fill into it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from core import documents
from organisations.models import Kind, Membership, Organisation, Role
from services.importing import RecordError, save_centre, save_local_guide, save_service
from services.models import LocalGuidePage, ServiceIndexPage, ServicePage
from services.permissions import folder_of

pytestmark = pytest.mark.django_db

CENTRAL = "/services/card-lost/"
LOCAL = f"{CENTRAL}city/"
CITY: dict[str, Any] = {
    "central": "card-lost",
    "organisation": "city",
    "unit": "ฝ่ายทะเบียนของเทศบาล",
    "channels": [{"type": "onsite", "name": "อาคารเทศบาล ชั้น 2", "hours": "ทุกวัน 08.00 - 20.00 น."}],
    "fees": [{"item": "ออกบัตรใหม่", "amount": 77}],
}


@pytest.fixture
def places(organisations: dict[str, Organisation]) -> dict[str, Organisation]:
    province = organisations["chiang-mai"]
    for code, name in (("city", "เทศบาลนครสมมติ"), ("village", "องค์การบริหารส่วนตำบลทดสอบ")):
        organisations[code] = Organisation.objects.create(
            code=code, kind=Kind.LOCAL, name_th=name, parent=province
        )
    return organisations


@pytest.fixture
def central(record: dict[str, Any], places: dict[str, Organisation]) -> ServicePage:
    record["steps"][0]["responsible_unit"] = ""
    page: ServicePage = save_service(record | {"allows_local": True}).instance
    return page


@pytest.fixture
def city(central: ServicePage) -> LocalGuidePage:
    page: LocalGuidePage = save_local_guide(CITY).instance
    return page


def html_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.mark.parametrize("held", ["variant", "area"])
def test_the_catalogue_finds_by_place_what_holds_there(
    client: Client, central: ServicePage, places: dict[str, Organisation], held: str
) -> None:
    address = "/services/?place=chiang-mai"
    assert f'href="{CENTRAL}"' not in client.get(address).content.decode()
    if held == "variant":
        variant = save_local_guide(CITY).instance
        restriction = PageViewRestriction.objects.create(page=variant, restriction_type="login")
        assert f'href="{CENTRAL}"' not in client.get(address).content.decode(), "closed to the public"
        restriction.delete()
    else:
        central.areas.add(places["village"])
        central.save()
    assert f'href="{CENTRAL}"' in client.get(address).content.decode()


def test_a_variant_shows_its_own_place_hours_fee_and_unit_and_the_rest_of_the_central_guide(
    client: Client, city: LocalGuidePage
) -> None:
    html = html_of(client, LOCAL)

    for own in ("อาคารเทศบาล ชั้น 2", "ทุกวัน 08.00 - 20.00 น.", "77 บาท", "ฝ่ายทะเบียนของเทศบาล", "เทศบาลนครสมมติ"):
        assert own in html, own
    for central in (
        "ทะเบียนบ้าน",
        "ยื่นภายใน 60 วัน",
        "ถ่ายรูปและพิมพ์บัตร",
        "สายด่วน 1111",
        "ระบบคำขอออนไลน์",
        "กรมทะเบียน",
    ):
        assert central in html, central
    assert "สำนักทะเบียนอำเภอ" not in html, "the place is the municipality's"
    assert "1,020" not in html, "the fee is the municipality's"
    data = json.loads(client.get(f"{LOCAL}?format=cpsv-ap").content)
    assert data["dct:spatial"][0]["dct:identifier"] == "city"
    assert data["@id"].endswith(LOCAL)


def test_a_change_of_the_central_guide_shows_in_the_variant_at_once(
    client: Client, city: LocalGuidePage, record: dict[str, Any]
) -> None:
    assert "ต้องแต่งกายสุภาพ" not in html_of(client, LOCAL)

    record["criteria"] = ["ต้องแต่งกายสุภาพ"]
    save_service(record | {"allows_local": True})

    assert "ต้องแต่งกายสุภาพ" in html_of(client, LOCAL)
    assert "ต้องแต่งกายสุภาพ" not in json.dumps(list(city.channels.raw_data)), "a reference, not a copy"


def test_the_central_guide_leads_to_its_variants_and_lists_find_only_the_central_one(
    client: Client, city: LocalGuidePage, central: ServicePage
) -> None:
    save_local_guide(CITY | {"organisation": "village"})

    assert f'href="{LOCAL}"' in html_of(client, CENTRAL)
    assert 'href="/services/card-lost/village/"' in html_of(client, f"{CENTRAL}local/")
    assert client.get(f"{CENTRAL}local/?q=สมมติ")["Location"] == LOCAL
    listed = client.get(f"{CENTRAL}local/?q=เชียงใหม่").content.decode()
    assert LOCAL in listed
    assert "/services/card-lost/village/" in listed, "both lie in the province"
    assert "ยังไม่มีฉบับของท้องถิ่น" in html_of(client, f"{CENTRAL}local/?q=ภูเก็ต")
    assert html_of(client, "/services/").count("การขอมีบัตรใหม่ กรณีบัตรหาย</a>") == 1
    builder = documents.builder_of(ServicePage)
    assert builder is not None
    document = builder(central)
    assert document is not None
    passages = {passage.anchor: passage.text for passage in document.body}
    assert passages["local"].splitlines() == ["เทศบาลนครสมมติ", "องค์การบริหารส่วนตำบลทดสอบ"]
    assert documents.builder_of(LocalGuidePage) is None


@pytest.mark.parametrize("hide", ["unpublish", "restrict", "close"])
def test_nothing_tells_of_a_central_guide_that_was_taken_back(
    client: Client, city: LocalGuidePage, central: ServicePage, hide: str
) -> None:
    assert client.get(LOCAL).status_code == 200
    assert LOCAL in client.get("/sitemap.xml").content.decode()
    if hide == "unpublish":
        central.unpublish()
    elif hide == "restrict":
        PageViewRestriction.objects.create(page=central, restriction_type="login")
    else:
        ServicePage.objects.filter(pk=central.pk).update(allows_local=False)

    assert client.get(LOCAL).status_code == 404
    doors = ["/services/", "/organisations/city/", "/api/v3/pages/?limit=20", "/sitemap.xml"]
    for door in doors:
        seen = client.get(door).content.decode()
        assert LOCAL not in seen, door
        if hide != "close":
            assert "card-lost" not in seen, door
            assert "กรณีบัตรหาย" not in seen, door


def test_a_municipality_edits_its_own_variant_and_nothing_else(
    client: Client, city: LocalGuidePage, central: ServicePage, places: dict[str, Organisation]
) -> None:
    user = User.objects.create_user("city-editor")
    Membership.objects.create(user=user, organisation=places["city"], role=Role.EDITOR)
    foreign = save_local_guide(CITY | {"organisation": "village"}).instance
    user = User.objects.get(pk=user.pk)

    assert city.permissions_for_user(user).can_edit()
    assert not central.permissions_for_user(user).can_edit()
    assert not foreign.permissions_for_user(user).can_edit()
    client.force_login(user)
    form = client.get(reverse("wagtailadmin_pages:edit", args=[city.pk])).context["form"]
    own = set(form.fields) - {"is_sample", "go_live_at", "expire_at", "comment_notifications", "locale"}
    assert own == {"central", "unit", "channels", "fees"}
    with pytest.raises(RecordError, match="ไม่มีสิทธิ"):
        save_local_guide(CITY | {"organisation": "village", "unit": "ของคนอื่น"}, user)


def test_a_variant_is_made_in_the_folder_of_a_local_government_only(
    central: ServicePage, places: dict[str, Organisation]
) -> None:
    section = ServiceIndexPage.objects.get()

    assert LocalGuidePage.can_create_at(folder_of(section, places["city"]))
    assert LocalGuidePage.can_create_at(folder_of(section, places["chiang-mai"]))
    assert not LocalGuidePage.can_create_at(folder_of(section, places["roads"]))
    with pytest.raises(RecordError, match="เฉพาะในแฟ้มของจังหวัด"):
        save_local_guide(CITY | {"organisation": "roads"})


def test_only_what_the_owner_opened_can_be_filled_in_and_once_by_each(
    central: ServicePage, city: LocalGuidePage, record: dict[str, Any], places: dict[str, Organisation]
) -> None:
    save_service(record | {"id": "closed", "title": "คู่มือที่ไม่เปิด"})
    with pytest.raises(RecordError, match="ไม่ได้เปิด"):
        save_local_guide(CITY | {"central": "closed"})
    assert save_local_guide(CITY).action == "unchanged"
    assert save_local_guide(CITY | {"unit": "กองใหม่"}).action == "updated"
    twin = LocalGuidePage(central=central, organisation=places["city"], unit="ก")
    with pytest.raises(ValidationError, match="มีฉบับของตน"):
        twin.clean()


def test_a_draft_of_a_variant_is_behind_no_door(client: Client, central: ServicePage) -> None:
    page = save_local_guide(CITY).instance
    page.unpublish()

    assert client.get(LOCAL).status_code == 404
    assert "เทศบาลนครสมมติ" not in html_of(client, CENTRAL)
    assert "เทศบาลนครสมมติ" not in html_of(client, f"{CENTRAL}local/")


def test_many_variants_stand_behind_a_search(
    client: Client, central: ServicePage, django_assert_max_num_queries: Any
) -> None:
    for number in range(7):
        Organisation.objects.create(code=f"town-{number}", kind=Kind.LOCAL, name_th=f"เทศบาลตำบลที่ {number}")
        save_local_guide(CITY | {"organisation": f"town-{number}"})

    with django_assert_max_num_queries(12):
        html = html_of(client, CENTRAL)
    assert "ดูทั้ง 7 แห่ง" in html
    assert "เทศบาลตำบลที่ 3" not in html
    with django_assert_max_num_queries(12):
        assert html_of(client, f"{CENTRAL}local/").count("เทศบาลตำบลที่") == 7
    with django_assert_max_num_queries(12):
        html_of(client, f"{CENTRAL}town-3/")


@pytest.mark.parametrize("door", ["one", "folder"])
def test_a_central_guide_is_not_deleted_under_its_variants(
    client: Client, admin_user: User, city: LocalGuidePage, central: ServicePage, door: str
) -> None:
    client.force_login(admin_user)
    page = central.get_parent() if door == "folder" else central
    address = reverse("wagtailadmin_pages:delete", args=[page.pk])
    response = client.post(address, follow=True)

    assert "เทศบาลนครสมมติ" in response.content.decode()
    assert ServicePage.objects.filter(pk=central.pk).exists()
    assert html_of(client, LOCAL)


def test_central_guides_stay_when_they_are_deleted_with_others(
    client: Client, admin_user: User, city: LocalGuidePage, central: ServicePage, record: dict[str, Any]
) -> None:
    other = save_service(record | {"id": "other", "title": "อีกเรื่อง", "variant_of": "card-lost"}).instance
    client.force_login(admin_user)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    chosen = f"{address}?id={central.pk}&id={other.pk}"
    assert "เทศบาลนครสมมติ" in html_of(client, chosen), "said before anything is confirmed"
    client.post(f"{chosen}&next=/admin/")

    assert ServicePage.objects.filter(pk__in=[central.pk, other.pk]).count() == 2
    assert html_of(client, LOCAL)


def test_a_local_page_leads_to_centres_of_its_own_province(
    client: Client, city: LocalGuidePage, centre_record: dict[str, Any], unit_record: dict[str, Any]
) -> None:
    """A counter at the other end of the country is no place to finish a matter of this municipality."""
    Organisation.objects.create(code="trang", kind=Kind.PROVINCE, name_th="จังหวัดตรัง")
    save_centre(centre_record)
    far = {"id": "far", "title": "ศูนย์ที่อยู่ไกล", "province": "trang", "latitude": 7.56, "longitude": 99.61}
    save_centre(centre_record | far)
    save_centre(unit_record)

    local = html_of(client, LOCAL)
    assert "ศูนย์บริการร่วมศาลากลาง" in local
    assert "หน่วยเคลื่อนที่" in local
    assert "ศูนย์ที่อยู่ไกล" not in local
    assert "ศูนย์ที่อยู่ไกล" in html_of(client, CENTRAL)
