import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import senkom.lib.sql


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0010_appointment_by_end"),
    ]

    operations = [
        migrations.CreateModel(
            name="MembershipRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("valid_from", models.DateField(verbose_name="holds from")),
                (
                    "exempt",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("employed_private", "employed by a company or foundation"),
                                ("employed_public", "civil servant or public employee"),
                                ("self_employed", "own business, trade, farm or boat"),
                                ("retired_income", "retired with an income"),
                                ("other_income", "other steady income"),
                                ("none", "no job or income at present"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="exempt from attestation",
                    ),
                ),
                (
                    "livelihood_grace_days",
                    models.PositiveSmallIntegerField(default=60, verbose_name="days of grace after a lost job"),
                ),
                (
                    "renewal_grace_days",
                    models.PositiveSmallIntegerField(default=0, verbose_name="days of grace after the card has ended"),
                ),
                (
                    "attestation_months",
                    models.PositiveSmallIntegerField(default=12, verbose_name="months an attestation serves"),
                ),
                (
                    "attesters",
                    models.CharField(
                        choices=[
                            ("board", "the chair or the secretary"),
                            ("chair", "the chair only"),
                            ("above", "the board of a unit above"),
                        ],
                        default="board",
                        max_length=20,
                        verbose_name="who attests",
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="decided by")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("struck_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "membership rule",
                "verbose_name_plural": "membership rules",
                "ordering": ["unit", "-valid_from", "-id"],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="member",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="member",
            name="update_update",
        ),
        migrations.AddField(
            model_name="member",
            name="livelihood_evidence",
            field=models.CharField(
                blank=True,
                choices=[
                    ("workplace", "seen at the place of work or business"),
                    ("work_paper", "staff card or letter of the employer, looked at"),
                    ("business_paper", "paper of the business, looked at"),
                    ("pension_paper", "pension card, looked at"),
                    ("village_office", "statement of the neighbourhood or the village office"),
                    ("known", "known to the attester himself"),
                ],
                db_default="",
                default="",
                editable=False,
                max_length=20,
                verbose_name="what was seen",
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="state_document",
            field=models.CharField(
                blank=True, db_default="", default="", editable=False, max_length=100, verbose_name="document"
            ),
        ),
        migrations.AddField(
            model_name="memberevent",
            name="livelihood_evidence",
            field=models.CharField(
                blank=True,
                choices=[
                    ("workplace", "seen at the place of work or business"),
                    ("work_paper", "staff card or letter of the employer, looked at"),
                    ("business_paper", "paper of the business, looked at"),
                    ("pension_paper", "pension card, looked at"),
                    ("village_office", "statement of the neighbourhood or the village office"),
                    ("known", "known to the attester himself"),
                ],
                db_default="",
                default="",
                editable=False,
                max_length=20,
                verbose_name="what was seen",
            ),
        ),
        migrations.AddField(
            model_name="memberevent",
            name="state_document",
            field=models.CharField(
                blank=True, db_default="", default="", editable=False, max_length=100, verbose_name="document"
            ),
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(
                condition=models.Q(("state__in", ("active", "on_leave", "suspended", "lapsed"))),
                fields=["valid_until", "id"],
                name="member_by_term",
            ),
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(
                condition=models.Q(("state__in", ("active", "on_leave", "suspended", "lapsed"))),
                fields=["livelihood_verified_on", "id"],
                name="member_by_attestation",
            ),
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(
                condition=models.Q(("livelihood_waiver_until__isnull", False)),
                fields=["livelihood_waiver_until", "id"],
                name="member_by_waiver",
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="member",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_memberevent" ("address", "birth_date", "code", "created_at", "documents_seen", "email", "emergency_contact", "full_name", "has_smartphone", "id", "inaugurated_on", "joined_on", "livelihood", "livelihood_evidence", "livelihood_recorded_by_id", "livelihood_verified_by_id", "livelihood_verified_on", "livelihood_waiver_by_id", "livelihood_waiver_reason", "livelihood_waiver_until", "member_number", "occupation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "sex", "skills", "state", "state_at", "state_by_id", "state_document", "state_reason", "unit_id", "valid_until", "village_id") VALUES (NEW."address", NEW."birth_date", NEW."code", NEW."created_at", NEW."documents_seen", NEW."email", NEW."emergency_contact", NEW."full_name", NEW."has_smartphone", NEW."id", NEW."inaugurated_on", NEW."joined_on", NEW."livelihood", NEW."livelihood_evidence", NEW."livelihood_recorded_by_id", NEW."livelihood_verified_by_id", NEW."livelihood_verified_on", NEW."livelihood_waiver_by_id", NEW."livelihood_waiver_reason", NEW."livelihood_waiver_until", NEW."member_number", NEW."occupation", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."sex", NEW."skills", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_document", NEW."state_reason", NEW."unit_id", NEW."valid_until", NEW."village_id"); RETURN NULL;',
                    hash="eec558aa43939dfbd348114d2014b38399cbf5a5",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2df50",
                    table="members_member",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="member",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."birth_date" IS DISTINCT FROM (NEW."birth_date") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."documents_seen" IS DISTINCT FROM (NEW."documents_seen") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."emergency_contact" IS DISTINCT FROM (NEW."emergency_contact") OR OLD."full_name" IS DISTINCT FROM (NEW."full_name") OR OLD."has_smartphone" IS DISTINCT FROM (NEW."has_smartphone") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."inaugurated_on" IS DISTINCT FROM (NEW."inaugurated_on") OR OLD."joined_on" IS DISTINCT FROM (NEW."joined_on") OR OLD."livelihood" IS DISTINCT FROM (NEW."livelihood") OR OLD."livelihood_evidence" IS DISTINCT FROM (NEW."livelihood_evidence") OR OLD."livelihood_recorded_by_id" IS DISTINCT FROM (NEW."livelihood_recorded_by_id") OR OLD."livelihood_verified_by_id" IS DISTINCT FROM (NEW."livelihood_verified_by_id") OR OLD."livelihood_verified_on" IS DISTINCT FROM (NEW."livelihood_verified_on") OR OLD."livelihood_waiver_by_id" IS DISTINCT FROM (NEW."livelihood_waiver_by_id") OR OLD."livelihood_waiver_reason" IS DISTINCT FROM (NEW."livelihood_waiver_reason") OR OLD."livelihood_waiver_until" IS DISTINCT FROM (NEW."livelihood_waiver_until") OR OLD."member_number" IS DISTINCT FROM (NEW."member_number") OR OLD."occupation" IS DISTINCT FROM (NEW."occupation") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."sex" IS DISTINCT FROM (NEW."sex") OR OLD."skills" IS DISTINCT FROM (NEW."skills") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."state_at" IS DISTINCT FROM (NEW."state_at") OR OLD."state_by_id" IS DISTINCT FROM (NEW."state_by_id") OR OLD."state_document" IS DISTINCT FROM (NEW."state_document") OR OLD."state_reason" IS DISTINCT FROM (NEW."state_reason") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id") OR OLD."valid_until" IS DISTINCT FROM (NEW."valid_until") OR OLD."village_id" IS DISTINCT FROM (NEW."village_id"))',
                    func='INSERT INTO "members_memberevent" ("address", "birth_date", "code", "created_at", "documents_seen", "email", "emergency_contact", "full_name", "has_smartphone", "id", "inaugurated_on", "joined_on", "livelihood", "livelihood_evidence", "livelihood_recorded_by_id", "livelihood_verified_by_id", "livelihood_verified_on", "livelihood_waiver_by_id", "livelihood_waiver_reason", "livelihood_waiver_until", "member_number", "occupation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "sex", "skills", "state", "state_at", "state_by_id", "state_document", "state_reason", "unit_id", "valid_until", "village_id") VALUES (NEW."address", NEW."birth_date", NEW."code", NEW."created_at", NEW."documents_seen", NEW."email", NEW."emergency_contact", NEW."full_name", NEW."has_smartphone", NEW."id", NEW."inaugurated_on", NEW."joined_on", NEW."livelihood", NEW."livelihood_evidence", NEW."livelihood_recorded_by_id", NEW."livelihood_verified_by_id", NEW."livelihood_verified_on", NEW."livelihood_waiver_by_id", NEW."livelihood_waiver_reason", NEW."livelihood_waiver_until", NEW."member_number", NEW."occupation", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."sex", NEW."skills", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_document", NEW."state_reason", NEW."unit_id", NEW."valid_until", NEW."village_id"); RETURN NULL;',
                    hash="133277f5eddea2f2f0130a83142e9b21de972405",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b1bc1",
                    table="members_member",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="membershiprule",
            name="made_by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.member"),
        ),
        migrations.AddField(
            model_name="membershiprule",
            name="struck_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="members.member",
            ),
        ),
        migrations.AddField(
            model_name="membershiprule",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="membership_rules",
                to="members.unit",
                verbose_name="unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="membershiprule",
            constraint=models.UniqueConstraint(
                condition=models.Q(("struck_at__isnull", True)),
                fields=("unit", "valid_from"),
                name="membership_rule_one_a_day",
                violation_error_message="A rule of this unit begins on that day already. Choose another day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membershiprule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("livelihood_grace_days__lte", 366),
                    ("renewal_grace_days__lte", 366),
                    ("attestation_months__range", (1, 120)),
                ),
                name="membership_rule_within_reason",
                violation_error_message="Grace lasts at most 366 days, and an attestation serves 1–120 months.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membershiprule",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__regex", "\\S")),
                name="membership_rule_has_reason",
                violation_error_message="Write which decision is behind it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membershiprule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("struck_at__isnull", True), ("struck_by__isnull", True)),
                    models.Q(("struck_at__isnull", False), ("struck_by__isnull", False)),
                    _connector="OR",
                ),
                name="membership_rule_struck_by_somebody",
                violation_error_message="A rule is struck by somebody.",
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="membershiprule",
            trigger=pgtrigger.compiler.Trigger(
                name="membership_rule_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'membership_rule_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'membership_rule_kept'; RETURN OLD;",
                    hash="25777bd76d984aea2a28193344bd2b58f78e3974",
                    operation="DELETE",
                    pgid="pgtrigger_membership_rule_kept_dcc2d",
                    table="members_membershiprule",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="membershiprule",
            trigger=pgtrigger.compiler.Trigger(
                name="membership_rule_fixed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (to_jsonb(OLD) - ARRAY['struck_at', 'struck_by_id'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['struck_at', 'struck_by_id'] OR (OLD.struck_at IS NOT NULL AND OLD.* IS DISTINCT FROM NEW.*))",
                    func="RAISE EXCEPTION 'membership_rule_fixed' USING ERRCODE = 'check_violation', CONSTRAINT = 'membership_rule_fixed'; RETURN NEW;",
                    hash="cd4e34cd5458b93ca0650a086a00ed06d96db7ae",
                    operation="UPDATE",
                    pgid="pgtrigger_membership_rule_fixed_41652",
                    table="members_membershiprule",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="membershiprule",
            trigger=pgtrigger.compiler.Trigger(
                name="membership_rule_not_of_a_village",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.unit_id ~ '^0\\.\\d\\d\\.\\d\\d\\.\\d\\d\\.\\d{4}\\.$')",
                    func="RAISE EXCEPTION 'membership_rule_not_of_a_village' USING ERRCODE = 'check_violation', CONSTRAINT = 'membership_rule_not_of_a_village'; RETURN NEW;",
                    hash="a8aff4e5e30a613802a144e9ad29a9ac1d9d80d2",
                    operation="INSERT",
                    pgid="pgtrigger_membership_rule_not_of_a_village_b38d2",
                    table="members_membershiprule",
                    when="BEFORE",
                ),
            ),
        ),
    ]
