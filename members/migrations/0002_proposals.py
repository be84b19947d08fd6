import uuid

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
from django.db import migrations, models

import senkom.lib.sql


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="state since"),
                ),
                ("state_reason", models.TextField(blank=True, editable=False, verbose_name="reason")),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("suspended", "suspension"), ("expelled", "expulsion")],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("proposed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="proposed on")),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting for a decision"),
                            ("confirmed", "confirmed"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="waiting",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
            ],
            options={
                "verbose_name": "proposal",
                "verbose_name_plural": "proposals",
                "ordering": ["-proposed_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="ProposalEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "state_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="state since"),
                ),
                ("state_reason", models.TextField(blank=True, editable=False, verbose_name="reason")),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("suspended", "suspension"), ("expelled", "expulsion")],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("proposed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="proposed on")),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting for a decision"),
                            ("confirmed", "confirmed"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="waiting",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        senkom.lib.sql.AddTrigger(
            model_name="member",
            trigger=pgtrigger.compiler.Trigger(
                name="member_suspended_or_expelled_as_proposed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state IS DISTINCT FROM NEW.state AND NEW.state IN ('suspended', 'expelled'))",
                    func="\n                    IF NOT EXISTS (\n                        SELECT FROM members_proposal p\n                        WHERE p.member_id = NEW.id AND p.kind = NEW.state AND p.state = 'confirmed'\n                          AND p.state_by_id = NEW.state_by_id AND p.state_at = NEW.state_at\n                    ) THEN RAISE EXCEPTION 'member_suspended_or_expelled_as_proposed' USING ERRCODE = 'check_violation', CONSTRAINT = 'member_suspended_or_expelled_as_proposed'; END IF;\n                 RETURN NEW;",
                    hash="dfc7fcee6606a6e4250090f8ae25dd92901059fc",
                    operation='UPDATE OF "state"',
                    pgid="pgtrigger_member_suspended_or_expelled_as_proposed_3ac4e",
                    table="members_member",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposals",
                to="members.member",
                verbose_name="member",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="proposed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="members.member",
                verbose_name="proposed by",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="state_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="members.member",
                verbose_name="state set by",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.unit", verbose_name="unit"
            ),
        ),
        migrations.AddField(
            model_name="proposalevent",
            name="member",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="members.member",
                verbose_name="member",
            ),
        ),
        migrations.AddField(
            model_name="proposalevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="proposalevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="members.proposal",
            ),
        ),
        migrations.AddField(
            model_name="proposalevent",
            name="proposed_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="members.member",
                verbose_name="proposed by",
            ),
        ),
        migrations.AddField(
            model_name="proposalevent",
            name="state_by",
            field=models.ForeignKey(
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
        migrations.AddField(
            model_name="proposalevent",
            name="unit",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="members.unit",
                verbose_name="unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "waiting")),
                fields=("member",),
                name="proposal_one_waits",
                violation_error_message="A proposal about this member waits already. It is decided first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("proposed_by", models.F("member")), _negated=True),
                name="proposal_not_about_oneself",
                violation_error_message="Nobody proposes this about himself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__regex", "\\S")),
                name="proposal_has_reason",
                violation_error_message="Write the reason in a few words.",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["confirmed", "refused"]), _negated=True),
                    models.Q(
                        models.Q(("state_by", models.F("proposed_by")), _negated=True),
                        models.Q(("state_by", models.F("member")), _negated=True),
                        ("state_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="proposal_decided_by_another",
                violation_error_message="Somebody else decides, who has not proposed it and is not the member.",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "refused"), _negated=True), ("state_reason__regex", "\\S"), _connector="OR"
                ),
                name="proposal_refused_with_reason",
                violation_error_message="Write the reason in a few words.",
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="proposal",
            trigger=pgtrigger.compiler.Trigger(
                name="proposal_state_follows_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state IS DISTINCT FROM NEW.state AND OLD.state || '>' || NEW.state NOT IN ('waiting>confirmed', 'waiting>refused', 'waiting>withdrawn'))",
                    func="RAISE EXCEPTION 'proposal_state_follows_table' USING ERRCODE = 'check_violation', CONSTRAINT = 'proposal_state_follows_table'; RETURN NEW;",
                    hash="b702eabb7683a39f9e71d2642cebd6648ebb1d71",
                    operation='UPDATE OF "state"',
                    pgid="pgtrigger_proposal_state_follows_table_cf7f6",
                    table="members_proposal",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="proposal",
            trigger=pgtrigger.compiler.Trigger(
                name="proposal_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'proposal_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'proposal_kept'; RETURN OLD;",
                    hash="fa68a8d7b82be4c94a8de02f74168604d799ebde",
                    operation="DELETE",
                    pgid="pgtrigger_proposal_kept_9094d",
                    table="members_proposal",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="proposal",
            trigger=pgtrigger.compiler.Trigger(
                name="proposal_fixed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (to_jsonb(OLD) - ARRAY['state', 'state_at', 'state_by_id', 'state_reason'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['state', 'state_at', 'state_by_id', 'state_reason'] OR (OLD.state <> 'waiting' AND OLD.* IS DISTINCT FROM NEW.*))",
                    func="RAISE EXCEPTION 'proposal_fixed' USING ERRCODE = 'check_violation', CONSTRAINT = 'proposal_fixed'; RETURN NEW;",
                    hash="dd8ad84205e5d5f4092c69a21afe1e3f42fb162b",
                    operation="UPDATE",
                    pgid="pgtrigger_proposal_fixed_e3396",
                    table="members_proposal",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="proposal",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_proposalevent" ("code", "id", "kind", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reason", "state", "state_at", "state_by_id", "state_reason", "unit_id") VALUES (NEW."code", NEW."id", NEW."kind", NEW."member_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."reason", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_reason", NEW."unit_id"); RETURN NULL;',
                    hash="08baf981a7bc02adccd39a5511280bbdf185c6c1",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c9d97",
                    table="members_proposal",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="proposal",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "members_proposalevent" ("code", "id", "kind", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reason", "state", "state_at", "state_by_id", "state_reason", "unit_id") VALUES (NEW."code", NEW."id", NEW."kind", NEW."member_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."reason", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_reason", NEW."unit_id"); RETURN NULL;',
                    hash="e47fa3007ec14902689dffdd9f0155ccb30027ba",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6e99a",
                    table="members_proposal",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="proposalevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c4270bb9af258df3713a8f9b3c4f48e254a7a9d2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_902ca",
                    table="members_proposalevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
