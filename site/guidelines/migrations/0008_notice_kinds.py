"""Reviews are told of by `organisations.review_mail`; what was noted here about them says nothing any more."""

from django.db import migrations, models


def forget_reviews(apps, schema_editor):
    apps.get_model("guidelines", "Notice").objects.filter(kind="review").delete()


class Migration(migrations.Migration):

    dependencies = [
        ("guidelines", "0007_practice_and_comments"),
    ]

    operations = [
        migrations.RunPython(forget_reviews, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[("due", "ใกล้หรือเกินกำหนดปรับใช้"), ("comment", "มีความเห็นใหม่")],
                max_length=10,
                verbose_name="เรื่อง",
            ),
        ),
    ]
