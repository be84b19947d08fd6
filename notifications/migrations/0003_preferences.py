import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

QUIET_UNTIL = migrations.RunSQL(
    # When the quiet hours end in which a moment lies, on the clock of a zone; NULL where it lies in none.
    """
    CREATE OR REPLACE FUNCTION senkom_quiet_until(moment timestamptz, zone text, begins time, ends time)
    RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    RETURN CASE
        WHEN begins > ends AND (moment AT TIME ZONE zone)::time >= begins
            THEN ((moment AT TIME ZONE zone)::date + 1 + ends) AT TIME ZONE zone
        WHEN (moment AT TIME ZONE zone)::time < ends AND (begins > ends OR (moment AT TIME ZONE zone)::time >= begins)
            THEN ((moment AT TIME ZONE zone)::date + ends) AT TIME ZONE zone
    END;
    """,
    "DROP FUNCTION IF EXISTS senkom_quiet_until(timestamptz, text, time, time);",
)


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0006_nik_key_index"),
        ("notifications", "0002_push"),
    ]

    operations = [
        QUIET_UNTIL,
        migrations.CreateModel(
            name="Preference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("topic", models.CharField(max_length=40, verbose_name="kind")),
                ("channel", models.CharField(max_length=20, verbose_name="channel")),
                ("declined_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.member"
                    ),
                ),
            ],
            options={
                "verbose_name": "declined message",
                "verbose_name_plural": "declined messages",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("member", "topic", "channel"),
                        name="preference_once",
                        violation_error_message="This was chosen already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="QuietHours",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("begins", models.TimeField(verbose_name="quiet from")),
                (
                    "ends",
                    models.TimeField(help_text="The same time twice: no quiet hours.", verbose_name="quiet until"),
                ),
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="quiet_hours", to="members.member"
                    ),
                ),
            ],
            options={"verbose_name": "quiet hours", "verbose_name_plural": "quiet hours"},
        ),
    ]
