"""Four eyes: what one person writes another person of the same organisation approves.

Wagtail's own approval task lets an author who is in the approving group approve their own work; the
task here does not, at any door: the button, `on_action`, and the task state's `approve`.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page, Revision, Task, TaskState, Workflow, WorkflowPage, WorkflowTask

from organisations.models import Membership, Organisation, Role
from organisations.pages import OrganisationFolder
from organisations.permissions import may_act_for


class OrganisationReview(models.Model):
    """The workflow by which an organisation reviews its pages (การสอบทานของหน่วยงาน)."""

    organisation = models.OneToOneField(
        Organisation, verbose_name=_("หน่วยงาน"), on_delete=models.CASCADE, related_name="review"
    )
    workflow = models.OneToOneField(
        Workflow,
        verbose_name=_("ลำดับการสอบทาน"),
        on_delete=models.CASCADE,
        related_name="organisation_review",
    )

    class Meta:
        verbose_name = _("การสอบทานของหน่วยงาน")
        verbose_name_plural = _("การสอบทานของหน่วยงาน")

    def __str__(self) -> str:
        return str(self.workflow)


class ReviewBypass(models.Model):
    """A publication or approval without a second person (การข้ามการสอบทาน): possible, but never unseen."""

    class Kind(models.TextChoices):
        """How the review was passed by (วิธีที่ข้าม)."""

        PUBLISHED = "published", _("เผยแพร่โดยไม่ผ่านการสอบทาน")
        APPROVED = "approved", _("อนุมัติโดยผู้ดูแลระบบแทนผู้สอบทานของหน่วยงาน")

    page = models.ForeignKey(Page, verbose_name=_("หน้า"), on_delete=models.CASCADE, related_name="+")
    revision = models.ForeignKey(
        Revision, verbose_name=_("ฉบับ"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    kind = models.CharField(_("วิธีที่ข้าม"), max_length=20, choices=Kind.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ผู้ดำเนินการ"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("เมื่อ"), default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ผู้รับรองภายหลัง"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    confirmed_at = models.DateTimeField(_("รับรองเมื่อ"), null=True, blank=True)
    reminded_on = models.DateField(_("เตือนล่าสุดเมื่อ"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("การข้ามการสอบทาน")
        verbose_name_plural = _("การข้ามการสอบทาน")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.page} – {self.get_kind_display()}"

    @property
    def days(self) -> int:
        """How many days it waits, or waited, for approval afterwards."""
        until = timezone.localdate(self.confirmed_at) if self.confirmed_at else timezone.localdate()
        return max((until - timezone.localdate(self.created_at)).days, 0)


def owner_of(page: Page) -> Organisation | None:
    """The organisation whose reviewers approve `page`: its own word, else the folder that it stands in."""
    specific = page.specific
    if isinstance(specific, ReviewedPageMixin):
        return specific.owning_organisation()
    return _folder_owner(specific)


def _folder_owner(page: Page) -> Organisation | None:
    folder = (
        OrganisationFolder.objects.ancestor_of(page).select_related("organisation").order_by("-depth").first()
    )
    return folder.organisation if folder else None


def writers_of_round(page: Page) -> set[int]:
    """Ids of the users who wrote a revision since the last approved one, or asked for the review.

    Pages that reviewers may publish by themselves begin a new round with what they published, too.
    """
    revisions = Revision.objects.for_instance(page)
    approved = FourEyesTaskState.objects.filter(revision__in=revisions, status=TaskState.STATUS_APPROVED)
    last = approved.aggregate(last=models.Max("revision_id"))["last"] or 0
    if not isinstance(page.specific, ReviewedPageMixin):
        last = max(last, page.live_revision_id or 0)
    writers = set(revisions.filter(pk__gt=last, user__isnull=False).values_list("user_id", flat=True))
    state = page.current_workflow_state
    if state is not None and state.requested_by_id:
        writers.add(state.requested_by_id)
    return writers


def authors_of(state: TaskState) -> set[int]:
    """Ids of the users who wrote what this review was about, or asked for it; also when it is long over."""
    earlier = FourEyesTaskState.objects.filter(
        workflow_state__object_id=state.workflow_state.object_id,
        workflow_state__base_content_type=state.workflow_state.base_content_type_id,
        status=TaskState.STATUS_APPROVED,
        revision_id__lt=state.revision_id,
    )
    last = earlier.aggregate(last=models.Max("revision_id"))["last"] or 0
    revisions = Revision.objects.filter(
        object_id=state.workflow_state.object_id,
        base_content_type=state.workflow_state.base_content_type_id,
        pk__gt=last,
        pk__lte=state.revision_id,
        user__isnull=False,
    )
    return {*revisions.values_list("user_id", flat=True), state.workflow_state.requested_by_id} - {None}


def editing_path(page: Page) -> str:
    """Where in the admin the draft of `page` is read and edited."""
    specific = page.specific
    if isinstance(specific, ReviewedPageMixin):
        return specific.editing_path()
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def may_approve(page: Page, user: Any) -> bool:
    """Whether `user` is a reviewer of the owning organisation and wrote nothing in this round."""
    if not getattr(user, "is_active", False):
        return False
    owner = owner_of(page)
    is_reviewer = Membership.objects.filter(user=user, organisation=owner, role=Role.REVIEWER).exists()
    return owner is not None and is_reviewer and user.pk not in writers_of_round(page)


def approvers_of(page: Page) -> models.QuerySet[Any]:
    """The active users who `may_approve` the page."""
    reviewers = get_user_model().objects.filter(
        is_active=True, memberships__organisation=owner_of(page), memberships__role=Role.REVIEWER
    )
    return reviewers.exclude(pk__in=writers_of_round(page)).distinct()


def is_reviewed(revision: Revision) -> bool:
    """Whether a second person approved exactly this revision."""
    return FourEyesTaskState.objects.filter(revision=revision, status=TaskState.STATUS_APPROVED).exists()


def approver_of(revision: Revision) -> Any:
    """Who answers for this revision: the one who approved it, else who forced it; None where nobody did."""
    approved = FourEyesTaskState.objects.filter(revision=revision, status=TaskState.STATUS_APPROVED)
    state = approved.select_related("finished_by").order_by("-finished_at").first()
    if state is not None and state.finished_by is not None:
        return state.finished_by
    forced = ReviewBypass.objects.filter(revision=revision).select_related("user").order_by("created_at")
    bypass = forced.first()
    return bypass.user if bypass is not None else None


class FourEyesTaskState(TaskState):
    """The state of a four-eyes task on one revision (ผลการสอบทานสี่ตา)."""

    @transaction.atomic
    def approve(self, user: Any = None, update: bool = True, comment: str = "") -> TaskState:
        """Approve. Raises PermissionDenied for an author and for anybody but the owner's reviewers.

        A superuser may; where a reviewer could not have, that is recorded as a `ReviewBypass`, and refused
        with ValidationError while an earlier one waits. A second person's approval counts for earlier
        versions that were forced, too.
        """
        from organisations.bypasses import confirm_with, hold

        page = self.workflow_state.content_object
        is_second_person = may_approve(page, user)
        if not is_second_person:
            if not getattr(user, "is_superuser", False):
                raise PermissionDenied(gettext("ผู้เขียนหรือผู้ที่มิใช่ผู้สอบทานของหน่วยงานอนุมัติเองไม่ได้"))
            hold(page)
            ReviewBypass.objects.create(
                page_id=page.pk, revision=self.revision, kind=ReviewBypass.Kind.APPROVED, user=user
            )
        approved = super().approve(user=user, update=update, comment=comment)
        if is_second_person:
            confirm_with(page, self.revision_id, user)
        return approved


class FourEyesTask(Task):
    """A step in which another person of the owning organisation approves (สอบทานสี่ตา)."""

    task_state_class = FourEyesTaskState

    class Meta:
        verbose_name = _("การสอบทานสี่ตา")
        verbose_name_plural = _("การสอบทานสี่ตา")

    def start(self, workflow_state: Any, user: Any = None) -> TaskState:
        """Begin. Raises ValidationError with the page's own list of what is missing."""
        draft = workflow_state.content_object.get_latest_revision_as_object()
        if isinstance(draft, ReviewedPageMixin) and (problems := draft.problems_before_review()):
            raise ValidationError(problems)
        return super().start(workflow_state, user=user)

    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> None:
        if action_name == "reject" and not may_act_for(user, owner_of(_page(task_state)), Role.REVIEWER):
            raise PermissionDenied
        super().on_action(task_state.specific, user, action_name, **kwargs)

    def get_actions(self, obj: Page, user: Any) -> list[tuple[str, str, bool]]:
        actions = []
        if may_act_for(user, owner_of(obj), Role.REVIEWER):
            actions.append(("reject", gettext("ส่งกลับให้แก้ไข"), True))
        if may_approve(obj, user) or user.is_superuser:
            actions += [
                ("approve", gettext("อนุมัติและเผยแพร่"), False),
                ("approve", gettext("อนุมัติและเผยแพร่พร้อมความเห็น"), True),
            ]
        return actions

    def why_not_approve(self, obj: Page, user: Any) -> str:
        """What `core.publishing` tells a reviewer who wrote, too."""
        from organisations.approving import why_not_approve

        return why_not_approve(obj, user)

    def user_can_access_editor(self, obj: Page, user: Any) -> bool:
        return may_act_for(user, owner_of(obj), Role.REVIEWER)

    def locked_for_user(self, obj: Page, user: Any) -> bool:
        return not may_act_for(user, owner_of(obj), Role.REVIEWER)

    def user_can_lock(self, obj: Page, user: Any) -> bool:
        return self.user_can_access_editor(obj, user)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> models.QuerySet[TaskState]:
        waiting = TaskState.objects.filter(task=self, status=TaskState.STATUS_IN_PROGRESS)
        if user.is_superuser:
            return waiting
        mine = Membership.objects.filter(user=user, role=Role.REVIEWER).values("organisation")
        return waiting.filter(workflow_state__workflow__organisation_review__organisation__in=mine)

    @classmethod
    def get_description(cls) -> str:
        return gettext("ผู้สอบทานของหน่วยงานเจ้าของเรื่องซึ่งมิได้เขียนฉบับนี้เป็นผู้อนุมัติ")


