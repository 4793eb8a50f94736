"""WSGI entry point for the application server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

application = get_wsgi_application()

from core.memory import settle  # noqa: E402 - only once the application is set up
from finder.startup import catch_up  # noqa: E402
from search.service import prepare  # noqa: E402

catch_up()
prepare()
settle()
