"""Addresses under /follow-up/, for everybody."""

from __future__ import annotations

from django.urls import path

from guidelines.followup.views import public

app_name = "followup_public"
urlpatterns = [
    path("", public.round_list, name="rounds"),
    path("<int:pk>/", public.round_page, name="round"),
    path("<int:pk>/report.<str:kind>", public.round_file, name="file"),
]
