"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowUpConfig(AppConfig):
    name = "guidelines.followup"
    label = "followup"
    verbose_name = _("การติดตามผล")
    default_auto_field = "django.db.models.BigAutoField"
