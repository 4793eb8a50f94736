"""The file of a backup (ชุดสำรองข้อมูล): a tar whose last member says what must be in it.

A backup that was cut short has no manifest, and one that was changed has other sums: neither is restored.
"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

FORMAT = 1
MANIFEST = "manifest.json"
LARGEST_MANIFEST = 256 * 1024 * 1024
CHUNK = 1024 * 1024


class BackupError(Exception):
    """A backup cannot be made or restored; the message says in Thai why and what to do."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds.

    `made`: moment in ISO 8601, UTC. `engine`: database vendor as Django names it. `migrations`: names of
    applied migrations by app. `files`: SHA-256 in hexadecimal by name in the tar.
    """

    made: str
    engine: str
    migrations: dict[str, list[str]]
    files: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT


class Writer:
    """Adds files to a tar and remembers their sums."""

    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive = archive
        self.files: dict[str, str] = {}

    def add(self, path: Path, name: str) -> None:
        """Add an ordinary file. Raises OSError where it cannot be read to its end."""
        with path.open("rb") as stream:
            member = self._archive.gettarinfo(arcname=name, fileobj=stream)
            member.uid = member.gid = 0
            member.uname = member.gname = ""
            summing = _Summing(stream)
            self._archive.addfile(member, summing)
        self.files[name] = summing.digest.hexdigest()

    def finish(self, manifest: Manifest) -> None:
        text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
        member = tarfile.TarInfo(MANIFEST)
        member.size = len(text)
        self._archive.addfile(member, io.BytesIO(text))


class _Summing:
    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size)
        self.digest.update(chunk)
        return chunk


@contextmanager
def opened(path: Path) -> Iterator[tarfile.TarFile]:
    """A backup to read. Raises BackupError where it is none, or turns out to be damaged while it is read."""
    try:
        with tarfile.open(path, "r:") as archive:
            yield archive
    except FileNotFoundError as error:
        raise BackupError(f"ไม่พบแฟ้ม {path}") from error
    except (tarfile.TarError, EOFError) as error:
        raise BackupError(f"{path} ไม่ใช่ชุดสำรองของระบบนี้ หรือแฟ้มเสียหาย โปรดใช้ชุดสำรองอื่น") from error


def verify(archive: tarfile.TarFile) -> Manifest:
    """Read every member to its end and hold it against the manifest; nothing is written.

    Raises BackupError for a backup that is incomplete, changed, or has names that lead elsewhere.
    """
    sums: dict[str, str] = {}
    manifest = None
    for member in archive:
        if member.name == MANIFEST:
            manifest = _manifest(archive, member)
        elif not member.isreg() or not is_safe(member.name) or member.name in sums:
            raise BackupError(f"ชุดสำรองมีรายการที่ไม่ควรมี: {member.name!r} จึงไม่กู้คืน")
        else:
            sums[member.name] = _sum(archive, member)
    if manifest is None:
        raise BackupError("ชุดสำรองไม่ครบ: ไม่มีรายการสรุปท้ายแฟ้ม อาจคัดลอกมาไม่หมด โปรดคัดลอกใหม่หรือใช้ชุดอื่น")
    wrong = sorted(
        name for name in sums.keys() | manifest.files.keys() if sums.get(name) != manifest.files.get(name)
    )
    if wrong:
        raise BackupError(f"ชุดสำรองเสียหายหรือถูกแก้ไข {len(wrong)} แฟ้ม เช่น {wrong[0]} โปรดใช้ชุดสำรองอื่น")
    return manifest


def extract(archive: tarfile.TarFile, folder: Path) -> None:
    """Write the members of a verified backup into a folder of their own."""
    for member in archive:
        if member.name == MANIFEST:
            continue
        target = folder.joinpath(*PurePosixPath(member.name).parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        with _content(archive, member) as source, target.open("wb") as out:
            while chunk := source.read(CHUNK):
                out.write(chunk)


def is_safe(name: str) -> bool:
    """Whether a name stays inside the folder that it is written into."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\0" not in name and bool(path.parts)


def _manifest(archive: tarfile.TarFile, member: tarfile.TarInfo) -> Manifest:
    if member.size > LARGEST_MANIFEST:
        raise BackupError("รายการสรุปของชุดสำรองใหญ่ผิดปกติ จึงไม่กู้คืน")
    try:
        with _content(archive, member) as stream:
            values: dict[str, Any] = json.loads(stream.read())
        if values["format"] != FORMAT:
            raise BackupError(f"ชุดสำรองเป็นรูปแบบที่ {values['format']} ซึ่งระบบรุ่นนี้อ่านไม่ได้")
        return Manifest(**values)
    except (ValueError, TypeError, KeyError) as error:
        raise BackupError("อ่านรายการสรุปของชุดสำรองไม่ได้ แฟ้มเสียหายหรือไม่ใช่ชุดสำรองของระบบนี้") from error


def _sum(archive: tarfile.TarFile, member: tarfile.TarInfo) -> str:
    digest = hashlib.sha256()
    with _content(archive, member) as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    stream = archive.extractfile(member)
    if stream is None:
        raise BackupError(f"ชุดสำรองมีรายการที่ไม่ใช่แฟ้ม: {member.name!r} จึงไม่กู้คืน")
    return stream
