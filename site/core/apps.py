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
        """Load the checks and what apps register: documents to find (indexing), parts of pages (front),
        work beside the web server (jobs).
        """
        for config in apps.get_app_configs():
            for module in ("indexing", "front", "jobs"):
                name = f"{config.name}.{module}"
                if not config.name.startswith("wagtail") and config.name != "core" and find_spec(name):
                    import_module(name)
        import_module("core.cards")
        import_module("core.checks")
        import_module("core.content_version")
        import_module("core.exports")
        import_module("core.meeting.warning")
        import_module("core.redirects")
        import_module("core.refusing")
