"""`manage.py backup` and `manage.py restore`, as an administrator uses them, on a site of its own."""

from __future__ import annotations

import io
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from pytest_django import DjangoDbBlocker

from core.backup.archive import MANIFEST, is_safe

ROOT = Path(__file__).resolve().parents[2]
SECRET = "ต้นฉบับหนังสือ"


def manage(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={
            **{
                name: value
                for name, value in os.environ.items()
                if name not in {"DATABASE_URL", "SEARCH_URL"}
            },
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "RUAM_DATA": str(data),
        },
        capture_output=True,
        text=True,
        check=False,
    )


def usernames(data: Path) -> list[str]:
    with closing(sqlite3.connect(data / "ruam.sqlite3")) as database:
        return [name for (name,) in database.execute("SELECT username FROM auth_user ORDER BY username")]


@pytest.fixture(scope="module")
def original(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The data of a site with a user and two uploaded files; its tables are a copy of the tests' own."""
    data = tmp_path_factory.mktemp("original") / "data"
    data.mkdir()
    with django_db_blocker.unblock(), closing(sqlite3.connect(data / "ruam.sqlite3")) as database:
        connection.ensure_connection()
        connection.connection.backup(database)
        database.execute(
            "INSERT INTO auth_user (username, first_name, last_name, email, password, is_superuser, is_staff,"
            " is_active, date_joined) VALUES ('somsri', '', '', '', '!', 1, 1, 1, '2026-01-01')"
        )
        database.commit()
    for name in ("media/images/ภาพ.png", "private/originals/ab/letter.txt"):
        path = data / name
        path.parent.mkdir(parents=True)
        path.write_text(SECRET, encoding="utf-8")
    return data


@pytest.fixture(scope="module")
def backup(original: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("backup") / "site.tar"
    done = manage(original, "backup", str(target))
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture
def site(original: Path, tmp_path: Path) -> Path:
    """A copy of the site that has gone on since the backup."""
    data = tmp_path / "data"
    shutil.copytree(original, data)
    with closing(sqlite3.connect(data / "ruam.sqlite3")) as database:
        database.execute("UPDATE auth_user SET username = 'later'")
        database.commit()
    (data / "media" / "images" / "later.png").write_text("later", encoding="utf-8")
    return data


def tree(data: Path) -> dict[str, bytes]:
    """Every file that an administrator would miss."""
    return {
        str(path.relative_to(data)): path.read_bytes()
        for name in ("media", "private")
        for path in sorted((data / name).rglob("*"))
        if path.is_file()
    }


def test_an_empty_machine_becomes_the_site_that_was_backed_up(
    backup: Path, original: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"

    done = manage(data, "restore", str(backup))

    assert done.returncode == 0, done.stderr
    assert usernames(data) == ["somsri"]
    assert tree(data) == tree(original)
    assert manage(data, "index", "check").returncode == 0


def test_a_backup_is_for_its_owner_only_and_never_replaces_a_file(backup: Path, original: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    before = backup.read_bytes()

    done = manage(original, "backup", str(backup))

    assert done.returncode != 0
    assert "อยู่แล้ว" in done.stderr
    assert backup.read_bytes() == before
    assert [path.name for path in backup.parent.iterdir()] == [backup.name]


def test_a_site_in_use_is_replaced_only_when_told_to_and_is_kept(
    backup: Path, site: Path, original: Path
) -> None:
    refused = manage(site, "restore", str(backup))
    assert refused.returncode != 0
    assert "--replace" in refused.stderr
    assert usernames(site) == ["later"]

    done = manage(site, "restore", str(backup), "--replace")

    assert done.returncode == 0, done.stderr
    assert usernames(site) == ["somsri"]
    assert tree(site) == tree(original)
    (kept,) = site.glob("ruam.sqlite3.before-restore-*")
    with closing(sqlite3.connect(kept)) as database:
        assert database.execute("SELECT username FROM auth_user").fetchall() == [("later",)]
    assert [path.name for path in site.glob("media.before-restore-*/images/later.png")] == ["later.png"]


def test_a_database_that_another_program_has_open_is_not_replaced(backup: Path, site: Path) -> None:
    before = tree(site)
    with closing(sqlite3.connect(site / "ruam.sqlite3")) as other:
        other.execute("SELECT count(*) FROM auth_user").fetchall()

        done = manage(site, "restore", str(backup), "--replace")

    assert done.returncode != 0
    assert "หยุดเว็บเซิร์ฟเวอร์" in done.stderr
    assert usernames(site) == ["later"]
    assert tree(site) == before
    assert not list(site.glob("*restore*"))


def test_a_broken_database_can_be_replaced(backup: Path, site: Path) -> None:
    (site / "ruam.sqlite3").write_bytes(b"not a database" * 1000)

    done = manage(site, "restore", str(backup), "--replace")

    assert done.returncode == 0, done.stderr
    assert usernames(site) == ["somsri"]


def rewritten(source: Path, target: Path, change: Callable[[str, bytes], tuple[str, bytes]]) -> Path:
    """A copy of a backup with some members changed."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for member in old:
            stream = old.extractfile(member)
            assert stream is not None
            name, content = change(member.name, stream.read())
            fresh = tarfile.TarInfo(name)
            fresh.size = len(content)
            new.addfile(fresh, io.BytesIO(content))
    return target


def shortened(source: Path, target: Path) -> Path:
    target.write_bytes(source.read_bytes()[: source.stat().st_size // 2])
    return target


def with_a_link(source: Path, target: Path) -> Path:
    shutil.copy(source, target)
    with tarfile.open(target, "a") as archive:
        link = tarfile.TarInfo("media/passwd")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return target


COMPLAINTS = {
    "cut short": "เสียหาย",
    "not a backup": "ไม่ใช่ชุดสำรอง",
    "a file changed": "ถูกแก้ไข",
    "a name that leads out": "ไม่ควรมี",
    "a link": "ไม่ควรมี",
    "a newer version": "รุ่นที่ใหม่กว่า",
    "another database": "postgresql",
    "no such file": "ไม่พบแฟ้ม",
}
DAMAGE: dict[str, Callable[[Path, Path], Path]] = {
    "cut short": shortened,
    "not a backup": lambda source, target: (target.write_text(SECRET), target)[1],
    "a file changed": lambda source, target: rewritten(
        source,
        target,
        lambda name, content: (name, b"x" + content[1:] if name.startswith("private/") else content),
    ),
    "a name that leads out": lambda source, target: rewritten(
        source, target, lambda name, content: (name.replace("media/", "../../"), content)
    ),
    "a link": with_a_link,
    "a newer version": lambda source, target: rewritten(
        source,
        target,
        lambda name, content: (
            name,
            content.replace(b'"0001_initial"', b'"9999_unknown"', 1) if name == MANIFEST else content,
        ),
    ),
    "another database": lambda source, target: rewritten(
        source,
        target,
        lambda name, content: (
            name,
            content.replace(b'"sqlite"', b'"postgresql"') if name == MANIFEST else content,
        ),
    ),
    "no such file": lambda source, target: target,
}


@pytest.mark.django_db
@pytest.mark.parametrize("damage", DAMAGE)
def test_a_backup_that_is_not_whole_and_ours_changes_nothing(
    backup: Path, site: Path, tmp_path: Path, settings: Any, damage: str
) -> None:
    settings.RUAM_DATA = site
    before = tree(site)

    with pytest.raises(CommandError) as refusal:
        call_command("restore", DAMAGE[damage](backup, tmp_path / "bad.tar"), replace=True)

    assert COMPLAINTS[damage] in str(refusal.value)
    assert tree(site) == before
    assert not list(site.glob("*restore*"))


@pytest.mark.parametrize("name", ["/etc/passwd", "../x", "media/../../x", "media/\0", ""])
def test_names_that_lead_elsewhere_are_not_safe(name: str) -> None:
    assert not is_safe(name)
    assert is_safe("media/ภาพ/a..b.png")
