"""A question tree, and to which pages it leads."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, Revision
from wagtail.search import index
from wagtail.url_routing import RouteResult

from core.bilingual import in_reader_language
from core.models import BasePage
from services.addresses import SectionChildMixin
from services.blocks import rows
from services.questions import checking
from services.questions.blocks import Question, QuestionBlock, questions_of

LONGEST_WAY = 40
"""Parts of an address that are looked at; no tree is nearly as deep."""


class QuestionTreeForm(WagtailAdminPageForm):
    """Wagtail's page form, which refuses to publish or to submit a tree in which somebody could get lost."""

    def is_valid(self) -> bool:
        valid: bool = super().is_valid()
        if valid and ({"action-submit", "action-publish"} & set(self.data)):
            for problem in self.save(commit=False).problems_before_publishing():
                self.add_error("questions", problem)
        return valid and not self.errors


class QuestionTreePage(SectionChildMixin, BasePage):
    """Questions whose answers lead to the right guide (แบบคำถามนำทาง).

    Its address is /services/questions/<slug>/, followed by the answers given so far, so that a link to
    any place in it can be kept and sent. A draft may be as unfinished as it likes; what is published has
    neither loops nor dead ends.
    """

    flat_prefix = "questions/"
    reader_kind = _("ตอบคำถามเพื่อหาบริการ")

    organisation = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("หน่วยงานที่ดูแลแบบคำถาม"),
        on_delete=models.PROTECT,
        related_name="question_trees",
    )
    summary = models.TextField(_("คำนำ"), max_length=500, help_text=_("หนึ่งหรือสองประโยค บอกว่าตอบแล้วจะได้อะไร"))
    summary_en = models.TextField(_("คำนำภาษาอังกฤษ"), max_length=500, blank=True)
    life_events = ParentalManyToManyField(
        "services.LifeEvent", verbose_name=_("เหตุการณ์ในชีวิต"), blank=True, related_name="question_trees"
    )
    questions = StreamField(
        rows("question", QuestionBlock()),
        verbose_name=_("คำถาม"),
        help_text=_("ข้อแรกคือข้อที่ถามก่อน ข้ออื่นถามเมื่อคำตอบอ้างรหัสของข้อนั้น"),
    )

    sort_key = models.TextField(editable=False, default="")

    search_fields = [*BasePage.search_fields, index.SearchField("summary"), index.FilterField("organisation")]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("summary_en"),
        FieldPanel("questions"),
        FieldPanel("life_events"),
    ]
    parent_page_types = ["organisations.OrganisationFolder"]
    subpage_types: list[str] = []
    template = "services/question.html"
    base_form_class = QuestionTreeForm

    class Meta:
        verbose_name = _("แบบคำถามนำทาง")
        verbose_name_plural = _("แบบคำถามนำทาง")

    @property
    def display_summary(self) -> str:
        """The introduction in the reader's language, Thai where there is no English one."""
        return in_reader_language(self.summary, self.summary_en)

    @cached_property
    def tree(self) -> tuple[Question, ...]:
        return questions_of(self.questions)

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """The rest of the address is the answers given so far."""
        return RouteResult(self, kwargs={"answers": tuple(path_components[:LONGEST_WAY])})

    def serve(self, request: HttpRequest, answers: tuple[str, ...] = (), **kwargs: Any) -> HttpResponse:
        """The question after some answers, or what they lead to.

        Where the tree was changed since an address was kept, the reader goes on from the last answer that
        still holds.
        """
        from services.questions.reading import place_of

        place = place_of(self, answers)
        if len(place.given) < len(answers):
            return redirect(f"{place.url}?changed")
        request.question_place = place  # type: ignore[attr-defined]
        return super().serve(request, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from services.questions.reading import place_of

        place = getattr(request, "question_place", None) or place_of(self, ())
        return super().get_context(request, *args, **kwargs) | {
            "place": place,
            "has_changed": "changed" in request.GET,
        }

    def problems_before_publishing(self) -> list[str]:
        """Loops, dead ends and chosen pages that nobody can open, in words."""
        found = checking.problems(self.tree)
        wanted = {lead.page for question in self.tree for answer in question.answers for lead in answer.leads}
        live = set(Page.objects.live().filter(pk__in=wanted).values_list("pk", flat=True))
        for question in self.tree:
            for answer in question.answers:
                if answer.leads and not answer.advice and not any(each.page in live for each in answer.leads):
                    values = {"question": question.text, "answer": answer.text}
                    found.append(
                        _now(
                            "คำถาม “%(question)s”: คำตอบ “%(answer)s” มีแต่คู่มือที่ยังไม่เผยแพร่หรือถูกลบ "
                            "โปรดเผยแพร่คู่มือก่อน หรือเขียนคำแนะนำ"
                        )
                        % values
                    )
        return found

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        """Publish a revision. Raises ValidationError with everything in which a reader could get lost."""
        draft: Any = revision.as_object()
        if problems := draft.problems_before_publishing():
            raise ValidationError(problems)
        return super().publish(revision, *args, **kwargs)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Store the page and to which pages it leads, together."""
        fields = kwargs.get("update_fields")
        self.__dict__.pop("tree", None)
        with transaction.atomic():
            result = super().save(*args, **kwargs)
            if fields is None or "questions" in fields:
                self._store_leads()
        return result

    def _store_leads(self) -> None:
        chosen = {lead.page for question in self.tree for answer in question.answers for lead in answer.leads}
        kept = set(self.leads.values_list("leads_to", flat=True))
        self.leads.exclude(leads_to__in=chosen).delete()
        existing = Page.objects.filter(pk__in=chosen - kept).values_list("pk", flat=True)
        QuestionLead.objects.bulk_create(QuestionLead(tree=self, leads_to_id=pk) for pk in existing)


class QuestionLead(models.Model):
    """That a tree leads to a page (หน้าที่แบบคำถามพาไป); follows from the tree's stored questions."""

    tree = models.ForeignKey(QuestionTreePage, on_delete=models.CASCADE, related_name="leads")
    leads_to = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tree", "leads_to"], name="one_lead_per_tree_and_page")
        ]

    def __str__(self) -> str:
        return f"{self.tree_id} → {self.leads_to_id}"
