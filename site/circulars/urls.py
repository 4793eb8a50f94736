"""Public addresses of the registry that are not pages."""

from __future__ import annotations

from django.urls import path

from circulars.exporting import export

app_name = "circulars"
urlpatterns = [path("letters.<str:form>", export, name="export")]
