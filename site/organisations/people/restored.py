"""After a backup was brought back no link of its time works: it may have been used or taken back since."""

from __future__ import annotations

from django.utils import timezone

from core.backup import closed_by_restoring
from organisations.models import EmailChange, Invitation, ResetRequest


@closed_by_restoring
def close_invitations() -> str:
    """Let all open invitations run out. They stay in the list, where they are sent again with one button."""
    now = timezone.now()
    closed = Invitation.objects.filter(used_at=None, expires_at__gt=now).update(expires_at=now)
    if not closed:
        return ""
    return (
        f"ปิดคำเชิญที่ยังไม่ตอบรับ {closed} รายการ เพราะหลังเวลาสำรองอาจมีผู้ใช้หรือยกเลิกไปแล้ว "
        "ผู้ที่ยังต้องการคำเชิญ ให้ผู้ดูแลหน่วยงานส่งใหม่จากหน้าผู้ปฏิบัติงาน"
    )


@closed_by_restoring
def forget_requests() -> str:
    """Forget who asked for a new password or another address and has not got it."""
    forgotten = EmailChange.objects.all().delete()[0]
    forgotten += ResetRequest.objects.filter(answered_at=None).delete()[0]
    return f"ลบคำขอเปลี่ยนอีเมลและคำขอตั้งรหัสผ่านใหม่ที่ค้างอยู่ {forgotten} รายการ ผู้ขอขอใหม่ได้" if forgotten else ""
