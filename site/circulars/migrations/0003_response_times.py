"""Days by which letters are acknowledged: something to begin with, for administrators to change."""

from django.db import migrations

DAYS = (("ด่วนที่สุด", 1, 1), ("ด่วนมาก", 3, 1), ("ด่วน", 5, 2), ("", 15, 7))


def add(apps, schema_editor):
    times = apps.get_model("circulars", "ResponseTime")
    for speed, acknowledge, remind in DAYS:
        times.objects.get_or_create(
            speed=speed, defaults={"acknowledge_days": acknowledge, "remind_days": remind}
        )


class Migration(migrations.Migration):
    dependencies = [("circulars", "0002_distribution")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
