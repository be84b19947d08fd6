import uuid

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import senkom.lib.sql


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0017_certificates"),
    ]

    operations = [
        migrations.CreateModel(
            name="RenewalAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("term_ends", models.DateField(verbose_name="card valid until")),
                (
                    "wish",
                    models.CharField(
                        choices=[
                            ("stay", "I want to stay a member"),
                            ("talk", "please talk to me first"),
                            ("leave", "I don't go on"),
                        ],
                        max_length=10,
                        verbose_name="answer",
                    ),
                ),
                (
                    "livelihood",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("employed_private", "employed by a company or foundation"),
                            ("employed_public", "civil servant or public employee"),
                            ("self_employed", "own business, trade, farm or boat"),
                            ("retired_income", "retired with an income"),
                            ("other_income", "other steady income"),
                            ("none", "no job or income at present"),
                        ],
                        max_length=20,
                        verbose_name="job or income",
                    ),
                ),
                ("occupation", models.CharField(blank=True, max_length=150, verbose_name="occupation")),
                ("answered_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="answered on")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renewal_answers",
                        to="members.member",
                        verbose_name="member",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer about a renewal",
                "verbose_name_plural": "answers about renewals",
                "ordering": ["-answered_at", "-id"],
                "indexes": [
                    models.Index(fields=["member", "term_ends", "-answered_at"], name="renewal_answer_of_term")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("wish", "stay"), _negated=True),
                            models.Q(("livelihood", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="renewal_answer_says_the_job",
                        violation_error_message="Whoever stays says whether there is a job or an income.",
                    )
                ],
            },
        ),
        senkom.lib.sql.AddTrigger(
            model_name="renewalanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="renewal_answer_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'renewal_answer_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'renewal_answer_kept'; RETURN OLD;",
                    hash="5e86e6fa609f872095fe4beeb5d3be40d199794b",
                    operation="DELETE",
                    pgid="pgtrigger_renewal_answer_kept_46ce1",
                    table="members_renewalanswer",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="renewalanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="renewal_answer_unchanged",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func="RAISE EXCEPTION 'renewal_answer_unchanged' USING ERRCODE = 'check_violation', CONSTRAINT = 'renewal_answer_unchanged'; RETURN NEW;",
                    hash="c6db23720eb982d1c879a0a7f5438ef4c5fe2150",
                    operation="UPDATE",
                    pgid="pgtrigger_renewal_answer_unchanged_3adea",
                    table="members_renewalanswer",
                    when="BEFORE",
                ),
            ),
        ),
    ]
