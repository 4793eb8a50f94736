"""Application configuration."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig, apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "organisations"
    verbose_name = _("หน่วยงาน")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("organisations.signals")
        import_module("organisations.plain_names")
        import_module("organisations.people.restored")
        import_module("organisations.people.own_account").take_the_place_of_wagtails()
        import_module("organisations.wagtail_mails").take_the_place_of_wagtails()
        post_migrate.connect(_sync_permissions, dispatch_uid="organisations.sync_permissions")


def _sync_permissions(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """What a new version lets roles do, and who reviews what, holds as soon as the site was migrated.

    Once, after the last app: permissions are made app by app. Not while a migration is still to come, as
    when one goes back to an earlier one.
    """
    if (
        using != DEFAULT_DB_ALIAS
        or sender is not [each for each in apps.get_app_configs() if each.models_module][-1]
    ):
        return
    executor = MigrationExecutor(connections[using])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    from organisations.permissions import sync_all

    sync_all()
