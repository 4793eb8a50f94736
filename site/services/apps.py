"""Application configuration."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ServicesConfig(AppConfig):
    name = "services"
    verbose_name = _("บริการ")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for module in ("permissions", "contributions", "counters", "signals", "batches"):
            import_module(f"services.{module}")
        post_migrate.connect(_load_standards, sender=self, dispatch_uid="services.standards")


def _load_standards(using: str, **kwargs: Any) -> None:
    """Registers that a site must not be without are filled once their tables exist."""
    if using != DEFAULT_DB_ALIAS:
        return
    from services import guide_laws, holidays

    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if {"services_holiday", "services_guidelaw"} <= tables:
        holidays.load_standard_holidays()
        guide_laws.load_standard_laws()
