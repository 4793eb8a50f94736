"""Mails of a sending say how many of which role got them; the last reminder to adapt and the notices of
comments that are known become the first rows of `organisations.SentNotice`."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import migrations, models
from django.utils import timezone


def keep_last_notices(apps: Any, schema_editor: Any) -> None:
    get = apps.get_model
    kept = get("organisations", "SentNotice")
    subjects = {
        "due": get("guidelines", "AdaptationObligation").objects.in_bulk(),
        "comment": get("guidelines", "SectionComment").objects.select_related("page").in_bulk(),
    }
    rows = []
    for notice in get("guidelines", "Notice").objects.order_by("pk"):
        subject = subjects.get(notice.kind, {}).get(notice.subject)
        if subject is None:
            continue
        moment = timezone.make_aware(datetime.datetime.combine(notice.sent_on, datetime.time(12)))
        row = kept(told={"": notice.mails} if notice.mails else {}, sent_at=moment)
        if notice.kind == "due":
            row.kind, row.page_id = "adapt-due", subject.guideline_id
            row.organisation_id = subject.organisation_id
            row.about = {"due": subject.due.isoformat() if subject.due else None}
        else:
            row.kind, row.page_id = "comment", subject.page_id
            row.organisation_id = subject.page.organisation_id
            row.about = {"section": subject.section_id}
        rows.append(row)
    kept.objects.bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [("guidelines", "0009_mails_wait_in_core"), ("organisations", "0007_sent_notice")]

    operations = [
        migrations.AddField(
            "recipient", "told", models.JSONField(default=dict, verbose_name="จำนวนผู้รับตามบทบาท")
        ),
        migrations.RunPython(keep_last_notices, migrations.RunPython.noop),
    ]
