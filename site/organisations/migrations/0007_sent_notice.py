"""Every notice to an organisation is kept."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0006_email_change"), ("wagtailcore", "0098_apitoken")]

    operations = [
        migrations.CreateModel(
            name="SentNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("kind", models.CharField(max_length=20, verbose_name="เรื่อง")),
                ("about", models.JSONField(default=dict, verbose_name="รายละเอียด")),
                ("told", models.JSONField(default=dict, verbose_name="จำนวนผู้รับตามบทบาท")),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="แจ้งเมื่อ")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="หน่วยงาน",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.page",
                        verbose_name="หน้า",
                    ),
                ),
            ],
            options={
                "verbose_name": "การแจ้งทางอีเมลถึงหน่วยงาน",
                "verbose_name_plural": "การแจ้งทางอีเมลถึงหน่วยงาน",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["page", "organisation"], name="notices_of_a_page")],
            },
        )
    ]
