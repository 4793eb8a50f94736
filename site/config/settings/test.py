"""Tests: a fast password hash, mail in memory, its own data directory. Otherwise as in development."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("RUAM_DATA", tempfile.mkdtemp(prefix="ruam-test-"))

from config.settings.dev import *  # noqa: F403

DEBUG = False
SECRET_KEY = "only-for-tests"  # noqa: S105
PAGE_CACHE_SECONDS = (
    0  # what counts queries must see them; the tests of the cache and of the browser turn it on
)
RUAM_TERMS_SECONDS = 0.0
# Static files are looked for when asked for: every test's client would list all of them first
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
