import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0006_nik_key_index"),
        ("notifications", "0003_preferences"),
    ]

    operations = [
        migrations.CreateModel(
            name="FailingAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(max_length=20, verbose_name="channel")),
                ("address_key", models.CharField(editable=False, max_length=32)),
                ("refusals", models.PositiveSmallIntegerField(verbose_name="refusals in a row")),
                ("last_code", models.CharField(max_length=40, verbose_name="last answer")),
                ("refused_at", models.DateTimeField(verbose_name="last refused")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                        verbose_name="member",
                    ),
                ),
            ],
            options={
                "verbose_name": "refused address",
                "verbose_name_plural": "refused addresses",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("member", "channel"),
                        name="failing_address_once",
                        violation_error_message="The refusals of this address are counted already.",
                    )
                ],
            },
        ),
    ]
