"""How often one sender may do something, counted in the cache and without keeping who it was."""

from __future__ import annotations

import datetime
import ipaddress

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac


def sender_key(request: HttpRequest) -> str:
    """A name for the sender of a request that changes every day and cannot be turned back into an address."""
    day = timezone.localdate().isoformat()
    return salted_hmac("core.rate_limit", f"{day} {_address(request)}").hexdigest()[:32]


def _address(request: HttpRequest) -> str:
    """Whence a request comes: behind a trusted proxy the address that the proxy itself added last."""
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
        if last := forwarded.rpartition(",")[2].strip():
            return last
    return str(request.META.get("REMOTE_ADDR", ""))


def is_local(request: HttpRequest) -> bool:
    """Whether a request comes from this machine itself or says not whence: then it tells no sender apart.

    What is no address (some proxies add a port) still tells one sender from another.
    """
    address = _address(request)
    try:
        return not address or ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def allowed(request: HttpRequest, name: str, most: int, within: datetime.timedelta) -> bool:
    """Whether the sender has done `name` fewer than `most` times `within` that span; counts this time too.

    Senders are told apart by address; a cache shared by all processes makes the count exact.
    """
    key = _key(request, name)
    if cache.add(key, 1, within.total_seconds()):
        return most > 0
    try:
        return bool(cache.incr(key) <= most)
    except ValueError:  # it ran out between the two calls
        cache.set(key, 1, within.total_seconds())
        return most > 0


def asks_too_often(request: HttpRequest, name: str, most: int, within: datetime.timedelta) -> bool:
    """Whether a reader has to wait; counts this time too. 0 for `most` sets no limit.

    Not counted are who is signed in, and what comes from this machine itself, where a proxy that does not say
    whence would make one sender of all readers.
    """
    if not most or request.user.is_authenticated or is_local(request):
        return False
    return not allowed(request, name, most, within)


def spent(request: HttpRequest, name: str, most: int) -> bool:
    """Whether the sender has done `name` `most` times already; counts nothing."""
    return bool(cache.get(_key(request, name), 0) >= most)


def _key(request: HttpRequest, name: str) -> str:
    return f"rate:{name}:{sender_key(request)}"
