"""What Wagtail's own migrations made and named in English bears a Thai name, unless somebody has named it already."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

NAMES = (
    ("auth", "Group", "Editors", "ผู้แก้ไขเนื้อหา"),
    ("auth", "Group", "Moderators", "ผู้สอบทานเนื้อหา"),
    ("wagtailcore", "Workflow", "Moderators approval", "การสอบทานเนื้อหา"),
    ("wagtailcore", "Task", "Moderators approval", "การสอบทานเนื้อหา"),
    ("wagtailcore", "Collection", "Root", "คอลเลกชันทั้งหมด"),
)


def _rename(apps: Apps, app: str, model: str, before: str, after: str) -> None:
    manager = apps.get_model(app, model).objects
    if not manager.filter(name=after).exists():
        manager.filter(name=before).update(name=after)


def to_thai(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for app, model, english, thai in NAMES:
        _rename(apps, app, model, english, thai)


def to_english(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for app, model, english, thai in NAMES:
        _rename(apps, app, model, thai, english)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("home", "0003_english_texts_and_examples"),
        # These give rights to the groups by their English names.
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [migrations.RunPython(to_thai, to_english)]
