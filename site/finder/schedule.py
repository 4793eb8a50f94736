"""Pages that are to appear or to expire at a set time.

Wagtail's `publish_scheduled` command does the same outside any transaction and stops at the first
failure; here each page has a transaction of its own, with its outbox entry, and one page that
cannot be published does not keep the others waiting.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime

from django.apps import apps
from django.db import DatabaseError, transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

log = logging.getLogger(__name__)


def publish_scheduled() -> int:
    """Expire and publish what is due; gives how many were. What failed stays due and is logged."""
    done = 0
    for name, act in _due(timezone.now()):
        try:
            with transaction.atomic():
                act()
            done += 1
        except DatabaseError:
            raise
        except Exception:  # whatever keeps one page from being published must not keep back the others
            log.exception("The scheduled change of %s failed", name)
    return done


def _due(now: datetime) -> Iterator[tuple[str, Callable[[], object]]]:
    models = [
        Page,
        *(m for m in apps.get_models() if issubclass(m, DraftStateMixin) and not issubclass(m, Page)),
    ]
    for model in models:
        for found in list(model.objects.filter(live=True, expire_at__lt=now).order_by("expire_at")):
            yield (
                str(found),
                lambda found=found: found.unpublish(  # type: ignore[misc]
                    set_expired=True, log_action="wagtail.unpublish.scheduled"
                ),
            )
    due = Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at")
    for revision in list(due):
        yield (
            str(revision),
            lambda revision=revision: revision.publish(  # type: ignore[misc]
                log_action="wagtail.publish.scheduled"
            ),
        )
