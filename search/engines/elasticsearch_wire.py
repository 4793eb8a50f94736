"""Requests to a cluster that are under way while the process that asked does something else.

What readers ask goes this way. The official client waits for every answer, and three quarters of what a
request costs its process go by in layers that a search does not need; which nodes are there, and which were
silent, is shared with it.
"""

from __future__ import annotations

import select
import socket
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
_ITS_OWN_FAULT = frozenset({400, 401, 402, 403, 404, 409})
"""Statuses of a node that is well; as the client's own transport judges them."""


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
                if not data:
                    raise ConnectionResetError("the connection was closed before the answer was whole")
                parser.feed_data(data)
        finally:
            keep = reading.complete and not reading.last and parser.get_http_version() == "1.1"
            with self._lock:
                idle = self._idle[node]
                if keep and len(idle) < _IDLE:
                    idle.append(connection)
                else:
                    connection.close()
        return int(parser.get_status_code()), b"".join(reading.body)

    def until(self) -> float:
        return time.monotonic() + self._timeout

    def _kept(self, node: BaseNode) -> socket.socket | None:
        """A connection that is still open: where something is to be read, it is the other side's farewell."""
        while True:
            with self._lock:
                idle = self._idle[node]
                connection = idle.pop() if idle else None
            if connection is None:
                return None
            poll = select.poll()
            poll.register(connection, select.POLLIN)
            if not poll.poll(0):
                return connection
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

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() == b"connection" and b"close" in value.lower():
            self.last = True

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
        """Status and body, to be asked for once. Raises ConnectionTimeout where a node keeps silent, and
        ConnectionError where none of them is there."""
        while True:
            connection, self._connection = self._connection, None
            assert connection is not None
            try:
                status, body = self._wire.take(self._node, connection, self._until)
            except (OSError, HttpParserError) as error:
                self._failed(error)
                self._send()
                continue
            well = status < 300 or status in _ITS_OWN_FAULT
            (self._wire.nodes.mark_live if well else self._wire.nodes.mark_dead)(self._node)
            return status, body

    def forget(self) -> None:
        """Close the connection on which an answer would come."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

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
