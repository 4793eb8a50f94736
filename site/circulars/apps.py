"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CircularsConfig(AppConfig):
    name = "circulars"
    verbose_name = _("หนังสือเวียน")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the signals, say what registrars may do, and keep secret letters from Wagtail's lists."""
        from circulars import granting, signals  # noqa: F401
        from circulars.admin.guarding import keep_from_lists

        keep_from_lists()
