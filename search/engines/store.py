"""Where an embedded index lies: generations in folders, one of them live, writers one at a time.

    data_dir/
      CURRENT        name of the live generation; replaced atomically
      write.lock     held by the one process that writes
      gen-<time>/    an index with its MANIFEST
      gen-…/journal  what was written to the live one while this one was being built

Locks are kernel locks on open files, so a killed process leaves none behind.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from search.analysis import analyzer_hash
from search.schema import SCHEMA_VERSION


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was made with. Another schema cannot be read; another analyzer answers, but less well."""

    schema: int
    analyzer: str

    @classmethod
    def now(cls) -> Manifest:
        return cls(SCHEMA_VERSION, analyzer_hash())


class Store:
    """The folder of an embedded index."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._thread_lock = threading.RLock()
        self._depth = 0
        self._named: tuple[tuple[int, int], str] = ((0, 0), "")

    @property
    def current(self) -> Path | None:
        """Folder of the live generation, None before the first."""
        path = self.folder / "CURRENT"
        try:
            about = path.stat()
            stamp = (about.st_ino, about.st_mtime_ns)  # a file that takes its place has another
            if stamp != self._named[0]:
                self._named = (stamp, path.read_text(encoding="ascii").strip())
        except FileNotFoundError:
            return None
        return self.folder / self._named[1]

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the write lock, waiting for whoever has it. May be entered again by its holder."""
        with self._thread_lock:
            if self._depth:
                self._depth += 1
                try:
                    yield
                finally:
                    self._depth -= 1
                return
            self.folder.mkdir(parents=True, exist_ok=True)
            with (self.folder / "write.lock").open("a") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                self._depth = 1
                try:
                    yield
                finally:
                    self._depth = 0

    def create(self) -> Path:
        """A folder for a new generation, not live yet."""
        self.folder.mkdir(parents=True, exist_ok=True)
        while True:
            folder = self.folder / f"gen-{time.time_ns():x}"
            with contextlib.suppress(FileExistsError):
                folder.mkdir()
                return folder

    def mark(self, folder: Path, manifest: Manifest) -> None:
        _write(folder / "MANIFEST", json.dumps(asdict(manifest)))

    def manifest(self, folder: Path) -> Manifest | None:
        """What a generation was made with; None where that cannot be read."""
        try:
            return Manifest(**json.loads((folder / "MANIFEST").read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def publish(self, folder: Path) -> None:
        """Make a generation live, and drop the others that nobody builds."""
        _write(self.folder / "CURRENT", folder.name)
        for other in self.folder.glob("gen-*"):
            if other != folder and not self.is_being_built(other):
                shutil.rmtree(other, ignore_errors=True)

    @contextlib.contextmanager
    def building(self, folder: Path) -> Iterator[None]:
        """Hold a lock that tells other processes that this generation is being built."""
        with (folder / "building.lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        with contextlib.suppress(FileNotFoundError):
            (folder / "building.lock").unlink()

    def is_being_built(self, folder: Path) -> bool:
        try:
            file = (folder / "building.lock").open("a" if (folder / "building.lock").exists() else "r")
        except OSError:
            return False
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def builds(self) -> list[Path]:
        """Generations that some process is building now."""
        return [folder for folder in self.folder.glob("gen-*") if self.is_being_built(folder)]


def _write(path: Path, text: str) -> None:
    """Write a small file atomically and durably."""
    fresh = path.with_suffix(f".{os.getpid()}.{threading.get_ident()}")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
