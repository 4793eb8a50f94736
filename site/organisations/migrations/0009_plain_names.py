from django.db import migrations, models

from core.matching import plain_text


def fill(apps, schema_editor):
    """The names of the organisations that are there already, those of each in the order in which they came."""
    others = {}
    names = apps.get_model("organisations", "OrganisationName").objects.order_by("pk")
    for key, name in names.values_list("organisation", "name"):
        others.setdefault(key, []).append(name)
    organisations = apps.get_model("organisations", "Organisation").objects
    for key, name_th, name_en in organisations.values_list("pk", "name_th", "name_en").iterator(chunk_size=500):
        organisations.filter(pk=key).update(plain_names=plain_text(name_th, name_en, *others.get(key, ())))


class Migration(migrations.Migration):

    dependencies = [
        ("organisations", "0008_bypass_reminders"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="plain_names",
            field=models.TextField(default="", editable=False),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
