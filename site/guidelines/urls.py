"""Addresses of the screens under /admin/guidelines/."""

from __future__ import annotations

from django.urls import path

from guidelines.matrix import SectionCell, SectionMatrix
from guidelines.reports import AdaptationReport
from guidelines.views.adaptation import AcceptRest, General, Overview, PracticeScreen, Review
from guidelines.views.comments import Comment, ResolveComment
from guidelines.views.models import Models, WithdrawEdition
from guidelines.views.section import AddSection, RemoveSection, SectionScreen
from guidelines.views.sending import Send, Sendings, SendingScreen
from guidelines.views.upstream import (
    AcceptFastForwards,
    FollowSetting,
    UndoDecision,
    UpstreamChanges,
    UpstreamSection,
)
from guidelines.views.workbench import Workbench, start

app_name = "guidelines"
urlpatterns = [
    path("", Workbench.as_view(), name="workbench"),
    path("<int:guideline_pk>/start/", start, name="start"),
    path("models/", Models.as_view(), name="models"),
    path("editions/<int:edition_pk>/withdraw/", WithdrawEdition.as_view(), name="withdraw"),
    path("sendings/", Sendings.as_view(), name="sendings"),
    path("sendings/<int:pk>/", SendingScreen.as_view(), name="sending"),
    path("<int:guideline_pk>/send/", Send.as_view(), name="send"),
    path("adaptations/<int:pk>/", Overview.as_view(), name="adaptation"),
    path("adaptations/<int:pk>/general/", General.as_view(), name="general"),
    path("adaptations/<int:pk>/practice/", PracticeScreen.as_view(), name="practice"),
    path("adaptations/<int:pk>/rest/", AcceptRest.as_view(), name="accept_rest"),
    path("adaptations/<int:pk>/review/", Review.as_view(), name="review"),
    path("adaptations/<int:pk>/add/", AddSection.as_view(), name="add_section"),
    path("adaptations/<int:pk>/sections/<str:section_id>/", SectionScreen.as_view(), name="section"),
    path(
        "adaptations/<int:pk>/sections/<str:section_id>/remove/",
        RemoveSection.as_view(),
        name="remove_section",
    ),
    path("adaptations/<int:pk>/sections/<str:section_id>/comments/", Comment.as_view(), name="comment"),
    path("adaptations/<int:pk>/comments/<int:comment>/", ResolveComment.as_view(), name="resolve_comment"),
    path("adaptations/<int:pk>/upstream/", UpstreamChanges.as_view(), name="upstream"),
    path("adaptations/<int:pk>/upstream/rest/", AcceptFastForwards.as_view(), name="upstream_rest"),
    path("adaptations/<int:pk>/upstream/setting/", FollowSetting.as_view(), name="upstream_setting"),
    path("adaptations/<int:pk>/upstream/undo/<int:record>/", UndoDecision.as_view(), name="upstream_undo"),
    path(
        "adaptations/<int:pk>/upstream/sections/<str:section_id>/",
        UpstreamSection.as_view(),
        name="upstream_section",
    ),
    path("report/", AdaptationReport.as_view(), name="report"),
    path("report/results/", AdaptationReport.as_view(results_only=True), name="report_results"),
    path("report/<int:guideline_pk>/matrix/", SectionMatrix.as_view(), name="matrix"),
    path(
        "report/<int:guideline_pk>/matrix/<int:organisation_pk>/<str:section_id>/",
        SectionCell.as_view(),
        name="cell",
    ),
]
