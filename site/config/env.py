"""Reading the environment: every variable that Ruam knows, in one place."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from search.engines import is_embedded

ROOT = Path(__file__).resolve().parents[2]
"""The checkout: the directory that holds manage.py."""


def data_dir() -> Path:
    """Where database, index, media and generated secrets live (RUAM_DATA, default ./var)."""
    return Path(os.environ.get("RUAM_DATA") or ROOT / "var").resolve()


def flag(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def items(name: str) -> list[str]:
    """A comma-separated list."""
    return [item.strip() for item in os.environ.get(name, "").split(",") if item.strip()]


def seconds(name: str, default: int) -> int:
    """A whole number of seconds, 0 or more. Raises ImproperlyConfigured for anything else."""
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isascii() or not value.isdigit():
        raise ImproperlyConfigured(
            f"{name} ต้องเป็นจำนวนวินาทีเป็นเลขอารบิก ตั้งแต่ 0 ขึ้นไป / {name} must be a number of seconds, 0 or more."
        )
    return int(value)


def count(name: str, default: int, least: int = 0) -> int:
    """A whole number, `least` or more. Raises ImproperlyConfigured for anything else."""
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isascii() or not value.isdigit() or int(value) < least:
        raise ImproperlyConfigured(
            f"{name} ต้องเป็นจำนวนเต็มเป็นเลขอารบิก ตั้งแต่ {least} ขึ้นไป / "
            f"{name} must be a whole number, {least} or more."
        )
    return int(value)


def required(name: str, why: str) -> str:
    """A variable without which production must not start.

    Raises ImproperlyConfigured, in Thai and English, naming the variable and what to do.
    """
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(
            f"ยังไม่ได้ตั้งค่า {name}: {why} โปรดกำหนดตัวแปรสภาพแวดล้อม {name} ก่อนเริ่มระบบ / "
            f"{name} is not set; production will not start without it."
        )
    return value


def search(url: str) -> str:
    """The address of the search engine, if it names one: tantivy:// or elasticsearch://host:port,host2:port.

    Nothing is connected to. Raises ImproperlyConfigured otherwise, so that a mistake shows at the start and
    not at the first search.
    """
    try:
        is_embedded(url)
    except ValueError as error:
        raise ImproperlyConfigured(
            "SEARCH_URL ใช้ไม่ได้ โปรดกำหนดเป็น tantivy:// หรือ elasticsearch://host:port,host2:port / "
            f"SEARCH_URL cannot be used: {error}"
        ) from error
    return url


def cache(url: str, name: str, entries: int) -> dict[str, object]:
    """Django's CACHES entry for a URL: locmem://, dummy://, file:///path, redis://host:port/0.

    `name` keeps several caches at one URL apart; `entries` is what one in memory or in files holds at
    most. Raises ImproperlyConfigured for any other scheme.
    """
    return _cache_backend(url, name) | {"KEY_PREFIX": name, "OPTIONS": _cache_options(url, entries)}


def _cache_options(url: str, entries: int) -> dict[str, object]:
    return {} if urlsplit(url).scheme in {"redis", "rediss"} else {"MAX_ENTRIES": entries}


def _cache_backend(url: str, name: str) -> dict[str, object]:
    parts = urlsplit(url)
    backends = "django.core.cache.backends."
    match parts.scheme:
        case "locmem":
            return {
                "BACKEND": backends + "locmem.LocMemCache",
                "LOCATION": f"{parts.netloc or 'ruam'}-{name}",
            }
        case "dummy":
            return {"BACKEND": backends + "dummy.DummyCache"}
        case "file":
            return {"BACKEND": backends + "filebased.FileBasedCache", "LOCATION": parts.path}
        case "redis" | "rediss":
            return {"BACKEND": backends + "redis.RedisCache", "LOCATION": url}
        case _:
            raise ImproperlyConfigured(
                f"CACHE_URL ใช้รูปแบบที่ระบบไม่รู้จัก ({parts.scheme}://) ใช้ได้เฉพาะ locmem:// dummy:// file:// redis://"
            )
