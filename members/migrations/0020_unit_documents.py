"""The papers of units, with their scans."""

import uuid

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
from django.db import migrations, models

import senkom.lib.sql


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0019_trainings"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="UnitDocument",
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
                        choices=[
                            ("decree", "decree on the board"),
                            ("registration", "registration (SKT or AHU)"),
                            ("domicile", "letter of domicile"),
                            ("tax_number", "tax number (NPWP)"),
                            ("endorsement", "endorsement by the police"),
                            ("board_list", "list of the board"),
                            ("other", "another paper"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="what it is")),
                ("number", models.CharField(blank=True, max_length=80, verbose_name="number")),
                ("issued_by", models.CharField(max_length=150, verbose_name="issued by")),
                ("issued_on", models.DateField(verbose_name="dated")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("standing", "holds"), ("replaced", "replaced"), ("withdrawn", "struck")],
                        default="standing",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="members.unitdocument",
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
                        related_name="papers",
                        to="members.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "paper of a unit",
                "verbose_name_plural": "papers of units",
                "ordering": ["unit", "kind", "-issued_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="UnitDocumentEvent",
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
                        choices=[
                            ("decree", "decree on the board"),
                            ("registration", "registration (SKT or AHU)"),
                            ("domicile", "letter of domicile"),
                            ("tax_number", "tax number (NPWP)"),
                            ("endorsement", "endorsement by the police"),
                            ("board_list", "list of the board"),
                            ("other", "another paper"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="what it is")),
                ("number", models.CharField(blank=True, max_length=80, verbose_name="number")),
                ("issued_by", models.CharField(max_length=150, verbose_name="issued by")),
                ("issued_on", models.DateField(verbose_name="dated")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("standing", "holds"), ("replaced", "replaced"), ("withdrawn", "struck")],
                        default="standing",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
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
                        to="members.unitdocument",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.member",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.unitdocument",
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
        migrations.CreateModel(
            name="UnitDocumentFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(editable=False, max_length=120, unique=True)),
                ("content_type", models.CharField(editable=False, max_length=60)),
                ("size", models.PositiveIntegerField(editable=False, verbose_name="size")),
                ("sha256", models.CharField(editable=False, max_length=64)),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="added at"),
                ),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="file",
                        to="members.unitdocument",
                        verbose_name="paper of a unit",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                        verbose_name="added by",
                    ),
                ),
            ],
            options={
                "verbose_name": "scan of a paper",
                "verbose_name_plural": "scans of papers",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UnitDocumentFileEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("content_type", models.CharField(editable=False, max_length=60)),
                ("size", models.PositiveIntegerField(editable=False, verbose_name="size")),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="added at"),
                ),
                (
                    "document",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.unitdocument",
                        verbose_name="paper of a unit",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.member",
                        verbose_name="added by",
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
                        to="members.unitdocumentfile",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="unitdocument",
            index=models.Index(
                condition=models.Q(("state", "standing"), ("valid_until__isnull", False)),
                fields=["valid_until", "id"],
                name="unit_document_by_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitdocument",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "standing"), models.Q(("kind", "other"), _negated=True)),
                fields=("unit", "kind"),
                name="unit_document_one_of_a_kind",
                violation_error_message="The unit has such a paper already. Replace that one.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitdocument",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("board_list", "other")), ("number__regex", "\\S"), _connector="OR"),
                name="unit_document_has_number",
                violation_error_message="Write the number that stands on the paper.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitdocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "other"), _negated=True), ("title__regex", "\\S"), _connector="OR"
                ),
                name="unit_document_other_has_title",
                violation_error_message="Write what paper it is.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitdocument",
            constraint=models.CheckConstraint(
                condition=models.Q(("issued_by__regex", "\\S")),
                name="unit_document_has_issuer",
                violation_error_message="Write who issued the paper.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitdocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__isnull", True), ("valid_until__gte", models.F("issued_on")), _connector="OR"
                ),
                name="unit_document_ends_after_it_begins",
                violation_error_message="A paper is valid until its own day or longer. Look at both days.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitdocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "withdrawn"), _negated=True),
                    models.Q(("state_by__isnull", False), ("state_reason__regex", "\\S")),
                    _connector="OR",
                ),
                name="unit_document_struck_with_reason",
                violation_error_message="Write the reason in a few words.",
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="unitdocument",
            trigger=pgtrigger.compiler.Trigger(
                name="unit_document_state_follows_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state IS DISTINCT FROM NEW.state AND OLD.state || '>' || NEW.state NOT IN ('standing>replaced', 'standing>withdrawn'))",
                    func="RAISE EXCEPTION 'unit_document_state_follows_table' USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_document_state_follows_table'; RETURN NEW;",
                    hash="5407bdd5ab1955b3aa9394013d5211802635046e",
                    operation='UPDATE OF "state"',
                    pgid="pgtrigger_unit_document_state_follows_table_66120",
                    table="members_unitdocument",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="unitdocument",
            trigger=pgtrigger.compiler.Trigger(
                name="unit_document_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'unit_document_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_document_kept'; RETURN OLD;",
                    hash="4b259c268051aa113e34185e11418520bf624778",
                    operation="DELETE",
                    pgid="pgtrigger_unit_document_kept_b8fb8",
                    table="members_unitdocument",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="unitdocument",
            trigger=pgtrigger.compiler.Trigger(
                name="unit_document_fixed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (to_jsonb(OLD) - ARRAY['state', 'state_at', 'state_by_id', 'state_reason'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['state', 'state_at', 'state_by_id', 'state_reason'] OR (OLD.state <> 'standing' AND OLD.* IS DISTINCT FROM NEW.*))",
                    func="RAISE EXCEPTION 'unit_document_fixed' USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_document_fixed'; RETURN NEW;",
                    hash="208bb099b9497719a8ded9032f13edda67fe1d56",
                    operation="UPDATE",
                    pgid="pgtrigger_unit_document_fixed_25154",
                    table="members_unitdocument",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="unitdocument",
            trigger=pgtrigger.compiler.Trigger(
                name="unit_document_not_of_a_village",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.unit_id ~ '^0\\.\\d\\d\\.\\d\\d\\.\\d\\d\\.\\d{4}\\.$')",
                    func="RAISE EXCEPTION 'unit_document_not_of_a_village' USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_document_not_of_a_village'; RETURN NEW;",
                    hash="e9cb16baa2488e178792acf0664dbc9b16ddb7c5",
                    operation="INSERT",
                    pgid="pgtrigger_unit_document_not_of_a_village_d9733",
                    table="members_unitdocument",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="unitdocument",
            trigger=pgtrigger.compiler.Trigger(
                name="unit_document_replaces_its_like",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.replaces_id IS NOT NULL)",
                    func="\n                    IF NOT EXISTS (\n                        SELECT FROM members_unitdocument former\n                        WHERE former.id = NEW.replaces_id AND former.unit_id = NEW.unit_id\n                          AND former.kind = NEW.kind AND former.state = 'replaced'\n                    ) THEN RAISE EXCEPTION 'unit_document_replaces_its_like' USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_document_replaces_its_like'; END IF;\n                 RETURN NEW;",
                    hash="28ebe271d1c2e2054de8906922a94017e8ca5352",
                    operation="INSERT",
                    pgid="pgtrigger_unit_document_replaces_its_like_0685b",
                    table="members_unitdocument",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="unitdocument",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_unitdocumentevent" ("code", "id", "issued_by", "issued_on", "kind", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "replaces_id", "state", "state_at", "state_by_id", "state_reason", "title", "unit_id", "valid_until") VALUES (NEW."code", NEW."id", NEW."issued_by", NEW."issued_on", NEW."kind", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."replaces_id", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_reason", NEW."title", NEW."unit_id", NEW."valid_until"); RETURN NULL;',
                    hash="bab51054109374b71ec2d72317d5787cab89b8d1",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6d243",
                    table="members_unitdocument",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="unitdocument",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "members_unitdocumentevent" ("code", "id", "issued_by", "issued_on", "kind", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "replaces_id", "state", "state_at", "state_by_id", "state_reason", "title", "unit_id", "valid_until") VALUES (NEW."code", NEW."id", NEW."issued_by", NEW."issued_on", NEW."kind", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."replaces_id", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_reason", NEW."title", NEW."unit_id", NEW."valid_until"); RETURN NULL;',
                    hash="6ed51fc09cbe14799a40082bfeb21e9d8f240286",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d8da9",
                    table="members_unitdocument",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="unitdocumentevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d751bdb36c0f61fbbad0a2687c28d805768cfe20",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1ab9c",
                    table="members_unitdocumentevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="unitdocumentfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$"), ("size__gt", 0)),
                name="unitdocumentfile_is_a_file",
                violation_error_message="A file is not empty, and its sum is known.",
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="unitdocumentfile",
            trigger=pgtrigger.compiler.Trigger(
                name="unit_document_file_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'unit_document_file_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_document_file_kept'; RETURN OLD;",
                    hash="8144c1adfb5c8e7d9fae788a8977e2c5882cbba3",
                    operation="DELETE",
                    pgid="pgtrigger_unit_document_file_kept_72c35",
                    table="members_unitdocumentfile",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="unitdocumentfile",
            trigger=pgtrigger.compiler.Trigger(
                name="unit_document_file_unchanged",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func="RAISE EXCEPTION 'unit_document_file_unchanged' USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_document_file_unchanged'; RETURN NEW;",
                    hash="049274ccdfdba9065232565630f239d44f567ecf",
                    operation="UPDATE",
                    pgid="pgtrigger_unit_document_file_unchanged_27981",
                    table="members_unitdocumentfile",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="unitdocumentfile",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_unitdocumentfileevent" ("code", "content_type", "document_id", "id", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "size") VALUES (NEW."code", NEW."content_type", NEW."document_id", NEW."id", NEW."made_at", NEW."made_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."size"); RETURN NULL;',
                    hash="3ade30db9e9a0086eb628107dcc7c7126aedce54",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e3f64",
                    table="members_unitdocumentfile",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="unitdocumentfileevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b02d367c75cf04a7d4ec13adefbb19edfe63da0a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_517d7",
                    table="members_unitdocumentfileevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
