import uuid

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import senkom.lib.sql


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0014_imports"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Complaint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="state since"),
                ),
                ("state_reason", models.TextField(blank=True, editable=False, verbose_name="reason")),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("text", models.TextField(verbose_name="what happened")),
                ("contact", models.CharField(blank=True, max_length=150, verbose_name="how to reach you")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="received on")),
                (
                    "state",
                    models.CharField(
                        choices=[("received", "received"), ("looked_into", "being looked into"), ("closed", "closed")],
                        default="received",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "about",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="members.member",
                        verbose_name="about",
                    ),
                ),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.card",
                        verbose_name="card",
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
                "verbose_name": "complaint",
                "verbose_name_plural": "complaints",
                "ordering": ["-made_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="ComplaintEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "state_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="state since"),
                ),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="received on")),
                (
                    "state",
                    models.CharField(
                        choices=[("received", "received"), ("looked_into", "being looked into"), ("closed", "closed")],
                        default="received",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "about",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.member",
                        verbose_name="about",
                    ),
                ),
                (
                    "card",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.card",
                        verbose_name="card",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="members.complaint",
                    ),
                ),
                (
                    "state_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.member",
                        verbose_name="state set by",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(fields=["-made_at", "-id"], name="complaint_by_time"),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(("state", "received")), fields=["made_at", "id"], name="complaint_unread"
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(("text__regex", "\\S")),
                name="complaint_says_something",
                violation_error_message="Write in a few words what happened.",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "received"),
                    models.Q(models.Q(("state_by", models.F("about")), _negated=True), ("state_by__isnull", False)),
                    _connector="OR",
                ),
                name="complaint_answered_by_another",
                violation_error_message="Nobody answers a complaint about himself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "closed"), _negated=True), ("state_reason__regex", "\\S"), _connector="OR"
                ),
                name="complaint_closed_with_result",
                violation_error_message="Write the result in a few words.",
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="complaint",
            trigger=pgtrigger.compiler.Trigger(
                name="complaint_state_follows_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state IS DISTINCT FROM NEW.state AND OLD.state || '>' || NEW.state NOT IN ('received>closed', 'received>looked_into', 'looked_into>closed'))",
                    func="RAISE EXCEPTION 'complaint_state_follows_table' USING ERRCODE = 'check_violation', CONSTRAINT = 'complaint_state_follows_table'; RETURN NEW;",
                    hash="0bc870eb71cc9ffaf69543fb48bcab0f4870acc9",
                    operation='UPDATE OF "state"',
                    pgid="pgtrigger_complaint_state_follows_table_2469f",
                    table="members_complaint",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="complaint",
            trigger=pgtrigger.compiler.Trigger(
                name="complaint_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'complaint_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'complaint_kept'; RETURN OLD;",
                    hash="7058bde7d807feb3fc37c9f32f773b010fe5c22d",
                    operation="DELETE",
                    pgid="pgtrigger_complaint_kept_8bffc",
                    table="members_complaint",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="complaint",
            trigger=pgtrigger.compiler.Trigger(
                name="complaint_fixed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (to_jsonb(OLD) - ARRAY['state', 'state_at', 'state_by_id', 'state_reason'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['state', 'state_at', 'state_by_id', 'state_reason'] OR (OLD.state = 'closed' AND OLD.* IS DISTINCT FROM NEW.*))",
                    func="RAISE EXCEPTION 'complaint_fixed' USING ERRCODE = 'check_violation', CONSTRAINT = 'complaint_fixed'; RETURN NEW;",
                    hash="4d0d68b8b69179852001615e41743b7481b6a11b",
                    operation="UPDATE",
                    pgid="pgtrigger_complaint_fixed_14c96",
                    table="members_complaint",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="complaint",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_complaintevent" ("about_id", "card_id", "code", "id", "made_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "state_at", "state_by_id", "unit_id") VALUES (NEW."about_id", NEW."card_id", NEW."code", NEW."id", NEW."made_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."state", NEW."state_at", NEW."state_by_id", NEW."unit_id"); RETURN NULL;',
                    hash="74b6279f53cc42bb17e91c1783a4c824242f5e08",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b53c5",
                    table="members_complaint",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="complaint",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."about_id" IS DISTINCT FROM (NEW."about_id") OR OLD."card_id" IS DISTINCT FROM (NEW."card_id") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."state_at" IS DISTINCT FROM (NEW."state_at") OR OLD."state_by_id" IS DISTINCT FROM (NEW."state_by_id") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id"))',
                    func='INSERT INTO "members_complaintevent" ("about_id", "card_id", "code", "id", "made_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "state_at", "state_by_id", "unit_id") VALUES (NEW."about_id", NEW."card_id", NEW."code", NEW."id", NEW."made_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."state", NEW."state_at", NEW."state_by_id", NEW."unit_id"); RETURN NULL;',
                    hash="66100a82a6e7edf9742e81e000a6e2b3407d706e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a18e9",
                    table="members_complaint",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="complaintevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0ac66c8b445a6abbc4e2aa85ddba4cb8e5d1002e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1feb7",
                    table="members_complaintevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
