"""Production. Refuses to start while something that would make it insecure or lose data is missing."""

from __future__ import annotations

import os

from django.core.exceptions import ImproperlyConfigured

from config import env
from config.settings.base import *  # noqa: F403
from config.settings.base import DATABASES

DEBUG = False
SECRET_KEY = env.required("SECRET_KEY", "กุญแจลับของระบบ")
ALLOWED_HOSTS = env.items("ALLOWED_HOSTS")
if not ALLOWED_HOSTS:
    env.required("ALLOWED_HOSTS", "ชื่อโดเมนที่ระบบให้บริการ คั่นด้วยจุลภาค")
if len(SECRET_KEY) < 32:
    raise ImproperlyConfigured("SECRET_KEY สั้นเกินไป ต้องมีอย่างน้อย 32 อักขระ / SECRET_KEY is too short.")
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS ต้องระบุชื่อโดเมน ใช้ * ไม่ได้ / ALLOWED_HOSTS must name hosts.")

if not env.flag("RUAM_SINGLE_MACHINE"):
    env.required(
        "DATABASE_URL",
        "ที่อยู่ฐานข้อมูล PostgreSQL (ถ้าตั้งใจใช้ SQLite บนเครื่องเดียว ให้ตั้ง RUAM_SINGLE_MACHINE=1)",
    )
    if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured(
            "DATABASE_URL ต้องเป็น postgresql:// ถ้าตั้งใจใช้ SQLite บนเครื่องเดียว ให้ตั้ง RUAM_SINGLE_MACHINE=1 / "
            "DATABASE_URL must be PostgreSQL unless RUAM_SINGLE_MACHINE=1."
        )

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS]
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_TLS")
RUAM_DEMO_ALLOWED = False
