"""Application configuration."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("แกนกลาง")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load every app's indexing.py, so that its document functions are registered, and the checks."""
        for config in apps.get_app_configs():
            name = f"{config.name}.indexing"
            if not config.name.startswith("wagtail") and find_spec(name):
                import_module(name)
        import_module("core.checks")
        import_module("core.redirects")
