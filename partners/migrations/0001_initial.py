import uuid

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import pgtrigger.compiler
import phonenumber_field.modelfields
from django.db import migrations, models

import senkom.lib.sql


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("members", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Agency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("polres", "city or regency police (Polres)"),
                            ("polres_unit", "unit of a Polres"),
                            ("polsek", "district police (Polsek)"),
                            ("bhabinkamtibmas", "Bhabinkamtibmas"),
                            ("kodim", "military district (Kodim)"),
                            ("koramil", "military sub-district (Koramil)"),
                            ("babinsa", "Babinsa"),
                            ("bpbd", "disaster agency (BPBD)"),
                            ("satpol_pp", "Satpol PP"),
                            ("fire", "fire brigade"),
                            ("government", "government office"),
                            ("district_office", "district office"),
                            ("village_office", "village office"),
                            ("health", "hospital or health centre"),
                            ("pmi", "Red Cross (PMI)"),
                            ("bnn", "narcotics agency (BNN)"),
                            ("radio_org", "radio amateurs"),
                            ("port", "port authority"),
                            ("community", "community group"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                (
                    "name_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("name"), function="senkom_name_key"),
                        output_field=models.CharField(db_collation="C", max_length=200),
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="still exists")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="partners.agency",
                        verbose_name="belongs to",
                    ),
                ),
            ],
            options={
                "verbose_name": "agency",
                "verbose_name_plural": "agencies",
                "ordering": ["name_key", "id"],
                "indexes": [
                    models.Index(fields=["name_key", "id"], name="agency_by_name"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["name_key"], name="agency_name_search", opclasses=["gin_trgm_ops"]
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="agency_has_a_name",
                        violation_error_message="Write the name of the agency.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parent__isnull", True),
                            models.Q(("parent", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="agency_not_below_itself",
                        violation_error_message="An agency doesn't belong to itself.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Letterhead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "short_name",
                    models.CharField(
                        help_text="For example SENKOM-KPR, between two slashes.",
                        max_length=30,
                        verbose_name="name in letter numbers",
                    ),
                ),
                ("place", models.CharField(max_length=60, verbose_name="place before the date")),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="address")),
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letterhead",
                        to="members.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "letterhead",
                "verbose_name_plural": "letterheads",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("short_name__regex", "^[A-Z0-9.-]+$")),
                        name="letterhead_short_name_is_one_word",
                        violation_error_message="Capital letters, digits, dots and hyphens only.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AgencyEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("polres", "city or regency police (Polres)"),
                            ("polres_unit", "unit of a Polres"),
                            ("polsek", "district police (Polsek)"),
                            ("bhabinkamtibmas", "Bhabinkamtibmas"),
                            ("kodim", "military district (Kodim)"),
                            ("koramil", "military sub-district (Koramil)"),
                            ("babinsa", "Babinsa"),
                            ("bpbd", "disaster agency (BPBD)"),
                            ("satpol_pp", "Satpol PP"),
                            ("fire", "fire brigade"),
                            ("government", "government office"),
                            ("district_office", "district office"),
                            ("village_office", "village office"),
                            ("health", "hospital or health centre"),
                            ("pmi", "Red Cross (PMI)"),
                            ("bnn", "narcotics agency (BNN)"),
                            ("radio_org", "radio amateurs"),
                            ("port", "port authority"),
                            ("community", "community group"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("is_active", models.BooleanField(default=True, verbose_name="still exists")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "created_by",
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
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partners.agency",
                        verbose_name="belongs to",
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
                        to="partners.agency",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Audience",
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
                            ("audience", "audience"),
                            ("coordination_meeting", "coordination meeting"),
                            ("courtesy_visit", "courtesy visit"),
                        ],
                        default="audience",
                        max_length=30,
                        verbose_name="kind",
                    ),
                ),
                (
                    "host",
                    models.CharField(
                        blank=True,
                        help_text="The position, for example the Kapolres.",
                        max_length=150,
                        verbose_name="who receives us",
                    ),
                ),
                ("purpose", models.CharField(max_length=500, verbose_name="purpose")),
                ("starts_at", models.DateTimeField(blank=True, null=True, verbose_name="begins at")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("letter_sent", "letter sent"),
                            ("confirmed", "confirmed"),
                            ("held", "held"),
                            ("minutes_final", "minutes final"),
                            ("rescheduled", "rescheduled"),
                            ("cancelled", "cancelled"),
                            ("no_reply", "no reply"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="audiences",
                        to="partners.agency",
                        verbose_name="agency",
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        editable=False,
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
                        related_name="audiences",
                        to="members.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "audience",
                "verbose_name_plural": "audiences",
                "ordering": ["-starts_at", "-id"],
                "indexes": [
                    models.Index(fields=["unit", "state", "starts_at"], name="audience_by_unit"),
                    models.Index(fields=["agency", "starts_at"], name="audience_by_agency"),
                    models.Index(
                        models.OrderBy(
                            django.db.models.functions.comparison.Coalesce("starts_at", "created_at"), descending=True
                        ),
                        models.OrderBy(models.F("id"), descending=True),
                        name="audience_by_time",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("confirmed", "held", "minutes_final")), _negated=True),
                            ("starts_at__isnull", False),
                            _connector="OR",
                        ),
                        name="audience_with_a_time",
                        violation_error_message="Write the day and the hour of the meeting.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("purpose", ""), _negated=True),
                        name="audience_has_a_purpose",
                        violation_error_message="Write what the meeting is about.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="May stay empty: the position is enough.",
                        max_length=150,
                        verbose_name="name",
                    ),
                ),
                ("rank", models.CharField(blank=True, max_length=50, verbose_name="rank")),
                ("position", models.CharField(max_length=150, verbose_name="position")),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None, verbose_name="phone"
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("verified_on", models.DateField(blank=True, null=True, verbose_name="last checked on")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="left the position on")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="partners.agency",
                        verbose_name="agency",
                    ),
                ),
                (
                    "created_by",
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
                "verbose_name": "contact",
                "verbose_name_plural": "contacts",
                "ordering": ["position", "id"],
                "indexes": [models.Index(fields=["agency", "left_on"], name="contact_of_agency")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("position", ""), _negated=True),
                        name="contact_has_a_position",
                        violation_error_message="Write the position, for example Kanit Binmas.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Coverage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="coverage", to="partners.agency"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.unit",
                        verbose_name="area",
                    ),
                ),
            ],
            options={
                "verbose_name": "area",
                "verbose_name_plural": "areas",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "unit"),
                        name="coverage_once",
                        violation_error_message="This area is on the list already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterheadEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "short_name",
                    models.CharField(
                        help_text="For example SENKOM-KPR, between two slashes.",
                        max_length=30,
                        verbose_name="name in letter numbers",
                    ),
                ),
                ("place", models.CharField(max_length=60, verbose_name="place before the date")),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="address")),
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
                        to="partners.letterhead",
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
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="number")),
                ("topic", models.CharField(max_length=300, verbose_name="topic")),
                (
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agenda", to="partners.audience"
                    ),
                ),
            ],
            options={
                "verbose_name": "topic",
                "verbose_name_plural": "topics",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("audience", "position"),
                        name="agenda_position_once",
                        violation_error_message="Two topics have the same number.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "was_there",
                    models.BooleanField(
                        blank=True, help_text="Empty until it was held.", null=True, verbose_name="was there"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attendees", to="partners.audience"
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
            ],
            options={
                "verbose_name": "attendee",
                "verbose_name_plural": "attendees",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("contact__isnull", True), ("member__isnull", False)),
                            models.Q(("contact__isnull", False), ("member__isnull", True)),
                            _connector="OR",
                        ),
                        name="attendee_member_or_contact",
                        violation_error_message="An attendee is a member or a contact, one of the two.",
                    ),
                    models.UniqueConstraint(
                        fields=("audience", "member"),
                        name="attendee_member_once",
                        violation_error_message="This member is on the list already.",
                    ),
                    models.UniqueConstraint(
                        fields=("audience", "contact"),
                        name="attendee_contact_once",
                        violation_error_message="This contact is on the list already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="state since"),
                ),
                ("state_reason", models.TextField(blank=True, editable=False, verbose_name="reason")),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.PositiveSmallIntegerField(editable=False, verbose_name="number")),
                ("title", models.CharField(max_length=300, verbose_name="what is to be done")),
                (
                    "needs_owner",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="Its owner has left.",
                        verbose_name="needs another owner",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="due on")),
                ("outcome", models.CharField(blank=True, max_length=500, verbose_name="result, or how far it is")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("doing", "doing"),
                            ("blocked", "blocked"),
                            ("done", "done"),
                            ("dropped", "dropped"),
                        ],
                        default="open",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                    ),
                ),
                (
                    "owner_member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="action_items",
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
                (
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="partners.audience"
                    ),
                ),
                (
                    "owner_contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="action_items",
                        to="partners.contact",
                        verbose_name="contact",
                    ),
                ),
            ],
            options={
                "verbose_name": "action item",
                "verbose_name_plural": "action items",
                "ordering": ["audience", "number"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ("open", "doing", "blocked"))),
                        fields=["due_on", "id"],
                        name="action_item_unfinished",
                    ),
                    models.Index(fields=["owner_member", "due_on"], name="action_item_of_member"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("owner_contact__isnull", True), ("owner_member__isnull", False)),
                            models.Q(("owner_contact__isnull", False), ("owner_member__isnull", True)),
                            _connector="OR",
                        ),
                        name="action_item_one_owner",
                        violation_error_message="An action item has one owner: a member or a contact.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("done", "dropped")), _negated=True),
                            models.Q(("outcome", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="action_item_finished_with_outcome",
                        violation_error_message="Write the result in a few words.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="action_item_has_a_title",
                        violation_error_message="Write what is to be done.",
                    ),
                    models.UniqueConstraint(
                        fields=("audience", "number"),
                        name="action_item_number_once",
                        violation_error_message="Another action item has this number. Send the form again.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AudienceEvent",
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
                            ("audience", "audience"),
                            ("coordination_meeting", "coordination meeting"),
                            ("courtesy_visit", "courtesy visit"),
                        ],
                        default="audience",
                        max_length=30,
                        verbose_name="kind",
                    ),
                ),
                (
                    "host",
                    models.CharField(
                        blank=True,
                        help_text="The position, for example the Kapolres.",
                        max_length=150,
                        verbose_name="who receives us",
                    ),
                ),
                ("purpose", models.CharField(max_length=500, verbose_name="purpose")),
                ("starts_at", models.DateTimeField(blank=True, null=True, verbose_name="begins at")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("letter_sent", "letter sent"),
                            ("confirmed", "confirmed"),
                            ("held", "held"),
                            ("minutes_final", "minutes final"),
                            ("rescheduled", "rescheduled"),
                            ("cancelled", "cancelled"),
                            ("no_reply", "no reply"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
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
                        to="partners.audience",
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
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
            name="ContactEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="May stay empty: the position is enough.",
                        max_length=150,
                        verbose_name="name",
                    ),
                ),
                ("rank", models.CharField(blank=True, max_length=50, verbose_name="rank")),
                ("position", models.CharField(max_length=150, verbose_name="position")),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None, verbose_name="phone"
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("verified_on", models.DateField(blank=True, null=True, verbose_name="last checked on")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="left the position on")),
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
                    "created_by",
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
                        to="partners.contact",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CoverageEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "agency",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partners.agency",
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
                        to="partners.coverage",
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
                        verbose_name="area",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Letter",
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
                        choices=[("assignment", "assignment letter"), ("letter", "letter")],
                        default="letter",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "matter",
                    models.CharField(
                        choices=[
                            ("audience", "audience request"),
                            ("invitation", "invitation"),
                            ("security", "help with security"),
                            ("report", "report"),
                            ("general", "general"),
                        ],
                        default="general",
                        max_length=20,
                        verbose_name="matter",
                    ),
                ),
                ("recipient", models.CharField(max_length=200, verbose_name="to")),
                ("subject", models.CharField(max_length=200, verbose_name="subject")),
                ("body", models.TextField(verbose_name="text")),
                (
                    "number",
                    models.CharField(blank=True, editable=False, max_length=80, null=True, verbose_name="number"),
                ),
                ("year", models.PositiveSmallIntegerField(editable=False, null=True)),
                ("sequence", models.PositiveIntegerField(editable=False, null=True)),
                ("issued_on", models.DateField(blank=True, editable=False, null=True, verbose_name="dated")),
                ("place", models.CharField(blank=True, editable=False, max_length=60)),
                ("signed_as", models.CharField(blank=True, editable=False, max_length=150, verbose_name="signed as")),
                ("signed_by", models.CharField(blank=True, editable=False, max_length=150, verbose_name="signed by")),
                (
                    "delivery",
                    models.CharField(
                        blank=True,
                        help_text="For example: handed over on 24 November, receipt kept.",
                        max_length=200,
                        verbose_name="delivery",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("issued", "issued"), ("void", "void")],
                        default="draft",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="partners.agency",
                        verbose_name="agency",
                    ),
                ),
                (
                    "audience",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="partners.audience",
                        verbose_name="audience",
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
                        related_name="letters",
                        to="members.unit",
                        verbose_name="unit",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "verbose_name": "letter",
                "verbose_name_plural": "letters",
                "ordering": ["-created_at", "-id"],
                "indexes": [models.Index(fields=["unit", "-created_at"], name="letter_by_unit")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "issued"), _negated=True),
                            models.Q(
                                ("issued_on__isnull", False),
                                ("number__isnull", False),
                                ("sequence__isnull", False),
                                ("year__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="letter_issued_has_a_number",
                        violation_error_message="An issued letter has a number and a date.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("recipient", ""), _negated=True),
                            models.Q(("subject", ""), _negated=True),
                            models.Q(("body", ""), _negated=True),
                        ),
                        name="letter_says_something",
                        violation_error_message="A letter has somebody it goes to, a subject and a text.",
                    ),
                    models.UniqueConstraint(
                        fields=("unit", "kind", "year", "sequence"),
                        name="letter_number_once",
                        violation_error_message="Another letter has this number. Try again.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Minutes",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="state since"),
                ),
                ("state_reason", models.TextField(blank=True, editable=False, verbose_name="reason")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                ("body", models.TextField(verbose_name="what was discussed")),
                ("decisions", models.TextField(blank=True, help_text="One decision a line.", verbose_name="decisions")),
                ("edition", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("final", "final"), ("superseded", "superseded")],
                        default="draft",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="minutes", to="partners.audience"
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
                    "written_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "verbose_name": "minutes",
                "verbose_name_plural": "minutes",
                "ordering": ["-version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("audience", "version"),
                        name="minutes_version_once",
                        violation_error_message="Somebody else has begun this version. Reload the page.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "final")),
                        fields=("audience",),
                        name="minutes_one_final",
                        violation_error_message="An audience has one final version of its minutes.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")),
                        fields=("audience",),
                        name="minutes_one_draft",
                        violation_error_message="Somebody else has begun this version. Reload the page.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "draft"), models.Q(("body", ""), _negated=True), _connector="OR"),
                        name="minutes_final_says_something",
                        violation_error_message="Write what was discussed before you make the minutes final.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaItemEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("position", models.PositiveSmallIntegerField(verbose_name="number")),
                ("topic", models.CharField(max_length=300, verbose_name="topic")),
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
                        to="partners.agendaitem",
                    ),
                ),
                (
                    "audience",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partners.audience",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AttendeeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "was_there",
                    models.BooleanField(
                        blank=True, help_text="Empty until it was held.", null=True, verbose_name="was there"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
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
                        to="partners.attendee",
                    ),
                ),
                (
                    "audience",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partners.audience",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ActionItemEvent",
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
                ("number", models.PositiveSmallIntegerField(editable=False, verbose_name="number")),
                ("title", models.CharField(max_length=300, verbose_name="what is to be done")),
                (
                    "needs_owner",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="Its owner has left.",
                        verbose_name="needs another owner",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="due on")),
                ("outcome", models.CharField(blank=True, max_length=500, verbose_name="result, or how far it is")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("doing", "doing"),
                            ("blocked", "blocked"),
                            ("done", "done"),
                            ("dropped", "dropped"),
                        ],
                        default="open",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "created_by",
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
                    "owner_member",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
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
                        to="partners.actionitem",
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
                    "audience",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partners.audience",
                    ),
                ),
                (
                    "owner_contact",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="IncomingLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="state since"),
                ),
                ("state_reason", models.TextField(blank=True, editable=False, verbose_name="reason")),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.CharField(blank=True, max_length=80, verbose_name="their number")),
                ("subject", models.CharField(max_length=200, verbose_name="subject")),
                ("received_on", models.DateField(verbose_name="received on")),
                ("answer_by", models.DateField(blank=True, null=True, verbose_name="answer by")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("answered", "answered"), ("settled", "settled")],
                        default="waiting",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incoming_letters",
                        to="partners.agency",
                        verbose_name="agency",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                        verbose_name="recorded by",
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
                        related_name="incoming_letters",
                        to="members.unit",
                        verbose_name="unit",
                    ),
                ),
                (
                    "answered_with",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.letter",
                        verbose_name="answered with",
                    ),
                ),
            ],
            options={
                "verbose_name": "incoming letter",
                "verbose_name_plural": "incoming letters",
                "ordering": ["-received_on", "-id"],
                "indexes": [models.Index(fields=["unit", "state", "answer_by"], name="incoming_letter_by_unit")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("subject", ""), _negated=True),
                        name="incoming_letter_has_a_subject",
                        violation_error_message="Write what the letter is about.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answered_with__isnull", True), ("state", "answered"), _connector="OR"),
                        name="incoming_letter_answered_when_answered",
                        violation_error_message="Only an answered letter has an answer.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterEvent",
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
                        choices=[("assignment", "assignment letter"), ("letter", "letter")],
                        default="letter",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "matter",
                    models.CharField(
                        choices=[
                            ("audience", "audience request"),
                            ("invitation", "invitation"),
                            ("security", "help with security"),
                            ("report", "report"),
                            ("general", "general"),
                        ],
                        default="general",
                        max_length=20,
                        verbose_name="matter",
                    ),
                ),
                ("recipient", models.CharField(max_length=200, verbose_name="to")),
                ("subject", models.CharField(max_length=200, verbose_name="subject")),
                ("body", models.TextField(verbose_name="text")),
                (
                    "number",
                    models.CharField(blank=True, editable=False, max_length=80, null=True, verbose_name="number"),
                ),
                ("year", models.PositiveSmallIntegerField(editable=False, null=True)),
                ("sequence", models.PositiveIntegerField(editable=False, null=True)),
                ("issued_on", models.DateField(blank=True, editable=False, null=True, verbose_name="dated")),
                ("place", models.CharField(blank=True, editable=False, max_length=60)),
                ("signed_as", models.CharField(blank=True, editable=False, max_length=150, verbose_name="signed as")),
                ("signed_by", models.CharField(blank=True, editable=False, max_length=150, verbose_name="signed by")),
                (
                    "delivery",
                    models.CharField(
                        blank=True,
                        help_text="For example: handed over on 24 November, receipt kept.",
                        max_length=200,
                        verbose_name="delivery",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("issued", "issued"), ("void", "void")],
                        default="draft",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partners.agency",
                        verbose_name="agency",
                    ),
                ),
                (
                    "audience",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partners.audience",
                        verbose_name="audience",
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
                        to="partners.letter",
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
                    "written_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.member",
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MinutesEvent",
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
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                ("body", models.TextField(verbose_name="what was discussed")),
                ("decisions", models.TextField(blank=True, help_text="One decision a line.", verbose_name="decisions")),
                ("edition", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("final", "final"), ("superseded", "superseded")],
                        default="draft",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "audience",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partners.audience",
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
                        to="partners.minutes",
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
                    "written_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.member",
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="IncomingLetterEvent",
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
                ("number", models.CharField(blank=True, max_length=80, verbose_name="their number")),
                ("subject", models.CharField(max_length=200, verbose_name="subject")),
                ("received_on", models.DateField(verbose_name="received on")),
                ("answer_by", models.DateField(blank=True, null=True, verbose_name="answer by")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("answered", "answered"), ("settled", "settled")],
                        default="waiting",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
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
                        to="partners.incomingletter",
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
                        verbose_name="recorded by",
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
                    "answered_with",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partners.letter",
                        verbose_name="answered with",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="Agency",
            name="areas",
            field=models.ManyToManyField(
                related_name="agencies", through="partners.Coverage", to="members.unit", verbose_name="areas"
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="agencyevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a78086a44471592b0f32597c8f65362593d12164",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_4683e",
                    table="partners_agencyevent",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="audience",
            trigger=pgtrigger.compiler.Trigger(
                name="audience_state_follows_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state IS DISTINCT FROM NEW.state AND OLD.state || '>' || NEW.state NOT IN ('draft>cancelled', 'draft>confirmed', 'draft>letter_sent', 'letter_sent>cancelled', 'letter_sent>confirmed', 'letter_sent>no_reply', 'no_reply>cancelled', 'no_reply>confirmed', 'no_reply>letter_sent', 'confirmed>cancelled', 'confirmed>held', 'confirmed>rescheduled', 'rescheduled>cancelled', 'rescheduled>confirmed', 'held>minutes_final'))",
                    func="RAISE EXCEPTION 'audience_state_follows_table' USING ERRCODE = 'check_violation', CONSTRAINT = 'audience_state_follows_table'; RETURN NEW;",
                    hash="7ac88925abe3cbc2a45927bb60f0bbfc5a87a765",
                    operation='UPDATE OF "state"',
                    pgid="pgtrigger_audience_state_follows_table_7705e",
                    table="partners_audience",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="audience",
            trigger=pgtrigger.compiler.Trigger(
                name="audience_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'audience_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'audience_kept'; RETURN OLD;",
                    hash="802d68752dd5621fe52e00eb296ba31ac4aa7e00",
                    operation="DELETE",
                    pgid="pgtrigger_audience_kept_6caac",
                    table="partners_audience",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="audience",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_audienceevent" ("agency_id", "code", "created_at", "host", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "planned_by_id", "purpose", "starts_at", "state", "state_at", "state_by_id", "state_reason", "unit_id") VALUES (NEW."agency_id", NEW."code", NEW."created_at", NEW."host", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."planned_by_id", NEW."purpose", NEW."starts_at", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_reason", NEW."unit_id"); RETURN NULL;',
                    hash="346c1bc0ab7877900fe872275b01f27220ce437a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f61a9",
                    table="partners_audience",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="audience",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "partners_audienceevent" ("agency_id", "code", "created_at", "host", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "planned_by_id", "purpose", "starts_at", "state", "state_at", "state_by_id", "state_reason", "unit_id") VALUES (NEW."agency_id", NEW."code", NEW."created_at", NEW."host", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."planned_by_id", NEW."purpose", NEW."starts_at", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_reason", NEW."unit_id"); RETURN NULL;',
                    hash="97ceefdc9b47f0bbeee3afa081b051a7f01fef6e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ff33b",
                    table="partners_audience",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="agendaitemevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="26358ddb1c9f80a33cd8937a000103f917a2305d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8b121",
                    table="partners_agendaitemevent",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="agendaitem",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_agendaitemevent" ("audience_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "topic") VALUES (NEW."audience_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."topic"); RETURN NULL;',
                    hash="bc62516ea97dd6ad882708da81c38297343d5e31",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_00618",
                    table="partners_agendaitem",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="agendaitem",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "partners_agendaitemevent" ("audience_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "topic") VALUES (NEW."audience_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."topic"); RETURN NULL;',
                    hash="d479ea8b48ddd7ee0e0d0227f977280f63307e36",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_988e5",
                    table="partners_agendaitem",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="agendaitem",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_agendaitemevent" ("audience_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "topic") VALUES (OLD."audience_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."topic"); RETURN NULL;',
                    hash="e6f6d827a78d380ffa1d5f6ddc4ffe2e61b4dbdc",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7d85e",
                    table="partners_agendaitem",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="audienceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b86a163c4b09da9682902f209c9fc5da95107c7a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c09c5",
                    table="partners_audienceevent",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="contact",
            trigger=pgtrigger.compiler.Trigger(
                name="contact_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'contact_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'contact_kept'; RETURN OLD;",
                    hash="55887f29f6457bbebe5e46027df6d5f887b485da",
                    operation="DELETE",
                    pgid="pgtrigger_contact_kept_c2993",
                    table="partners_contact",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="contact",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_contactevent" ("agency_id", "code", "created_by_id", "email", "id", "left_on", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "rank", "verified_on") VALUES (NEW."agency_id", NEW."code", NEW."created_by_id", NEW."email", NEW."id", NEW."left_on", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."position", NEW."rank", NEW."verified_on"); RETURN NULL;',
                    hash="ed19e60dcb7fea155b1c10868662fe63b53b6ff4",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0e407",
                    table="partners_contact",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="contact",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "partners_contactevent" ("agency_id", "code", "created_by_id", "email", "id", "left_on", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "rank", "verified_on") VALUES (NEW."agency_id", NEW."code", NEW."created_by_id", NEW."email", NEW."id", NEW."left_on", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."position", NEW."rank", NEW."verified_on"); RETURN NULL;',
                    hash="c80ddf2c1c839a94047f7cec61f38b9d89a1d9e9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8aa2f",
                    table="partners_contact",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="attendeeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="55e47d10969cb86e8331c26cbda062ad383143bb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_15b8c",
                    table="partners_attendeeevent",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="attendee",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_attendeeevent" ("audience_id", "contact_id", "id", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "was_there") VALUES (NEW."audience_id", NEW."contact_id", NEW."id", NEW."member_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."was_there"); RETURN NULL;',
                    hash="45fe55774e5e00dc89232059017f31f86db2a349",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9a17a",
                    table="partners_attendee",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="attendee",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "partners_attendeeevent" ("audience_id", "contact_id", "id", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "was_there") VALUES (NEW."audience_id", NEW."contact_id", NEW."id", NEW."member_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."was_there"); RETURN NULL;',
                    hash="5c2b0503ade5304fab0976bdf1800dc16dbc9f0f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_fe199",
                    table="partners_attendee",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="attendee",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_attendeeevent" ("audience_id", "contact_id", "id", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "was_there") VALUES (OLD."audience_id", OLD."contact_id", OLD."id", OLD."member_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."was_there"); RETURN NULL;',
                    hash="490dac0b01f025152174fbcbef21582b11a2778e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ed301",
                    table="partners_attendee",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="actionitemevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="353c3711a3d6252124642e58796e1454882359b4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_fa715",
                    table="partners_actionitemevent",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="actionitem",
            trigger=pgtrigger.compiler.Trigger(
                name="action_item_state_follows_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state IS DISTINCT FROM NEW.state AND OLD.state || '>' || NEW.state NOT IN ('open>blocked', 'open>doing', 'open>done', 'open>dropped', 'doing>blocked', 'doing>done', 'doing>dropped', 'blocked>doing', 'blocked>done', 'blocked>dropped', 'done>doing', 'dropped>open'))",
                    func="RAISE EXCEPTION 'action_item_state_follows_table' USING ERRCODE = 'check_violation', CONSTRAINT = 'action_item_state_follows_table'; RETURN NEW;",
                    hash="94435eb15a7b37400f077336c734a23864f10220",
                    operation='UPDATE OF "state"',
                    pgid="pgtrigger_action_item_state_follows_table_f62c8",
                    table="partners_actionitem",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="actionitem",
            trigger=pgtrigger.compiler.Trigger(
                name="action_item_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'action_item_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'action_item_kept'; RETURN OLD;",
                    hash="379c801631a309f52548946b2892c9cd422344e7",
                    operation="DELETE",
                    pgid="pgtrigger_action_item_kept_2305d",
                    table="partners_actionitem",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="actionitem",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_actionitemevent" ("audience_id", "code", "created_at", "created_by_id", "due_on", "id", "needs_owner", "number", "outcome", "owner_contact_id", "owner_member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "state_at", "state_by_id", "state_reason", "title") VALUES (NEW."audience_id", NEW."code", NEW."created_at", NEW."created_by_id", NEW."due_on", NEW."id", NEW."needs_owner", NEW."number", NEW."outcome", NEW."owner_contact_id", NEW."owner_member_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_reason", NEW."title"); RETURN NULL;',
                    hash="4c086c53e4e518706cbe232eae8b5974d252b28f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8781a",
                    table="partners_actionitem",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="actionitem",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "partners_actionitemevent" ("audience_id", "code", "created_at", "created_by_id", "due_on", "id", "needs_owner", "number", "outcome", "owner_contact_id", "owner_member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "state_at", "state_by_id", "state_reason", "title") VALUES (NEW."audience_id", NEW."code", NEW."created_at", NEW."created_by_id", NEW."due_on", NEW."id", NEW."needs_owner", NEW."number", NEW."outcome", NEW."owner_contact_id", NEW."owner_member_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_reason", NEW."title"); RETURN NULL;',
                    hash="915a5716fae9f175ba60491150bfe0f93d2cc56c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c09b9",
                    table="partners_actionitem",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="contactevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="43274f8cb425839789f6f3a0ae5e5a4d2a697c0e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_2e75d",
                    table="partners_contactevent",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="coverage",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_coverageevent" ("agency_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id") VALUES (NEW."agency_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."unit_id"); RETURN NULL;',
                    hash="8707ab4ade5301eceb6f8c6b1ee69db233f67f6b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_54d3d",
                    table="partners_coverage",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="coverage",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_coverageevent" ("agency_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id") VALUES (OLD."agency_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."unit_id"); RETURN NULL;',
                    hash="2b57c3d8b3775e8a7535bd928a87b3ef07b5f5b3",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9675a",
                    table="partners_coverage",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="agency",
            trigger=pgtrigger.compiler.Trigger(
                name="agency_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'agency_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'agency_kept'; RETURN OLD;",
                    hash="bb49d9ec8108360e64a4f5b8a167bb468167e6f1",
                    operation="DELETE",
                    pgid="pgtrigger_agency_kept_27fb1",
                    table="partners_agency",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="agency",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_agencyevent" ("code", "created_at", "created_by_id", "id", "is_active", "kind", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."created_at", NEW."created_by_id", NEW."id", NEW."is_active", NEW."kind", NEW."name", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="556b8f0f039ca172347914701d63b78a973d860b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_79dac",
                    table="partners_agency",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="agency",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."parent_id" IS DISTINCT FROM (NEW."parent_id"))',
                    func='INSERT INTO "partners_agencyevent" ("code", "created_at", "created_by_id", "id", "is_active", "kind", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."created_at", NEW."created_by_id", NEW."id", NEW."is_active", NEW."kind", NEW."name", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="0c3c0927b98de0e297a3c0112203970b87146999",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a4abf",
                    table="partners_agency",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="coverageevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9b407b2f33a2909575aba852680bad4d31d83305",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_3f11f",
                    table="partners_coverageevent",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="letter",
            trigger=pgtrigger.compiler.Trigger(
                name="letter_state_follows_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state IS DISTINCT FROM NEW.state AND OLD.state || '>' || NEW.state NOT IN ('draft>issued', 'draft>void', 'issued>void'))",
                    func="RAISE EXCEPTION 'letter_state_follows_table' USING ERRCODE = 'check_violation', CONSTRAINT = 'letter_state_follows_table'; RETURN NEW;",
                    hash="de704e684e4ba5c7cce2797f5fec8c7bbe3eec37",
                    operation='UPDATE OF "state"',
                    pgid="pgtrigger_letter_state_follows_table_852fc",
                    table="partners_letter",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="letter",
            trigger=pgtrigger.compiler.Trigger(
                name="letter_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'letter_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'letter_kept'; RETURN OLD;",
                    hash="72c12e6078567188b110f2dcd048ea62823d3cb0",
                    operation="DELETE",
                    pgid="pgtrigger_letter_kept_bfeb5",
                    table="partners_letter",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="letter",
            trigger=pgtrigger.compiler.Trigger(
                name="letter_issued_unchanged",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state <> 'draft' AND (NEW.unit_id, NEW.kind, NEW.matter, NEW.agency_id, NEW.audience_id, NEW.recipient, NEW.subject, NEW.body, NEW.number, NEW.year, NEW.sequence, NEW.issued_on, NEW.place, NEW.signed_as, NEW.signed_by) IS DISTINCT FROM (OLD.unit_id, OLD.kind, OLD.matter, OLD.agency_id, OLD.audience_id, OLD.recipient, OLD.subject, OLD.body, OLD.number, OLD.year, OLD.sequence, OLD.issued_on, OLD.place, OLD.signed_as, OLD.signed_by))",
                    func="RAISE EXCEPTION 'letter_issued_unchanged' USING ERRCODE = 'check_violation', CONSTRAINT = 'letter_issued_unchanged'; RETURN NEW;",
                    hash="9f3bd885ceb14b4a7158e494cacd6f0c7f89854f",
                    operation="UPDATE",
                    pgid="pgtrigger_letter_issued_unchanged_e3da5",
                    table="partners_letter",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="letter",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_letterevent" ("agency_id", "audience_id", "body", "code", "created_at", "delivery", "id", "issued_on", "kind", "matter", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "recipient", "sequence", "signed_as", "signed_by", "state", "state_at", "state_by_id", "state_reason", "subject", "unit_id", "written_by_id", "year") VALUES (NEW."agency_id", NEW."audience_id", NEW."body", NEW."code", NEW."created_at", NEW."delivery", NEW."id", NEW."issued_on", NEW."kind", NEW."matter", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."recipient", NEW."sequence", NEW."signed_as", NEW."signed_by", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_reason", NEW."subject", NEW."unit_id", NEW."written_by_id", NEW."year"); RETURN NULL;',
                    hash="49a13b37f5f6e24c3ae2b37bcd3f2c7f242f454f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_401e9",
                    table="partners_letter",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="letter",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "partners_letterevent" ("agency_id", "audience_id", "body", "code", "created_at", "delivery", "id", "issued_on", "kind", "matter", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "recipient", "sequence", "signed_as", "signed_by", "state", "state_at", "state_by_id", "state_reason", "subject", "unit_id", "written_by_id", "year") VALUES (NEW."agency_id", NEW."audience_id", NEW."body", NEW."code", NEW."created_at", NEW."delivery", NEW."id", NEW."issued_on", NEW."kind", NEW."matter", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."recipient", NEW."sequence", NEW."signed_as", NEW."signed_by", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_reason", NEW."subject", NEW."unit_id", NEW."written_by_id", NEW."year"); RETURN NULL;',
                    hash="4f2092b4d0e17b6b40b7d5c07b801e65e91ffa4c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6476b",
                    table="partners_letter",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="incomingletterevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="73160b3ef9ff98d83914ceaf12863c9bac91f0c4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_fc810",
                    table="partners_incomingletterevent",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="incomingletter",
            trigger=pgtrigger.compiler.Trigger(
                name="incoming_letter_state_follows_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state IS DISTINCT FROM NEW.state AND OLD.state || '>' || NEW.state NOT IN ('waiting>answered', 'waiting>settled'))",
                    func="RAISE EXCEPTION 'incoming_letter_state_follows_table' USING ERRCODE = 'check_violation', CONSTRAINT = 'incoming_letter_state_follows_table'; RETURN NEW;",
                    hash="ae1c0c8f3d1e27b6ed1bd24249327f59a489510f",
                    operation='UPDATE OF "state"',
                    pgid="pgtrigger_incoming_letter_state_follows_table_76d18",
                    table="partners_incomingletter",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="incomingletter",
            trigger=pgtrigger.compiler.Trigger(
                name="incoming_letter_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'incoming_letter_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'incoming_letter_kept'; RETURN OLD;",
                    hash="035b45c0a47f5e907e733bc293f61f892dabca3c",
                    operation="DELETE",
                    pgid="pgtrigger_incoming_letter_kept_9a533",
                    table="partners_incomingletter",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="incomingletter",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_incomingletterevent" ("agency_id", "answer_by", "answered_with_id", "code", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "recorded_by_id", "state", "state_at", "state_by_id", "state_reason", "subject", "unit_id") VALUES (NEW."agency_id", NEW."answer_by", NEW."answered_with_id", NEW."code", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."received_on", NEW."recorded_by_id", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_reason", NEW."subject", NEW."unit_id"); RETURN NULL;',
                    hash="74a9b8a6371b0dd9760d52e6eb6b5f86c6c0f4ab",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_fccc8",
                    table="partners_incomingletter",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="incomingletter",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "partners_incomingletterevent" ("agency_id", "answer_by", "answered_with_id", "code", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "recorded_by_id", "state", "state_at", "state_by_id", "state_reason", "subject", "unit_id") VALUES (NEW."agency_id", NEW."answer_by", NEW."answered_with_id", NEW."code", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."received_on", NEW."recorded_by_id", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_reason", NEW."subject", NEW."unit_id"); RETURN NULL;',
                    hash="91bdeae93de9a140850738d15f967fbf1a0c9775",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d4ce4",
                    table="partners_incomingletter",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="letterevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6dc57a09152870b694eac35b4199057f25007129",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d44b2",
                    table="partners_letterevent",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="letterhead",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_letterheadevent" ("address", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "short_name", "unit_id") VALUES (NEW."address", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."short_name", NEW."unit_id"); RETURN NULL;',
                    hash="153e8332bb847cbd44c659359cc99f567c3b64c5",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_07ed8",
                    table="partners_letterhead",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="letterhead",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "partners_letterheadevent" ("address", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "short_name", "unit_id") VALUES (NEW."address", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."short_name", NEW."unit_id"); RETURN NULL;',
                    hash="eaf9f6dff2a2ac33e7b92c7bd6c5ef347eefa831",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_be53f",
                    table="partners_letterhead",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="letterheadevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4890ef2217d38568c5a1cd47af534c076d3d85bc",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_62803",
                    table="partners_letterheadevent",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="minutes",
            trigger=pgtrigger.compiler.Trigger(
                name="minutes_state_follows_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state IS DISTINCT FROM NEW.state AND OLD.state || '>' || NEW.state NOT IN ('draft>final', 'final>superseded'))",
                    func="RAISE EXCEPTION 'minutes_state_follows_table' USING ERRCODE = 'check_violation', CONSTRAINT = 'minutes_state_follows_table'; RETURN NEW;",
                    hash="f75157be71de9c224ce75e40ed7aa9ff1741e2ac",
                    operation='UPDATE OF "state"',
                    pgid="pgtrigger_minutes_state_follows_table_8ae98",
                    table="partners_minutes",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="minutes",
            trigger=pgtrigger.compiler.Trigger(
                name="minutes_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'minutes_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'minutes_kept'; RETURN OLD;",
                    hash="79e2bcbdc19917c622eb96751063a4bc319840e7",
                    operation="DELETE",
                    pgid="pgtrigger_minutes_kept_81d53",
                    table="partners_minutes",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="minutes",
            trigger=pgtrigger.compiler.Trigger(
                name="minutes_final_unchanged",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state <> 'draft' AND ((OLD.state = NEW.state AND OLD.* IS DISTINCT FROM NEW.*) OR (NEW.audience_id, NEW.version, NEW.body, NEW.decisions, NEW.written_by_id, NEW.written_at) IS DISTINCT FROM (OLD.audience_id, OLD.version, OLD.body, OLD.decisions, OLD.written_by_id, OLD.written_at)))",
                    func="RAISE EXCEPTION 'minutes_final_unchanged' USING ERRCODE = 'check_violation', CONSTRAINT = 'minutes_final_unchanged'; RETURN NEW;",
                    hash="1ce72bd8d27cc482a31884b452f684824af065fe",
                    operation="UPDATE",
                    pgid="pgtrigger_minutes_final_unchanged_36830",
                    table="partners_minutes",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="minutes",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_minutesevent" ("audience_id", "body", "decisions", "edition", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "state_at", "state_by_id", "state_reason", "version", "written_at", "written_by_id") VALUES (NEW."audience_id", NEW."body", NEW."decisions", NEW."edition", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_reason", NEW."version", NEW."written_at", NEW."written_by_id"); RETURN NULL;',
                    hash="955a38e6a9d0aeaaba727425194033ccf02c09aa",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8aa88",
                    table="partners_minutes",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="minutes",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "partners_minutesevent" ("audience_id", "body", "decisions", "edition", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "state_at", "state_by_id", "state_reason", "version", "written_at", "written_by_id") VALUES (NEW."audience_id", NEW."body", NEW."decisions", NEW."edition", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_reason", NEW."version", NEW."written_at", NEW."written_by_id"); RETURN NULL;',
                    hash="02c1871a3a8bb7875b824ab9f773cabaccd6e0d0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f4ec0",
                    table="partners_minutes",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="minutesevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="851175b30e8be1eaaf57b313740730cab1170bae",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_cda93",
                    table="partners_minutesevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
