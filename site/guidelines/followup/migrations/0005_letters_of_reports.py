"""Files of a report say which letters they name; null for those that were made before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("followup", "0004_report_progress")]

    operations = [migrations.AddField("reportfile", "letters", models.JSONField(null=True))]
