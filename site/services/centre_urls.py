"""Addresses of the centres' section that are not pages."""

from __future__ import annotations

from django.urls import path

from services import centre_views, list_files

app_name = "centres"
urlpatterns = [
    path("points.json", centre_views.points, name="points"),
    path("list.<str:form>", list_files.centres, name="list"),
    path("mobile.ics", centre_views.mobile_calendar, name="mobile-calendar"),
    path("<slug:slug>/calendar.ics", centre_views.one_calendar, name="calendar"),
]
