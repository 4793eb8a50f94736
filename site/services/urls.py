"""Addresses of the services section that are not pages."""

from __future__ import annotations

from django.urls import path

from services.catalogue_files import export

app_name = "services"
urlpatterns = [path("guides.<str:form>", export, name="export")]
