"""Addresses under /admin/follow-up/."""

from __future__ import annotations

from django.urls import path

from guidelines.followup.views import reports, rounds, timeline

app_name = "followup"
urlpatterns = [
    path("rounds/", rounds.Rounds.as_view(), name="rounds"),
    path("rounds/open/<int:guideline_pk>/", rounds.OpenRound.as_view(), name="open"),
    path("rounds/<int:pk>/", rounds.RoundScreen.as_view(), name="round"),
    path("rounds/<int:pk>/close/", rounds.CloseRound.as_view(), name="close"),
    path("rounds/<int:pk>/join/", rounds.JoinRound.as_view(), name="join"),
    path("rounds/<int:pk>/remind/", rounds.RemindLate.as_view(), name="remind"),
    path("timeline/<int:guideline_pk>/<int:organisation_pk>/", timeline.Timeline.as_view(), name="timeline"),
    path("reports/", reports.Reports.as_view(), name="reports"),
    path("reports/<int:pk>/", reports.Report.as_view(), name="report"),
    path("evidence/<int:pk>/", reports.evidence_file, name="evidence"),
    path("evidence/<int:pk>/remove/", reports.remove_evidence, name="remove_evidence"),
]
