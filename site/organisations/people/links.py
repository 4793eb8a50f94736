"""Links mailed to one person: their secret stands in the mail alone, the database keeps its digest."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View


def new_secret() -> str:
    """A secret that nobody guesses, fit for an address."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """What is kept of a secret: its SHA-256, in hexadecimal digits. Any text is taken."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def link_to(view: str, secret: str) -> str:
    """The whole address of the page of that name for who holds the secret."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse(view, args=[secret])}"


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class LinkView(View):
    """The page of such a link, in Thai. No cache keeps it, no page that it leads to is told its address."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with override("th"):
            response = super().dispatch(request, *args, **kwargs)
        response["Referrer-Policy"] = (
            "strict-origin"  # with none, a browser does not say of its form where it stands
        )
        return response
