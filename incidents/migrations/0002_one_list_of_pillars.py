"""Duties and incidents name the three pillars alike; nothing changes in the tables."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="category",
            name="pillar",
            field=models.CharField(
                choices=[
                    ("public_order", "public order"),
                    ("disaster", "disaster response"),
                    ("state_defense", "state defence awareness"),
                ],
                max_length=20,
                verbose_name="pillar",
            ),
        ),
        migrations.AlterField(
            model_name="categoryevent",
            name="pillar",
            field=models.CharField(
                choices=[
                    ("public_order", "public order"),
                    ("disaster", "disaster response"),
                    ("state_defense", "state defence awareness"),
                ],
                max_length=20,
                verbose_name="pillar",
            ),
        ),
    ]
