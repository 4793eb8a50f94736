"""Application configuration."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidelinesConfig(AppConfig):
    name = "guidelines"
    verbose_name = _("แนวทาง")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("guidelines.granting")
        import_module("guidelines.contributions")
        import_module("guidelines.duties")
        import_module("guidelines.jobs")
        import_module("guidelines.loading")
        import_module("guidelines.tracking")
