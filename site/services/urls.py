"""Addresses of the services section that are not pages."""

from __future__ import annotations

from django.urls import path

from services.catalogue_files import export
from services.list_files import delegations

app_name = "services"
urlpatterns = [
    path("guides.<str:form>", export, name="export"),
    path("delegations.<str:form>", delegations, name="delegations"),
]
