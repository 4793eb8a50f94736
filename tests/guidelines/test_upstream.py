"""New editions of the model: what they mean for each section, deciding, keeping, undoing, withdrawing."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from guidelines.deciding import SectionInput, decision_in, draft_of, save_section
from guidelines.models import (
    AdaptationPage,
    GuidelinePage,
    UpstreamDecision,
    UpstreamSetting,
    UpstreamSummary,
)
from guidelines.models.section import body_of
from guidelines.plain import stream_from_text
from guidelines.reading import read_adaptation
from guidelines.upstream.classify import Change
from guidelines.upstream.deciding import Answer, UpstreamStale, accept_all, decide, digest_of, follow, undo
from guidelines.upstream.standing import Order
from guidelines.upstream.summarising import bring_up_to_date, keep_up
from guidelines.upstream.targets import pending, target_of, withdraw

from .conftest import Publish


def text(body: Any) -> str:
    return "\n".join(str(block.value) for block in body)


def draft(page: AdaptationPage) -> AdaptationPage:
    return draft_of(AdaptationPage.objects.get(pk=page.pk))


def waiting(page: AdaptationPage) -> dict[str, Change]:
    target = target_of(GuidelinePage.objects.get(pk=page.guideline_id))
    assert target is not None
    return pending(draft(page), target)


def answer(page: AdaptationPage, section: str, action: str, reason: str = "", **kwargs: Any) -> Answer:
    target = target_of(GuidelinePage.objects.get(pk=page.guideline_id))
    assert target is not None
    seen = digest_of(decision_in(draft(page), section))
    return Answer(action, kwargs.pop("target", target.pk), kwargs.pop("seen", seen), reason, **kwargs)


def own(page: AdaptationPage, section: str, choice: str, words: str, editor: Any) -> None:
    """Own text with the block ids of the model, as the editing form sends it back."""
    current = draft(page)
    decision = decision_in(current, section)
    assert decision is not None
    body = stream_from_text(words, section)
    save_section(page, section, SectionInput(choice, "เหตุผล", body=body), editor)


def test_each_section_is_told_what_the_edition_means(
    adaptation: AdaptationPage, editor: Any, publish: Publish
) -> None:
    own(adaptation, "MG-02", "adapted", "ประชาชนรอไม่เกินสิบนาที\nเจ้าหน้าที่แจ้งผลภายในวันเดียวกัน", editor)
    own(adaptation, "MG-03", "supplemented", "เพิ่มเติม", editor)
    assert waiting(adaptation) == {}
    publish(
        MG_01={"body_th": "ให้บริการเสร็จสิ้น ณ จุดเดียวเสมอ"},
        MG_02={"body_th": "ประชาชนรอไม่เกินสามสิบนาที\nเจ้าหน้าที่แจ้งผลภายในสองวัน"},
        MG_03={"body_th": "ให้มอบอำนาจแก่ผู้จัดการศูนย์"},
        MG_04=None,
        MG_05={"heading_th": "ใหม่", "body_th": "หมวดใหม่"},
    )

    kinds = {key: change.kind.value for key, change in waiting(adaptation).items()}

    assert kinds == {
        "MG-04": "removed",
        "MG-01": "fast-forward",
        "MG-02": "clean",
        "MG-03": "fast-forward",
        "MG-05": "new",
    }
    assert "สิบนาที" in str(waiting(adaptation)["MG-02"].body)
    assert "สองวัน" in str(waiting(adaptation)["MG-02"].body)
    assert decision_in(draft(adaptation), "MG-01").edition.number == 1, "nothing moves without a decision"  # type: ignore[union-attr]


def test_what_the_editor_marks_every_paragraph_with_makes_no_conflict(
    guideline: GuidelinePage, adaptation: AdaptationPage, editor: Any
) -> None:
    """The model came from a file and is opened in the page editor for the first time: one paragraph changes
    its words, the other only gets a key. The organisation rewrote that other one."""
    own(adaptation, "MG-02", "adapted", "ประชาชนรอไม่เกินสามสิบนาที\nถ้อยคำของกระทรวงเอง", editor)
    model = GuidelinePage.objects.get(pk=guideline.pk).get_latest_revision_as_object()
    section = next(each for each in model.sections.all() if each.section_id == "MG-02")
    blocks = section.body.get_prep_value()
    for at, block in enumerate(blocks):
        value = block["value"].replace("<p>", f'<p data-block-key="k{at}">').replace("สามสิบ", "ยี่สิบ")
        block["value"] = value
    section.body, section.change, section.change_note = body_of(blocks), "minor", "ลดเวลา"
    model.sections.add(section)
    model.save_revision().publish()

    change = waiting(adaptation)["MG-02"]
    assert change.kind == "clean"
    assert "ยี่สิบนาที" in str(change.body)
    assert "ถ้อยคำของกระทรวงเอง" in str(change.body)


def test_conflict_locked_moved_and_not_applicable(
    adaptation: AdaptationPage, editor: Any, publish: Publish
) -> None:
    own(adaptation, "MG-02", "adapted", "ประชาชนรอไม่เกินสิบนาที", editor)
    own(adaptation, "MG-04", "replaced", "ตั้งในศาลากลาง", editor)
    publish(
        ["MG-02", "MG-03", "MG-01", "MG-04"],
        MG_02={"body_th": "ประชาชนรอไม่เกินยี่สิบนาที"},
        MG_04={"mode": "locked"},
    )

    kinds = {key: change.kind.value for key, change in waiting(adaptation).items()}

    assert kinds == {"MG-02": "conflict", "MG-01": "moved", "MG-04": "locked"}
    with pytest.raises(ValidationError, match="ต้องใช้ตามต้นแบบ"):
        decide(adaptation, "MG-04", answer(adaptation, "MG-04", "kept", "ไม่ยอม"), editor)
    body = stream_from_text("ของเรา")
    with pytest.raises(ValidationError, match="ห้ามแก้ไข"):
        decide(adaptation, "MG-04", answer(adaptation, "MG-04", "edited", "ไม่ยอม", body=body), editor)
    decide(adaptation, "MG-04", answer(adaptation, "MG-04", "accepted"), editor)
    decision = decision_in(draft(adaptation), "MG-04")
    assert decision is not None
    assert (decision.choice, len(decision.body)) == ("inherited", 0)
    record = UpstreamDecision.objects.get()
    assert record.before is not None
    assert "ศาลากลาง" in str(record.before["body"]), "no word is lost"


def test_a_clean_merge_is_taken_and_the_order_follows_at_the_end(
    adaptation: AdaptationPage, editor: Any, publish: Publish
) -> None:
    own(adaptation, "MG-02", "adapted", "ประชาชนรอไม่เกินสิบนาที\nเจ้าหน้าที่แจ้งผลภายในวันเดียวกัน", editor)
    publish(
        ["MG-05", "MG-01", "MG-02", "MG-03"],
        MG_02={"body_th": "ประชาชนรอไม่เกินสามสิบนาที\nเจ้าหน้าที่แจ้งผลภายในสองวัน"},
        MG_04=None,
        MG_05={"heading_th": "ใหม่", "body_th": "หมวดใหม่"},
    )

    decide(adaptation, "MG-02", answer(adaptation, "MG-02", "accepted"), editor)
    half = draft(adaptation)
    assert half.edition.number == 1
    assert [each.section_id for each in read_adaptation(half)] == ["MG-01", "MG-02", "MG-03", "MG-04"]
    decide(adaptation, "MG-04", answer(adaptation, "MG-04", "accepted"), editor)
    assert [each.section_id for each in read_adaptation(draft(adaptation))] == ["MG-01", "MG-02", "MG-03"]
    decide(adaptation, "MG-05", answer(adaptation, "MG-05", "accepted"), editor)

    done = draft(adaptation)
    assert done.edition.number == 2
    assert waiting(adaptation) == {}
    assert [each.section_id for each in read_adaptation(done)] == ["MG-05", "MG-01", "MG-02", "MG-03"]
    merged = decision_in(done, "MG-02")
    assert merged is not None
    assert "สิบนาที" in text(merged.body)
    assert "สองวัน" in text(merged.body)
    assert all(each.edition.number == 2 for each in done.decisions.all() if not each.removed_in_id)
    records = list(UpstreamDecision.objects.values_list("section_id", "action", "user__username"))
    assert ("MG-02", "accepted", "editor") in records
    assert len(records) == 3


def test_keeping_is_not_asked_again_for_the_same_change(
    adaptation: AdaptationPage, editor: Any, publish: Publish
) -> None:
    own(adaptation, "MG-02", "adapted", "ประชาชนรอไม่เกินสิบนาที", editor)
    publish(MG_02={"body_th": "ประชาชนรอไม่เกินยี่สิบนาที"}, MG_04={"body_th": "ตั้งในห้างสรรพสินค้า"})
    with pytest.raises(ValidationError, match="เหตุผล"):
        decide(adaptation, "MG-02", answer(adaptation, "MG-02", "kept"), editor)
    for section in ("MG-02", "MG-04"):
        decide(adaptation, section, answer(adaptation, section, "kept", "ยังไม่พร้อม"), editor)

    kept = draft(adaptation)
    assert waiting(adaptation) == {}
    assert kept.edition.number == 2
    inherited = next(each for each in read_adaptation(kept) if each.section_id == "MG-04")
    assert inherited.model is not None
    assert "ย่านชุมชน" in text(inherited.model.body)
    publish(MG_01={"body_th": "แก้ไขอีก"})
    assert set(waiting(adaptation)) == {"MG-01"}
    publish(MG_04={"body_th": "ตั้งในสถานีขนส่ง"})
    assert waiting(adaptation)["MG-04"].kind == "clean", "what was held back is not let in by itself"


def test_an_edited_result_and_one_that_says_what_the_model_says(
    adaptation: AdaptationPage, editor: Any, publish: Publish
) -> None:
    own(adaptation, "MG-02", "adapted", "ประชาชนรอไม่เกินสิบนาที", editor)
    publish(MG_02={"body_th": "ประชาชนรอไม่เกินยี่สิบนาที"}, MG_04={"body_th": "ตั้งในห้าง"})
    model = stream_from_text("ตั้งในห้าง", "x")
    with pytest.raises(ValidationError, match="เหตุผล"):
        decide(adaptation, "MG-02", answer(adaptation, "MG-02", "edited", body=model), editor)
    written = stream_from_text("ประชาชนรอสิบถึงยี่สิบนาที", "MG-02")

    decide(adaptation, "MG-02", answer(adaptation, "MG-02", "edited", "ประนีประนอม", body=written), editor)
    decide(adaptation, "MG-04", answer(adaptation, "MG-04", "edited", "ลองแก้", body=model), editor)

    edited, same = (decision_in(draft(adaptation), key) for key in ("MG-02", "MG-04"))
    assert edited is not None
    assert text(edited.body).count("สิบถึงยี่สิบ") == 1
    assert same is not None
    assert (same.choice, len(same.body)) == ("inherited", 0), "no copy of the model"


def test_undo_brings_back_every_word_until_publication(
    adaptation: AdaptationPage, editor: Any, superuser: Any, publish: Publish
) -> None:
    own(adaptation, "MG-02", "adapted", "ประชาชนรอไม่เกินสิบนาที", editor)
    publish(MG_02={"body_th": "ประชาชนรอไม่เกินยี่สิบนาที"}, MG_05={"heading_th": "ใหม่", "body_th": "ใหม่"})
    first = decide(adaptation, "MG-02", answer(adaptation, "MG-02", "accepted"), editor)
    second = decide(adaptation, "MG-05", answer(adaptation, "MG-05", "accepted"), editor)
    assert draft(adaptation).edition.number == 2

    undo(adaptation, first.pk, editor)
    back = decision_in(draft(adaptation), "MG-02")
    assert back is not None
    assert back.choice == "adapted"
    assert "สิบนาที" in text(back.body)
    assert set(waiting(adaptation)) == {"MG-02"}
    assert draft(adaptation).edition.number == 1
    with pytest.raises(ValidationError, match="เลิกทำไปแล้ว"):
        undo(adaptation, first.pk, editor)
    undo(adaptation, second.pk, editor)
    assert decision_in(draft(adaptation), "MG-05") is None
    again = decide(adaptation, "MG-02", answer(adaptation, "MG-02", "kept", "คง"), editor)
    save_section(adaptation, "MG-02", SectionInput("inherited", values={"mission": "ขนส่ง"}), editor)
    with pytest.raises(ValidationError, match="มีการแก้ไขหมวดนี้หลัง"):
        undo(adaptation, again.pk, editor)
    AdaptationPage.objects.get(pk=adaptation.pk).get_latest_revision().publish(user=superuser)
    with pytest.raises(ValidationError, match="เผยแพร่แล้ว"):
        undo(adaptation, again.pk, editor)


def test_what_changed_meanwhile_is_never_overwritten(
    adaptation: AdaptationPage, editor: Any, superuser: Any, person: Any, publish: Publish
) -> None:
    publish(MG_04={"body_th": "ตั้งในห้าง"})
    stale = answer(adaptation, "MG-04", "accepted")
    own(adaptation, "MG-04", "adapted", "ตั้งในย่านชุมชนของเรา", editor)
    with pytest.raises(UpstreamStale, match="ผู้อื่นแก้ไข"):
        decide(adaptation, "MG-04", stale, editor)
    fresh = answer(adaptation, "MG-04", "accepted")
    edition = target_of(publish(MG_04={"body_th": "ตั้งในสถานี"}))
    with pytest.raises(UpstreamStale, match="ฉบับใหม่กว่า"):
        decide(adaptation, "MG-04", fresh, editor)
    with pytest.raises(PermissionDenied):
        decide(adaptation, "MG-04", answer(adaptation, "MG-04", "accepted"), person("stranger"))
    third = answer(adaptation, "MG-04", "accepted")
    assert edition is not None
    withdraw(edition, "พิมพ์ผิด", superuser)
    with pytest.raises(UpstreamStale, match="ถูกถอน"):
        decide(adaptation, "MG-04", third, editor)
    assert not UpstreamDecision.objects.exists()
    assert "ของเรา" in text(decision_in(draft(adaptation), "MG-04").body)  # type: ignore[union-attr]


def test_a_withdrawn_edition_leads_back_and_readers_see_the_one_before(
    adaptation: AdaptationPage, editor: Any, superuser: Any, publish: Publish, client: Any
) -> None:
    second = target_of(publish(MG_04={"body_th": "ตั้งในห้าง"}))
    assert second is not None
    decide(adaptation, "MG-04", answer(adaptation, "MG-04", "accepted"), editor)
    with pytest.raises(PermissionDenied):
        withdraw(second, "ลองดู", editor)
    with pytest.raises(ValidationError, match="เหตุผล"):
        withdraw(second, " ", superuser)

    withdraw(second, "มีข้อผิดพลาด", superuser)

    assert "ย่านชุมชน" in client.get("/guidelines/counter/").content.decode()
    assert waiting(adaptation)["MG-04"].kind == "fast-forward"
    decide(adaptation, "MG-04", answer(adaptation, "MG-04", "accepted"), editor)
    assert waiting(adaptation) == {}
    assert draft(adaptation).edition.number == 1
    with pytest.raises(ValidationError, match="ฉบับเดียว"):
        withdraw(second.guideline.editions.get(number=1), "อีก", superuser)
    publish(MG_04={"body_th": "ตั้งในสถานี"})
    assert second.guideline.editions.latest("number").number == 3


def test_only_fast_forwards_go_in_by_themselves_and_only_where_chosen(
    adaptation: AdaptationPage, editor: Any, publish: Publish
) -> None:
    own(adaptation, "MG-02", "adapted", "ประชาชนรอไม่เกินสิบนาที", editor)
    publish(MG_02={"body_th": "ประชาชนรอไม่เกินยี่สิบนาที"}, MG_04={"body_th": "ตั้งในห้าง"})
    assert follow(adaptation) == []
    UpstreamSetting.objects.create(organisation=adaptation.organisation, fast_forward=True)

    records = follow(adaptation)

    assert [(each.section_id, each.action, each.user) for each in records] == [("MG-04", "automatic", None)]
    assert set(waiting(adaptation)) == {"MG-02"}
    assert follow(adaptation) == []
    undo(adaptation, records[0].pk, editor)
    assert follow(adaptation) == [], "what somebody undid does not come again by itself"
    assert set(waiting(adaptation)) == {"MG-02", "MG-04"}
    accept_all(adaptation, {"fast-forward"}, editor)
    assert set(waiting(adaptation)) == {"MG-02"}


def test_rows_of_the_model_cannot_be_lost_or_borrowed(adaptation: AdaptationPage, publish: Publish) -> None:
    page = draft(adaptation)
    page.decisions.remove(decision_in(page, "MG-01"))
    with pytest.raises(ValidationError, match="MG-01: ขาดการตัดสินใจ"):
        page.save_revision()
    second = target_of(publish(MG_02={"body_th": "ใหม่"}))
    page = draft(adaptation)
    decision = decision_in(page, "MG-01")
    assert decision is not None
    decision.removed_in = second
    page.decisions.add(decision)
    with pytest.raises(ValidationError, match="ต้นแบบยังมีหมวดนี้"):
        page.save_revision()


def test_the_fewest_moves_explain_another_order() -> None:
    assert Order(("a", "b", "c", "d"), ("b", "c", "a", "d")).moved == {"a"}
    assert Order(("a", "b", "c"), ("x", "a", "c")).moved == frozenset()
    assert Order(("a", "b"), ("b", "a")).moved in ({"a"}, {"b"})


def test_accounts_are_kept_up_and_made_again_when_something_changes(
    adaptation: AdaptationPage, editor: Any, publish: Publish, django_assert_max_num_queries: Any
) -> None:
    guideline = publish(MG_02={"body_th": "รอไม่เกินยี่สิบนาที"}, MG_04={"body_th": "ตั้งในห้าง"})

    assert keep_up() == 1
    with django_assert_max_num_queries(6):
        assert keep_up() == 0

    def accounted(page: GuidelinePage) -> dict[str, str]:
        bring_up_to_date(page)
        kinds: dict[str, str] = UpstreamSummary.objects.get(page=adaptation, target=target_of(page)).kinds
        return kinds

    assert accounted(guideline) == {"MG-02": "fast-forward", "MG-04": "fast-forward"}
    own(adaptation, "MG-02", "adapted", "ประชาชนรอไม่เกินสิบนาที", editor)
    assert accounted(guideline)["MG-02"] == "conflict"
    assert bring_up_to_date(guideline) == 0
    UpstreamSetting.objects.create(organisation=adaptation.organisation, fast_forward=True)
    guideline = publish(MG_01={"body_th": "แก้ไขอีก"})
    keep_up()
    assert set(waiting(adaptation)) == {"MG-02"}
    assert set(accounted(guideline)) == {"MG-02"}
