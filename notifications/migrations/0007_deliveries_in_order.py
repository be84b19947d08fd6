from django.db import migrations, models


class Migration(migrations.Migration):
    """A rule plans thousands for one moment; a sender takes the next twenty of them without sorting all."""

    dependencies = [
        ("notifications", "0006_rules_stop_after_three"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "queued")),
                fields=["channel", "next_try_at", "id"],
                name="delivery_in_order",
            ),
        ),
        migrations.RemoveIndex(model_name="delivery", name="delivery_waiting"),
    ]
