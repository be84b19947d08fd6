import datetime
import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import pgtrigger.compiler
from django.db import migrations, models

import senkom.lib.sql
from patrols.sql import foreign_keys


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("members", "0001_initial"),
        ("partners", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Duty",
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
                            ("patrol", "Patrol"),
                            ("joint_patrol", "Joint patrol"),
                            ("razia", "Accompanying a razia (led by an agency)"),
                            ("event_security", "Help at an event"),
                            ("disaster_response", "Disaster response"),
                            ("empty_houses", "Watch over empty houses"),
                            ("community_service", "Community service"),
                            ("ceremony", "Roll call or ceremony"),
                            ("meeting", "Meeting"),
                            ("outreach", "Outreach"),
                            ("training", "Training"),
                        ],
                        default="patrol",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "pillar",
                    models.CharField(
                        choices=[
                            ("public_order", "public order"),
                            ("disaster", "disaster response"),
                            ("state_defense", "state defence awareness"),
                        ],
                        default="public_order",
                        max_length=20,
                        verbose_name="pillar",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="title")),
                ("purpose", models.TextField(blank=True, verbose_name="purpose")),
                (
                    "origin",
                    models.CharField(
                        choices=[("planned", "planned by us"), ("invited", "asked for by an agency")],
                        default="planned",
                        max_length=10,
                        verbose_name="origin",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                ("meeting_point", models.CharField(max_length=200, verbose_name="meeting point")),
                ("route", models.TextField(blank=True, verbose_name="route")),
                ("min_crew", models.PositiveSmallIntegerField(default=1, verbose_name="people needed at least")),
                (
                    "is_exercise",
                    models.BooleanField(
                        default=False, help_text="A drill; it is not counted.", verbose_name="exercise"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("published", "announced"),
                            ("in_progress", "under way"),
                            ("completed", "over"),
                            ("closed", "closed"),
                            ("cancelled", "cancelled"),
                            ("aborted", "broken off"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "lead_agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="led_duties",
                        to="partners.agency",
                        verbose_name="led by",
                    ),
                ),
                (
                    "planner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                        verbose_name="planned by",
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
                        related_name="duties",
                        to="members.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "duty",
                "verbose_name_plural": "duties",
                "ordering": ["starts_at", "id"],
                "indexes": [
                    models.Index(fields=["unit", "starts_at"], name="duty_by_unit"),
                    models.Index(fields=["state", "starts_at"], name="duty_by_state"),
                    models.Index(fields=["starts_at"], name="duty_by_time"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("id", "starts_at", "ends_at"), name="duty_with_its_times"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="duty_ends_after_it_begins",
                        violation_error_message="The end lies before the begin. Check date and time.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "ends_at__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("starts_at"), "+", models.Value(datetime.timedelta(days=1))
                                ),
                            )
                        ),
                        name="duty_at_most_a_day",
                        violation_error_message="A duty lasts at most 24 hours. Check the dates, or plan several.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "razia"), _negated=True), ("lead_agency__isnull", False), _connector="OR"
                        ),
                        name="duty_razia_has_lead_agency",
                        violation_error_message="A razia is always led by an agency. Choose the one that leads.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["cancelled", "aborted"]), _negated=True),
                            models.Q(("state_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="duty_ended_early_with_reason",
                        violation_error_message="Write the reason in a few words.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DutyEvent",
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
                            ("patrol", "Patrol"),
                            ("joint_patrol", "Joint patrol"),
                            ("razia", "Accompanying a razia (led by an agency)"),
                            ("event_security", "Help at an event"),
                            ("disaster_response", "Disaster response"),
                            ("empty_houses", "Watch over empty houses"),
                            ("community_service", "Community service"),
                            ("ceremony", "Roll call or ceremony"),
                            ("meeting", "Meeting"),
                            ("outreach", "Outreach"),
                            ("training", "Training"),
                        ],
                        default="patrol",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "pillar",
                    models.CharField(
                        choices=[
                            ("public_order", "public order"),
                            ("disaster", "disaster response"),
                            ("state_defense", "state defence awareness"),
                        ],
                        default="public_order",
                        max_length=20,
                        verbose_name="pillar",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="title")),
                ("purpose", models.TextField(blank=True, verbose_name="purpose")),
                (
                    "origin",
                    models.CharField(
                        choices=[("planned", "planned by us"), ("invited", "asked for by an agency")],
                        default="planned",
                        max_length=10,
                        verbose_name="origin",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                ("meeting_point", models.CharField(max_length=200, verbose_name="meeting point")),
                ("route", models.TextField(blank=True, verbose_name="route")),
                ("min_crew", models.PositiveSmallIntegerField(default=1, verbose_name="people needed at least")),
                (
                    "is_exercise",
                    models.BooleanField(
                        default=False, help_text="A drill; it is not counted.", verbose_name="exercise"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("published", "announced"),
                            ("in_progress", "under way"),
                            ("completed", "over"),
                            ("closed", "closed"),
                            ("cancelled", "cancelled"),
                            ("aborted", "broken off"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "lead_agency",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partners.agency",
                        verbose_name="led by",
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
                        to="patrols.duty",
                    ),
                ),
                (
                    "planner",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.member",
                        verbose_name="planned by",
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
            name="DutyPartner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="state since"),
                ),
                ("state_reason", models.TextField(blank=True, editable=False, verbose_name="reason")),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "waiting for an answer"),
                            ("confirmed", "will come"),
                            ("declined", "can't come"),
                            ("attended", "was there"),
                            ("absent", "did not come"),
                        ],
                        default="requested",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "headcount_planned",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="people asked for"),
                ),
                (
                    "headcount_actual",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="people who came"),
                ),
                (
                    "confirmed_via",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("phone", "by phone"),
                            ("whatsapp", "by WhatsApp"),
                            ("letter", "by letter"),
                            ("in_person", "in person"),
                            ("invitation", "by their own invitation"),
                            ("link", "by the link"),
                        ],
                        max_length=20,
                        verbose_name="answered",
                    ),
                ),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="answered at")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="partners.agency",
                        verbose_name="agency",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="partners.contact",
                        verbose_name="contact",
                    ),
                ),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partners",
                        to="patrols.duty",
                        verbose_name="duty",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                        verbose_name="written down by",
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
                "verbose_name": "agency on a duty",
                "verbose_name_plural": "agencies on duties",
                "ordering": ["duty", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("duty", "agency"),
                        name="duty_partner_once",
                        violation_error_message="This agency is on this duty already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "confirmed"), _negated=True),
                            models.Q(models.Q(("confirmed_via", ""), _negated=True), ("confirmed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="duty_partner_confirmed_says_how",
                        violation_error_message="Write down how and when the agency answered.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "attended"), _negated=True),
                            ("headcount_actual__isnull", False),
                            _connector="OR",
                        ),
                        name="duty_partner_attended_says_how_many",
                        violation_error_message="Write down how many people of the agency came.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PatrolReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="state since"),
                ),
                ("state_reason", models.TextField(blank=True, editable=False, verbose_name="reason")),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "number",
                    models.CharField(editable=False, max_length=30, null=True, unique=True, verbose_name="number"),
                ),
                (
                    "version",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, validators=[django.core.validators.MinValueValidator(1)]
                    ),
                ),
                ("is_main", models.BooleanField(default=False, editable=False, verbose_name="the report of this duty")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "sent"),
                            ("returned", "to be completed"),
                            ("verified", "approved"),
                            ("superseded", "replaced by a new version"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "situation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("normal", "All calm"),
                            ("follow_up", "Needs follow-up"),
                            ("crisis", "Crisis (emergency)"),
                        ],
                        max_length=10,
                        verbose_name="situation at the end",
                    ),
                ),
                ("nihil", models.BooleanField(default=False, verbose_name="nothing happened")),
                ("weather", models.CharField(blank=True, max_length=100, verbose_name="weather")),
                ("summary", models.TextField(blank=True, verbose_name="what was done and seen")),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="sent in at"),
                ),
                (
                    "verified_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="approved at"),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="members.member",
                        verbose_name="written by",
                    ),
                ),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="patrols.duty",
                        verbose_name="duty",
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports_by_others",
                        to="members.member",
                        verbose_name="on behalf of",
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
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="correction",
                        to="patrols.patrolreport",
                        verbose_name="corrects",
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                        verbose_name="approved by",
                    ),
                ),
            ],
            options={
                "verbose_name": "patrol report",
                "verbose_name_plural": "patrol reports",
                "ordering": ["-submitted_at", "-id"],
                "indexes": [
                    models.Index(fields=["state", "-submitted_at"], name="report_by_state"),
                    models.Index(fields=["duty", "state"], name="report_of_duty"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"),
                            models.Q(
                                models.Q(("number", ""), _negated=True),
                                models.Q(("situation", ""), _negated=True),
                                ("number__isnull", False),
                                ("submitted_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="report_sent_is_whole",
                        violation_error_message="A report that was sent has a number, a time and a situation.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("nihil", False), ("situation__in", ["", "normal"]), _connector="OR"),
                        name="report_nothing_happened_is_calm",
                        violation_error_message="“Nothing happened” and this situation don't go together. Choose one.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("state_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="report_returned_with_remark",
                        violation_error_message="Write what is missing, in a few words.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("verified", "superseded")), _negated=True),
                            models.Q(("verified_at__isnull", False), ("verified_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="report_approved_has_verifier",
                        violation_error_message="An approved report says who approved it, and when.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verified_by__isnull", True),
                            models.Q(
                                models.Q(("verified_by", models.F("author")), _negated=True),
                                models.Q(
                                    ("on_behalf_of__isnull", True),
                                    models.Q(
                                        ("on_behalf_of__isnull", False),
                                        models.Q(("verified_by", models.F("on_behalf_of")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="report_verified_by_another",
                        violation_error_message="Nobody approves his own report. It goes to the deputy, or to the desk of the unit above.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("on_behalf_of__isnull", True),
                            models.Q(
                                ("on_behalf_of__isnull", False),
                                models.Q(("on_behalf_of", models.F("author")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="report_on_behalf_of_another",
                        violation_error_message="One's own report needs no “on behalf of”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_main", False), ("state", "verified"), _connector="OR"),
                        name="report_main_is_verified",
                        violation_error_message="The report of a duty is an approved one.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_main", True)),
                        fields=("duty",),
                        name="report_one_main_per_duty",
                        violation_error_message="Another report of this duty was approved a moment ago. Reload the page.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("supersedes__isnull", True), ("version", 1)),
                            models.Q(
                                ("supersedes__isnull", False),
                                ("version__gt", 1),
                                models.Q(("supersedes", models.F("id")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="report_corrects_another",
                        violation_error_message="A correction names the report it corrects.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reserve",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("leader", "team leader"),
                            ("radio", "radio operator"),
                            ("driver", "driver"),
                            ("medic", "first aider"),
                            ("member", "crew member"),
                        ],
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reserves", to="patrols.duty"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reserves", to="members.member"
                    ),
                ),
            ],
            options={
                "verbose_name": "reserve",
                "verbose_name_plural": "reserves",
                "ordering": ["at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("duty", "member"),
                        name="reserve_once_per_duty",
                        violation_error_message="Already a reserve on this duty.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Slot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("leader", "team leader"),
                            ("radio", "radio operator"),
                            ("driver", "driver"),
                            ("medic", "first aider"),
                            ("member", "crew member"),
                        ],
                        default="member",
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                ("sequence", models.PositiveSmallIntegerField(default=1)),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slots",
                        to="patrols.duty",
                        verbose_name="duty",
                    ),
                ),
                (
                    "qualification",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="members.qualification",
                        verbose_name="needs the certificate",
                    ),
                ),
            ],
            options={
                "verbose_name": "place",
                "verbose_name_plural": "places",
                "ordering": ["duty", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("duty", "role", "sequence"),
                        name="slot_once_per_duty",
                        violation_error_message="This place exists already.",
                    ),
                    models.UniqueConstraint(fields=("id", "duty"), name="slot_with_its_duty"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role", "leader"), _negated=True), ("sequence", 1), _connector="OR"
                        ),
                        name="slot_one_leader",
                        violation_error_message="A duty has one team leader.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="state since"),
                ),
                ("state_reason", models.TextField(blank=True, editable=False, verbose_name="reason")),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("offered", "offered"),
                            ("confirmed", "ready"),
                            ("checked_in", "has arrived"),
                            ("completed", "has finished"),
                            ("declined", "can't"),
                            ("expired", "offer ended"),
                            ("withdrawn", "prevented"),
                            ("replaced", "replaced"),
                            ("released", "released"),
                            ("no_show", "stayed away"),
                            ("excused", "excused"),
                        ],
                        default="confirmed",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("self", "signed up"),
                            ("assigned", "put down by a coordinator"),
                            ("reserve", "from the reserve"),
                        ],
                        default="self",
                        max_length=10,
                        verbose_name="source",
                    ),
                ),
                (
                    "offer_until",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="offered until"),
                ),
                ("starts_at", models.DateTimeField(editable=False)),
                ("ends_at", models.DateTimeField(editable=False)),
                ("rest", models.DurationField(editable=False, verbose_name="rest after it")),
                ("rest_due", models.DurationField(editable=False)),
                ("rest_until", models.DateTimeField(editable=False, null=True)),
                ("rest_waiver_reason", models.TextField(blank=True, editable=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="members.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "rest_waived_by",
                    models.ForeignKey(
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
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="patrols.duty",
                        verbose_name="duty",
                    ),
                ),
                (
                    "slot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="patrols.slot",
                        verbose_name="place",
                    ),
                ),
            ],
            options={
                "verbose_name": "assignment",
                "verbose_name_plural": "assignments",
                "ordering": ["duty", "slot", "id"],
                "indexes": [models.Index(fields=["member", "-starts_at"], name="assignment_of_member")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("offered", "confirmed", "checked_in", "completed"))),
                        fields=("slot",),
                        name="assignment_one_per_slot",
                        violation_error_message="This place was just taken. Choose another.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("offered", "confirmed", "checked_in", "completed"))),
                        fields=("duty", "member"),
                        name="assignment_once_per_duty",
                        violation_error_message="This member is on this duty already.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("state__in", ("confirmed", "checked_in", "completed"))),
                        expressions=[
                            ("member", "="),
                            (
                                models.Func(
                                    "starts_at",
                                    "rest_until",
                                    function="tstzrange",
                                    output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="assignment_member_in_one_place",
                        violation_error_message="This member is on another duty then, or has not had enough rest.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rest__gte", models.F("rest_due")),
                            models.Q(
                                ("rest_waived_by__isnull", False), models.Q(("rest_waiver_reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="assignment_short_rest_is_waived",
                        violation_error_message="A shorter rest needs the name of who allows it, and the reason.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rest__gte", datetime.timedelta(0)), ("rest_due__gte", datetime.timedelta(0))
                        ),
                        name="assignment_rest_not_negative",
                        violation_error_message="The rest can't be less than nothing.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rest_waived_by__isnull", True),
                            models.Q(("rest_waived_by", models.F("member")), _negated=True),
                            _connector="OR",
                        ),
                        name="assignment_rest_waived_by_another",
                        violation_error_message="Nobody allows himself a shorter rest.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "offered"), _negated=True),
                            ("offer_until__isnull", False),
                            _connector="OR",
                        ),
                        name="assignment_offer_ends",
                        violation_error_message="An offered place says until when it waits.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DutyPartnerEvent",
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
                            ("requested", "waiting for an answer"),
                            ("confirmed", "will come"),
                            ("declined", "can't come"),
                            ("attended", "was there"),
                            ("absent", "did not come"),
                        ],
                        default="requested",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "headcount_planned",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="people asked for"),
                ),
                (
                    "headcount_actual",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="people who came"),
                ),
                (
                    "confirmed_via",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("phone", "by phone"),
                            ("whatsapp", "by WhatsApp"),
                            ("letter", "by letter"),
                            ("in_person", "in person"),
                            ("invitation", "by their own invitation"),
                            ("link", "by the link"),
                        ],
                        max_length=20,
                        verbose_name="answered",
                    ),
                ),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="answered at")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "agency",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partners.agency",
                        verbose_name="agency",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partners.contact",
                        verbose_name="contact",
                    ),
                ),
                (
                    "duty",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="patrols.duty",
                        verbose_name="duty",
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
                        to="patrols.dutypartner",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.member",
                        verbose_name="written down by",
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
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("position", models.PositiveSmallIntegerField(default=1)),
                ("at", models.DateTimeField(blank=True, null=True, verbose_name="when")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("gathering", "gathering of motorbikes"),
                            ("needs_help", "someone needs help"),
                            ("street_light", "street light out"),
                            ("water", "flood or high tide"),
                            ("tree", "tree leaning or fallen"),
                            ("traffic", "traffic accident"),
                            ("other", "something else"),
                        ],
                        default="other",
                        max_length=20,
                        verbose_name="what",
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=500, verbose_name="what was seen")),
                ("told_to", models.CharField(blank=True, max_length=200, verbose_name="who was told")),
                (
                    "village",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.unit",
                        verbose_name="village",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="patrols.patrolreport"
                    ),
                ),
            ],
            options={
                "verbose_name": "finding",
                "verbose_name_plural": "findings",
                "ordering": ["report", "position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "other"), _negated=True),
                            models.Q(("text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="finding_says_what",
                        violation_error_message="Write what was seen.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PatrolReportEvent",
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
                ("number", models.CharField(editable=False, max_length=30, null=True, verbose_name="number")),
                (
                    "version",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, validators=[django.core.validators.MinValueValidator(1)]
                    ),
                ),
                ("is_main", models.BooleanField(default=False, editable=False, verbose_name="the report of this duty")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "sent"),
                            ("returned", "to be completed"),
                            ("verified", "approved"),
                            ("superseded", "replaced by a new version"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "situation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("normal", "All calm"),
                            ("follow_up", "Needs follow-up"),
                            ("crisis", "Crisis (emergency)"),
                        ],
                        max_length=10,
                        verbose_name="situation at the end",
                    ),
                ),
                ("nihil", models.BooleanField(default=False, verbose_name="nothing happened")),
                ("weather", models.CharField(blank=True, max_length=100, verbose_name="weather")),
                ("summary", models.TextField(blank=True, verbose_name="what was done and seen")),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="sent in at"),
                ),
                (
                    "verified_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="approved at"),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "author",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.member",
                        verbose_name="written by",
                    ),
                ),
                (
                    "duty",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="patrols.duty",
                        verbose_name="duty",
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.member",
                        verbose_name="on behalf of",
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
                        to="patrols.patrolreport",
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
                    "supersedes",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="patrols.patrolreport",
                        verbose_name="corrects",
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.member",
                        verbose_name="approved by",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReserveEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("leader", "team leader"),
                            ("radio", "radio operator"),
                            ("driver", "driver"),
                            ("medic", "first aider"),
                            ("member", "crew member"),
                        ],
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "duty",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="patrols.duty",
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
                        to="patrols.reserve",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SlotEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("leader", "team leader"),
                            ("radio", "radio operator"),
                            ("driver", "driver"),
                            ("medic", "first aider"),
                            ("member", "crew member"),
                        ],
                        default="member",
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                ("sequence", models.PositiveSmallIntegerField(default=1)),
                (
                    "duty",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="patrols.duty",
                        verbose_name="duty",
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
                        to="patrols.slot",
                    ),
                ),
                (
                    "qualification",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.qualification",
                        verbose_name="needs the certificate",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("in_at", models.DateTimeField(verbose_name="arrived")),
                ("out_at", models.DateTimeField(blank=True, null=True, verbose_name="finished")),
                ("home_safe_at", models.DateTimeField(blank=True, null=True, verbose_name="home again")),
                (
                    "assignment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attendance", to="patrols.assignment"
                    ),
                ),
                (
                    "home_safe_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                    ),
                ),
                (
                    "in_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.member"
                    ),
                ),
                (
                    "out_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                    ),
                ),
            ],
            options={
                "verbose_name": "attendance",
                "verbose_name_plural": "attendances",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("out_at__isnull", True),
                            models.Q(("out_at__gte", models.F("in_at")), ("out_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="attendance_out_after_in",
                        violation_error_message="Nobody leaves before he came. Check the times.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("home_safe_at__isnull", True),
                            models.Q(
                                ("home_safe_at__gte", models.F("out_at")),
                                ("home_safe_at__isnull", False),
                                ("out_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="attendance_home_after_duty",
                        violation_error_message="First “Finished”, then “Home safe”.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FindingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("position", models.PositiveSmallIntegerField(default=1)),
                ("at", models.DateTimeField(blank=True, null=True, verbose_name="when")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("gathering", "gathering of motorbikes"),
                            ("needs_help", "someone needs help"),
                            ("street_light", "street light out"),
                            ("water", "flood or high tide"),
                            ("tree", "tree leaning or fallen"),
                            ("traffic", "traffic accident"),
                            ("other", "something else"),
                        ],
                        default="other",
                        max_length=20,
                        verbose_name="what",
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=500, verbose_name="what was seen")),
                ("told_to", models.CharField(blank=True, max_length=200, verbose_name="who was told")),
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
                        to="patrols.finding",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.unit",
                        verbose_name="village",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="patrols.patrolreport",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AssignmentEvent",
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
                            ("offered", "offered"),
                            ("confirmed", "ready"),
                            ("checked_in", "has arrived"),
                            ("completed", "has finished"),
                            ("declined", "can't"),
                            ("expired", "offer ended"),
                            ("withdrawn", "prevented"),
                            ("replaced", "replaced"),
                            ("released", "released"),
                            ("no_show", "stayed away"),
                            ("excused", "excused"),
                        ],
                        default="confirmed",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("self", "signed up"),
                            ("assigned", "put down by a coordinator"),
                            ("reserve", "from the reserve"),
                        ],
                        default="self",
                        max_length=10,
                        verbose_name="source",
                    ),
                ),
                (
                    "offer_until",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="offered until"),
                ),
                ("starts_at", models.DateTimeField(editable=False)),
                ("ends_at", models.DateTimeField(editable=False)),
                ("rest", models.DurationField(editable=False, verbose_name="rest after it")),
                ("rest_due", models.DurationField(editable=False)),
                ("rest_until", models.DateTimeField(editable=False, null=True)),
                ("rest_waiver_reason", models.TextField(blank=True, editable=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
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
                        to="patrols.assignment",
                    ),
                ),
                (
                    "rest_waived_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.member",
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
                    "duty",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="patrols.duty",
                        verbose_name="duty",
                    ),
                ),
                (
                    "slot",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="patrols.slot",
                        verbose_name="place",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AttendanceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("in_at", models.DateTimeField(verbose_name="arrived")),
                ("out_at", models.DateTimeField(blank=True, null=True, verbose_name="finished")),
                ("home_safe_at", models.DateTimeField(blank=True, null=True, verbose_name="home again")),
                (
                    "assignment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="patrols.assignment",
                    ),
                ),
                (
                    "home_safe_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.member",
                    ),
                ),
                (
                    "in_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.member",
                    ),
                ),
                (
                    "out_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.member",
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
                        to="patrols.attendance",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        senkom.lib.sql.AddTrigger(
            model_name="attendance",
            trigger=pgtrigger.compiler.Trigger(
                name="attendance_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'attendance_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'attendance_kept'; RETURN OLD;",
                    hash="7f87afc811ecfc495a7320e66f23629a0a913ae4",
                    operation="DELETE",
                    pgid="pgtrigger_attendance_kept_0c413",
                    table="patrols_attendance",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="attendance",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "patrols_attendanceevent" ("assignment_id", "home_safe_at", "home_safe_by_id", "id", "in_at", "in_by_id", "out_at", "out_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."assignment_id", NEW."home_safe_at", NEW."home_safe_by_id", NEW."id", NEW."in_at", NEW."in_by_id", NEW."out_at", NEW."out_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="f9c641add0896ac94ce18931943940a27fdaff49",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9dad6",
                    table="patrols_attendance",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="attendance",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "patrols_attendanceevent" ("assignment_id", "home_safe_at", "home_safe_by_id", "id", "in_at", "in_by_id", "out_at", "out_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."assignment_id", NEW."home_safe_at", NEW."home_safe_by_id", NEW."id", NEW."in_at", NEW."in_by_id", NEW."out_at", NEW."out_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="a67c2adfc7e31fe2d9fb88ec787a3b3f1957e581",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2b242",
                    table="patrols_attendance",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="attendanceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="fb3dedbb9a9f8cd6e50b3593be3854f7842d6316",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a4921",
                    table="patrols_attendanceevent",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="duty",
            trigger=pgtrigger.compiler.Trigger(
                name="duty_state_follows_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state IS DISTINCT FROM NEW.state AND OLD.state || '>' || NEW.state NOT IN ('draft>cancelled', 'draft>published', 'published>cancelled', 'published>in_progress', 'in_progress>aborted', 'in_progress>completed', 'completed>closed'))",
                    func="RAISE EXCEPTION 'duty_state_follows_table' USING ERRCODE = 'check_violation', CONSTRAINT = 'duty_state_follows_table'; RETURN NEW;",
                    hash="d7059555af3ce6016cc738604c684d04a97b4c97",
                    operation='UPDATE OF "state"',
                    pgid="pgtrigger_duty_state_follows_table_f1a66",
                    table="patrols_duty",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="duty",
            trigger=pgtrigger.compiler.Trigger(
                name="duty_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'duty_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'duty_kept'; RETURN OLD;",
                    hash="b2e357a486467177b5a5210110caa549c122771f",
                    operation="DELETE",
                    pgid="pgtrigger_duty_kept_35711",
                    table="patrols_duty",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="duty",
            trigger=pgtrigger.compiler.Trigger(
                name="duty_times_stay_once_begun",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state NOT IN ('draft', 'published') AND (OLD.starts_at, OLD.ends_at) IS DISTINCT FROM (NEW.starts_at, NEW.ends_at))",
                    func="RAISE EXCEPTION 'duty_times_stay_once_begun' USING ERRCODE = 'check_violation', CONSTRAINT = 'duty_times_stay_once_begun'; RETURN NEW;",
                    hash="c4a881fed8cbd1b6c8861b116c751245b854c246",
                    operation='UPDATE OF "starts_at", "ends_at"',
                    pgid="pgtrigger_duty_times_stay_once_begun_bad89",
                    table="patrols_duty",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="duty",
            trigger=pgtrigger.compiler.Trigger(
                name="duty_not_of_a_village",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.unit_id ~ '^0\\.\\d\\d\\.\\d\\d\\.\\d\\d\\.\\d{4}\\.$')",
                    func="RAISE EXCEPTION 'duty_not_of_a_village' USING ERRCODE = 'check_violation', CONSTRAINT = 'duty_not_of_a_village'; RETURN NEW;",
                    hash="6761ed24cb281d13d2229684a80c0439483c9f8f",
                    operation='INSERT OR UPDATE OF "unit_id"',
                    pgid="pgtrigger_duty_not_of_a_village_923f4",
                    table="patrols_duty",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="duty",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "patrols_dutyevent" ("code", "created_at", "ends_at", "id", "is_exercise", "kind", "lead_agency_id", "meeting_point", "min_crew", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pillar", "planner_id", "purpose", "route", "starts_at", "state", "state_at", "state_by_id", "state_reason", "title", "unit_id", "version") VALUES (NEW."code", NEW."created_at", NEW."ends_at", NEW."id", NEW."is_exercise", NEW."kind", NEW."lead_agency_id", NEW."meeting_point", NEW."min_crew", NEW."origin", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pillar", NEW."planner_id", NEW."purpose", NEW."route", NEW."starts_at", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_reason", NEW."title", NEW."unit_id", NEW."version"); RETURN NULL;',
                    hash="f24210281db17d26bcb165663fadf82b2a716d8e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0f08c",
                    table="patrols_duty",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="duty",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "patrols_dutyevent" ("code", "created_at", "ends_at", "id", "is_exercise", "kind", "lead_agency_id", "meeting_point", "min_crew", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pillar", "planner_id", "purpose", "route", "starts_at", "state", "state_at", "state_by_id", "state_reason", "title", "unit_id", "version") VALUES (NEW."code", NEW."created_at", NEW."ends_at", NEW."id", NEW."is_exercise", NEW."kind", NEW."lead_agency_id", NEW."meeting_point", NEW."min_crew", NEW."origin", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pillar", NEW."planner_id", NEW."purpose", NEW."route", NEW."starts_at", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_reason", NEW."title", NEW."unit_id", NEW."version"); RETURN NULL;',
                    hash="592c652f658cc5b1c90f60203238c9294ba55978",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d9acf",
                    table="patrols_duty",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="dutyevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a9540377021ff26e4c09b2ec7fb426442b65d27e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_35d58",
                    table="patrols_dutyevent",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="dutypartner",
            trigger=pgtrigger.compiler.Trigger(
                name="duty_partner_state_follows_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state IS DISTINCT FROM NEW.state AND OLD.state || '>' || NEW.state NOT IN ('requested>absent', 'requested>attended', 'requested>confirmed', 'requested>declined', 'confirmed>absent', 'confirmed>attended', 'confirmed>declined', 'declined>attended', 'declined>confirmed'))",
                    func="RAISE EXCEPTION 'duty_partner_state_follows_table' USING ERRCODE = 'check_violation', CONSTRAINT = 'duty_partner_state_follows_table'; RETURN NEW;",
                    hash="a3ff61c7ca5635954aa6a27fad9e97690cdc8349",
                    operation='UPDATE OF "state"',
                    pgid="pgtrigger_duty_partner_state_follows_table_2efa5",
                    table="patrols_dutypartner",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="dutypartner",
            trigger=pgtrigger.compiler.Trigger(
                name="duty_partner_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'duty_partner_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'duty_partner_kept'; RETURN OLD;",
                    hash="739e467bd263168dede76ae5d56986205f4090a8",
                    operation="DELETE",
                    pgid="pgtrigger_duty_partner_kept_b5494",
                    table="patrols_dutypartner",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="dutypartner",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "patrols_dutypartnerevent" ("agency_id", "code", "confirmed_at", "confirmed_via", "contact_id", "created_at", "duty_id", "headcount_actual", "headcount_planned", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "state", "state_at", "state_by_id", "state_reason") VALUES (NEW."agency_id", NEW."code", NEW."confirmed_at", NEW."confirmed_via", NEW."contact_id", NEW."created_at", NEW."duty_id", NEW."headcount_actual", NEW."headcount_planned", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_by_id", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_reason"); RETURN NULL;',
                    hash="7bc182f4ca2b7f36950d6bc6cdeb1efbfbd89897",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_455c5",
                    table="patrols_dutypartner",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="dutypartner",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "patrols_dutypartnerevent" ("agency_id", "code", "confirmed_at", "confirmed_via", "contact_id", "created_at", "duty_id", "headcount_actual", "headcount_planned", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "state", "state_at", "state_by_id", "state_reason") VALUES (NEW."agency_id", NEW."code", NEW."confirmed_at", NEW."confirmed_via", NEW."contact_id", NEW."created_at", NEW."duty_id", NEW."headcount_actual", NEW."headcount_planned", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_by_id", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_reason"); RETURN NULL;',
                    hash="ffc239a1806dc74368ff89a5142355a880e92b74",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b3edf",
                    table="patrols_dutypartner",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="dutypartnerevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8955ec5afd87b2254a444c6bee97ced19ec170b5",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_47266",
                    table="patrols_dutypartnerevent",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="patrolreport",
            trigger=pgtrigger.compiler.Trigger(
                name="report_state_follows_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state IS DISTINCT FROM NEW.state AND OLD.state || '>' || NEW.state NOT IN ('draft>submitted', 'submitted>returned', 'submitted>verified', 'returned>submitted', 'verified>superseded'))",
                    func="RAISE EXCEPTION 'report_state_follows_table' USING ERRCODE = 'check_violation', CONSTRAINT = 'report_state_follows_table'; RETURN NEW;",
                    hash="0a2238891257ecc031634b32f6d7cf17c4f10bd3",
                    operation='UPDATE OF "state"',
                    pgid="pgtrigger_report_state_follows_table_c35d5",
                    table="patrols_patrolreport",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="patrolreport",
            trigger=pgtrigger.compiler.Trigger(
                name="report_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'report_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'report_kept'; RETURN OLD;",
                    hash="7d31c05345ed4a3ef92902219b127aa5e01084b7",
                    operation="DELETE",
                    pgid="pgtrigger_report_kept_b718a",
                    table="patrols_patrolreport",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="patrolreport",
            trigger=pgtrigger.compiler.Trigger(
                name="report_number_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.code <> NEW.code OR (OLD.number IS NOT NULL AND OLD.number IS DISTINCT FROM NEW.number))",
                    func="RAISE EXCEPTION 'report_number_stays' USING ERRCODE = 'check_violation', CONSTRAINT = 'report_number_stays'; RETURN NEW;",
                    hash="5af6989a66fffaea0b52f35dcd0a7fd295e88ab2",
                    operation='UPDATE OF "number", "code"',
                    pgid="pgtrigger_report_number_stays_0fd90",
                    table="patrols_patrolreport",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="patrolreport",
            trigger=pgtrigger.compiler.Trigger(
                name="report_sent_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state IN ('submitted', 'verified', 'superseded') AND ROW(OLD.duty_id, OLD.author_id, OLD.on_behalf_of_id, OLD.version, OLD.supersedes_id, OLD.situation, OLD.weather, OLD.summary, OLD.nihil, OLD.submitted_at) IS DISTINCT FROM ROW(NEW.duty_id, NEW.author_id, NEW.on_behalf_of_id, NEW.version, NEW.supersedes_id, NEW.situation, NEW.weather, NEW.summary, NEW.nihil, NEW.submitted_at))",
                    func="RAISE EXCEPTION 'report_sent_is_frozen' USING ERRCODE = 'check_violation', CONSTRAINT = 'report_sent_is_frozen'; RETURN NEW;",
                    hash="b0c004dcc3648d039db2224551ce3e3f76d6a977",
                    operation="UPDATE",
                    pgid="pgtrigger_report_sent_is_frozen_30cc2",
                    table="patrols_patrolreport",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="patrolreport",
            trigger=pgtrigger.compiler.Trigger(
                name="report_approval_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state IN ('verified', 'superseded') AND (ROW(OLD.verified_by_id, OLD.verified_at) IS DISTINCT FROM ROW(NEW.verified_by_id, NEW.verified_at) OR OLD.state = NEW.state AND ROW(OLD.state_at, OLD.state_by_id, OLD.state_reason) IS DISTINCT FROM ROW(NEW.state_at, NEW.state_by_id, NEW.state_reason)))",
                    func="RAISE EXCEPTION 'report_approval_stays' USING ERRCODE = 'check_violation', CONSTRAINT = 'report_approval_stays'; RETURN NEW;",
                    hash="6ac0ccf4a3c89cc4ea9f6509daa2bba3afa988f9",
                    operation="UPDATE",
                    pgid="pgtrigger_report_approval_stays_1f4c2",
                    table="patrols_patrolreport",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="patrolreport",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "patrols_patrolreportevent" ("author_id", "code", "created_at", "duty_id", "id", "is_main", "nihil", "number", "on_behalf_of_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "situation", "state", "state_at", "state_by_id", "state_reason", "submitted_at", "summary", "supersedes_id", "verified_at", "verified_by_id", "version", "weather") VALUES (NEW."author_id", NEW."code", NEW."created_at", NEW."duty_id", NEW."id", NEW."is_main", NEW."nihil", NEW."number", NEW."on_behalf_of_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."situation", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_reason", NEW."submitted_at", NEW."summary", NEW."supersedes_id", NEW."verified_at", NEW."verified_by_id", NEW."version", NEW."weather"); RETURN NULL;',
                    hash="1dc3348e4d9192f1d9199446766ae3d89ac669ac",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7f58a",
                    table="patrols_patrolreport",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="patrolreport",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "patrols_patrolreportevent" ("author_id", "code", "created_at", "duty_id", "id", "is_main", "nihil", "number", "on_behalf_of_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "situation", "state", "state_at", "state_by_id", "state_reason", "submitted_at", "summary", "supersedes_id", "verified_at", "verified_by_id", "version", "weather") VALUES (NEW."author_id", NEW."code", NEW."created_at", NEW."duty_id", NEW."id", NEW."is_main", NEW."nihil", NEW."number", NEW."on_behalf_of_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."situation", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_reason", NEW."submitted_at", NEW."summary", NEW."supersedes_id", NEW."verified_at", NEW."verified_by_id", NEW."version", NEW."weather"); RETURN NULL;',
                    hash="9364e69fb951fa4130e571fc3a8f889dff5e1ad6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5ebfd",
                    table="patrols_patrolreport",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="findingevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a5f863f243156dbc4df0901066b04089d642fbd5",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_39a2c",
                    table="patrols_findingevent",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="finding",
            trigger=pgtrigger.compiler.Trigger(
                name="finding_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM patrols_patrolreport r WHERE r.state IN ('submitted', 'verified', 'superseded') AND r.id IN (NEW.report_id, OLD.report_id)) THEN RAISE EXCEPTION 'finding_frozen' USING ERRCODE = 'check_violation', CONSTRAINT = 'finding_frozen'; END IF; RETURN NEW;",
                    hash="c2249357f51cdbfbabf04e798921ddb49497d8a2",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_finding_frozen_be0f0",
                    table="patrols_finding",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="finding",
            trigger=pgtrigger.compiler.Trigger(
                name="finding_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM patrols_patrolreport r WHERE r.state IN ('submitted', 'verified', 'superseded') AND r.id = OLD.report_id) THEN RAISE EXCEPTION 'finding_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'finding_kept'; END IF; RETURN OLD;",
                    hash="1db590d1a6c48506af7c3e70f55cc433e3330fc1",
                    operation="DELETE",
                    pgid="pgtrigger_finding_kept_fb4fd",
                    table="patrols_finding",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="finding",
            trigger=pgtrigger.compiler.Trigger(
                name="finding_in_a_village",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.village_id !~ '^0\\.\\d\\d\\.\\d\\d\\.\\d\\d\\.\\d{4}\\.$')",
                    func="RAISE EXCEPTION 'finding_in_a_village' USING ERRCODE = 'check_violation', CONSTRAINT = 'finding_in_a_village'; RETURN NEW;",
                    hash="c8951265d243acaea829bbbd753d99199b1da03a",
                    operation='INSERT OR UPDATE OF "village_id"',
                    pgid="pgtrigger_finding_in_a_village_e9e00",
                    table="patrols_finding",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="finding",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "patrols_findingevent" ("at", "code", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "report_id", "text", "told_to", "village_id") VALUES (NEW."at", NEW."code", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."report_id", NEW."text", NEW."told_to", NEW."village_id"); RETURN NULL;',
                    hash="98eb6f03c00f9cc7cb72317968cb96c3884643d7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ce928",
                    table="patrols_finding",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="finding",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "patrols_findingevent" ("at", "code", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "report_id", "text", "told_to", "village_id") VALUES (NEW."at", NEW."code", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."report_id", NEW."text", NEW."told_to", NEW."village_id"); RETURN NULL;',
                    hash="f1738392c690ba004559d8bfe2993a1840d03df0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_81e82",
                    table="patrols_finding",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="finding",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "patrols_findingevent" ("at", "code", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "report_id", "text", "told_to", "village_id") VALUES (OLD."at", OLD."code", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."report_id", OLD."text", OLD."told_to", OLD."village_id"); RETURN NULL;',
                    hash="825fc44db01d893b8f881e44a3d68486ee3e438e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_bce7d",
                    table="patrols_finding",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="patrolreportevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="710778551910156bf493d7bfaf1bd84210494ed7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_3335c",
                    table="patrols_patrolreportevent",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="reserve",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "patrols_reserveevent" ("at", "duty_id", "id", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") VALUES (NEW."at", NEW."duty_id", NEW."id", NEW."member_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role"); RETURN NULL;',
                    hash="b39ddce1f21c6724d0bb1356cc72ec7a15c8e114",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1499a",
                    table="patrols_reserve",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="reserve",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "patrols_reserveevent" ("at", "duty_id", "id", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") VALUES (NEW."at", NEW."duty_id", NEW."id", NEW."member_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role"); RETURN NULL;',
                    hash="8804ea8de336cda3871446e2827d2fcbbe43427b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_39ee8",
                    table="patrols_reserve",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="reserve",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "patrols_reserveevent" ("at", "duty_id", "id", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") VALUES (OLD."at", OLD."duty_id", OLD."id", OLD."member_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."role"); RETURN NULL;',
                    hash="a102e8b2db776ff28b199bbe693e4ec15a9a8558",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_fafa5",
                    table="patrols_reserve",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="reserveevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="238d61fd746d26ee595193521a8a300e3cf9852c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f4627",
                    table="patrols_reserveevent",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="slot",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "patrols_slotevent" ("code", "duty_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "qualification_id", "role", "sequence") VALUES (NEW."code", NEW."duty_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."qualification_id", NEW."role", NEW."sequence"); RETURN NULL;',
                    hash="dcc15f53139da1944cbdbd850124546c215d5153",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_66906",
                    table="patrols_slot",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="slot",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "patrols_slotevent" ("code", "duty_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "qualification_id", "role", "sequence") VALUES (NEW."code", NEW."duty_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."qualification_id", NEW."role", NEW."sequence"); RETURN NULL;',
                    hash="a6477f9bd25f52c8f1c31ddbc65a9a486fffbf94",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_65b1c",
                    table="patrols_slot",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="slot",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "patrols_slotevent" ("code", "duty_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "qualification_id", "role", "sequence") VALUES (OLD."code", OLD."duty_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."qualification_id", OLD."role", OLD."sequence"); RETURN NULL;',
                    hash="38f50e54a8a44e7b35d25c130e7d6f00c9b8630f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0d05d",
                    table="patrols_slot",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="assignmentevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a5adba9a8efdf7695e31d781a86fe2d63ea8c4e8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8764a",
                    table="patrols_assignmentevent",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="assignment",
            trigger=pgtrigger.compiler.Trigger(
                name="assignment_state_follows_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state IS DISTINCT FROM NEW.state AND OLD.state || '>' || NEW.state NOT IN ('offered>confirmed', 'offered>declined', 'offered>expired', 'confirmed>checked_in', 'confirmed>no_show', 'confirmed>released', 'confirmed>replaced', 'confirmed>withdrawn', 'checked_in>completed', 'no_show>excused'))",
                    func="RAISE EXCEPTION 'assignment_state_follows_table' USING ERRCODE = 'check_violation', CONSTRAINT = 'assignment_state_follows_table'; RETURN NEW;",
                    hash="2c381a6588a41eb237f2e6cc236588d8bcb3db0b",
                    operation='UPDATE OF "state"',
                    pgid="pgtrigger_assignment_state_follows_table_26422",
                    table="patrols_assignment",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="assignment",
            trigger=pgtrigger.compiler.Trigger(
                name="assignment_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'assignment_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'assignment_kept'; RETURN OLD;",
                    hash="c9c78598c009a2be3f90f7693d37b80bb5bc6c09",
                    operation="DELETE",
                    pgid="pgtrigger_assignment_kept_54d18",
                    table="patrols_assignment",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="assignment",
            trigger=pgtrigger.compiler.Trigger(
                name="assignment_place_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (ROW(OLD.duty_id, OLD.slot_id, OLD.member_id) IS DISTINCT FROM ROW(NEW.duty_id, NEW.slot_id, NEW.member_id))",
                    func="RAISE EXCEPTION 'assignment_place_stays' USING ERRCODE = 'check_violation', CONSTRAINT = 'assignment_place_stays'; RETURN NEW;",
                    hash="6313f2898202c841dcec21d7a2b1cb1508155352",
                    operation='UPDATE OF "duty_id", "slot_id", "member_id"',
                    pgid="pgtrigger_assignment_place_stays_63f7c",
                    table="patrols_assignment",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="assignment",
            trigger=pgtrigger.compiler.Trigger(
                name="assignment_rest_until",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.rest_until := NEW.ends_at + NEW.rest; RETURN NEW;",
                    hash="ccb128b86173ca152d16d42f89b77f87d7c80fed",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_assignment_rest_until_27cb2",
                    table="patrols_assignment",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="assignment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "patrols_assignmentevent" ("code", "created_at", "duty_id", "ends_at", "id", "member_id", "offer_until", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rest", "rest_due", "rest_until", "rest_waived_by_id", "rest_waiver_reason", "slot_id", "source", "starts_at", "state", "state_at", "state_by_id", "state_reason") VALUES (NEW."code", NEW."created_at", NEW."duty_id", NEW."ends_at", NEW."id", NEW."member_id", NEW."offer_until", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rest", NEW."rest_due", NEW."rest_until", NEW."rest_waived_by_id", NEW."rest_waiver_reason", NEW."slot_id", NEW."source", NEW."starts_at", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_reason"); RETURN NULL;',
                    hash="9e4a8c349f9dc3d78a92b38c8bd27038ae0a41a4",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_52228",
                    table="patrols_assignment",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="assignment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "patrols_assignmentevent" ("code", "created_at", "duty_id", "ends_at", "id", "member_id", "offer_until", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rest", "rest_due", "rest_until", "rest_waived_by_id", "rest_waiver_reason", "slot_id", "source", "starts_at", "state", "state_at", "state_by_id", "state_reason") VALUES (NEW."code", NEW."created_at", NEW."duty_id", NEW."ends_at", NEW."id", NEW."member_id", NEW."offer_until", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rest", NEW."rest_due", NEW."rest_until", NEW."rest_waived_by_id", NEW."rest_waiver_reason", NEW."slot_id", NEW."source", NEW."starts_at", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_reason"); RETURN NULL;',
                    hash="789ea3255b038ac7d1f67e65f93fc064cca34c16",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9043a",
                    table="patrols_assignment",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="slotevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="030d6e4709dbb720d6a8ed98c6a076633f105575",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_6017c",
                    table="patrols_slotevent",
                    when="BEFORE",
                ),
            ),
        ),
        *foreign_keys(),
    ]
