from django.db import migrations, models

from core.matching import plain_text

TOLD = {
    "ServicePage": ("title", "title_en", "summary", "result"),
    "CentrePage": ("title", "title_en", "summary", "address", "district"),
}


def fill(apps, schema_editor):
    """The texts of the pages that nobody saves again."""
    for name, columns in TOLD.items():
        pages = apps.get_model("services", name).objects
        for key, *texts in pages.values_list("pk", *columns).iterator(chunk_size=500):
            pages.filter(pk=key).update(plain_text=plain_text(*texts))


class Migration(migrations.Migration):

    dependencies = [
        ("services", "0012_batches_leave_parts"),
    ]

    operations = [
        migrations.AddField(
            model_name="centrepage",
            name="plain_text",
            field=models.TextField(default="", editable=False),
        ),
        migrations.AddField(
            model_name="servicepage",
            name="plain_text",
            field=models.TextField(default="", editable=False),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
