"""Who bundled the papers of a unit, when and for whom."""

import uuid

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
from django.db import migrations, models

import senkom.lib.sql


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0020_unit_documents"),
    ]

    operations = [
        migrations.CreateModel(
            name="PaperBundle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "recipient",
                    models.CharField(
                        choices=[
                            ("kesbangpol", "Kesbangpol (office for national unity and politics)"),
                            ("police", "police of this level"),
                            ("above", "Senkom board of the unit above"),
                        ],
                        max_length=20,
                        verbose_name="for",
                    ),
                ),
                ("letter_number", models.CharField(blank=True, max_length=80, verbose_name="number of the letter")),
                ("papers", models.PositiveSmallIntegerField(verbose_name="papers in it")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.member"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bundles",
                        to="members.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "report of existence",
                "verbose_name_plural": "reports of existence",
                "ordering": ["-made_at", "-id"],
                "indexes": [models.Index(fields=["unit", "-made_at"], name="paper_bundle_of_unit")],
            },
        ),
        senkom.lib.sql.AddTrigger(
            model_name="paperbundle",
            trigger=pgtrigger.compiler.Trigger(
                name="paper_bundle_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'paper_bundle_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'paper_bundle_kept'; RETURN OLD;",
                    hash="e9254015081fae45fa54cb110d8f732dad6c00b4",
                    operation="DELETE",
                    pgid="pgtrigger_paper_bundle_kept_5a119",
                    table="members_paperbundle",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="paperbundle",
            trigger=pgtrigger.compiler.Trigger(
                name="paper_bundle_unchanged",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func="RAISE EXCEPTION 'paper_bundle_unchanged' USING ERRCODE = 'check_violation', CONSTRAINT = 'paper_bundle_unchanged'; RETURN NEW;",
                    hash="a5bb12ba2cddf2ca74cf03da39630a347fabac96",
                    operation="UPDATE",
                    pgid="pgtrigger_paper_bundle_unchanged_ad804",
                    table="members_paperbundle",
                    when="BEFORE",
                ),
            ),
        ),
    ]
