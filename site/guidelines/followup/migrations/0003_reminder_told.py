"""Reminders say how many of which role got them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("followup", "0002_reminder")]

    operations = [
        migrations.AddField(
            "reminder", "told", models.JSONField(default=dict, verbose_name="จำนวนผู้รับตามบทบาท")
        )
    ]
