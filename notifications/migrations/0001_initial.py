import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
from django.db import migrations, models

import senkom.lib.sql


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("members", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="JobRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="job")),
                ("started_at", models.DateTimeField(verbose_name="started")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                ("changed", models.PositiveIntegerField(default=0, verbose_name="rows changed")),
                ("error", models.TextField(blank=True, verbose_name="error")),
            ],
            options={
                "verbose_name": "run",
                "verbose_name_plural": "runs",
                "indexes": [models.Index(fields=["name", "-started_at"], name="jobrun_last")],
            },
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("recipient_kind", models.CharField(max_length=20, verbose_name="kind of recipient")),
                ("recipient_id", models.BigIntegerField(verbose_name="recipient")),
                ("kind", models.CharField(max_length=80, verbose_name="kind")),
                (
                    "subject",
                    models.BigIntegerField(
                        help_text="The row it is about; which table, the kind says.", verbose_name="about"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="business time")),
                ("due_at", models.DateTimeField(verbose_name="due")),
                ("not_after", models.DateTimeField(verbose_name="useful until")),
                ("read_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="read")),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "indexes": [
                    models.Index(fields=["recipient_kind", "recipient_id", "-due_at"], name="notification_inbox"),
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)),
                        fields=["recipient_kind", "recipient_id", "due_at"],
                        name="notification_unread",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("recipient_kind", "recipient_id", "kind", "subject", "at"),
                        name="notification_once_an_occurrence",
                        violation_error_message="This person has this message already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("not_after__gt", models.F("due_at"))),
                        name="notification_useful_after_due",
                        violation_error_message="A message is useful for some time after it is due.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReminderRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60, verbose_name="kind")),
                ("offset", models.DurationField(help_text="Negative is before.", verbose_name="before or after")),
                (
                    "channels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[("email", "e-mail"), ("whatsapp", "WhatsApp, by hand")], max_length=20
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="channels",
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "reminder rule",
                "verbose_name_plural": "reminder rules",
                "ordering": ["unit", "kind", "offset"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "kind", "offset"),
                        name="reminder_rule_once",
                        violation_error_message="This unit has this rule already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="state since"),
                ),
                ("state_reason", models.TextField(blank=True, editable=False, verbose_name="reason")),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "e-mail"), ("whatsapp", "WhatsApp, by hand")],
                        max_length=20,
                        verbose_name="channel",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "waiting to be sent"),
                            ("sending", "being sent"),
                            ("sent", "sent"),
                            ("failed", "failed"),
                            ("uncertain", "not certain yet"),
                            ("held", "to be checked"),
                            ("expired", "out of time"),
                            ("cancelled", "cancelled"),
                            ("suppressed", "not sent (the recipient's choice)"),
                        ],
                        default="queued",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="attempts")),
                (
                    "next_try_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="next attempt"
                    ),
                ),
                ("lease_token", models.UUIDField(blank=True, editable=False, null=True)),
                ("lease_until", models.DateTimeField(blank=True, editable=False, null=True)),
                ("message_id", models.CharField(editable=False, max_length=200, unique=True)),
                ("last_code", models.CharField(blank=True, editable=False, max_length=40, verbose_name="last answer")),
                ("sent_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="sent")),
                (
                    "handled_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="looked after"),
                ),
                (
                    "handled_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                    ),
                ),
                (
                    "state_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                        verbose_name="state set by",
                    ),
                ),
                (
                    "notification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="notifications.notification",
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery",
                "verbose_name_plural": "deliveries",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "queued")),
                        fields=["channel", "next_try_at"],
                        name="delivery_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["sending", "uncertain"])),
                        fields=["lease_until"],
                        name="delivery_leased",
                    ),
                    models.Index(
                        condition=models.Q(
                            models.Q(("last_code", ""), ("state", "expired"), _negated=True),
                            ("handled_at__isnull", True),
                            ("state__in", ("failed", "held", "expired")),
                        ),
                        fields=["-state_at"],
                        name="delivery_needs_a_person",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("notification", "channel"),
                        name="delivery_once_a_channel",
                        violation_error_message="This message goes out through this channel already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["sending", "uncertain"]), _negated=True),
                            models.Q(("lease_token__isnull", False), ("lease_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="delivery_sending_is_leased",
                        violation_error_message="What is being sent has a sender and a time until which he may.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", False), _connector="OR"
                        ),
                        name="delivery_sent_at_a_time",
                        violation_error_message="What was sent says when.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("channel__in", ("whatsapp",)), ("state", "sent"), _negated=True),
                            ("state_by__isnull", False),
                            _connector="OR",
                        ),
                        name="delivery_told_by_somebody",
                        violation_error_message="What was told by hand says who told it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("handled_at__isnull", True), ("handled_by__isnull", True)),
                            models.Q(
                                ("handled_at__isnull", False),
                                ("handled_by__isnull", False),
                                ("state__in", ("failed", "held", "expired")),
                            ),
                            _connector="OR",
                        ),
                        name="delivery_handled_by_somebody",
                        violation_error_message="What somebody looked after says who and when.",
                    ),
                ],
            },
        ),
        senkom.lib.sql.AddTrigger(
            model_name="delivery",
            trigger=pgtrigger.compiler.Trigger(
                name="delivery_state_follows_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state IS DISTINCT FROM NEW.state AND OLD.state || '>' || NEW.state NOT IN ('queued>cancelled', 'queued>expired', 'queued>sending', 'queued>suppressed', 'sending>failed', 'sending>queued', 'sending>sent', 'sending>uncertain', 'uncertain>held', 'uncertain>queued', 'uncertain>sent'))",
                    func="RAISE EXCEPTION 'delivery_state_follows_table' USING ERRCODE = 'check_violation', CONSTRAINT = 'delivery_state_follows_table'; RETURN NEW;",
                    hash="bc1e9e81a38f7a1df1859fd1768852dce2d6cddf",
                    operation='UPDATE OF "state"',
                    pgid="pgtrigger_delivery_state_follows_table_4303d",
                    table="notifications_delivery",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="delivery",
            trigger=pgtrigger.compiler.Trigger(
                name="delivery_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'delivery_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'delivery_kept'; RETURN OLD;",
                    hash="3bdc26c123ca13bc8c4da4dda251adaca7c37471",
                    operation="DELETE",
                    pgid="pgtrigger_delivery_kept_c1d21",
                    table="notifications_delivery",
                    when="BEFORE",
                ),
            ),
        ),
    ]
