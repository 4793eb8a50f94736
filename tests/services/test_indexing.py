"""Guides and centres as search documents."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override
from wagtail.models import PageViewRestriction

from core import documents
from search import Document
from services.importing import save_service
from services.models import CentrePage, ServicePage

pytestmark = pytest.mark.django_db


def document(page: Any) -> Document | None:
    builder = documents.builder_of(type(page))
    assert builder is not None
    return builder(page)


def test_a_guide_is_found_by_all_its_parts(guide: ServicePage) -> None:
    found = document(guide)

    assert found is not None
    assert (found.type, found.title, found.url) == ("service", guide.title, "/services/card-lost/")
    assert found.summary == "ออกบัตรใบใหม่แทนใบที่หาย"
    assert found.organisations == ("registry", "interior")
    assert found.topics == ("lost-documents",)
    assert set(found.keywords) == {"Replacing a lost card", "บัตรประจำตัว", "บ.ป.1"}
    text = "\n".join(passage.text for passage in found.body)
    for words in (
        "ยื่นภายใน 60 วัน",
        "ระบบคำขอออนไลน์",
        "ตรวจสอบตัวบุคคล",
        "หนังสือมอบอำนาจ",
        "ออกบัตรใหม่",
        "พ.ศ. 2526",
    ):
        assert words in text, words


def test_every_passage_points_at_a_place_of_the_page(
    client: Any, guide: ServicePage, centre: CentrePage
) -> None:
    for page in (guide, centre):
        html = client.get(page.get_url()).content.decode()
        found = document(page)
        assert found is not None
        assert found.body
        for passage in found.body:
            assert f'id="{passage.anchor}"' in html, passage.heading


def test_the_address_is_the_thai_one_whoever_publishes(guide: ServicePage) -> None:
    with override("en"):
        found = document(guide)

    assert found is not None
    assert found.url == "/services/card-lost/"


def test_what_citizens_type_is_not_indexed(organisations: Any, record: dict[str, Any]) -> None:
    page = save_service(record | {"everyday_queries": ["ทำกระเป๋าตังค์หล่น"]}).instance

    assert "กระเป๋าตังค์" not in repr(document(page))


def test_a_centre_is_found_by_place_and_services(centre: CentrePage) -> None:
    found = document(centre)

    assert found is not None
    assert found.type == "centre"
    text = "\n".join(passage.text for passage in found.body)
    assert "จังหวัดเชียงใหม่" in text
    assert "กรณีบัตรหาย" in text


def test_a_centre_does_not_name_what_is_not_public(centre: CentrePage, guide: ServicePage) -> None:
    PageViewRestriction.objects.create(page=guide, restriction_type=PageViewRestriction.LOGIN)
    assert "กรณีบัตรหาย" not in repr(document(centre))

    found = document(guide)
    assert found is None or "public" not in found.access


def test_a_draft_has_no_document(guide: ServicePage, centre: CentrePage) -> None:
    guide.unpublish()
    centre.unpublish()

    assert document(guide) is None
    assert document(centre) is None


def test_a_changed_guide_changes_the_centres_that_offer_it(centre: CentrePage, guide: ServicePage) -> None:
    assert centre in list(documents.dependents_of(guide))
