"""What the worker does for people: links for new passwords, mails about reviews and about what passed them
by, and what is over: sessions and requests for another address.

It also sends the mails that every app wrote (`core.mailing`).
"""

from __future__ import annotations

from importlib import import_module

from django.conf import settings

from core.jobs import background_job
from core.mailing import deliver
from organisations.bypass_mail import remind_of_bypasses
from organisations.people.changing_email import forget_old
from organisations.people.resetting import answer_requests
from organisations.review_mail import tell_of_reviews


def forget_sessions() -> None:
    """Delete the sessions that are over."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


background_job("password-resets", 3.0)(answer_requests)
background_job("reviews", 30.0)(tell_of_reviews)
background_job("bypasses", 60.0)(remind_of_bypasses)
background_job("mails", 15.0)(deliver)
background_job("expired-sessions", 3600.0)(forget_sessions)
background_job("email-changes", 3600.0)(forget_old)
