"""The address of an Elasticsearch cluster, as `SEARCH_URL` gives it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

_HOST = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:]+\]):(?P<port>\d{1,5})")
_PREFIX = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}")
_NO_NAME = re.compile(r"[^a-z0-9_-]+")
DEFAULT_PREFIX = "ruam"
DEFAULT_TIMEOUT = 3.0


@dataclass(frozen=True, slots=True)
class Address:
    """`elasticsearch://[user:password@]host:port,host2:port[/prefix][?tls=1&ca=FILE&timeout=SECONDS]`.

    nodes     addresses of the cluster's nodes, each a URL
    prefix    what the names of its indexes begin with; two sites may share a cluster by it
    user, password  empty where the cluster asks for none
    ca        file with the certificate authority's certificate; empty: the system's own
    timeout   seconds that a reader waits for an answer at most
    """

    nodes: tuple[str, ...]
    prefix: str = DEFAULT_PREFIX
    user: str = ""
    password: str = field(default="", repr=False)
    ca: str = ""
    timeout: float = DEFAULT_TIMEOUT

    @classmethod
    def parse(cls, url: str) -> Address:
        """Raises ValueError, with words that say what is wrong but never the password."""
        parts = urlsplit(url)
        if parts.scheme != "elasticsearch":
            raise ValueError("the address of a cluster begins with elasticsearch://")
        credentials, _, hosts = parts.netloc.rpartition("@")
        user, _, password = credentials.partition(":")
        names = [host.strip() for host in hosts.split(",")]
        for name in names:
            found = _HOST.fullmatch(name)
            if not found or not 0 < int(found["port"]) < 65536:
                raise ValueError(f"{name!r} is no host:port; write elasticsearch://host:port,host2:port")
        prefix = parts.path.strip("/") or DEFAULT_PREFIX
        if not _PREFIX.fullmatch(prefix):
            raise ValueError(f"{prefix!r} is no name for an index: small Latin letters, digits, - and _")
        options = dict(parse_qsl(parts.query, keep_blank_values=True))
        if unknown := options.keys() - {"tls", "ca", "timeout"}:
            raise ValueError(f"unknown option {', '.join(sorted(unknown))}; there are tls, ca and timeout")
        try:
            timeout = float(options.get("timeout", DEFAULT_TIMEOUT))
        except ValueError:
            timeout = 0.0
        if not 0 < timeout <= 60:
            raise ValueError("timeout is a number of seconds, more than 0 and at most 60")
        scheme = "https" if options.get("tls") == "1" else "http"
        return cls(
            nodes=tuple(f"{scheme}://{name}" for name in names),
            prefix=prefix,
            user=unquote(user),
            password=unquote(password),
            ca=options.get("ca", ""),
            timeout=timeout,
        )


def with_name(url: str, name: str) -> str:
    """The URL of the same cluster, with indexes of another name."""
    prefix = f"{Address.parse(url).prefix}-{_NO_NAME.sub('-', name.lower())}"
    return urlsplit(url)._replace(path=f"/{prefix[:60]}").geturl()
