from django.db import migrations

from core.collation import sort_key
from services.index_titles import index_title


def fill(apps, schema_editor):
    """Where guides stand in the index from ก to ฮ, for those that nobody saves again."""
    guides = apps.get_model("services", "ServicePage").objects
    for key, title in guides.values_list("pk", "title").iterator(chunk_size=500):
        guides.filter(pk=key).update(sort_key=sort_key(index_title(title)))


class Migration(migrations.Migration):

    dependencies = [
        ("services", "0010_journeys_in_english"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
