"""Addresses of the registrar's screens, below /admin/circulars/."""

from __future__ import annotations

from django.urls import path

from circulars.admin.distribution import AddDutyView, DistributionView, RemindView, SendView, TrackingView
from circulars.admin.inbox import AcknowledgeView, AnswerView, DeliveryView, InboxView
from circulars.admin.originals import OriginalView, PageView
from circulars.admin.proposals import ProposalView
from circulars.admin.queue import QueueView
from circulars.admin.review import (
    AgreeView,
    LiftSecrecyView,
    PublishView,
    ResolveView,
    ReviewView,
    VerifyView,
)
from circulars.admin.runs import RunReportView, RunResumeView, RunStateView, RunView
from circulars.admin.standing import StandingView
from circulars.admin.upload import GoView, SendFileView, StartView, UploadView

app_name = "circulars_admin"
urlpatterns = [
    path("", QueueView.as_view(), name="queue"),
    path("results/", QueueView.as_view(results_only=True), name="queue_results"),
    path("upload/", UploadView.as_view(), name="upload"),
    path("upload/start/", StartView.as_view(), name="upload_start"),
    path("runs/<int:pk>/", RunView.as_view(), name="run"),
    path("runs/<int:pk>/state/", RunStateView.as_view(), name="run_state"),
    path("runs/<int:pk>/files/", SendFileView.as_view(), name="send_file"),
    path("runs/<int:pk>/go/", GoView.as_view(), name="run_go"),
    path("runs/<int:pk>/resume/", RunResumeView.as_view(), name="run_resume"),
    path("runs/<int:pk>/report.csv", RunReportView.as_view(), name="run_report"),
    path("inbox/", InboxView.as_view(), name="inbox"),
    path("inbox/results/", InboxView.as_view(results_only=True), name="inbox_results"),
    path("inbox/<int:pk>/", DeliveryView.as_view(), name="delivery"),
    path("inbox/<int:pk>/acknowledge/", AcknowledgeView.as_view(), name="acknowledge"),
    path("inbox/<int:pk>/duties/<int:duty>/", AnswerView.as_view(), name="answer"),
    path("tracking/", TrackingView.as_view(), name="tracking"),
    path("tracking/results/", TrackingView.as_view(results_only=True), name="tracking_results"),
    path("<int:pk>/standing/", StandingView.as_view(), name="standing"),
    path("<int:pk>/proposals/<int:key>/", ProposalView.as_view(), name="proposal"),
    path("<int:pk>/distribution/", DistributionView.as_view(), name="distribution"),
    path("<int:pk>/distribution/send/", SendView.as_view(), name="send"),
    path("<int:pk>/distribution/remind/", RemindView.as_view(), name="remind"),
    path("<int:pk>/distribution/duties/", AddDutyView.as_view(), name="add_duty"),
    path("<int:pk>/", ReviewView.as_view(), name="review"),
    path("<int:pk>/flags/<int:flag>/", ResolveView.as_view(), name="resolve"),
    path("<int:pk>/original/", OriginalView.as_view(), name="original"),
    path("<int:pk>/pages/<int:number>.png", PageView.as_view(), name="page_picture"),
    path("<int:pk>/verify/", VerifyView.as_view(), name="verify"),
    path("<int:pk>/publish/", PublishView.as_view(), name="publish"),
    path("<int:pk>/agree/", AgreeView.as_view(), name="agree"),
    path("<int:pk>/lift-secrecy/", LiftSecrecyView.as_view(), name="lift_secrecy"),
]
