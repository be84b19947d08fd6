import uuid

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import members.models.cards
import senkom.lib.sql


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0012_desk_of_a_unit"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.AddField(
            model_name="unit",
            name="number_pattern",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                max_length=60,
                verbose_name="pattern of member numbers",
            ),
        ),
        migrations.CreateModel(
            name="Card",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="state since"),
                ),
                ("state_reason", models.TextField(blank=True, editable=False, verbose_name="reason")),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "token",
                    models.CharField(
                        default=members.models.cards.new_token, editable=False, max_length=40, unique=True
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "requested"),
                            ("approved", "approved"),
                            ("printed", "printed"),
                            ("handed_over", "handed over"),
                            ("lost", "lost"),
                            ("expired", "expired"),
                            ("revoked", "revoked"),
                        ],
                        default="requested",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("issued", models.DateField(blank=True, editable=False, null=True, verbose_name="printed on")),
                ("valid_until", models.DateField(blank=True, editable=False, null=True, verbose_name="valid until")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cards",
                        to="members.member",
                        verbose_name="member",
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
            ],
            options={
                "verbose_name": "membership card",
                "verbose_name_plural": "membership cards",
                "ordering": ["-state_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="CardCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="day")),
                ("number", models.PositiveIntegerField(default=0, verbose_name="number")),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="members.card"
                    ),
                ),
            ],
            options={
                "verbose_name": "check of a card",
                "verbose_name_plural": "checks of cards",
            },
        ),
        migrations.CreateModel(
            name="CardEvent",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "requested"),
                            ("approved", "approved"),
                            ("printed", "printed"),
                            ("handed_over", "handed over"),
                            ("lost", "lost"),
                            ("expired", "expired"),
                            ("revoked", "revoked"),
                        ],
                        default="requested",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("issued", models.DateField(blank=True, editable=False, null=True, verbose_name="printed on")),
                ("valid_until", models.DateField(blank=True, editable=False, null=True, verbose_name="valid until")),
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
                        to="members.card",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="card",
            index=models.Index(
                condition=models.Q(("state", "approved")), fields=["state_at", "id"], name="card_to_print"
            ),
        ),
        migrations.AddIndex(
            model_name="card",
            index=models.Index(
                condition=models.Q(("state__in", ("printed", "handed_over"))),
                fields=["valid_until", "id"],
                name="card_by_term",
            ),
        ),
        migrations.AddConstraint(
            model_name="card",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("requested", "approved", "printed"))),
                fields=("member",),
                name="card_one_in_the_making",
                violation_error_message="A card for this member is being made already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="card",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "handed_over")),
                fields=("member",),
                name="card_one_in_hand",
                violation_error_message="This member has a card already. It ends first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="card",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["approved", "printed", "handed_over", "expired"]), _negated=True),
                    ("valid_until__isnull", False),
                    _connector="OR",
                ),
                name="card_has_term_once_approved",
                violation_error_message="An approved card says until when it is valid.",
            ),
        ),
        migrations.AddConstraint(
            model_name="card",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["printed", "handed_over", "expired"]), _negated=True),
                    ("issued__isnull", False),
                    _connector="OR",
                ),
                name="card_has_day_once_printed",
                violation_error_message="A printed card says when it was printed.",
            ),
        ),
        migrations.AddConstraint(
            model_name="card",
            constraint=models.CheckConstraint(
                condition=models.Q(("token__regex", "^[A-Za-z0-9_-]{20,40}$")),
                name="card_token_is_long",
                violation_error_message="The code of a card can't be guessed.",
            ),
        ),
        migrations.AddConstraint(
            model_name="card",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "revoked"), _negated=True), ("state_reason__regex", "\\S"), _connector="OR"
                ),
                name="card_revoked_with_reason",
                violation_error_message="Write the reason in a few words.",
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="card",
            trigger=pgtrigger.compiler.Trigger(
                name="card_state_follows_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state IS DISTINCT FROM NEW.state AND OLD.state || '>' || NEW.state NOT IN ('requested>approved', 'requested>revoked', 'approved>printed', 'approved>revoked', 'printed>expired', 'printed>handed_over', 'printed>lost', 'printed>revoked', 'handed_over>expired', 'handed_over>lost', 'handed_over>revoked'))",
                    func="RAISE EXCEPTION 'card_state_follows_table' USING ERRCODE = 'check_violation', CONSTRAINT = 'card_state_follows_table'; RETURN NEW;",
                    hash="db9e3a4fe8239e3fed26ef6572ec7eb93064fe43",
                    operation='UPDATE OF "state"',
                    pgid="pgtrigger_card_state_follows_table_241de",
                    table="members_card",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="card",
            trigger=pgtrigger.compiler.Trigger(
                name="card_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'card_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'card_kept'; RETURN OLD;",
                    hash="7f43feaa759ded26936cdb51e6aa1ed1376cb04a",
                    operation="DELETE",
                    pgid="pgtrigger_card_kept_3bbb1",
                    table="members_card",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="card",
            trigger=pgtrigger.compiler.Trigger(
                name="card_stays_its_member_s",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.member_id <> NEW.member_id OR OLD.token <> NEW.token OR OLD.code <> NEW.code)",
                    func="RAISE EXCEPTION 'card_stays_its_member_s' USING ERRCODE = 'check_violation', CONSTRAINT = 'card_stays_its_member_s'; RETURN NEW;",
                    hash="e05b758fa378b39d9c13bcd8022917ff08866a2e",
                    operation="UPDATE",
                    pgid="pgtrigger_card_stays_its_member_s_aefef",
                    table="members_card",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="card",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_cardevent" ("code", "id", "issued", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "state_at", "state_by_id", "state_reason", "valid_until") VALUES (NEW."code", NEW."id", NEW."issued", NEW."member_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_reason", NEW."valid_until"); RETURN NULL;',
                    hash="3ca5265cdcdf3db12ebe5cfacc71c0317161bced",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e3b2b",
                    table="members_card",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="card",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."issued" IS DISTINCT FROM (NEW."issued") OR OLD."member_id" IS DISTINCT FROM (NEW."member_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."state_at" IS DISTINCT FROM (NEW."state_at") OR OLD."state_by_id" IS DISTINCT FROM (NEW."state_by_id") OR OLD."state_reason" IS DISTINCT FROM (NEW."state_reason") OR OLD."valid_until" IS DISTINCT FROM (NEW."valid_until"))',
                    func='INSERT INTO "members_cardevent" ("code", "id", "issued", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "state_at", "state_by_id", "state_reason", "valid_until") VALUES (NEW."code", NEW."id", NEW."issued", NEW."member_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_reason", NEW."valid_until"); RETURN NULL;',
                    hash="1b9f10b63633d4c76bf73b709a688c4badf778da",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b1feb",
                    table="members_card",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="cardcheck",
            constraint=models.UniqueConstraint(
                fields=("card", "day"),
                name="card_check_one_a_day",
                violation_error_message="This day is counted already.",
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="cardevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="79ca4ce57ea710b5580ef6b28cddadf71273e931",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8186c",
                    table="members_cardevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
