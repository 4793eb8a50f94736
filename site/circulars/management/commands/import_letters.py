"""`manage.py import_letters FILE… [--dry-run] [--json] [--no-input] [--as USER]`: see docs/letters.md."""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from circulars.finding import count_in
from circulars.importing import NoRegistry, NotStored, Outcome, Progress, import_paths
from circulars.letters import ParsedLetter
from circulars.letters.flags import FLAG_KINDS
from circulars.letters.record import as_record
from circulars.models.choices import ACTION_LABELS
from circulars.recording import secrecy_of


class Command(BaseCommand):
    help = "นำหนังสือจากแฟ้ม PDF, DOCX, ข้อความ ภาพสแกน แฟ้มรวม หรือ ZIP เข้าทะเบียน"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files", nargs="+", metavar="FILE", help="แฟ้ม แฟ้มรวม (directory) หรือ ZIP หนึ่งแฟ้มมีหนังสือได้หลายฉบับ"
        )
        parser.add_argument("--dry-run", action="store_true", help="อ่านและเทียบ แต่ไม่บันทึก")
        parser.add_argument("--json", action="store_true", help="พิมพ์บรรทัดละหนึ่งฉบับเป็น JSON")
        parser.add_argument("--no-input", action="store_true", help="ไม่ถามอะไร ข้อสงสัยทุกข้อคงไว้")
        parser.add_argument("--as", dest="user", metavar="USER", help="ชื่อผู้ใช้ที่นำเข้า ไม่ระบุคือระบบ")

    def handle(self, *args: Any, **options: Any) -> None:
        user = self._user(options["user"])
        try:
            outcomes = import_paths(
                options["files"], user, options["dry_run"], self._progress(options["files"])
            )
        except (NoRegistry, NotStored) as error:
            raise CommandError(str(error), returncode=2) from error
        for outcome in outcomes:
            line = as_line(outcome)
            self.stdout.write(json.dumps(line, ensure_ascii=False) if options["json"] else _as_text(line))
        counts: Counter[str] = Counter(outcome.action for outcome in outcomes)
        if len(outcomes) > 1 and not options["json"]:
            told = [f"{label} {counts[action]}" for action, label in ACTION_LABELS.items() if counts[action]]
            self.stdout.write(f"รวม {len(outcomes)} รายการ: " + ", ".join(told))
        refused = counts["refused"]
        if refused:
            sys.exit(2 if refused == len(outcomes) else 1)

    def _progress(self, paths: list[str]) -> Progress | None:
        """On a terminal a line on stderr that counts; none where the output is kept."""
        if not self.stderr.isatty():
            return None
        total = count_in(paths)

        def tell(done: int) -> None:
            bar = "█" * (20 * done // max(1, total))
            self.stderr.write(f"\r{bar:<20} {done:,} / {total:,} แฟ้ม", ending="\n" if done >= total else "")

        return tell

    def _user(self, name: str | None) -> Any:
        if not name:
            return None
        users = get_user_model()
        try:
            return users._default_manager.get_by_natural_key(name)
        except users.DoesNotExist as error:
            raise CommandError(f"ไม่มีผู้ใช้ชื่อ “{name}”", returncode=2) from error


def as_line(outcome: Outcome) -> dict[str, Any]:
    """The object printed for one letter: every key, but of a secret letter only what gives nothing away."""
    letter = outcome.letter
    secrecy = secrecy_of(letter) if letter is not None else ""
    if outcome.page is not None:
        secrecy = outcome.page.secrecy if outcome.page.is_secret else ""
    if letter is not None and secrecy:
        return {
            "file": outcome.file,
            "action": outcome.action,
            "url": None,
            "secrecy": secrecy,
            "flags": [
                {
                    "code": one.code,
                    "severity": one.severity,
                    "field": one.field,
                    "message": FLAG_KINDS[one.code].title,
                }
                for one in letter.flags
            ],
        }
    error = {"code": outcome.error.code, "message": outcome.error.message} if outcome.error else None
    return {
        "file": outcome.file,
        "action": outcome.action,
        "url": outcome.url,
        "error": error,
        **(as_record(letter) if letter is not None else EMPTY),
    }


def _blank() -> dict[str, Any]:
    """The record of no letter: every key, nothing in any."""
    record = as_record(ParsedLetter(text=""))
    return {
        key: [] if isinstance(value, list) else False if isinstance(value, bool) else None
        for key, value in record.items()
    }


EMPTY = _blank()


def _as_text(line: dict[str, Any]) -> str:
    number = (line.get("number") or {}).get("canonical") or "–"
    words = f"{line['file']}: {ACTION_LABELS[line['action']]}"
    if line.get("error"):
        return f"{words}: {line['error']['message']}"
    if "number" in line:
        words += f" {number} {line['subject'] or ''}".rstrip()
    doubts = [flag for flag in line["flags"] if flag["severity"] != "info"]
    return "\n".join([words, *(f"  {flag['code']} {flag['field']}: {flag['message']}" for flag in doubts)])
