"""No image gets into the library without words for whoever cannot see it, whichever way it comes."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection

pytestmark = pytest.mark.django_db
ASKED = "เขียนข้อความแทนภาพก่อนบันทึก"
WORDS = "ป้ายบอกทางไปเคาน์เตอร์ทะเบียน"


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("admin"))
    return client


def picture(name: str = "IMG_0012.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, get_test_image_file().file.getvalue(), content_type="image/png")


def values(description: str, prefix: str = "") -> dict[str, str]:
    root = str(Collection.get_first_root_node().pk)
    found = {"title": "ป้าย", "description": description, "tags": "", "collection": root}
    points = {f"focal_point_{part}": "" for part in ("x", "y", "width", "height")}
    return {f"{prefix}{name}": value for name, value in (found | points).items()}


@pytest.mark.parametrize(
    ("words", "said"), [("", ASKED), ("  ", ASKED), ("img_0012", "เป็นเพียงชื่อแฟ้ม"), (WORDS, "")]
)
@pytest.mark.parametrize("door", ["wagtailimages:add", "wagtailimages_chooser:create"])
def test_the_library_and_the_chooser_ask_for_words(admin: Client, door: str, words: str, said: str) -> None:
    prefix = "image-chooser-upload-" if "chooser" in door else ""
    sent = values(words, prefix) | {f"{prefix}file": picture()}
    response = admin.post(reverse(door), sent, follow=True)
    text = response.content.decode()
    text = str(json.loads(text)) if text.startswith("{") else text

    assert said in text
    assert get_image_model().objects.count() == (not said)


def test_an_image_of_many_at_once_is_kept_aside_until_it_is_described(admin: Client) -> None:
    sent = {"title": "ป้าย", "files[]": picture()}
    answer = admin.post(
        reverse("wagtailimages:add_multiple"), sent, headers={"x-requested-with": "XMLHttpRequest"}
    ).json()
    assert answer["success"]
    assert get_image_model().objects.count() == 0
    number = answer["uploaded_file_id"]

    address = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[number])
    prefix = f"uploaded-image-{number}-"
    refused = admin.post(address, values("", prefix), headers={"x-requested-with": "XMLHttpRequest"}).json()
    assert ASKED in refused["form"]
    assert get_image_model().objects.count() == 0

    taken = admin.post(address, values(WORDS, prefix), headers={"x-requested-with": "XMLHttpRequest"}).json()
    assert taken["success"]
    assert get_image_model().objects.get().default_alt_text == WORDS
