"""Settings that hold everywhere. dev, test and production change as little of this as they can."""

from __future__ import annotations

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from config import env

RUAM_DATA = env.data_dir()

INSTALLED_APPS = [
    "demo",
    "home",
    "services",
    "circulars",
    "guidelines",
    "guidelines.followup",
    "finder",
    "organisations",
    "core",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.api.v3",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.page_cache.middleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "core.preferences.middleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.ContentSecurityPolicyMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "circulars.admin.guarding.SecretLettersMiddleware",
    "core.file_limit.FileLimitMiddleware",
    "config.middleware.atomic_writes",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [env.ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.preferences.context",
                "home.menus.context",
            ],
        },
    },
]

# Content. SQLite takes the write lock when a transaction begins, so that two writers wait for
# each other instead of failing half-way; only unsafe requests open one (config.middleware).
DATABASES = {
    "default": dj_database_url.config(
        env="DATABASE_URL",
        default=f"sqlite:///{RUAM_DATA / 'ruam.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    RUAM_DATA.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHE_URL = os.environ.get("CACHE_URL", "locmem://")
CACHES = {  # apart, so that pages never push out the counts of rate limits
    "default": env.cache(CACHE_URL, "counts", 20_000),
    "pages": env.cache(CACHE_URL, "pages", 3_000),
}

# How late a process hears of a word that an editor has added to the lexicon in another one (finder.terms).
RUAM_TERMS_SECONDS = 2.0
# Whole pages for readers who are not signed in (core.page_cache); 0 turns it off.
PAGE_CACHE_SECONDS = env.seconds("RUAM_PAGE_CACHE", 600)
PAGE_CACHE_NEVER = ("/admin/", "/api/", "/documents/", "/health/", "/media/", "/static/")
PAGE_CACHE_VIEWS = frozenset(
    {"wagtail_serve", "followup_public", "site-map", "sitemap", "sitemap-section", "feed"}
)
PAGE_CACHE_SILENT_TABLES = frozenset(
    {
        "django_session",
        "circulars_importrun",
        "circulars_notice",
        "circulars_runline",
        "circulars_sentfile",
        "core_contentchange",
        "finder_attachmenttext",
        "finder_heartbeat",
        "finder_indexeddocument",
        "finder_outboxentry",
        "finder_querycount",
        "finder_relatedstate",
        "followup_reminder",
        "guidelines_draftsummary",
        "guidelines_recipient",
        "guidelines_sending",
        "organisations_emailchange",
        "organisations_foureyestaskstate",
        "organisations_invitation",
        "organisations_reminderrule",
        "organisations_reminderrule_muted",
        "organisations_resetrequest",
        "organisations_rolerecord",
        "services_guidebatch",
        "services_guidebatchline",
        "services_pagefeedback",
        "services_sentreminder",
        "wagtailadmin_editingsession",
        "wagtailadmin_formstate",
        "wagtailcore_apitoken",
        "wagtailcore_comment",
        "wagtailcore_commentreply",
        "wagtailcore_modellogentry",
        "wagtailcore_pagelogentry",
        "wagtailcore_pagesubscription",
        "wagtailcore_referenceindex",
        "wagtailcore_revision",
        "wagtailcore_taskstate",
        "wagtailcore_uploadedfile",
        "wagtailcore_workflowstate",
        "wagtailsearch_indexentry",
        "wagtailsearch_indexentry_fts",
        "wagtailsearchpromotions_query",
        "wagtailsearchpromotions_querydailyhits",
        "wagtailusers_userprofile",
    }
)
"""Tables that no page shows (core.content_version)."""

# Search. tantivy:// is embedded; elasticsearch://host:port,host2:port is a cluster.
SEARCH_URL = env.search(os.environ.get("SEARCH_URL", "tantivy://"))
SEARCH_DIR = RUAM_DATA / "index"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Language. Thai is the language of the source; English is served under /en/.
LANGUAGE_CODE = "th"
LANGUAGES = [("th", "ไทย"), ("en", "English")]
LOCALE_PATHS = [env.ROOT / "locale"]
TIME_ZONE = "Asia/Bangkok"
USE_I18N = True
USE_TZ = True

# Files
STATIC_URL = "/static/"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "core.fonts.WebFontFinder",
    "core.styles.StyleSheetFinder",
]
STATIC_ROOT: Path | None = RUAM_DATA / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = RUAM_DATA / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Originals of letters and other files that only a view with a permission check may hand out.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": RUAM_DATA / "private", "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
RUAM_SERVE_MEDIA = False  # the web server in front does, in production
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# A pasted text that is too long comes back with an error and every word, not with a bare page
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024

# Security
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail's preview panel frames our own pages
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
# A sign-in lasts a working day at most, "remember me" or not; a stopped account ends at once.
SESSION_COOKIE_AGE = 3600 * env.count("RUAM_SESSION_HOURS", 12, least=1)
PASSWORD_RESET_TIMEOUT = 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}

# Wagtail
WAGTAIL_SITE_NAME = "ร่วม"
WAGTAILADMIN_BASE_URL = os.environ.get("SITE_URL", "http://127.0.0.1:8000")
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILADMIN_USER_LOGIN_FORM = "core.signing_in.ThrottledLoginForm"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "organisations.people.resetting.ResetForm"  # noqa: S105
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILREDIRECTS_AUTO_CREATE = True
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # a letter has the same date for whoever reads it
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILIMAGES_IMAGE_FORM_BASE = "core.images.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "finder.boxes"}}
TASKS = {"default": {"BACKEND": "core.once.TaskBackend"}}

# E-mail. The worker sends it; an unreachable server must not hold the other jobs up for long.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "noreply@localhost")
EMAIL_SUBJECT_PREFIX = ""

# Follow-up: the letters say "from time to time" and name no interval, so it is a setting.
RUAM_REPORT_INTERVAL_MONTHS = env.count("RUAM_REPORT_INTERVAL_MONTHS", 6, least=1)

# Searches a minute from one address, of people who are not signed in (finder.limits); 0 sets no limit.
RUAM_SEARCHES_PER_MINUTE = env.count("RUAM_SEARCHES_PER_MINUTE", 240)
RUAM_FILES_PER_MINUTE = env.count("RUAM_FILES_PER_MINUTE", 120)
FILE_VIEWS = frozenset(
    {
        "centres:calendar",
        "centres:list",
        "centres:mobile-calendar",
        "centres:points",
        "circulars:export",
        "circulars:original",
        "followup_public:file",
        "organisation_files:list",
        "services:delegations",
        "services:export",
        "services:journeys",
        "services:local",
        "services:questions",
        "wagtailapi_v3:",
    }
)

# Days for which counts of queries are kept; they name nobody.
RUAM_QUERY_LOG_DAYS = env.count("RUAM_QUERY_LOG_DAYS", 90)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "config.access_log.SecretsFormatter",
            "fmt": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # One line per saved object from Wagtail, per table of a font from fontTools, per request to a cluster
    "loggers": {
        name: {"level": "WARNING"} for name in ("django_tasks", "wagtail", "fontTools", "elastic_transport")
    },
}
