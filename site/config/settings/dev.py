"""Development: SQLite, the embedded search engine, a secret made on first use."""

from __future__ import annotations

import os
import secrets

from config import env
from config.settings.base import *  # noqa: F403
from config.settings.base import RUAM_DATA, STORAGES

DEBUG = env.flag("DEBUG")
# Without DEBUG, so that error pages and caching are those of production; static files come
# straight from the source, never from a folder that they were gathered in.
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
RUAM_SERVE_MEDIA = True
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
# RUAM_MAIL=console writes to the terminal instead of a file each
_mail = "console" if os.environ.get("RUAM_MAIL") == "console" else "filebased"
EMAIL_BACKEND = f"django.core.mail.backends.{_mail}.EmailBackend"
EMAIL_FILE_PATH = RUAM_DATA / "mail"


def _development_secret() -> str:
    """A random key kept in RUAM_DATA, so that sessions outlive a restart and no two checkouts share one."""
    path = RUAM_DATA / "secret-key"
    RUAM_DATA.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(descriptor, "w") as file:
        key = secrets.token_urlsafe(50)
        file.write(key)
    return key


SECRET_KEY = os.environ.get("SECRET_KEY") or _development_secret()
RUAM_DEMO_ALLOWED = True