def _page(task_state: TaskState) -> Page:
    return task_state.workflow_state.content_object


class ReviewedPageForm(WagtailAdminPageForm):
    """Wagtail's page form, which also refuses to submit or publish while something is missing."""

    def is_valid(self) -> bool:
        valid = super().is_valid()
        if valid and ({"action-submit", "action-publish"} & set(self.data)):
            draft = self.save(commit=False)
            problems = draft.problems_before_review()
            for problem in problems:
                self.add_error(None, problem)
            if problems:
                draft.mark_problems(self)
        return valid and not self.errors


class ReviewedPageMixin:
    """A page that becomes public only through its organisation's review. Stands before `BasePage`."""

    base_form_class = ReviewedPageForm
    one_forced_at_a_time = False
    """Whether a forced publication is refused while an earlier one waits for approval."""

    def owning_organisation(self) -> Organisation | None:
        return _folder_owner(self)

    def editing_path(self) -> str:
        """Where in the admin the draft is read, edited and reviewed."""
        return reverse("wagtailadmin_pages:edit", args=[self.pk])  # type: ignore[attr-defined]

    def problems_before_review(self) -> list[str]:
        """What is missing, in Thai, before the page may be sent to review or published."""
        return []

    def mark_problems(self, form: ReviewedPageForm) -> None:
        """Say at the fields of the editor's form, too, what is missing, as far as a field can be named."""

    def publish(self, revision: Revision, user: Any = None, **kwargs: Any) -> Any:
        """Publish a reviewed revision. A superuser or the system may publish another, and that is recorded.

        Raises ValidationError where something is missing or an earlier forced publication still waits for
        approval, PermissionDenied for anybody else.
        """
        from organisations.bypasses import hold

        draft: Any = revision.as_object()
        if problems := draft.problems_before_review():
            raise ValidationError(problems)
        with transaction.atomic():
            if is_reviewed(revision):
                kwargs["skip_permission_checks"] = True
            elif user is not None and not user.is_superuser:
                raise PermissionDenied(gettext("ต้องมีผู้อื่นของหน่วยงานอนุมัติก่อนเผยแพร่"))
            elif user is not None or approver_of(revision) is None:
                hold(draft, but_for=None if user is not None else revision.pk)
                ReviewBypass.objects.create(
                    page_id=draft.pk, revision=revision, kind=ReviewBypass.Kind.PUBLISHED, user=user
                )
            return super().publish(revision, user=user, **kwargs)  # type: ignore[misc]


@transaction.atomic
def set_up_review(organisation: Organisation, page: Page) -> Workflow:
    """Let `organisation` review `page` and all below it by its four-eyes workflow, made when first needed."""
    review = OrganisationReview.objects.filter(organisation=organisation).select_related("workflow").first()
    if review is None:
        task = FourEyesTask.objects.first() or FourEyesTask.objects.create(name=gettext("สอบทานสี่ตา"))
        workflow = Workflow.objects.create(
            name=gettext("การสอบทานของ%(name)s") % {"name": organisation.name_th}
        )
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        review = OrganisationReview.objects.create(organisation=organisation, workflow=workflow)
    WorkflowPage.objects.update_or_create(page=page, defaults={"workflow": review.workflow})
    return review.workflow
