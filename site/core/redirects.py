"""A renamed page redirects from its old address in every language.

Wagtail's own handler makes the redirect of the language that happens to be active, that of whoever
renames the page.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.dispatch import receiver
from django.utils.translation import get_language, override
from wagtail.contrib.redirects.signal_handlers import autocreate_redirects_on_slug_change
from wagtail.models import Page
from wagtail.signals import page_slug_changed


@receiver(page_slug_changed, dispatch_uid="core.redirect_in_every_language")
def redirect_in_every_language(instance: Page, instance_before: Page, **kwargs: Any) -> None:
    active = get_language()
    for language, _name in settings.LANGUAGES:
        if language != active:
            with override(language):
                autocreate_redirects_on_slug_change(instance_before=instance_before, instance=instance)
