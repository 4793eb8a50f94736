"""Addresses of the registrar's screens, below /admin/circulars/."""

from __future__ import annotations

from django.urls import path

from circulars.admin.queue import QueueView
from circulars.admin.review import LiftSecrecyView, PublishView, ResolveView, ReviewView, VerifyView
from circulars.admin.upload import UploadView

app_name = "circulars_admin"
urlpatterns = [
    path("", QueueView.as_view(), name="queue"),
    path("results/", QueueView.as_view(results_only=True), name="queue_results"),
    path("upload/", UploadView.as_view(), name="upload"),
    path("<int:pk>/", ReviewView.as_view(), name="review"),
    path("<int:pk>/flags/<int:flag>/", ResolveView.as_view(), name="resolve"),
    path("<int:pk>/verify/", VerifyView.as_view(), name="verify"),
    path("<int:pk>/publish/", PublishView.as_view(), name="publish"),
    path("<int:pk>/lift-secrecy/", LiftSecrecyView.as_view(), name="lift_secrecy"),
]
