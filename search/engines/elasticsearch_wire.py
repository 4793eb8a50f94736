"""Requests to a cluster that are under way while the process that asked does something else.

What readers ask goes this way. The official client waits for every answer, and three quarters of what a
request costs its process go by in layers that a search does not need; which nodes are there, and which were
silent, is shared with it.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from elastic_transport import BaseNode, ConnectionError, ConnectionTimeout, Transport
from httptools import HttpParserError, HttpResponseParser

_IDLE = 10
"""Connections to a node that are kept for the next request."""
_AT_ONCE = 1 << 18
"""Bytes that are read at once."""
_SILENT = 0.001
"""Seconds that are waited at least, for what may lie there already."""
_LEAST_SHARE = 0.1
"""Share of the time-out that is waited at least from when an answer is asked for, whenever its request was
sent: that this process was slow must not look like a node that keeps silent."""
_ITS_OWN_FAULT = frozenset({400, 401, 402, 403, 404, 409})
"""Statuses of a node that is well; as the client's own transport judges them."""
_ASKED_ELSEWHERE = frozenset({429, 502, 503, 504})
"""Statuses of a node that cannot answer now where another one may; the client tries the same ones again."""


class Wire:
    """The nodes of a cluster, and connections to them. Safe for threads; connects when something is sent."""

    def __init__(self, transport: Transport, headers: Mapping[str, str], timeout: float, nodes: int) -> None:
        """`headers` go with every request; `timeout` in seconds; so many `nodes` are tried."""
        self.nodes = transport.node_pool
        self.attempts = nodes
        self._timeout = timeout
        self._headers = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._idle: dict[BaseNode, list[socket.socket]] = defaultdict(list)
        self._lock = threading.Lock()

    def send(self, target: str, content_type: str, body: bytes) -> Pending:
        """Post a body; the answer is read when it is asked for. Raises as `Pending.answer` does."""
        head = f"{self._headers}Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
        return Pending(self, target, head.encode("latin-1") + body)

    # -- connections --------------------------------------------------------------------------------
    def put(self, node: BaseNode, target: str, rest: bytes) -> tuple[socket.socket, bool]:
        """Send a request to a node; gives the connection and whether it had been used before."""
        line = f"POST {target} HTTP/1.1\r\nHost: {node.host}:{node.port}\r\n".encode("ascii")
        kept = self._kept(node)
        connection = kept or self._connected(node)
        try:
            connection.settimeout(self._timeout)
            connection.sendall(line + rest)
        except OSError:
            connection.close()
            raise
        return connection, kept is not None

    def take(self, node: BaseNode, connection: socket.socket, until: float) -> tuple[int, bytes]:
        """Status and body of the answer that comes on a connection, which is kept or closed."""
        reading = _Reading()
        parser = HttpResponseParser(reading)
        try:
            while not reading.complete:
                connection.settimeout(max(_SILENT, until - time.monotonic()))
                data = connection.recv(_AT_ONCE)
                if data:
                    parser.feed_data(data)
                else:
                    reading.closed()
        finally:
            keep = reading.complete and not reading.last and parser.get_http_version() == "1.1"
            with self._lock:
                idle = self._idle[node]
                if keep and len(idle) < _IDLE:
                    idle.append(connection)
                else:
                    connection.close()
        return int(parser.get_status_code()), b"".join(reading.body)

    def until(self, share: float = 1.0) -> float:
        """When the time-out, or a share of it, that begins now will be over."""
        return time.monotonic() + self._timeout * share

    def _kept(self, node: BaseNode) -> socket.socket | None:
        """A connection that is still open: where something is to be read, it is the other side's farewell.
        What TLS says for itself, as new session tickets, is none: reading takes it in and yields nothing."""
        while True:
            with self._lock:
                idle = self._idle[node]
                connection = idle.pop() if idle else None
            if connection is None:
                return None
            connection.settimeout(0)
            try:
                connection.recv(1)
            except (BlockingIOError, ssl.SSLWantReadError):
                return connection
            except OSError:
                pass  # broken: closed like one on which a farewell came
            connection.close()

    def _connected(self, node: BaseNode) -> socket.socket:
        host = node.host.strip("[]")
        connection = socket.create_connection((host, node.port), self._timeout)
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            context: Any = node.config.ssl_context
            return context.wrap_socket(connection, server_hostname=host) if context else connection
        except OSError:
            connection.close()
            raise


