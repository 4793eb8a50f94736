"""What the worker does for people: links for new passwords, and sessions that are over."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings

from core.jobs import background_job
from organisations.people.resetting import answer_requests


def forget_sessions() -> None:
    """Delete the sessions that are over."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


background_job("password-resets", 3.0)(answer_requests)
background_job("expired-sessions", 3600.0)(forget_sessions)
