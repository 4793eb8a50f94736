"""Loading the organisations file."""

from pathlib import Path

import pytest

from organisations.loading import OrganisationsFileError, load_organisations
from organisations.models import Kind, Organisation

pytestmark = pytest.mark.django_db


def test_the_shipped_file_loads_and_a_second_load_changes_nothing() -> None:
    first = load_organisations()
    second = load_organisations()

    assert first.created == 237
    assert (second.created, second.updated, second.unchanged) == (0, 0, 237)
    assert Organisation.objects.filter(kind=Kind.MINISTRY).count() == 20
    assert Organisation.objects.filter(kind=Kind.DEPARTMENT).count() == 125


def test_bangkok_is_one_organisation() -> None:
    load_organisations()

    bangkok = Organisation.objects.get(name_th="กรุงเทพมหานคร")
    assert (bangkok.kind, bangkok.letter_prefix) == (Kind.LOCAL, "กท")
    assert bangkok.valid_from is None
    assert bangkok.names.filter(name="กทม.").exists()


def test_a_department_stands_under_its_ministry() -> None:
    load_organisations()

    opdc = Organisation.objects.get(code="opdc")
    assert opdc.lineage_codes() == ("opdc", "opm")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "อย่างน้อยหนึ่ง"),
        ("- {code: x, kind: ministry}", "name_th"),
        ("- {code: x, kind: ministry, name_th: ก}\n- {code: x, kind: ministry, name_th: ข}", "ซ้ำ"),
        ("- {code: x, kind: galaxy, name_th: ก}", "kind"),
        ("- {code: X Y, kind: ministry, name_th: ก}", "code"),
        ("- {code: x, kind: ministry, name_th: ก, parent: y}", "ต้นสังกัด"),
        ("- [", "YAML"),
    ],
)
def test_a_bad_file_is_refused_whole_with_the_reason(tmp_path: Path, text: str, complaint: str) -> None:
    good = "- {code: good, kind: ministry, name_th: ดี}\n" if text.startswith("- {") else ""
    path = tmp_path / "organisations.yaml"
    path.write_text(good + text, encoding="utf-8")

    with pytest.raises(OrganisationsFileError, match=complaint):
        load_organisations(path)
    assert not Organisation.objects.exists()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(OrganisationsFileError, match="nowhere"):
        load_organisations(tmp_path / "nowhere.yaml")
