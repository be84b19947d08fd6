"""The photo of a member."""

import uuid

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
from django.db import migrations, models

import senkom.lib.sql


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0004_second_factor"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="MemberPhoto",
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
                    "made_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                        verbose_name="added by",
                    ),
                ),
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photo",
                        to="members.member",
                        verbose_name="member",
                    ),
                ),
            ],
            options={
                "verbose_name": "photo",
                "verbose_name_plural": "photos",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MemberPhotoEvent",
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
                    "member",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.member",
                        verbose_name="member",
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
                        to="members.memberphoto",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="memberphoto",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$"), ("size__gt", 0)),
                name="memberphoto_is_a_file",
                violation_error_message="A file is not empty, and its sum is known.",
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="memberphoto",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_memberphotoevent" ("code", "content_type", "id", "made_at", "made_by_id", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "size") VALUES (NEW."code", NEW."content_type", NEW."id", NEW."made_at", NEW."made_by_id", NEW."member_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."size"); RETURN NULL;',
                    hash="fc61cc58fe1106cb3153b83f1d609648bdcc9a66",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ce683",
                    table="members_memberphoto",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="memberphoto",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_memberphotoevent" ("code", "content_type", "id", "made_at", "made_by_id", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "size") VALUES (OLD."code", OLD."content_type", OLD."id", OLD."made_at", OLD."made_by_id", OLD."member_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."size"); RETURN NULL;',
                    hash="e40c380eae5bcd79dc18ac7f264140ff4607027a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_31ec9",
                    table="members_memberphoto",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="memberphotoevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ac0edc740683a3f033aa0c774719d46249062c03",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_60218",
                    table="members_memberphotoevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
