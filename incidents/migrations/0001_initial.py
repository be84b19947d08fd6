import uuid

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import pgtrigger.compiler
import phonenumber_field.modelfields
from django.db import migrations, models

import senkom.lib.sql


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("members", "0001_initial"),
        ("partners", "0001_initial"),
        ("patrols", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Category",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(unique=True, verbose_name="short name")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "hint",
                    models.CharField(
                        blank=True,
                        help_text="What to write, or whom to call first.",
                        max_length=300,
                        verbose_name="hint",
                    ),
                ),
                (
                    "pillar",
                    models.CharField(
                        choices=[
                            ("public_order", "public order"),
                            ("disaster", "disasters"),
                            ("state_defense", "state defence awareness"),
                        ],
                        max_length=20,
                        verbose_name="pillar",
                    ),
                ),
                (
                    "sensitivity",
                    models.CharField(
                        choices=[
                            ("open", "open to the board"),
                            ("restricted", "restricted"),
                            ("confidential", "confidential"),
                        ],
                        default="open",
                        max_length=20,
                        verbose_name="sensitivity",
                    ),
                ),
                ("minors_possible", models.BooleanField(default=False, verbose_name="children may be involved")),
                (
                    "is_disaster",
                    models.BooleanField(
                        default=False, help_text="With figures and a recovery.", verbose_name="a disaster"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position in the list")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="incidents.category",
                        verbose_name="group",
                    ),
                ),
            ],
            options={
                "verbose_name": "category",
                "verbose_name_plural": "categories",
                "ordering": ["position", "name", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parent__isnull", True),
                            models.Q(("parent", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="category_not_below_itself",
                        violation_error_message="A category doesn't belong to itself.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="category_has_a_name",
                        violation_error_message="Write the name of the category.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CategoryEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("slug", models.SlugField(db_index=False, verbose_name="short name")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "hint",
                    models.CharField(
                        blank=True,
                        help_text="What to write, or whom to call first.",
                        max_length=300,
                        verbose_name="hint",
                    ),
                ),
                (
                    "pillar",
                    models.CharField(
                        choices=[
                            ("public_order", "public order"),
                            ("disaster", "disasters"),
                            ("state_defense", "state defence awareness"),
                        ],
                        max_length=20,
                        verbose_name="pillar",
                    ),
                ),
                (
                    "sensitivity",
                    models.CharField(
                        choices=[
                            ("open", "open to the board"),
                            ("restricted", "restricted"),
                            ("confidential", "confidential"),
                        ],
                        default="open",
                        max_length=20,
                        verbose_name="sensitivity",
                    ),
                ),
                ("minors_possible", models.BooleanField(default=False, verbose_name="children may be involved")),
                (
                    "is_disaster",
                    models.BooleanField(
                        default=False, help_text="With figures and a recovery.", verbose_name="a disaster"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position in the list")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="incidents.category",
                        verbose_name="group",
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
                        to="incidents.category",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="state since"),
                ),
                ("state_reason", models.TextField(blank=True, editable=False, verbose_name="reason")),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("number", models.CharField(editable=False, max_length=30, unique=True, verbose_name="number")),
                ("title", models.CharField(max_length=150, verbose_name="title")),
                (
                    "title_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("title"), function="senkom_name_key"),
                        output_field=models.CharField(db_collation="C", max_length=200),
                    ),
                ),
                (
                    "severity",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "minor"), (2, "moderate"), (3, "serious"), (4, "extreme")],
                        default=1,
                        verbose_name="severity",
                    ),
                ),
                (
                    "situation",
                    models.CharField(
                        choices=[
                            ("normal", "normal"),
                            ("follow_up", "needs follow-up"),
                            ("crisis", "crisis (emergency)"),
                        ],
                        default="follow_up",
                        max_length=20,
                        verbose_name="situation",
                    ),
                ),
                (
                    "sensitivity",
                    models.CharField(
                        choices=[
                            ("open", "open to the board"),
                            ("restricted", "restricted"),
                            ("confidential", "confidential"),
                        ],
                        default="open",
                        max_length=20,
                        verbose_name="sensitivity",
                    ),
                ),
                (
                    "verification",
                    models.CharField(
                        choices=[
                            ("unverified", "not confirmed yet"),
                            ("partly", "partly confirmed"),
                            ("on_scene", "seen on the spot"),
                            ("official", "confirmed by an agency"),
                            ("refuted", "not true"),
                        ],
                        default="unverified",
                        editable=False,
                        max_length=20,
                        verbose_name="verification",
                    ),
                ),
                ("verification_note", models.TextField(blank=True, editable=False, verbose_name="how one knows")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "new"),
                            ("handling", "being handled"),
                            ("contained", "under control"),
                            ("recovery", "recovery"),
                            ("resolved", "resolved"),
                            ("closed", "closed"),
                        ],
                        default="new",
                        editable=False,
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("settled", "settled"),
                            ("handed_over", "handed over to the agency"),
                            ("ended_by_itself", "ended by itself"),
                            ("unfounded", "was not true"),
                            ("not_pursued", "not pursued"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "urgency",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(state__in=("resolved", "closed"), then=models.Value(0)),
                            models.When(
                                situation="crisis",
                                then=django.db.models.expressions.CombinedExpression(
                                    models.Value(20), "+", models.F("severity")
                                ),
                            ),
                            models.When(
                                situation="follow_up",
                                then=django.db.models.expressions.CombinedExpression(
                                    models.Value(10), "+", models.F("severity")
                                ),
                            ),
                            default=models.F("severity"),
                            output_field=models.SmallIntegerField(),
                        ),
                        output_field=models.SmallIntegerField(),
                    ),
                ),
                ("place_text", models.CharField(blank=True, max_length=200, verbose_name="place in words")),
                ("occurred_at", models.DateTimeField(verbose_name="happened at")),
                (
                    "opened_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="opened at"),
                ),
                ("is_exercise", models.BooleanField(default=False, verbose_name="an exercise")),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="incidents.category",
                        verbose_name="category",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incidents_led",
                        to="members.member",
                        verbose_name="lead",
                    ),
                ),
                (
                    "opened_by",
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
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incidents",
                        to="members.unit",
                        verbose_name="unit",
                    ),
                ),
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
            ],
            options={
                "verbose_name": "incident",
                "verbose_name_plural": "incidents",
                "ordering": ["-urgency", "-occurred_at", "-id"],
                "indexes": [
                    models.Index(fields=["-urgency", "-occurred_at", "-id"], name="incident_worst_first"),
                    models.Index(fields=["unit", "-urgency", "-occurred_at"], name="incident_of_unit"),
                    models.Index(fields=["village", "occurred_at"], name="incident_at_place"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["title_key"], name="incident_title_search", opclasses=["gin_trgm_ops"]
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code",),
                        name="incident_opened_once",
                        violation_error_message="This form was sent already. Look among the incidents.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="incident_has_a_title",
                        violation_error_message="Write a title of a few words.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("resolved", "closed")), models.Q(("outcome", ""), _negated=True)),
                            models.Q(models.Q(("state__in", ("resolved", "closed")), _negated=True), ("outcome", "")),
                            _connector="OR",
                        ),
                        name="incident_ends_with_an_outcome",
                        violation_error_message="Say how it ended.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verification", "refuted"), _negated=True),
                            models.Q(("verification_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="incident_refuted_with_a_note",
                        violation_error_message="Write how one knows that it is not true.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("severity__in", [1, 2, 3, 4])),
                        name="incident_severity_in_words",
                        violation_error_message="Choose a severity from the list.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IncidentReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="state since"),
                ),
                ("state_reason", models.TextField(blank=True, editable=False, verbose_name="reason")),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("number", models.CharField(editable=False, max_length=30, unique=True, verbose_name="number")),
                (
                    "sensitivity",
                    models.CharField(
                        choices=[
                            ("open", "open to the board"),
                            ("restricted", "restricted"),
                            ("confidential", "confidential"),
                        ],
                        default="open",
                        max_length=20,
                        verbose_name="sensitivity",
                    ),
                ),
                ("text", models.TextField(max_length=4000, verbose_name="what was seen or heard")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("app", "this application"),
                            ("phone", "phone call"),
                            ("whatsapp", "WhatsApp"),
                            ("radio", "radio"),
                            ("in_person", "in person"),
                            ("patrol", "patrol"),
                            ("partner", "partner agency"),
                        ],
                        max_length=20,
                        verbose_name="came by",
                    ),
                ),
                ("occurred_at", models.DateTimeField(verbose_name="happened at")),
                ("reported_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="told at")),
                (
                    "received_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="received at"),
                ),
                ("place_text", models.CharField(blank=True, max_length=200, verbose_name="place in words")),
                (
                    "place_source",
                    models.CharField(
                        choices=[
                            ("village", "village chosen"),
                            ("text", "described in words"),
                            ("gps", "position of the phone"),
                        ],
                        max_length=10,
                        verbose_name="place known by",
                    ),
                ),
                ("caller_name", models.CharField(blank=True, max_length=150, verbose_name="caller")),
                (
                    "caller_phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None, verbose_name="caller's number"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "received"),
                            ("in_triage", "being read"),
                            ("linked", "joined to an incident"),
                            ("needs_info", "needs information"),
                            ("unverifiable", "can't be confirmed yet"),
                            ("rejected", "not taken up"),
                            ("withdrawn", "withdrawn by the reporter"),
                        ],
                        default="received",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("answer", models.TextField(blank=True, editable=False, verbose_name="answer to the reporter")),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="incidents.category",
                        verbose_name="what",
                    ),
                ),
                (
                    "finding",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incident_report",
                        to="patrols.finding",
                        verbose_name="finding of a patrol",
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                        verbose_name="on behalf of",
                    ),
                ),
                (
                    "reporter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incident_reports",
                        to="members.member",
                        verbose_name="written by",
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
                        related_name="incident_reports",
                        to="members.unit",
                        verbose_name="unit",
                    ),
                ),
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
            ],
            options={
                "verbose_name": "incoming report",
                "verbose_name_plural": "incoming reports",
                "ordering": ["-received_at", "-id"],
                "indexes": [
                    models.Index(fields=["-received_at", "-id"], name="incident_report_newest"),
                    models.Index(fields=["unit", "-received_at"], name="incident_report_of_unit"),
                    models.Index(
                        condition=models.Q(("state__in", ("received", "in_triage", "needs_info"))),
                        fields=["unit", "received_at"],
                        name="incident_report_waiting",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code",),
                        name="incident_report_sent_once",
                        violation_error_message="This form was sent already. Look among your reports.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="incident_report_has_a_text",
                        violation_error_message="Write in a few words what was seen or heard.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("village__isnull", False),
                            models.Q(
                                models.Q(("place_text", ""), _negated=True),
                                models.Q(("place_source", "village"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="incident_report_has_a_place",
                        violation_error_message="Choose the village, or describe the place in words.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("on_behalf_of__isnull", True),
                            models.Q(("on_behalf_of", models.F("reporter")), _negated=True),
                            _connector="OR",
                        ),
                        name="incident_report_for_another",
                        violation_error_message="A report on behalf of somebody is written by another.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("needs_info", "unverifiable", "rejected")), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="incident_report_answered_in_words",
                        violation_error_message="Write the answer to the reporter in a few words.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Figure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="written at"),
                ),
                ("struck_at", models.DateTimeField(editable=False, null=True)),
                ("struck_reason", models.TextField(blank=True, editable=False)),
                (
                    "indicator",
                    models.CharField(
                        choices=[
                            ("affected_households", "affected households"),
                            ("affected_people", "affected people"),
                            ("displaced_households", "displaced households"),
                            ("displaced_people", "displaced people"),
                            ("elderly", "elderly among the displaced"),
                            ("toddlers", "small children among the displaced"),
                            ("dead", "dead"),
                            ("missing", "missing"),
                            ("badly_injured", "badly injured"),
                            ("lightly_injured", "lightly injured"),
                            ("houses_heavy", "houses heavily damaged"),
                            ("houses_medium", "houses damaged"),
                            ("houses_light", "houses lightly damaged"),
                            ("houses_flooded", "houses under water"),
                            ("schools", "schools affected"),
                            ("public_facilities", "public facilities affected"),
                        ],
                        max_length=30,
                        verbose_name="what is counted",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("bpbd", "BPBD"),
                            ("polri", "police"),
                            ("tni", "army"),
                            ("village_office", "village office"),
                            ("senkom", "Senkom"),
                            ("resident", "resident"),
                        ],
                        max_length=20,
                        verbose_name="source",
                    ),
                ),
                ("source_name", models.CharField(blank=True, max_length=100, verbose_name="who said it")),
                ("as_of", models.DateTimeField(verbose_name="as of")),
                (
                    "kind",
                    models.CharField(
                        choices=[("number", "a number"), ("none", "none (nil)"), ("pending", "still being counted")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("count", models.PositiveIntegerField(blank=True, null=True, verbose_name="number")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                    ),
                ),
                (
                    "struck_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                    ),
                ),
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
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="figures", to="incidents.incident"
                    ),
                ),
            ],
            options={
                "verbose_name": "figure",
                "verbose_name_plural": "figures",
                "ordering": ["as_of", "id"],
                "indexes": [models.Index(fields=["incident", "as_of"], name="figure_in_order")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("count__gte", 1), ("count__isnull", False), ("kind", "number")),
                            models.Q(("count__isnull", True), ("kind__in", ["none", "pending"])),
                            _connector="OR",
                        ),
                        name="figure_number_none_or_pending",
                        violation_error_message="Write a number from 1 on, or choose “none” or “still being counted”.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("struck_at__isnull", True)),
                        fields=("incident", "indicator", "village", "source", "as_of"),
                        name="figure_once_a_source_and_time",
                        nulls_distinct=False,
                        violation_error_message="This source has a figure for that time already. Strike it, or change the time.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("struck_at__isnull", True), ("struck_by__isnull", True), ("struck_reason", "")),
                            models.Q(
                                models.Q(("struck_reason", ""), _negated=True),
                                ("struck_at__isnull", False),
                                ("struck_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="figure_struck_in_full",
                        violation_error_message="Write why the line is struck.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IncidentEvent",
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
                ("number", models.CharField(editable=False, max_length=30, verbose_name="number")),
                ("title", models.CharField(max_length=150, verbose_name="title")),
                (
                    "severity",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "minor"), (2, "moderate"), (3, "serious"), (4, "extreme")],
                        default=1,
                        verbose_name="severity",
                    ),
                ),
                (
                    "situation",
                    models.CharField(
                        choices=[
                            ("normal", "normal"),
                            ("follow_up", "needs follow-up"),
                            ("crisis", "crisis (emergency)"),
                        ],
                        default="follow_up",
                        max_length=20,
                        verbose_name="situation",
                    ),
                ),
                (
                    "sensitivity",
                    models.CharField(
                        choices=[
                            ("open", "open to the board"),
                            ("restricted", "restricted"),
                            ("confidential", "confidential"),
                        ],
                        default="open",
                        max_length=20,
                        verbose_name="sensitivity",
                    ),
                ),
                (
                    "verification",
                    models.CharField(
                        choices=[
                            ("unverified", "not confirmed yet"),
                            ("partly", "partly confirmed"),
                            ("on_scene", "seen on the spot"),
                            ("official", "confirmed by an agency"),
                            ("refuted", "not true"),
                        ],
                        default="unverified",
                        editable=False,
                        max_length=20,
                        verbose_name="verification",
                    ),
                ),
                ("verification_note", models.TextField(blank=True, editable=False, verbose_name="how one knows")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "new"),
                            ("handling", "being handled"),
                            ("contained", "under control"),
                            ("recovery", "recovery"),
                            ("resolved", "resolved"),
                            ("closed", "closed"),
                        ],
                        default="new",
                        editable=False,
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("settled", "settled"),
                            ("handed_over", "handed over to the agency"),
                            ("ended_by_itself", "ended by itself"),
                            ("unfounded", "was not true"),
                            ("not_pursued", "not pursued"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="outcome",
                    ),
                ),
                ("place_text", models.CharField(blank=True, max_length=200, verbose_name="place in words")),
                ("occurred_at", models.DateTimeField(verbose_name="happened at")),
                (
                    "opened_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="opened at"),
                ),
                ("is_exercise", models.BooleanField(default=False, verbose_name="an exercise")),
                (
                    "category",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="incidents.category",
                        verbose_name="category",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.member",
                        verbose_name="lead",
                    ),
                ),
                (
                    "opened_by",
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
                        to="incidents.incident",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="IncidentReportEvent",
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
                ("number", models.CharField(editable=False, max_length=30, verbose_name="number")),
                (
                    "sensitivity",
                    models.CharField(
                        choices=[
                            ("open", "open to the board"),
                            ("restricted", "restricted"),
                            ("confidential", "confidential"),
                        ],
                        default="open",
                        max_length=20,
                        verbose_name="sensitivity",
                    ),
                ),
                ("text", models.TextField(max_length=4000, verbose_name="what was seen or heard")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("app", "this application"),
                            ("phone", "phone call"),
                            ("whatsapp", "WhatsApp"),
                            ("radio", "radio"),
                            ("in_person", "in person"),
                            ("patrol", "patrol"),
                            ("partner", "partner agency"),
                        ],
                        max_length=20,
                        verbose_name="came by",
                    ),
                ),
                ("occurred_at", models.DateTimeField(verbose_name="happened at")),
                ("reported_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="told at")),
                (
                    "received_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="received at"),
                ),
                ("place_text", models.CharField(blank=True, max_length=200, verbose_name="place in words")),
                (
                    "place_source",
                    models.CharField(
                        choices=[
                            ("village", "village chosen"),
                            ("text", "described in words"),
                            ("gps", "position of the phone"),
                        ],
                        max_length=10,
                        verbose_name="place known by",
                    ),
                ),
                ("caller_name", models.CharField(blank=True, max_length=150, verbose_name="caller")),
                (
                    "caller_phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None, verbose_name="caller's number"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "received"),
                            ("in_triage", "being read"),
                            ("linked", "joined to an incident"),
                            ("needs_info", "needs information"),
                            ("unverifiable", "can't be confirmed yet"),
                            ("rejected", "not taken up"),
                            ("withdrawn", "withdrawn by the reporter"),
                        ],
                        default="received",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("answer", models.TextField(blank=True, editable=False, verbose_name="answer to the reporter")),
                (
                    "category",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="incidents.category",
                        verbose_name="what",
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="patrols.finding",
                        verbose_name="finding of a patrol",
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
                        to="incidents.incidentreport",
                    ),
                ),
                (
                    "reporter",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="state since"),
                ),
                ("state_reason", models.TextField(blank=True, editable=False, verbose_name="reason")),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("phone", "phone call"),
                            ("whatsapp", "WhatsApp"),
                            ("radio", "radio"),
                            ("in_person", "in person"),
                            ("email", "e-mail"),
                            ("letter", "letter"),
                        ],
                        max_length=20,
                        verbose_name="told by",
                    ),
                ),
                ("message", models.TextField(max_length=4000, verbose_name="message")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "not told yet"),
                            ("sent", "told"),
                            ("acknowledged", "received"),
                            ("in_progress", "being handled"),
                            ("done", "done"),
                            ("failed", "could not be reached"),
                            ("not_ours", "not theirs"),
                            ("no_answer", "no answer yet"),
                        ],
                        default="queued",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("sent_at", models.DateTimeField(editable=False, null=True, verbose_name="told at")),
                ("acknowledged_at", models.DateTimeField(editable=False, null=True, verbose_name="received at")),
                (
                    "answered_by",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="who answered"),
                ),
                ("answer", models.TextField(blank=True, editable=False, verbose_name="answer")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
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
                        related_name="+",
                        to="partners.contact",
                        verbose_name="contact",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="referrals", to="incidents.incident"
                    ),
                ),
                (
                    "recorded_by",
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
            ],
            options={
                "verbose_name": "referral",
                "verbose_name_plural": "referrals",
                "ordering": ["recorded_at", "id"],
                "indexes": [models.Index(fields=["state", "sent_at"], name="referral_waiting")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code",),
                        name="referral_made_once",
                        violation_error_message="This form was sent already. Look at who has been told.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("message", ""), _negated=True),
                        name="referral_has_a_message",
                        violation_error_message="Write what the agency is told.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["queued", "failed"]), ("sent_at__isnull", False), _connector="OR"
                        ),
                        name="referral_told_at_a_time",
                        violation_error_message="Write when the agency was told.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("acknowledged", "in_progress", "done")), _negated=True),
                            models.Q(models.Q(("answered_by", ""), _negated=True), ("acknowledged_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="referral_received_by_somebody",
                        violation_error_message="Write who received it, and when.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("acknowledged_at__isnull", True),
                            models.Q(("acknowledged_at__gte", models.F("sent_at")), ("sent_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="referral_received_after_it_was_told",
                        violation_error_message="It was received after it was told.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("linked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("unlinked_at", models.DateTimeField(null=True)),
                ("unlinked_reason", models.TextField(blank=True)),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to="incidents.incident"
                    ),
                ),
                (
                    "linked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.member"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to="incidents.incidentreport"
                    ),
                ),
                (
                    "unlinked_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.member"
                    ),
                ),
            ],
            options={
                "verbose_name": "joined report",
                "verbose_name_plural": "joined reports",
                "ordering": ["linked_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("unlinked_at__isnull", True)),
                        fields=("report",),
                        name="report_link_one_at_a_time",
                        violation_error_message="This report is joined to an incident already. Take it off there first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("unlinked_at__isnull", True), ("unlinked_by__isnull", True), ("unlinked_reason", "")
                            ),
                            models.Q(
                                models.Q(("unlinked_reason", ""), _negated=True),
                                ("unlinked_at__isnull", False),
                                ("unlinked_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="report_link_undone_with_a_reason",
                        violation_error_message="Write why the report is taken off.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TimelineEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="written at"),
                ),
                ("struck_at", models.DateTimeField(editable=False, null=True)),
                ("struck_reason", models.TextField(blank=True, editable=False)),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opened", "opened"),
                            ("note", "note"),
                            ("measure", "step taken"),
                            ("need", "urgent need"),
                            ("condition", "latest condition"),
                            ("status", "status"),
                            ("assessment", "assessment"),
                            ("verification", "verification"),
                            ("lead", "who leads"),
                            ("link", "message joined"),
                            ("unlink", "message taken off"),
                            ("figure", "figures"),
                            ("referral", "agency told"),
                            ("answer", "answer of an agency"),
                            ("correction", "correction"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="at")),
                ("text", models.TextField(verbose_name="text")),
                (
                    "visibility",
                    models.CharField(
                        choices=[("internal", "the board only"), ("partner", "partners too")],
                        default="internal",
                        max_length=10,
                        verbose_name="who may read it",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                        verbose_name="written by",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="timeline", to="incidents.incident"
                    ),
                ),
                (
                    "struck_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of the timeline",
                "verbose_name_plural": "timeline",
                "ordering": ["at", "id"],
                "indexes": [models.Index(fields=["incident", "at", "id"], name="timeline_in_order")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code",),
                        name="timeline_written_once",
                        violation_error_message="This form was sent already. Look at the timeline.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="timeline_has_a_text",
                        violation_error_message="Write what happened, in a few words.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("struck_at__isnull", True), ("struck_by__isnull", True), ("struck_reason", "")),
                            models.Q(
                                models.Q(("struck_reason", ""), _negated=True),
                                ("struck_at__isnull", False),
                                ("struck_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="timeline_struck_in_full",
                        violation_error_message="Write why the line is struck.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReferralEvent",
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
                    "channel",
                    models.CharField(
                        choices=[
                            ("phone", "phone call"),
                            ("whatsapp", "WhatsApp"),
                            ("radio", "radio"),
                            ("in_person", "in person"),
                            ("email", "e-mail"),
                            ("letter", "letter"),
                        ],
                        max_length=20,
                        verbose_name="told by",
                    ),
                ),
                ("message", models.TextField(max_length=4000, verbose_name="message")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "not told yet"),
                            ("sent", "told"),
                            ("acknowledged", "received"),
                            ("in_progress", "being handled"),
                            ("done", "done"),
                            ("failed", "could not be reached"),
                            ("not_ours", "not theirs"),
                            ("no_answer", "no answer yet"),
                        ],
                        default="queued",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("sent_at", models.DateTimeField(editable=False, null=True, verbose_name="told at")),
                ("acknowledged_at", models.DateTimeField(editable=False, null=True, verbose_name="received at")),
                (
                    "answered_by",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="who answered"),
                ),
                ("answer", models.TextField(blank=True, editable=False, verbose_name="answer")),
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
                    "incident",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="incidents.incident",
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
                        to="incidents.referral",
                    ),
                ),
                (
                    "recorded_by",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReportLinkEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("linked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("unlinked_at", models.DateTimeField(null=True)),
                ("unlinked_reason", models.TextField(blank=True)),
                (
                    "incident",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="incidents.incident",
                    ),
                ),
                (
                    "linked_by",
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
                        to="incidents.reportlink",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="incidents.incidentreport",
                    ),
                ),
                (
                    "unlinked_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.member",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        senkom.lib.sql.AddTrigger(
            model_name="category",
            trigger=pgtrigger.compiler.Trigger(
                name="category_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'category_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'category_kept'; RETURN OLD;",
                    hash="036b31ae6a81da1a7a778f087a54893b6d08f22f",
                    operation="DELETE",
                    pgid="pgtrigger_category_kept_3afc5",
                    table="incidents_category",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="category",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "incidents_categoryevent" ("hint", "id", "is_active", "is_disaster", "minors_possible", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pillar", "position", "sensitivity", "slug") VALUES (NEW."hint", NEW."id", NEW."is_active", NEW."is_disaster", NEW."minors_possible", NEW."name", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pillar", NEW."position", NEW."sensitivity", NEW."slug"); RETURN NULL;',
                    hash="8e4a4e5d3a8ede515f6ff7df63e235475342a7b7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_55daa",
                    table="incidents_category",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="category",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "incidents_categoryevent" ("hint", "id", "is_active", "is_disaster", "minors_possible", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pillar", "position", "sensitivity", "slug") VALUES (NEW."hint", NEW."id", NEW."is_active", NEW."is_disaster", NEW."minors_possible", NEW."name", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pillar", NEW."position", NEW."sensitivity", NEW."slug"); RETURN NULL;',
                    hash="00a3fbb5c77f8b59d6fe5ab8c09b86879dc0d495",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_41565",
                    table="incidents_category",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="categoryevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="fc856ad69bff13d8a0e01359126c1c0e47c2f61b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ece8d",
                    table="incidents_categoryevent",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="incident",
            trigger=pgtrigger.compiler.Trigger(
                name="incident_state_follows_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state IS DISTINCT FROM NEW.state AND OLD.state || '>' || NEW.state NOT IN ('new>handling', 'handling>contained', 'contained>handling', 'contained>recovery', 'contained>resolved', 'recovery>handling', 'recovery>resolved', 'resolved>closed', 'resolved>handling', 'closed>handling'))",
                    func="RAISE EXCEPTION 'incident_state_follows_table' USING ERRCODE = 'check_violation', CONSTRAINT = 'incident_state_follows_table'; RETURN NEW;",
                    hash="8dc82f3cbfdb40e4f3cc1864581386f4db4d27c4",
                    operation='UPDATE OF "state"',
                    pgid="pgtrigger_incident_state_follows_table_68027",
                    table="incidents_incident",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="incident",
            trigger=pgtrigger.compiler.Trigger(
                name="incident_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'incident_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'incident_kept'; RETURN OLD;",
                    hash="5cf081b5a11214267e3801c8154351b3e35a57cb",
                    operation="DELETE",
                    pgid="pgtrigger_incident_kept_3673e",
                    table="incidents_incident",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="incident",
            trigger=pgtrigger.compiler.Trigger(
                name="incident_of_the_place",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.village_id IS NOT NULL AND NOT starts_with(NEW.village_id, NEW.unit_id) OR NEW.unit_id ~ '^0\\.\\d\\d\\.\\d\\d\\.\\d\\d\\.\\d{4}\\.$')",
                    func="RAISE EXCEPTION 'incident_of_the_place' USING ERRCODE = 'check_violation', CONSTRAINT = 'incident_of_the_place'; RETURN NEW;",
                    hash="4e1988a5b0247949cf8d0ca799ec176739bb009b",
                    operation='INSERT OR UPDATE OF "unit_id", "village_id"',
                    pgid="pgtrigger_incident_of_the_place_ca889",
                    table="incidents_incident",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="incident",
            trigger=pgtrigger.compiler.Trigger(
                name="incident_recovery_is_for_disasters",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.state = 'recovery')",
                    func="IF NOT EXISTS (SELECT FROM incidents_category WHERE id = NEW.category_id AND is_disaster) THEN RAISE EXCEPTION 'incident_recovery_is_for_disasters' USING ERRCODE = 'check_violation', CONSTRAINT = 'incident_recovery_is_for_disasters'; END IF; RETURN NEW;",
                    hash="00689989c75d1b473d9a6c335bb095142314bb3e",
                    operation='INSERT OR UPDATE OF "state", "category_id"',
                    pgid="pgtrigger_incident_recovery_is_for_disasters_c8eab",
                    table="incidents_incident",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="incident",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "incidents_incidentevent" ("category_id", "code", "id", "is_exercise", "lead_id", "number", "occurred_at", "opened_at", "opened_by_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_text", "sensitivity", "severity", "situation", "state", "state_at", "state_by_id", "state_reason", "title", "unit_id", "verification", "verification_note", "village_id") VALUES (NEW."category_id", NEW."code", NEW."id", NEW."is_exercise", NEW."lead_id", NEW."number", NEW."occurred_at", NEW."opened_at", NEW."opened_by_id", NEW."outcome", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_text", NEW."sensitivity", NEW."severity", NEW."situation", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_reason", NEW."title", NEW."unit_id", NEW."verification", NEW."verification_note", NEW."village_id"); RETURN NULL;',
                    hash="e82cfc4dee1587207de9601a8fadb946a97b402c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_edffb",
                    table="incidents_incident",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="incident",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."category_id" IS DISTINCT FROM (NEW."category_id") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_exercise" IS DISTINCT FROM (NEW."is_exercise") OR OLD."lead_id" IS DISTINCT FROM (NEW."lead_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."occurred_at" IS DISTINCT FROM (NEW."occurred_at") OR OLD."opened_at" IS DISTINCT FROM (NEW."opened_at") OR OLD."opened_by_id" IS DISTINCT FROM (NEW."opened_by_id") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."place_text" IS DISTINCT FROM (NEW."place_text") OR OLD."sensitivity" IS DISTINCT FROM (NEW."sensitivity") OR OLD."severity" IS DISTINCT FROM (NEW."severity") OR OLD."situation" IS DISTINCT FROM (NEW."situation") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."state_at" IS DISTINCT FROM (NEW."state_at") OR OLD."state_by_id" IS DISTINCT FROM (NEW."state_by_id") OR OLD."state_reason" IS DISTINCT FROM (NEW."state_reason") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id") OR OLD."verification" IS DISTINCT FROM (NEW."verification") OR OLD."verification_note" IS DISTINCT FROM (NEW."verification_note") OR OLD."village_id" IS DISTINCT FROM (NEW."village_id"))',
                    func='INSERT INTO "incidents_incidentevent" ("category_id", "code", "id", "is_exercise", "lead_id", "number", "occurred_at", "opened_at", "opened_by_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_text", "sensitivity", "severity", "situation", "state", "state_at", "state_by_id", "state_reason", "title", "unit_id", "verification", "verification_note", "village_id") VALUES (NEW."category_id", NEW."code", NEW."id", NEW."is_exercise", NEW."lead_id", NEW."number", NEW."occurred_at", NEW."opened_at", NEW."opened_by_id", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_text", NEW."sensitivity", NEW."severity", NEW."situation", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_reason", NEW."title", NEW."unit_id", NEW."verification", NEW."verification_note", NEW."village_id"); RETURN NULL;',
                    hash="73ad1b511accd7b59f6dd9cf45c14e0c2b448c8b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_41444",
                    table="incidents_incident",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="figure",
            trigger=pgtrigger.compiler.Trigger(
                name="figure_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'figure_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'figure_kept'; RETURN OLD;",
                    hash="e11cbab60c52b6fd3131f38e917073872e983b9c",
                    operation="DELETE",
                    pgid="pgtrigger_figure_kept_e4833",
                    table="incidents_figure",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="figure",
            trigger=pgtrigger.compiler.Trigger(
                name="figure_unchanged",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (to_jsonb(OLD) - ARRAY['struck_at', 'struck_by_id', 'struck_reason'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['struck_at', 'struck_by_id', 'struck_reason'] OR (OLD.struck_at IS NOT NULL AND OLD.* IS DISTINCT FROM NEW.*))",
                    func="RAISE EXCEPTION 'figure_unchanged' USING ERRCODE = 'check_violation', CONSTRAINT = 'figure_unchanged'; RETURN NEW;",
                    hash="a87710f340f0447058c0074db5c8d316c2594968",
                    operation="UPDATE",
                    pgid="pgtrigger_figure_unchanged_661cf",
                    table="incidents_figure",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="incidentevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="660df2a5ede432f1e06e892ca87c4cd25e0a272c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7b202",
                    table="incidents_incidentevent",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="incidentreport",
            trigger=pgtrigger.compiler.Trigger(
                name="incident_report_state_follows_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state IS DISTINCT FROM NEW.state AND OLD.state || '>' || NEW.state NOT IN ('received>in_triage', 'received>withdrawn', 'in_triage>linked', 'in_triage>needs_info', 'in_triage>rejected', 'in_triage>unverifiable', 'in_triage>withdrawn', 'needs_info>in_triage', 'needs_info>withdrawn', 'linked>in_triage', 'unverifiable>in_triage', 'rejected>in_triage'))",
                    func="RAISE EXCEPTION 'incident_report_state_follows_table' USING ERRCODE = 'check_violation', CONSTRAINT = 'incident_report_state_follows_table'; RETURN NEW;",
                    hash="6183dcfd74d9a3ab31e516ba3d8085ac42dfd0af",
                    operation='UPDATE OF "state"',
                    pgid="pgtrigger_incident_report_state_follows_table_b39ad",
                    table="incidents_incidentreport",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="incidentreport",
            trigger=pgtrigger.compiler.Trigger(
                name="incident_report_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'incident_report_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'incident_report_kept'; RETURN OLD;",
                    hash="7e34f6222596cd0a45d54fbae27faf3b27cfe69b",
                    operation="DELETE",
                    pgid="pgtrigger_incident_report_kept_cf80f",
                    table="incidents_incidentreport",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="incidentreport",
            trigger=pgtrigger.compiler.Trigger(
                name="incident_report_of_the_place",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.village_id IS NOT NULL AND NOT starts_with(NEW.village_id, NEW.unit_id) OR NEW.unit_id ~ '^0\\.\\d\\d\\.\\d\\d\\.\\d\\d\\.\\d{4}\\.$')",
                    func="RAISE EXCEPTION 'incident_report_of_the_place' USING ERRCODE = 'check_violation', CONSTRAINT = 'incident_report_of_the_place'; RETURN NEW;",
                    hash="9df33f416bf32e4653940865b41cad7d698ddd78",
                    operation='INSERT OR UPDATE OF "unit_id", "village_id"',
                    pgid="pgtrigger_incident_report_of_the_place_9ef17",
                    table="incidents_incidentreport",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="incidentreport",
            trigger=pgtrigger.compiler.Trigger(
                name="incident_report_linked_has_an_incident",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.state = 'linked')",
                    func="IF NOT EXISTS (SELECT FROM incidents_reportlink WHERE report_id = NEW.id AND unlinked_at IS NULL) THEN RAISE EXCEPTION 'incident_report_linked_has_an_incident' USING ERRCODE = 'check_violation', CONSTRAINT = 'incident_report_linked_has_an_incident'; END IF; RETURN NEW;",
                    hash="0e4e18c67df6ec5e61b99dbda788468eed8537c0",
                    operation='UPDATE OF "state"',
                    pgid="pgtrigger_incident_report_linked_has_an_incident_9d16b",
                    table="incidents_incidentreport",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="incidentreport",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "incidents_incidentreportevent" ("answer", "caller_name", "caller_phone", "category_id", "channel", "code", "finding_id", "id", "number", "occurred_at", "on_behalf_of_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_source", "place_text", "received_at", "reported_at", "reporter_id", "sensitivity", "state", "state_at", "state_by_id", "state_reason", "text", "unit_id", "village_id") VALUES (NEW."answer", NEW."caller_name", NEW."caller_phone", NEW."category_id", NEW."channel", NEW."code", NEW."finding_id", NEW."id", NEW."number", NEW."occurred_at", NEW."on_behalf_of_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_source", NEW."place_text", NEW."received_at", NEW."reported_at", NEW."reporter_id", NEW."sensitivity", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_reason", NEW."text", NEW."unit_id", NEW."village_id"); RETURN NULL;',
                    hash="b859c56e09ffb6859494c517182704a56b9d1c56",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6be4a",
                    table="incidents_incidentreport",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="incidentreport",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "incidents_incidentreportevent" ("answer", "caller_name", "caller_phone", "category_id", "channel", "code", "finding_id", "id", "number", "occurred_at", "on_behalf_of_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_source", "place_text", "received_at", "reported_at", "reporter_id", "sensitivity", "state", "state_at", "state_by_id", "state_reason", "text", "unit_id", "village_id") VALUES (NEW."answer", NEW."caller_name", NEW."caller_phone", NEW."category_id", NEW."channel", NEW."code", NEW."finding_id", NEW."id", NEW."number", NEW."occurred_at", NEW."on_behalf_of_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_source", NEW."place_text", NEW."received_at", NEW."reported_at", NEW."reporter_id", NEW."sensitivity", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_reason", NEW."text", NEW."unit_id", NEW."village_id"); RETURN NULL;',
                    hash="773c71e3b58e0ba5ff5fc49bfe359570ab131216",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_be669",
                    table="incidents_incidentreport",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="incidentreportevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ac58983d174b04675f564859b4b2e6e71ac5de09",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1ce89",
                    table="incidents_incidentreportevent",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="referral_state_follows_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state IS DISTINCT FROM NEW.state AND OLD.state || '>' || NEW.state NOT IN ('queued>failed', 'queued>sent', 'sent>acknowledged', 'sent>failed', 'sent>no_answer', 'sent>not_ours', 'acknowledged>in_progress', 'acknowledged>not_ours', 'in_progress>done', 'in_progress>not_ours', 'failed>sent', 'no_answer>acknowledged', 'no_answer>not_ours'))",
                    func="RAISE EXCEPTION 'referral_state_follows_table' USING ERRCODE = 'check_violation', CONSTRAINT = 'referral_state_follows_table'; RETURN NEW;",
                    hash="3d1212b0519d3027ea529c27e345a6e39b182da0",
                    operation='UPDATE OF "state"',
                    pgid="pgtrigger_referral_state_follows_table_94877",
                    table="incidents_referral",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="referral_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'referral_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'referral_kept'; RETURN OLD;",
                    hash="12d4c8ada6bfa721bac2593935c7d1ef008b765a",
                    operation="DELETE",
                    pgid="pgtrigger_referral_kept_19f5c",
                    table="incidents_referral",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="referral_message_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (ROW(OLD.message, OLD.agency_id, OLD.incident_id) IS DISTINCT FROM ROW(NEW.message, NEW.agency_id, NEW.incident_id))",
                    func="RAISE EXCEPTION 'referral_message_frozen' USING ERRCODE = 'check_violation', CONSTRAINT = 'referral_message_frozen'; RETURN NEW;",
                    hash="4a41160af4d8b38c94b2067eeabd2525922ba83a",
                    operation='UPDATE OF "message", "agency_id", "incident_id"',
                    pgid="pgtrigger_referral_message_frozen_15014",
                    table="incidents_referral",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "incidents_referralevent" ("acknowledged_at", "agency_id", "answer", "answered_by", "channel", "code", "contact_id", "id", "incident_id", "message", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "sent_at", "state", "state_at", "state_by_id", "state_reason") VALUES (NEW."acknowledged_at", NEW."agency_id", NEW."answer", NEW."answered_by", NEW."channel", NEW."code", NEW."contact_id", NEW."id", NEW."incident_id", NEW."message", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."sent_at", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_reason"); RETURN NULL;',
                    hash="8bf8b94d3eb1aea75f049ac748a48d4982ac5d27",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f45d4",
                    table="incidents_referral",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "incidents_referralevent" ("acknowledged_at", "agency_id", "answer", "answered_by", "channel", "code", "contact_id", "id", "incident_id", "message", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "sent_at", "state", "state_at", "state_by_id", "state_reason") VALUES (NEW."acknowledged_at", NEW."agency_id", NEW."answer", NEW."answered_by", NEW."channel", NEW."code", NEW."contact_id", NEW."id", NEW."incident_id", NEW."message", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."sent_at", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_reason"); RETURN NULL;',
                    hash="d3acf4420d569bd46bb7a382438b5124f9443046",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4e79e",
                    table="incidents_referral",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="referralevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1932d3c649b7d21f07eafc7b37d484cf82de4691",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_04f1f",
                    table="incidents_referralevent",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="reportlink",
            trigger=pgtrigger.compiler.Trigger(
                name="report_link_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'report_link_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'report_link_kept'; RETURN OLD;",
                    hash="2a900eab04545c306e56efc751463ce4b2b36275",
                    operation="DELETE",
                    pgid="pgtrigger_report_link_kept_e7cdb",
                    table="incidents_reportlink",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="reportlink",
            trigger=pgtrigger.compiler.Trigger(
                name="report_link_unchanged",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (to_jsonb(OLD) - ARRAY['unlinked_by_id', 'unlinked_at', 'unlinked_reason'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['unlinked_by_id', 'unlinked_at', 'unlinked_reason'] OR (OLD.unlinked_at IS NOT NULL AND OLD.* IS DISTINCT FROM NEW.*))",
                    func="RAISE EXCEPTION 'report_link_unchanged' USING ERRCODE = 'check_violation', CONSTRAINT = 'report_link_unchanged'; RETURN NEW;",
                    hash="04aa1780f7904e45483833b3b957354d639bfb9c",
                    operation="UPDATE",
                    pgid="pgtrigger_report_link_unchanged_afaf2",
                    table="incidents_reportlink",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="reportlink",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "incidents_reportlinkevent" ("id", "incident_id", "linked_at", "linked_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_id", "unlinked_at", "unlinked_by_id", "unlinked_reason") VALUES (NEW."id", NEW."incident_id", NEW."linked_at", NEW."linked_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."report_id", NEW."unlinked_at", NEW."unlinked_by_id", NEW."unlinked_reason"); RETURN NULL;',
                    hash="18d44c0cd45b2c61305dee918d9914664d25fa9f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_36e73",
                    table="incidents_reportlink",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="reportlink",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "incidents_reportlinkevent" ("id", "incident_id", "linked_at", "linked_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_id", "unlinked_at", "unlinked_by_id", "unlinked_reason") VALUES (NEW."id", NEW."incident_id", NEW."linked_at", NEW."linked_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."report_id", NEW."unlinked_at", NEW."unlinked_by_id", NEW."unlinked_reason"); RETURN NULL;',
                    hash="91fa224f0315a446512c13011fdb68b8af085574",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_73dfb",
                    table="incidents_reportlink",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="reportlinkevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="cc2492aa17bea8a8132f3ca4feed87982ea2fb96",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_eac6b",
                    table="incidents_reportlinkevent",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="timelineentry",
            trigger=pgtrigger.compiler.Trigger(
                name="timeline_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'timeline_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'timeline_kept'; RETURN OLD;",
                    hash="4018a0c383a89ae0c78dfb7a44f9680611550ebb",
                    operation="DELETE",
                    pgid="pgtrigger_timeline_kept_cec51",
                    table="incidents_timelineentry",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="timelineentry",
            trigger=pgtrigger.compiler.Trigger(
                name="timeline_unchanged",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (to_jsonb(OLD) - ARRAY['struck_at', 'struck_by_id', 'struck_reason'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['struck_at', 'struck_by_id', 'struck_reason'] OR (OLD.struck_at IS NOT NULL AND OLD.* IS DISTINCT FROM NEW.*))",
                    func="RAISE EXCEPTION 'timeline_unchanged' USING ERRCODE = 'check_violation', CONSTRAINT = 'timeline_unchanged'; RETURN NEW;",
                    hash="42d81c9303c4ac29c0bc6d78bba32bed9563158d",
                    operation="UPDATE",
                    pgid="pgtrigger_timeline_unchanged_2eb8d",
                    table="incidents_timelineentry",
                    when="BEFORE",
                ),
            ),
        ),
    ]
