"""Addresses of the services section that are not pages."""

from __future__ import annotations

from django.urls import path

from services import list_files
from services.catalogue_files import export

app_name = "services"
urlpatterns = [
    path("guides.<str:form>", export, name="export"),
    path("delegations.<str:form>", list_files.delegations, name="delegations"),
    path("journeys.<str:form>", list_files.journeys, name="journeys"),
    path("questions.<str:form>", list_files.questions, name="questions"),
    path("<slug:slug>/local.<str:form>", list_files.local_variants, name="local"),
]
