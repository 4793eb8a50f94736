"""The list of organisations for other programs: CSV and JSON. No feed: it knows no dates of entries."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from core.access import public
from core.list_files import ListFile, Row, answer
from organisations.models import Organisation
from organisations.pages import OrganisationIndexPage, asked_for, called

HEAD = {
    "code": "รหัส",
    "name": "ชื่อ",
    "name_en": "ชื่อภาษาอังกฤษ",
    "kind": "ประเภท",
    "parent": "รหัสหน่วยงานต้นสังกัด",
    "prefix": "อักษรย่อของหนังสือ",
    "url": "ที่อยู่เว็บ",
}


@require_safe
def organisations(request: HttpRequest, form: str) -> HttpResponseBase:
    """/organisations/list.<form>?q=… . Raises Http404."""
    if not public(OrganisationIndexPage.objects.all()).exists():
        raise Http404
    rows = (_row(request, each) for each in called(asked_for(request)))
    return answer(request, form, ListFile("organisations", HEAD, rows))


def _row(request: HttpRequest, organisation: Organisation) -> Row:
    return {
        "code": organisation.code,
        "name": organisation.name_th,
        "name_en": organisation.name_en,
        "kind": str(organisation.get_kind_display()),
        "parent": organisation.parent.code if organisation.parent else "",
        "prefix": organisation.letter_prefix,
        "url": request.build_absolute_uri(organisation.url),
    }
