"""The sample guides, centres and orders: complete, correct, and clearly samples."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from config.env import ROOT
from core import documents
from home.models import HomePage
from organisations.loading import load_organisations
from services.importing import save_centre, save_delegation, save_journey, save_service
from services.models import CentreKind, CentrePage, Delegation, JourneyPage, ServicePage

DATA = ROOT / "site" / "demo" / "data" / "services"
SAVED = (
    ("services", save_service),
    ("centres", save_centre),
    ("delegations", save_delegation),
    ("journeys", save_journey),
)


def records(name: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded


@pytest.mark.django_db
def test_everything_loads_is_marked_as_sample_and_loads_again_without_change(home: HomePage) -> None:
    load_organisations()
    first = {name: [save(record).action for record in records(name)] for name, save in SAVED}
    second = {name: {save(record).action for record in records(name)} for name, save in SAVED}

    assert {name: set(actions) for name, actions in first.items()} == {name: {"created"} for name in first}
    assert second == {name: {"unchanged"} for name in first}
    assert ServicePage.objects.live().count() == 30
    for model in (ServicePage, CentrePage, Delegation, JourneyPage):
        assert not model.objects.filter(is_sample=False).exists()
    assert CentrePage.objects.exclude(kind=CentreKind.MOBILE).count() >= 10
    assert CentrePage.objects.filter(kind=CentreKind.MOBILE).count() >= 3
    assert_no_query_is_indexed()


def assert_no_query_is_indexed() -> None:
    """A query that is no part of a guide's own words must not be in its document."""
    queries = yaml.safe_load(Path(__file__).with_name("everyday_queries.yaml").read_text(encoding="utf-8"))
    own_words = {record["id"]: yaml.dump(record, allow_unicode=True) for record in records("services")}
    build = documents.builder_of(ServicePage)
    assert build is not None
    for page in ServicePage.objects.all():
        indexed = repr(build(page))
        for query in queries[page.slug]:
            assert query in own_words[page.slug] or query not in indexed, (page.slug, query)


def test_no_sample_record_carries_what_citizens_type() -> None:
    assert all("everyday_queries" not in record for name, _ in SAVED for record in records(name))


def test_the_telephones_are_not_real() -> None:
    for record in records("centres"):
        assert record["phone"].split()[1].endswith("00"), record["phone"]
