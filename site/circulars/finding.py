"""The files to read: one by one, in folders, in ZIP files. Read lazily, one at a time."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from circulars.entry_names import name_of
from circulars.files import LARGEST, FileRefused, read_path

Reader = Callable[[], bytes]
"""Gives the bytes of a file, or raises FileRefused."""

MOST_ENTRIES = 20_000
MOST_BYTES = 2 * 1024**3
"""All entries of a ZIP together, unpacked."""
MOST_PACKED = 200
"""A letter does not shrink to less than a two-hundredth; what does was made to burst."""
_BROKEN = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error, lzma.LZMAError)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_SMALL = 64 * 1024
LARGEST_ARCHIVE = 500 * 1024 * 1024


def files_in(paths: Iterable[str]) -> Iterator[tuple[str, Reader]]:
    """Name and reader of each file, folders and ZIP files opened up, in the order of their names.

    A ZIP file is read from disk entry by entry, never as a whole.
    """
    for name in _on_disk(paths):
        yield from opened(name, name)


def opened(name: str, path: str) -> Iterator[tuple[str, Reader]]:
    """The file at `path`, told by `name`; of a ZIP file what lies in it."""
    archive = _archive(path)
    if archive is None:
        yield from unpacked([(name, partial(read_path, path, name))])
        return
    with archive:
        yield from _entries(name, archive)


def count_in(paths: Iterable[str]) -> int:
    """How many files `files_in` will give, without reading them."""
    count = 0
    for path in _on_disk(paths):
        archive = _archive(path)
        if archive is None:
            count += 1
            continue
        with archive:
            count += sum(1 for _ in _entries(path, archive))
    return count


def _on_disk(paths: Iterable[str]) -> Iterator[str]:
    for path in paths:
        place = Path(path)
        inside = sorted(_below(place)) if place.is_dir() else []
        yield from inside or [path]


def _below(folder: Path) -> Iterator[str]:
    """Ordinary files below a folder; hidden ones and links that lead elsewhere are left out."""
    for place in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in place.relative_to(folder).parts)
        if not hidden and place.is_file() and not place.is_symlink():
            yield str(place)


def _archive(path: str) -> zipfile.ZipFile | None:
    """A ZIP file on disk, which may be larger than a letter; None for anything else."""
    place = Path(path)
    try:
        if not place.is_file() or place.stat().st_size > LARGEST_ARCHIVE:
            return None
        with place.open("rb") as stream:
            if not stream.read(4).startswith(_ZIP):
                return None
        return _of_files(zipfile.ZipFile(place))
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return None


def unpacked(files: Iterable[tuple[str, Reader]]) -> Iterator[tuple[str, Reader]]:
    """The same files, and in the place of each ZIP file those that lie in it."""
    for name, read in files:
        try:
            data = read()
        except FileRefused as refused:
            yield name, _refusing(refused)
            continue
        archive = _opened(data)
        if archive is None:
            yield name, partial(bytes, data)
        else:
            yield from _entries(name, archive)


def _opened(data: bytes) -> zipfile.ZipFile | None:
    """A ZIP of files; None for anything else, a DOCX too."""
    if not data.startswith(_ZIP):
        return None
    try:
        return _of_files(zipfile.ZipFile(io.BytesIO(data)))
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None


def _of_files(archive: zipfile.ZipFile) -> zipfile.ZipFile | None:
    if "[Content_Types].xml" not in archive.namelist():
        return archive
    archive.close()
    return None


def _entries(name: str, archive: zipfile.ZipFile) -> Iterator[tuple[str, Reader]]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_furniture(entry)]
    if not entries:
        yield name, _refusing(FileRefused("EMPTY", _("แฟ้ม “%s” ว่างเปล่า") % name))
        return
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        message = _("แฟ้ม “%s” เมื่อคลายแล้วใหญ่เกินกำหนด โปรดแยกเป็นหลายแฟ้ม") % name
        yield name, _refusing(FileRefused("TOO_LARGE", message))
        return
    for entry in sorted(entries, key=lambda entry: entry.filename):
        yield f"{name}/{name_of(entry)}", partial(_entry, name, archive, entry)


def _is_furniture(entry: zipfile.ZipInfo) -> bool:
    """What packing programs add by themselves."""
    parts = PurePosixPath(entry.filename).parts
    return "__MACOSX" in parts or parts[-1] in {".DS_Store", "Thumbs.db", "desktop.ini"}


def _entry(name: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of one entry. Nothing is written to disk; a name that leads elsewhere is refused."""
    shown = name_of(entry)
    words = {"name": name, "entry": shown}
    inner = PurePosixPath(shown.replace("\\", "/"))
    if inner.is_absolute() or ".." in inner.parts or ":" in shown:
        raise FileRefused("UNSAFE_NAME", _("ชื่อ “%(entry)s” ใน “%(name)s” ชี้ออกนอกแฟ้ม จึงไม่เปิด") % words)
    if entry.flag_bits & 1:
        message = _("“%(entry)s” ใน “%(name)s” ตั้งรหัสผ่านไว้ โปรดบีบอัดใหม่โดยไม่มีรหัสผ่าน")
        raise FileRefused("ENCRYPTED", message % words)
    packed = entry.file_size > _SMALL and entry.file_size > MOST_PACKED * max(1, entry.compress_size)
    if entry.file_size > LARGEST or packed:
        raise FileRefused("TOO_LARGE", _("“%(entry)s” ใน “%(name)s” ใหญ่เกินกำหนดเมื่อคลายแล้ว") % words)
    try:
        with archive.open(entry) as stream:
            data = stream.read(LARGEST + 1)
    except (*_BROKEN, OSError, ValueError) as error:
        raise FileRefused("NOT_TEXT", _("“%(entry)s” ใน “%(name)s” ชำรุด เปิดอ่านไม่ได้") % words) from error
    if _opened(data) is not None:
        message = _("“%(entry)s” ใน “%(name)s” เป็น ZIP ซ้อน โปรดคลายก่อนนำเข้า")
        raise FileRefused("NESTED_ARCHIVE", message % words)
    return data


def _refusing(refused: FileRefused) -> Reader:
    def refuse() -> bytes:
        raise refused

    return refuse
