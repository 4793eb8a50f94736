"""Application configuration."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FinderConfig(AppConfig):
    name = "finder"
    verbose_name = _("ค้นหา")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for name in ("events", "attachments", "file_reading", "cards", "wanted", "related", "page_keys"):
            import_module(f"finder.{name}")
