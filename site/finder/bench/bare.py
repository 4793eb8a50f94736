"""Addresses that answer with bytes they were given: what Django and the middleware cost by themselves."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

BODIES: list[bytes] = []


def view(request: HttpRequest, number: int) -> HttpResponse:
    return HttpResponse(BODIES[number])


urlpatterns = [path("<int:number>/", view)]
