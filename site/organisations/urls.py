"""Public addresses of organisations that are not pages."""

from __future__ import annotations

from django.urls import path

from organisations.list_files import organisations

app_name = "organisation_files"
urlpatterns = [path("list.<str:form>", organisations, name="list")]
