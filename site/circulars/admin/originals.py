"""The file that a letter came in, for who may see every letter in it: whole, and as pictures of its pages."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from circulars.admin.permissions import may_see_original
from circulars.admin.review import LetterMixin
from circulars.ocr import Unreadable
from circulars.originals import as_download, letters_in, page_count, page_picture


class OriginalMixin(LetterMixin):
    """Refuses who may not see one of the letters in the file."""

    def check(self) -> None:
        if not may_see_original(self.request.user, self.letter):
            raise PermissionDenied


class OriginalView(OriginalMixin):
    """The file as it was received."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        self.check()
        return as_download(self.letter)


class PageView(OriginalMixin):
    """One page of a PDF or scan."""

    def get(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        self.check()
        original = self.letter.original
        if original is None or number >= page_count(original):
            raise Http404
        try:
            picture = page_picture(original, number)
        except (Unreadable, OSError) as error:
            raise Http404 from error
        response = HttpResponse(picture, content_type="image/png")
        is_secret = any(letter.is_secret for letter in letters_in(original))
        response["Cache-Control"] = "private, no-store" if is_secret else "private, max-age=3600"
        return response
