"""Application configuration."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "organisations"
    verbose_name = _("หน่วยงาน")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("organisations.signals")