class _Reading:
    """An answer as far as it has come; its parser calls the methods."""

    def __init__(self) -> None:
        self.body: list[bytes] = []
        self.last = False
        """Whether the other side closes the connection after it."""
        self.complete = False
        self._ends_by_closing = False
        self._measured = False

    def closed(self) -> None:
        """The other side has closed, which ends an answer that tells no length (RFC 9112, 6.3), as older
        proxies give them. Raises ConnectionResetError where the answer was cut short."""
        if not self._ends_by_closing:
            raise ConnectionResetError("the connection was closed before the answer was whole")
        self.last = self.complete = True

    def on_header(self, name: bytes, value: bytes) -> None:
        name = name.lower()
        if name == b"connection" and b"close" in value.lower():
            self.last = True
        elif name in (b"content-length", b"transfer-encoding"):
            self._measured = True

    def on_headers_complete(self) -> None:
        self._ends_by_closing = not self._measured

    def on_body(self, part: bytes) -> None:
        self.body.append(part)

    def on_message_complete(self) -> None:
        self.complete = True


class Pending:
    """A request that is under way. Whoever does not want its answer any more says so by `forget`."""

    def __init__(self, wire: Wire, target: str, rest: bytes) -> None:
        self._wire = wire
        self._target = target
        self._rest = rest
        self._left = wire.attempts
        self._connection: socket.socket | None = None
        self._send()

    def answer(self) -> tuple[int, bytes]:
        """Status and body, to be asked for once: those of a node that cannot answer now only where no other
        could. Raises ConnectionTimeout where a node keeps silent, and ConnectionError where none is there."""
        refusal: tuple[int, bytes] | None = None
        while True:
            try:
                if refusal is not None:
                    self._send()
                status, body = self._taken()
            except ConnectionError:
                if refusal is None:
                    raise
                return refusal
            well = status < 300 or status in _ITS_OWN_FAULT
            (self._wire.nodes.mark_live if well else self._wire.nodes.mark_dead)(self._node)
            if status not in _ASKED_ELSEWHERE:
                return status, body
            refusal = status, body
            self._left -= 1
            if self._left <= 0:
                return refusal

    def forget(self) -> None:
        """Close the connection on which an answer would come."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _taken(self) -> tuple[int, bytes]:
        """The first answer that a node gives, whatever its status."""
        while True:
            connection, self._connection = self._connection, None
            assert connection is not None
            until = max(self._until, self._wire.until(_LEAST_SHARE))
            try:
                return self._wire.take(self._node, connection, until)
            except (OSError, HttpParserError) as error:
                self._failed(error)
                self._send()

    def _send(self) -> None:
        while self._connection is None:
            self._node = self._wire.nodes.get()
            self._until = self._wire.until()
            self._used = False
            try:
                self._connection, self._used = self._wire.put(self._node, self._target, self._rest)
            except OSError as error:
                self._failed(error)

    def _failed(self, error: Exception) -> None:
        """Raise unless it is worth trying again: elsewhere, or where a kept connection had been closed."""
        if isinstance(error, TimeoutError):
            self._wire.nodes.mark_dead(self._node)
            raise ConnectionTimeout("no answer in time") from error
        if self._used:
            return
        self._wire.nodes.mark_dead(self._node)
        self._left -= 1
        if self._left <= 0:
            raise ConnectionError(str(error)) from error
