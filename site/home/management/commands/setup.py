"""`manage.py setup`: from an empty database to a site that its first administrator can sign in to."""

from __future__ import annotations

import getpass
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from home.tree import build_site
from organisations.loading import SHIPPED, OrganisationsFileError, load_organisations


class Command(BaseCommand):
    help = "เตรียมฐานข้อมูล หน่วยงาน โครงเว็บไซต์ และผู้ดูแลระบบคนแรก (ไม่มีเนื้อหาสาธิต) ทำซ้ำได้โดยไม่เปลี่ยนของเดิม"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--admin", help="ชื่อผู้ใช้ของผู้ดูแลระบบคนแรก")
        parser.add_argument("--email", help="อีเมลของผู้ดูแลระบบคนแรก")
        parser.add_argument(
            "--password-env",
            metavar="NAME",
            help="ตัวแปรสภาพแวดล้อมที่เก็บรหัสผ่าน (ถ้าไม่ระบุ จะถามทางหน้าจอ)",
        )
        parser.add_argument("--hostname", help="ชื่อโดเมนของเว็บไซต์ เช่น ruam.go.th")
        parser.add_argument("--port", type=int, default=443, help="พอร์ตของเว็บไซต์ (ปริยาย 443)")
        parser.add_argument("--site-name", default="ร่วม", help="ชื่อเว็บไซต์")
        parser.add_argument("--organisations", type=Path, help="แฟ้มหน่วยงาน YAML (ปริยาย: ชุดที่มากับระบบ)")
        parser.add_argument("--no-input", action="store_true", help="ไม่ถาม ถ้าขาดค่าใดให้หยุด")

    def handle(self, **options: Any) -> None:
        self.interactive = not options["no_input"]
        needs_admin = True
        call_command("migrate", verbosity=0, interactive=False)
        if get_user_model().objects.filter(is_superuser=True).exists():
            needs_admin = False
        hostname = options["hostname"] or self._ask("ชื่อโดเมนของเว็บไซต์", "--hostname", "localhost")
        administrator = self._administrator(options) if needs_admin else None
        try:
            with transaction.atomic():
                loaded = load_organisations(options["organisations"] or SHIPPED)
                build_site(hostname, options["port"], options["site_name"])
                if administrator:
                    get_user_model().objects.create_superuser(**administrator)
        except OrganisationsFileError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"หน่วยงาน: เพิ่ม {loaded.created} ปรับปรุง {loaded.updated} คงเดิม {loaded.unchanged}\n"
            + (f"ผู้ดูแลระบบ: {administrator['username']}\n" if administrator else "มีผู้ดูแลระบบอยู่แล้ว\n")
            + "พร้อมใช้งาน"
        )

    def _administrator(self, options: dict[str, Any]) -> dict[str, str]:
        username = options["admin"] or self._ask("ชื่อผู้ใช้ของผู้ดูแลระบบ", "--admin")
        email = options["email"] or self._ask("อีเมลของผู้ดูแลระบบ", "--email")
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"อีเมลไม่ถูกต้อง: {email}") from error
        password = self._password(options["password_env"])
        candidate = get_user_model()(username=username, email=email)
        try:
            candidate.clean_fields(exclude=["password"])
            validate_password(password, candidate)
        except ValidationError as error:
            raise CommandError("สร้างผู้ดูแลระบบไม่ได้: " + " ".join(error.messages)) from error
        return {"username": username, "email": email, "password": password}

    def _password(self, variable: str | None) -> str:
        if variable:
            if not os.environ.get(variable):
                raise CommandError(f"ไม่พบรหัสผ่านในตัวแปร {variable}")
            return os.environ[variable]
        if not self.interactive:
            raise CommandError("ต้องระบุ --password-env เมื่อใช้ --no-input")
        try:
            first = getpass.getpass("รหัสผ่าน (อย่างน้อย 12 อักขระ): ")
            again = getpass.getpass("รหัสผ่านอีกครั้ง: ")
        except EOFError as error:
            raise CommandError("ไม่มีใครตอบคำถามได้ที่นี่: ระบุ --password-env") from error
        if first != again:
            raise CommandError("รหัสผ่านสองครั้งไม่ตรงกัน")
        return first

    def _ask(self, question: str, option: str, default: str = "") -> str:
        if not self.interactive:
            if default:
                return default
            raise CommandError(f"ต้องระบุ {option} เมื่อใช้ --no-input")
        try:
            answer = input(f"{question}{f' [{default}]' if default else ''}: ").strip() or default
        except EOFError as error:
            raise CommandError(f"ไม่มีใครตอบคำถามได้ที่นี่: ระบุ {option}") from error
        if not answer:
            raise CommandError(f"ต้องตอบ: {question}")
        return answer
