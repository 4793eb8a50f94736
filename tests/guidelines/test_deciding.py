"""Decisions about sections: what is allowed, at every door, and two people at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from guidelines.deciding import (
    SectionChanged,
    SectionInput,
    accept_rest,
    add_section,
    decision_in,
    draft_of,
    remove_section,
    save_section,
    version_of,
)
from guidelines.models import AdaptationPage, SectionDecision
from guidelines.models.section import body_of
from guidelines.plain import stream_from_text
from guidelines.reading import read_adaptation


def adapted(text: str = "ประชาชนรอไม่เกินสิบนาที", reason: str = "งานสั้นกว่า", **kwargs: Any) -> SectionInput:
    return SectionInput("adapted", reason, body=stream_from_text(text), **kwargs)


def test_inherited_text_is_a_reference_and_never_copied(adaptation: AdaptationPage) -> None:
    for decision in adaptation.decisions.all():
        assert decision.choice == "inherited"
        assert len(decision.body) == 0
        assert decision.edition == adaptation.edition
    read = read_adaptation(adaptation)
    assert read[0].model is not None
    assert "เสร็จสิ้น" in str(read[0].model.body)


def test_an_adapted_section_keeps_text_reason_and_who(adaptation: AdaptationPage, editor: Any) -> None:
    save_section(adaptation, "MG-02", adapted(), editor)
    adaptation.refresh_from_db()

    decision = decision_in(draft_of(adaptation), "MG-02")
    assert decision is not None
    assert (decision.choice, decision.reason, decision.decided_by) == ("adapted", "งานสั้นกว่า", editor)
    assert "สิบนาที" in str(decision.body)
    assert decision_in(adaptation, "MG-02").choice == "inherited"  # type: ignore[union-attr]


def test_going_back_to_the_model_leaves_no_own_text(adaptation: AdaptationPage, editor: Any) -> None:
    save_section(adaptation, "MG-02", adapted(), editor)
    draft = save_section(adaptation, "MG-02", SectionInput("inherited", "x", body=adapted().body), editor)

    decision = decision_in(draft, "MG-02")
    assert decision is not None
    assert (len(decision.body), decision.reason) == (0, "")


@pytest.mark.parametrize("choice", ["adapted", "replaced", "supplemented", "not-applicable", "added"])
def test_a_locked_section_refuses_change(adaptation: AdaptationPage, editor: Any, choice: str) -> None:
    given = SectionInput(choice, "เหตุผล", "หัวข้อ", stream_from_text("ข้อความ"))

    with pytest.raises(ValidationError, match="MG-01"):
        save_section(adaptation, "MG-01", given, editor)


def test_a_locked_section_takes_a_supplement_where_that_is_allowed(
    adaptation: AdaptationPage, editor: Any
) -> None:
    given = SectionInput("supplemented", "ระบุงาน", body=stream_from_text("งานที่มอบ"))

    draft = save_section(adaptation, "MG-03", given, editor)

    section = next(each for each in read_adaptation(draft) if each.section_id == "MG-03")
    assert section.shows_model
    assert "งานที่มอบ" in str(section.own_body)


def locked_as_adapted(page: AdaptationPage) -> SectionDecision:
    decision = next(each for each in page.decisions.all() if each.section_id == "MG-01")
    decision.choice, decision.reason = "adapted", "อยากเปลี่ยน"
    decision.body = body_of(stream_from_text("ข้อความอื่น"))
    page.decisions.add(decision)
    return decision


@pytest.mark.parametrize("door", ["save", "save_revision", "row", "update", "bulk_update", "publish"])
def test_a_locked_section_refuses_change_in_the_shell(
    adaptation: AdaptationPage, superuser: Any, door: str
) -> None:
    page = AdaptationPage.objects.get(pk=adaptation.pk)
    decision = locked_as_adapted(page)

    def attempt() -> None:
        match door:
            case "save":
                page.save()
            case "save_revision":
                page.save_revision(clean=False)
            case "row":
                decision.save()
            case "update":
                SectionDecision.objects.filter(pk=decision.pk).update(choice="adapted")
            case "bulk_update":
                SectionDecision.objects.bulk_update([decision], ["choice"])
            case "publish":
                revision = AdaptationPage.objects.get(pk=page.pk).save_revision(user=superuser)
                rows = revision.content["decisions"]
                next(row for row in rows if row["section_id"] == "MG-01")["choice"] = "not-applicable"
                revision.save()
                revision.publish(user=superuser)

    with pytest.raises((ValidationError, TypeError)):
        attempt()
    stored = AdaptationPage.objects.get(pk=page.pk).decisions.get(section_id="MG-01")
    assert (stored.choice, len(stored.body)) == ("inherited", 0)


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        (SectionInput("adapted", "", body=stream_from_text("ก")), "เหตุผล"),
        (SectionInput("adapted", "  ", body=stream_from_text("ก")), "เหตุผล"),
        (SectionInput("adapted", "เหตุผล"), "ยังไม่มีข้อความ"),
        (SectionInput("not-applicable", ""), "เหตุผล"),
        (SectionInput("added", "เหตุผล", "หัวข้อ", stream_from_text("ก")), "หมวดของต้นแบบ"),
        (SectionInput("inherited", values={"budget": "1"}), "budget"),
    ],
)
def test_what_is_missing_is_said(
    adaptation: AdaptationPage, editor: Any, given: SectionInput, complaint: str
) -> None:
    with pytest.raises(ValidationError, match=complaint):
        save_section(adaptation, "MG-02", given, editor)


def test_an_unknown_section_is_named(adaptation: AdaptationPage, editor: Any) -> None:
    with pytest.raises(ValidationError, match="MG-99"):
        save_section(adaptation, "MG-99", adapted(), editor)


def test_only_its_own_people_may_decide(adaptation: AdaptationPage, person: Any, other_ministry: Any) -> None:
    outsider = person("outsider", other_ministry, "editor", "reviewer")

    with pytest.raises(PermissionDenied):
        save_section(adaptation, "MG-02", adapted(), outsider)


def test_an_added_section_keeps_an_id_of_its_own(adaptation: AdaptationPage, editor: Any) -> None:
    given = SectionInput("added", "จำเป็น", "ภาวะฉุกเฉิน", stream_from_text("ให้ข้อมูลทันที"), after="MG-02")

    first = add_section(adaptation, given, editor)
    remove_section(adaptation, first.section_id, editor)
    second = add_section(adaptation, given, editor)

    adaptation.refresh_from_db()
    read = [(each.section_id, each.number) for each in read_adaptation(draft_of(adaptation))]
    assert (first.section_id, second.section_id) == ("MOT-01", "MOT-02")
    assert read == [("MG-01", 1), ("MG-02", 2), ("MOT-02", 3), ("MG-03", 4), ("MG-04", 5)]


def test_a_section_of_the_model_cannot_be_removed(adaptation: AdaptationPage, editor: Any) -> None:
    with pytest.raises(ValidationError):
        remove_section(adaptation, "MG-02", editor)


def test_the_rest_is_accepted_as_in_the_model(adaptation: AdaptationPage, editor: Any) -> None:
    save_section(adaptation, "MG-02", adapted(), editor)

    assert accept_rest(adaptation, editor) == 3
    adaptation.refresh_from_db()
    assert all(each.is_considered for each in draft_of(adaptation).decisions.all())
    assert accept_rest(adaptation, editor) == 0


def test_the_second_of_two_editors_is_stopped_and_nothing_is_overwritten(
    adaptation: AdaptationPage, editor: Any, reviewer: Any
) -> None:
    seen = version_of(draft_of(adaptation), "MG-02", ["mission"])
    save_section(adaptation, "MG-02", adapted("ของคนแรก"), editor, seen)

    with pytest.raises(SectionChanged) as caught:
        save_section(adaptation, "MG-02", adapted("ของคนที่สอง"), reviewer, seen)

    assert caught.value.revision.user == editor
    adaptation.refresh_from_db()
    assert "ของคนแรก" in str(decision_in(draft_of(adaptation), "MG-02").body)  # type: ignore[union-attr]


def test_two_editors_in_different_sections_do_not_meet(
    adaptation: AdaptationPage, editor: Any, reviewer: Any
) -> None:
    seen = {key: version_of(draft_of(adaptation), key, []) for key in ("MG-02", "MG-04")}
    seen["MG-02"] = version_of(draft_of(adaptation), "MG-02", ["mission"])

    save_section(adaptation, "MG-02", adapted("ก"), editor, seen["MG-02"])
    save_section(adaptation, "MG-04", adapted("ข"), reviewer, seen["MG-04"])

    adaptation.refresh_from_db()
    choices = {each.section_id: each.choice for each in draft_of(adaptation).decisions.all()}
    assert (choices["MG-02"], choices["MG-04"]) == ("adapted", "adapted")


def test_a_draft_is_read_in_as_few_queries_however_many_sections_were_decided(
    adaptation: AdaptationPage, editor: Any, django_assert_max_num_queries: Any
) -> None:
    for section in ("MG-02", "MG-04"):
        save_section(adaptation, section, adapted(), editor)
    page = AdaptationPage.objects.get(pk=adaptation.pk)
    with django_assert_max_num_queries(12):
        assert len(draft_of(page).decisions.all()) == 4


def test_a_draft_outlives_the_account_of_who_decided(
    adaptation: AdaptationPage, editor: Any, person: Any
) -> None:
    save_section(adaptation, "MG-02", adapted(), editor)
    editor.delete()
    draft = draft_of(AdaptationPage.objects.get(pk=adaptation.pk))
    found = decision_in(draft, "MG-02")
    assert found is not None
    assert found.decided_by is None
    assert str(found.body).count("สิบนาที") == 1
