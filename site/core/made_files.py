"""Static files that are made, not written: a finder gives them to Django as if they lay in the source.

They are made once, into RUAM_DATA, so that `collectstatic`, the development server and WhiteNoise all
find them and nothing that a program can make is kept in the repository.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage


def write_once(path: Path, content: bytes) -> None:
    """Write a whole file or none; of several processes the first wins: it may have told the size already."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    Path(temporary).chmod(0o644)
    with contextlib.suppress(FileExistsError):
        os.link(temporary, path)
    Path(temporary).unlink()


class MadeFileFinder(BaseFinder):
    """A finder of files that `ensure` makes below `directory`, under `names` relative to it."""

    def directory(self) -> Path:
        """Where the files lie. Another directory whenever what they are made of changes."""
        raise NotImplementedError

    def names(self) -> list[str]:
        """The paths below the static files' root, with forward slashes."""
        raise NotImplementedError

    def ensure(self, name: str) -> Path:
        """The file of a name of `names`, made now if it is not there. Safe with several processes at once."""
        raise NotImplementedError

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The file's path, a list of it with `find_all`; an empty list where the name is not ours."""
        if path not in self.names():
            return []
        found = str(self.ensure(path))
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        storage = FileSystemStorage(location=self.directory())
        for name in self.names():
            self.ensure(name)
            yield name, storage
