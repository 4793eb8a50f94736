"""Files of a report say how far they are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("followup", "0003_reminder_told")]

    operations = [
        migrations.AddField("reportfile", "parts_done", models.PositiveIntegerField(default=0)),
        migrations.AddField("reportfile", "parts", models.PositiveIntegerField(default=0)),
    ]
