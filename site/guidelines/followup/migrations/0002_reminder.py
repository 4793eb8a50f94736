"""Every reminder is kept, not only the day of the last; those days become the first rows."""

from __future__ import annotations

import datetime
from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone


def keep_last_reminders(apps: Any, schema_editor: Any) -> None:
    member, reminder = apps.get_model("followup", "RoundMember"), apps.get_model("followup", "Reminder")
    noon = datetime.time(12)
    reminder.objects.bulk_create(
        reminder(member_id=pk, sent_at=timezone.make_aware(datetime.datetime.combine(day, noon)), mails=None)
        for pk, day in member.objects.exclude(reminded_on=None).values_list("pk", "reminded_on")
    )


class Migration(migrations.Migration):
    dependencies = [("followup", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("sent_at", models.DateTimeField(default=timezone.now, verbose_name="เตือนเมื่อ")),
                ("mails", models.PositiveIntegerField(null=True, verbose_name="อีเมลถึง")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="followup.roundmember",
                    ),
                ),
            ],
            options={"verbose_name": "คำเตือน", "verbose_name_plural": "คำเตือน", "ordering": ["pk"]},
        ),
        migrations.RunPython(keep_last_reminders, migrations.RunPython.noop),
    ]
