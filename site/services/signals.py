"""A page moved to another organisation's folder belongs to that organisation."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import post_page_move

from services.addresses import SectionChildMixin


@receiver(post_page_move, dispatch_uid="services.page_moved")
def page_moved(instance: Page, **kwargs: Any) -> None:
    page = instance.specific
    if isinstance(page, SectionChildMixin):
        page.set_owner()
        page.save(update_fields=["organisation"])
