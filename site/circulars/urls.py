"""Public addresses of the registry that are not pages."""

from __future__ import annotations

from django.urls import path

from circulars.exporting import export
from circulars.originals import hand_out

app_name = "circulars"
urlpatterns = [
    path("letters.<str:form>", export, name="export"),
    path("<slug:slug>/original/", hand_out, name="original"),
]
