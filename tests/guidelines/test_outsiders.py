"""People of another ministry meet nothing of a draft: at no screen of ours or of Wagtail, in no list."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import TaskState

from guidelines.commenting import comment_on
from guidelines.deciding import SectionInput, save_general, save_section
from guidelines.models import AdaptationPage, SectionComment, UpstreamSetting
from guidelines.plain import stream_from_text
from guidelines.reviewing import send_to_review
from organisations.models import Organisation, Role

SECRET = "ถ้อยคำลับของฉบับร่าง"
REMARK = "ความเห็นภายในของกระทรวง"


@pytest.fixture
def draft(adaptation: AdaptationPage, editor: Any, reviewer: Any) -> AdaptationPage:
    """In review, with words, a reason, a comment and a history of its own."""
    said = SectionInput(
        "adapted", f"เหตุผล {SECRET}", "หัวข้อ", stream_from_text(SECRET), values={"mission": SECRET}
    )
    save_section(adaptation, "MG-02", said, editor)
    save_general(AdaptationPage.objects.get(), editor, SECRET, {})
    comment_on(adaptation, "MG-02", REMARK, editor)
    send_to_review(AdaptationPage.objects.get(), editor)
    return AdaptationPage.objects.get()


@pytest.fixture
def outsider(person: Any, other_ministry: Organisation) -> Any:
    """Holds every role in another ministry."""
    return person("outsider", other_ministry, *Role.values, is_staff=True)


def ours(page: AdaptationPage) -> Iterator[str]:
    for name in ("adaptation", "general", "practice", "upstream", "add_section"):
        yield reverse(f"guidelines:{name}", args=[page.pk])
    for name in ("section", "upstream_section"):
        yield reverse(f"guidelines:{name}", args=[page.pk, "MG-02"])
    yield reverse("followup:timeline", args=[page.guideline_id, page.organisation_id])


def wagtails(page: AdaptationPage) -> Iterator[str]:
    for name in ("edit", "view_draft", "history", "workflow_history", "unpublish", "delete", "usage", "copy"):
        yield reverse(f"wagtailadmin_pages:{name}", args=[page.pk])
    first, last = page.revisions.order_by("pk").first(), page.latest_revision
    assert first is not None
    assert last is not None
    yield reverse("wagtailadmin_pages:revisions_view", args=[page.pk, last.pk])
    yield reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first.pk, last.pk])
    yield reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk])
    yield reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    state = TaskState.objects.get()
    yield reverse("wagtailadmin_pages:workflow_preview", args=[page.pk, state.task_id])
    yield reverse("wagtailadmin_pages:workflow_history_detail", args=[page.pk, state.workflow_state_id])


def public(page: AdaptationPage) -> Iterator[str]:
    url = page.get_url() or ""
    yield from (url, f"{url}compare/", f"{url}download/pdf/", f"{url}download/docx/", f"/en{url}")
    yield from (f"/api/v3/pages/{page.pk}/", f"/api/v3/pages/find/?html_path={url}")


def test_every_door_to_the_draft_is_shut(draft: AdaptationPage, outsider: Any, client: Client) -> None:
    client.force_login(outsider)
    for url in [*ours(draft), *wagtails(draft), *public(draft)]:
        answer = client.get(url)
        text = answer.content.decode(errors="replace")
        assert answer.status_code in {403, 404}, (url, answer.status_code)
        assert SECRET not in text, url
        assert REMARK not in text, url
        assert draft.title not in text, url
    client.logout()
    for url in [*ours(draft), *wagtails(draft)]:
        answer = client.get(url)
        assert answer.status_code == 302, "who is not signed in is led to sign in"
        assert answer.headers["Location"].startswith("/admin/login/"), url


def test_no_door_takes_anything_from_an_outsider(
    draft: AdaptationPage, outsider: Any, client: Client
) -> None:
    """Whatever is sent to the draft, nothing of it changes and nothing comes back."""
    comment = SectionComment.objects.get()
    doors = [
        *ours(draft),
        *wagtails(draft),
        *(reverse(f"guidelines:{name}", args=[draft.pk]) for name in ("review", "accept_rest")),
        reverse("guidelines:comment", args=[draft.pk, "MG-02"]),
        reverse("guidelines:resolve_comment", args=[draft.pk, comment.pk]),
        reverse("guidelines:upstream_rest", args=[draft.pk]),
        reverse("guidelines:upstream_setting", args=[draft.pk]),
        reverse("guidelines:upstream_undo", args=[draft.pk, 1]),
        reverse("guidelines:remove_section", args=[draft.pk, "MG-02"]),
        reverse("guidelines:cell", args=[draft.guideline_id, draft.organisation_id, "MG-02"]),
        reverse("wagtailadmin_pages:lock", args=[draft.pk]),
        reverse("wagtailadmin_pages:workflow_action", args=[draft.pk, "approve", TaskState.objects.get().pk]),
    ]
    client.force_login(outsider)
    sent = {
        "choice": "inherited",
        "text": "x",
        "action": "send",
        "fast_forward": "on",
        "slug": "x",
        "seen": "0",
    }
    for url in doors:
        answer = client.post(url, sent)
        assert answer.status_code in {403, 404, 405}, (url, answer.status_code)
        assert SECRET not in answer.content.decode(errors="replace"), url
    after = AdaptationPage.objects.get()
    assert (after.latest_revision_id, after.live, after.locked) == (draft.latest_revision_id, False, False)
    comment.refresh_from_db()
    assert comment.resolved_at is None
    assert SectionComment.objects.count() == 1
    assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS
    assert not UpstreamSetting.objects.exists()


def lists(page: AdaptationPage) -> Iterator[str]:
    """Screens that an outsider may open and that list pages, changes or tasks of many."""
    parent = page.get_parent()
    yield reverse("wagtailadmin_home")
    yield reverse("guidelines:workbench")
    yield reverse("guidelines:report")
    yield reverse("wagtailadmin_explore", args=[parent.pk])
    yield reverse("wagtailadmin_choose_page_child", args=[parent.pk])
    yield reverse("wagtailadmin_choose_page_search") + "?q=คมนาคม"
    yield reverse("wagtailadmin_pages:search") + "?q=คมนาคม"
    yield reverse("wagtailadmin_pages:search") + f"?q={SECRET}"
    for name in (
        "site_history",
        "locked_pages",
        "aging_pages",
        "workflow",
        "workflow_tasks",
        "page_types_usage",
        "page_types_usage_results",
    ):
        yield reverse(f"wagtailadmin_reports:{name}")
    yield "/search/?q=คมนาคม"
    yield f"/api/search?q={SECRET}"
    yield "/api/v3/pages/?type=guidelines.AdaptationPage"
    yield "/sitemap.xml"
    yield page.guideline.get_url() or ""
    yield f"{page.guideline.get_url()}sections/mg-02/"
    yield "/organisations/mot/"


def test_no_list_names_the_draft(draft: AdaptationPage, outsider: Any, client: Client) -> None:
    client.force_login(outsider)
    opened = 0
    for url in lists(draft):
        answer = client.get(url, follow=True)
        text = answer.content.decode(errors="replace")
        if answer.headers.get("Content-Type", "").startswith("application/json"):
            text += json.dumps(answer.json(), ensure_ascii=False)
        opened += answer.status_code == 200
        told = (SECRET, REMARK, draft.title, f"/adaptations/{draft.pk}/", f"/pages/{draft.pk}/edit/")
        for words in told:
            assert words in url or words not in text, (url, words)
    assert opened > 10


def test_the_report_on_page_types_is_for_superusers(
    draft: AdaptationPage, outsider: Any, superuser: Any, client: Client
) -> None:
    address = reverse("wagtailadmin_reports:page_types_usage")
    client.force_login(outsider)
    assert client.get(address).status_code == 403
    assert address not in client.get(reverse("wagtailadmin_home")).content.decode()
    client.force_login(superuser)
    assert draft.title in client.get(address).content.decode()
    assert address in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_editor_meets_it_at_the_same_doors(draft: AdaptationPage, editor: Any, client: Client) -> None:
    """So that the doors above are not shut to everybody."""
    client.force_login(editor)
    seen = [SECRET in client.get(url).content.decode(errors="replace") for url in ours(draft)]
    assert sum(seen) >= 3
    assert REMARK in client.get(reverse("guidelines:section", args=[draft.pk, "MG-02"])).content.decode()
    assert client.get(reverse("wagtailadmin_pages:history", args=[draft.pk])).status_code == 200
