"""A real Elasticsearch on this machine, for tests, evaluation and measurements: `scripts/elasticsearch`."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "elasticsearch"
START_SECONDS = 240.0
"""Fetching it once, and starting it on a busy machine."""


class ServerFailed(Exception):
    """No server could be started; the message ends with what it said."""


class LocalServer:
    """A server in a process group of its own, which can be killed, stopped for a while and begun again."""

    def __init__(self, quick: bool = False) -> None:
        """`quick`: up sooner, but slower afterwards; for tests, not for measurements."""
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="ruam-elasticsearch-"))
        self.folder.chmod(0o755)  # the server runs as another user where we are root
        self._java = "-XX:TieredStopAtLevel=1" if quick else ""
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"elasticsearch://127.0.0.1:{self.port}"

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def group(self) -> int:
        """The process group, which whoever outlives this object can kill."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start and wait until it answers. Raises ServerFailed."""
        with (self.folder / "output").open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603
                [str(SCRIPT), "run", str(self.port), str(self.folder / "server")],
                env={**os.environ, "ES_JAVA_OPTS": self._java},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        until = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                self.kill()
                said = (self.folder / "output").read_text(encoding="utf-8", errors="replace")
                raise ServerFailed(f"Elasticsearch could not be started:\n{said[-2000:]}")
            time.sleep(0.2)

    def kill(self) -> None:
        """Kill it at once, without a chance to put anything in order."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def freeze(self) -> None:
        """Let it be there, but do nothing."""
        os.killpg(self.group, signal.SIGSTOP)

    def thaw(self) -> None:
        os.killpg(self.group, signal.SIGCONT)

    def forget(self) -> None:
        """Throw its data away while it does not run."""
        assert self._process is None
        shutil.rmtree(self.folder / "server" / "data", ignore_errors=True)

    def close(self) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _answers(self) -> bool:
        address = f"http://127.0.0.1:{self.port}/_cluster/health?wait_for_status=yellow&timeout=1s"
        try:
            with urllib.request.urlopen(address, timeout=3) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


@contextlib.contextmanager
def local_server() -> Iterator[LocalServer]:
    """A running server, gone with its data afterwards. Raises ServerFailed."""
    server = LocalServer()
    try:
        server.start()
        yield server
    finally:
        server.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
