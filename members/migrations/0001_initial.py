import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import phonenumber_field.modelfields
from django.db import migrations, models

import senkom.lib.crypto
import senkom.lib.sql
from senkom.lib.sql import foundations


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        *foundations(),
        migrations.CreateModel(
            name="Qualification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(unique=True, verbose_name="short name")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "valid_months",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="valid for months"),
                ),
            ],
            options={
                "verbose_name": "qualification",
                "verbose_name_plural": "qualifications",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "path",
                    models.CharField(
                        db_collation="C",
                        max_length=20,
                        primary_key=True,
                        serialize=False,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^0\\.(\\d\\d\\.(\\d\\d\\.(\\d\\d\\.(\\d{4}\\.)?)?)?)?$"
                            )
                        ],
                        verbose_name="path",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("timezone", models.CharField(default="Asia/Jakarta", max_length=40, verbose_name="time zone")),
                ("is_active", models.BooleanField(default=False, verbose_name="has a chapter")),
                (
                    "rest_hours",
                    models.PositiveSmallIntegerField(default=8, verbose_name="hours of rest between duties"),
                ),
                (
                    "skips_training",
                    models.BooleanField(
                        default=False,
                        help_text="Without interview and basic training.",
                        verbose_name="admits after the document check",
                    ),
                ),
            ],
            options={
                "verbose_name": "unit",
                "verbose_name_plural": "units",
                "ordering": ["path"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("path__regex", "^0\\.(\\d\\d\\.(\\d\\d\\.(\\d\\d\\.(\\d{4}\\.)?)?)?)?$")),
                        name="unit_path_is_a_code",
                        violation_error_message="The path of a unit is a root and its area code.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_active", True),
                            ("path__regex", "^0\\.\\d\\d\\.\\d\\d\\.\\d\\d\\.\\d{4}\\.$"),
                            _negated=True,
                        ),
                        name="unit_village_has_no_chapter",
                        violation_error_message="A village is a place and has no chapter of its own.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="state since"),
                ),
                ("state_reason", models.TextField(blank=True, editable=False, verbose_name="reason")),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("member_number", models.CharField(blank=True, max_length=40, null=True, verbose_name="member number")),
                ("full_name", models.CharField(max_length=150, verbose_name="full name")),
                (
                    "name_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("full_name"), function="senkom_name_key"),
                        output_field=models.CharField(db_collation="C", max_length=200),
                    ),
                ),
                ("nik", senkom.lib.crypto.EncryptedField(blank=True, editable=False, null=True, verbose_name="NIK")),
                ("nik_hash", models.CharField(blank=True, editable=False, max_length=64, null=True)),
                ("birth_date", models.DateField(blank=True, null=True, verbose_name="date of birth")),
                (
                    "sex",
                    models.CharField(
                        blank=True, choices=[("male", "male"), ("female", "female")], max_length=10, verbose_name="sex"
                    ),
                ),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None, verbose_name="mobile number"
                    ),
                ),
                ("has_smartphone", models.BooleanField(default=True, verbose_name="has a smartphone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="street address")),
                ("occupation", models.CharField(blank=True, max_length=150, verbose_name="occupation")),
                ("skills", models.CharField(blank=True, max_length=300, verbose_name="skills")),
                ("emergency_contact", models.CharField(blank=True, max_length=200, verbose_name="emergency contact")),
                (
                    "documents_seen",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("identity_card", "identity card"),
                                ("statement", "signed statement"),
                                ("work", "something that shows the job or business"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        editable=False,
                        size=None,
                        verbose_name="documents seen",
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
                        help_text="We don't ask how much.",
                        max_length=20,
                        verbose_name="job or income",
                    ),
                ),
                (
                    "livelihood_verified_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="livelihood attested on"),
                ),
                (
                    "livelihood_waiver_reason",
                    models.TextField(blank=True, editable=False, verbose_name="reason of the waiver"),
                ),
                (
                    "livelihood_waiver_until",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="waiver to be reviewed on"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("applicant", "applicant"),
                            ("document_check", "document check"),
                            ("interview", "interview"),
                            ("training", "basic training"),
                            ("active", "active"),
                            ("on_leave", "on leave"),
                            ("suspended", "suspended"),
                            ("lapsed", "card lapsed"),
                            ("rejected", "not admitted yet"),
                            ("resigned", "resigned"),
                            ("expelled", "expelled"),
                            ("deceased", "deceased"),
                        ],
                        default="applicant",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("joined_on", models.DateField(blank=True, null=True, verbose_name="joined on")),
                ("inaugurated_on", models.DateField(blank=True, null=True, verbose_name="inaugurated on")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="membership valid until")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "livelihood_recorded_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                    ),
                ),
                (
                    "livelihood_verified_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                        verbose_name="livelihood attested by",
                    ),
                ),
                (
                    "livelihood_waiver_by",
                    models.ForeignKey(
                        blank=True,
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
                        related_name="members",
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
                "verbose_name": "member",
                "verbose_name_plural": "members",
                "ordering": ["name_key", "id"],
                "indexes": [
                    models.Index(fields=["name_key", "id"], name="member_by_name"),
                    models.Index(fields=["unit", "state", "name_key", "id"], name="member_by_unit"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["name_key"], name="member_name_search", opclasses=["gin_trgm_ops"]
                    ),
                    models.Index(fields=["phone"], name="member_by_phone"),
                    models.Index(django.db.models.functions.text.Upper("email"), name="member_by_email"),
                    models.Index(django.db.models.functions.text.Upper("member_number"), name="member_by_number"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("member_number",),
                        name="member_number_once",
                        violation_error_message="Somebody else has this member number. Look at the card again.",
                    ),
                    models.UniqueConstraint(
                        fields=("nik_hash",),
                        name="member_nik_once",
                        violation_error_message="This NIK stands with somebody else on the list. Look at both cards.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("active", "on_leave", "suspended", "lapsed")), _negated=True),
                            models.Q(("member_number__isnull", False), ("valid_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="member_enrolled_has_number_and_term",
                        violation_error_message="Whoever is on the list has a member number and a date until which it is valid.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "active"), _negated=True),
                            models.Q(
                                models.Q(("livelihood__in", ["", "none"]), _negated=True),
                                ("livelihood_recorded_by__isnull", False),
                                ("livelihood_verified_by__isnull", False),
                                ("livelihood_verified_on__isnull", False),
                            ),
                            models.Q(
                                models.Q(("livelihood_waiver_reason", ""), _negated=True),
                                ("livelihood_waiver_by__isnull", False),
                                ("livelihood_waiver_until__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="member_active_has_livelihood",
                        violation_error_message="Can't be activated yet: another board member has not attested the job or income. Ask the secretary or the vice chair to attest it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("livelihood_verified_by__isnull", True),
                            models.Q(
                                models.Q(("livelihood_verified_by", models.F("livelihood_recorded_by")), _negated=True),
                                models.Q(("livelihood_verified_by", models.F("id")), _negated=True),
                                ("livelihood_recorded_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="member_livelihood_attested_by_another",
                        violation_error_message="A job or income is attested by somebody who has not recorded it and is not the member.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("livelihood_waiver_by__isnull", True),
                            models.Q(("livelihood_waiver_by", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="member_waiver_by_another",
                        violation_error_message="Nobody grants a waiver to himself.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "period",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        help_text="From the first day to the day after the last.", verbose_name="valid"
                    ),
                ),
                ("evidence", models.CharField(blank=True, max_length=150, verbose_name="certificate")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="members.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.member"
                    ),
                ),
                (
                    "qualification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="members.qualification",
                        verbose_name="qualification",
                    ),
                ),
            ],
            options={
                "verbose_name": "certificate",
                "verbose_name_plural": "certificates",
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("member", "="), ("qualification", "="), ("period", "&&")],
                        name="grant_once_at_a_time",
                        violation_error_message="This qualification is recorded already for that time.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verified_by__isnull", True),
                            models.Q(("verified_by", models.F("member")), _negated=True),
                            _connector="OR",
                        ),
                        name="grant_verified_by_another",
                        violation_error_message="Somebody else verifies a certificate.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("purpose", models.CharField(max_length=50)),
                ("text_version", models.CharField(max_length=20)),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("method", models.CharField(default="form", max_length=50)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="members.member"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "office",
                    models.CharField(
                        choices=[
                            ("chair", "chair"),
                            ("vice_chair", "vice chair"),
                            ("secretary", "secretary"),
                            ("vice_secretary", "vice secretary"),
                            ("treasurer", "treasurer"),
                            ("roster_admin", "roster admin"),
                            ("patron", "patron"),
                            ("adviser", "adviser"),
                            ("head_public_order", "head of public order"),
                            ("head_disaster", "head of disaster response"),
                            ("head_state_defense", "head of state defence awareness"),
                            ("head_communication", "head of communication and informatics"),
                            ("head_training", "head of training"),
                            ("head_public_relations", "head of public relations"),
                            ("head_social", "head of social affairs and women"),
                            ("coordinator", "coordinator"),
                            ("vice_coordinator", "vice coordinator"),
                        ],
                        max_length=30,
                        verbose_name="office",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("member", "member"),
                            ("coordinator", "coordinator"),
                            ("chair", "chair"),
                            ("roster_admin", "roster admin"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                (
                    "term",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        help_text="From the first day to the day after the last.", verbose_name="term"
                    ),
                ),
                ("decree_number", models.CharField(blank=True, max_length=80, verbose_name="decree number")),
                (
                    "appointed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="members.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="members.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "appointment",
                "verbose_name_plural": "appointments",
                "ordering": ["unit", "office", "term"],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("office__in", ("patron", "adviser", "roster_admin")), _negated=True),
                        expressions=[("unit", "="), ("office", "="), ("term", "&&")],
                        name="appointment_one_holder",
                        violation_error_message="Somebody else holds this office in that time. End that term first.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("member", "="), ("unit", "="), ("office", "="), ("term", "&&")],
                        name="appointment_once_a_person",
                        violation_error_message="This person holds that office already in that time.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("term__isempty", True), ("term__startswith__isnull", False), _connector="OR"
                        ),
                        name="appointment_term_begins",
                        violation_error_message="A term begins on a day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("appointed_by__isnull", True),
                            models.Q(("appointed_by", models.F("member")), _negated=True),
                            _connector="OR",
                        ),
                        name="appointment_by_another",
                        violation_error_message="Nobody appoints himself.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("office", "chair"), ("role", "chair")),
                            models.Q(("office", "vice_chair"), ("role", "chair")),
                            models.Q(("office", "secretary"), ("role", "roster_admin")),
                            models.Q(("office", "vice_secretary"), ("role", "roster_admin")),
                            models.Q(("office", "treasurer"), ("role", "member")),
                            models.Q(("office", "roster_admin"), ("role", "roster_admin")),
                            models.Q(("office", "patron"), ("role", "member")),
                            models.Q(("office", "adviser"), ("role", "member")),
                            models.Q(("office", "head_public_order"), ("role", "coordinator")),
                            models.Q(("office", "head_disaster"), ("role", "coordinator")),
                            models.Q(("office", "head_state_defense"), ("role", "member")),
                            models.Q(("office", "head_communication"), ("role", "member")),
                            models.Q(("office", "head_training"), ("role", "member")),
                            models.Q(("office", "head_public_relations"), ("role", "member")),
                            models.Q(("office", "head_social"), ("role", "member")),
                            models.Q(("office", "coordinator"), ("role", "coordinator")),
                            models.Q(("office", "vice_coordinator"), ("role", "coordinator")),
                            _connector="OR",
                        ),
                        name="appointment_role_of_office",
                        violation_error_message="The role follows from the office.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("username", models.CharField(max_length=150, unique=True, verbose_name="user name")),
                ("is_active", models.BooleanField(default=True, verbose_name="account open")),
                ("is_superuser", models.BooleanField(default=False, verbose_name="superuser")),
                ("language", models.CharField(default="id", max_length=5, verbose_name="language")),
                ("date_joined", models.DateTimeField(default=django.utils.timezone.now)),
                ("session_epoch", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="user",
                        to="members.member",
                        verbose_name="member",
                    ),
                ),
            ],
            options={
                "verbose_name": "account",
                "verbose_name_plural": "accounts",
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("nik", "NIK"),
                            ("emergency", "address and emergency contact"),
                            ("link", "account, by a sign-in link made by"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("read_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.member"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="readings", to="members.member"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["member", "-read_at"], name="reading_of_member")],
            },
        ),
        migrations.CreateModel(
            name="MemberEvent",
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
                ("member_number", models.CharField(blank=True, max_length=40, null=True, verbose_name="member number")),
                ("full_name", models.CharField(max_length=150, verbose_name="full name")),
                ("birth_date", models.DateField(blank=True, null=True, verbose_name="date of birth")),
                (
                    "sex",
                    models.CharField(
                        blank=True, choices=[("male", "male"), ("female", "female")], max_length=10, verbose_name="sex"
                    ),
                ),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None, verbose_name="mobile number"
                    ),
                ),
                ("has_smartphone", models.BooleanField(default=True, verbose_name="has a smartphone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="street address")),
                ("occupation", models.CharField(blank=True, max_length=150, verbose_name="occupation")),
                ("skills", models.CharField(blank=True, max_length=300, verbose_name="skills")),
                ("emergency_contact", models.CharField(blank=True, max_length=200, verbose_name="emergency contact")),
                (
                    "documents_seen",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("identity_card", "identity card"),
                                ("statement", "signed statement"),
                                ("work", "something that shows the job or business"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        editable=False,
                        size=None,
                        verbose_name="documents seen",
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
                        help_text="We don't ask how much.",
                        max_length=20,
                        verbose_name="job or income",
                    ),
                ),
                (
                    "livelihood_verified_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="livelihood attested on"),
                ),
                (
                    "livelihood_waiver_reason",
                    models.TextField(blank=True, editable=False, verbose_name="reason of the waiver"),
                ),
                (
                    "livelihood_waiver_until",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="waiver to be reviewed on"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("applicant", "applicant"),
                            ("document_check", "document check"),
                            ("interview", "interview"),
                            ("training", "basic training"),
                            ("active", "active"),
                            ("on_leave", "on leave"),
                            ("suspended", "suspended"),
                            ("lapsed", "card lapsed"),
                            ("rejected", "not admitted yet"),
                            ("resigned", "resigned"),
                            ("expelled", "expelled"),
                            ("deceased", "deceased"),
                        ],
                        default="applicant",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("joined_on", models.DateField(blank=True, null=True, verbose_name="joined on")),
                ("inaugurated_on", models.DateField(blank=True, null=True, verbose_name="inaugurated on")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="membership valid until")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "livelihood_recorded_by",
                    models.ForeignKey(
                        blank=True,
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
                    "livelihood_verified_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.member",
                        verbose_name="livelihood attested by",
                    ),
                ),
                (
                    "livelihood_waiver_by",
                    models.ForeignKey(
                        blank=True,
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
            name="GrantEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "period",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        help_text="From the first day to the day after the last.", verbose_name="valid"
                    ),
                ),
                ("evidence", models.CharField(blank=True, max_length=150, verbose_name="certificate")),
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
                        to="members.grant",
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
                    "verified_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.member",
                    ),
                ),
                (
                    "qualification",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.qualification",
                        verbose_name="qualification",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AppointmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "office",
                    models.CharField(
                        choices=[
                            ("chair", "chair"),
                            ("vice_chair", "vice chair"),
                            ("secretary", "secretary"),
                            ("vice_secretary", "vice secretary"),
                            ("treasurer", "treasurer"),
                            ("roster_admin", "roster admin"),
                            ("patron", "patron"),
                            ("adviser", "adviser"),
                            ("head_public_order", "head of public order"),
                            ("head_disaster", "head of disaster response"),
                            ("head_state_defense", "head of state defence awareness"),
                            ("head_communication", "head of communication and informatics"),
                            ("head_training", "head of training"),
                            ("head_public_relations", "head of public relations"),
                            ("head_social", "head of social affairs and women"),
                            ("coordinator", "coordinator"),
                            ("vice_coordinator", "vice coordinator"),
                        ],
                        max_length=30,
                        verbose_name="office",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("member", "member"),
                            ("coordinator", "coordinator"),
                            ("chair", "chair"),
                            ("roster_admin", "roster admin"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                (
                    "term",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        help_text="From the first day to the day after the last.", verbose_name="term"
                    ),
                ),
                ("decree_number", models.CharField(blank=True, max_length=80, verbose_name="decree number")),
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
                        to="members.appointment",
                    ),
                ),
                (
                    "appointed_by",
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
        senkom.lib.sql.AddTrigger(
            model_name="unit",
            trigger=pgtrigger.compiler.Trigger(
                name="unit_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'unit_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_kept'; RETURN OLD;",
                    hash="0d965df2409864e65ca70d573d39b5a2a0bc8c4d",
                    operation="DELETE",
                    pgid="pgtrigger_unit_kept_ee932",
                    table="members_unit",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="consent",
            trigger=pgtrigger.compiler.Trigger(
                name="consent_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'consent_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_kept'; RETURN OLD;",
                    hash="cc2e752ed471c97e9007597706442417bbf455ca",
                    operation="DELETE",
                    pgid="pgtrigger_consent_kept_8fc63",
                    table="members_consent",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="user_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'user_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'user_kept'; RETURN OLD;",
                    hash="6d103fe57bdfdde430c1b26821d9e89186c5ebf6",
                    operation="DELETE",
                    pgid="pgtrigger_user_kept_d54ce",
                    table="members_user",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="grantevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8d4b78ede9f837de1e69ca9e8842f3f002cc0a35",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_3f2fe",
                    table="members_grantevent",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="grant",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_grantevent" ("evidence", "id", "member_id", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "qualification_id", "verified_by_id") VALUES (NEW."evidence", NEW."id", NEW."member_id", NEW."period", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."qualification_id", NEW."verified_by_id"); RETURN NULL;',
                    hash="b4e20a9ebd240ec5c2ec620e82786f3618c7ef48",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_34046",
                    table="members_grant",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="grant",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "members_grantevent" ("evidence", "id", "member_id", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "qualification_id", "verified_by_id") VALUES (NEW."evidence", NEW."id", NEW."member_id", NEW."period", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."qualification_id", NEW."verified_by_id"); RETURN NULL;',
                    hash="b7ddbfbfcc1698edffbd0b5ad445bb906386f85f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ea8e9",
                    table="members_grant",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="reading",
            trigger=pgtrigger.compiler.Trigger(
                name="reading_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'reading_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'reading_kept'; RETURN OLD;",
                    hash="0d3c6c6cf8105ff3b30ac68eb47c787a764fce22",
                    operation="DELETE",
                    pgid="pgtrigger_reading_kept_b8e60",
                    table="members_reading",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="reading",
            trigger=pgtrigger.compiler.Trigger(
                name="reading_unchanged",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func="RAISE EXCEPTION 'reading_unchanged' USING ERRCODE = 'check_violation', CONSTRAINT = 'reading_unchanged'; RETURN NEW;",
                    hash="303f50990e0a5a14b1f68a2514d925f45ac21c0b",
                    operation="UPDATE",
                    pgid="pgtrigger_reading_unchanged_286e4",
                    table="members_reading",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="memberevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="adf47588a34feaa7fc9f2d2dcecbee2efbf62151",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_de38d",
                    table="members_memberevent",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="member",
            trigger=pgtrigger.compiler.Trigger(
                name="member_state_follows_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state IS DISTINCT FROM NEW.state AND OLD.state || '>' || NEW.state NOT IN ('applicant>document_check', 'applicant>rejected', 'document_check>active', 'document_check>interview', 'document_check>rejected', 'interview>rejected', 'interview>training', 'training>active', 'training>rejected', 'active>deceased', 'active>expelled', 'active>lapsed', 'active>on_leave', 'active>resigned', 'active>suspended', 'on_leave>active', 'on_leave>deceased', 'on_leave>expelled', 'on_leave>resigned', 'suspended>active', 'suspended>deceased', 'suspended>expelled', 'suspended>resigned', 'lapsed>active', 'lapsed>deceased', 'lapsed>expelled', 'lapsed>resigned', 'rejected>applicant', 'resigned>applicant'))",
                    func="RAISE EXCEPTION 'member_state_follows_table' USING ERRCODE = 'check_violation', CONSTRAINT = 'member_state_follows_table'; RETURN NEW;",
                    hash="80686d8b627d901bcc56620c15309a384bc9d2e5",
                    operation='UPDATE OF "state"',
                    pgid="pgtrigger_member_state_follows_table_1156e",
                    table="members_member",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="member",
            trigger=pgtrigger.compiler.Trigger(
                name="member_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'member_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'member_kept'; RETURN OLD;",
                    hash="2a55be560c91232ace0365580bf8e6e267bc45be",
                    operation="DELETE",
                    pgid="pgtrigger_member_kept_deaa7",
                    table="members_member",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="member",
            trigger=pgtrigger.compiler.Trigger(
                name="member_not_of_a_village",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.unit_id ~ '^0\\.\\d\\d\\.\\d\\d\\.\\d\\d\\.\\d{4}\\.$')",
                    func="RAISE EXCEPTION 'member_not_of_a_village' USING ERRCODE = 'check_violation', CONSTRAINT = 'member_not_of_a_village'; RETURN NEW;",
                    hash="ec45b39256f5affd9d32eb753967fe9a770ee5eb",
                    operation='INSERT OR UPDATE OF "unit_id"',
                    pgid="pgtrigger_member_not_of_a_village_bb862",
                    table="members_member",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="member",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_memberevent" ("address", "birth_date", "code", "created_at", "documents_seen", "email", "emergency_contact", "full_name", "has_smartphone", "id", "inaugurated_on", "joined_on", "livelihood", "livelihood_recorded_by_id", "livelihood_verified_by_id", "livelihood_verified_on", "livelihood_waiver_by_id", "livelihood_waiver_reason", "livelihood_waiver_until", "member_number", "occupation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "sex", "skills", "state", "state_at", "state_by_id", "state_reason", "unit_id", "valid_until", "village_id") VALUES (NEW."address", NEW."birth_date", NEW."code", NEW."created_at", NEW."documents_seen", NEW."email", NEW."emergency_contact", NEW."full_name", NEW."has_smartphone", NEW."id", NEW."inaugurated_on", NEW."joined_on", NEW."livelihood", NEW."livelihood_recorded_by_id", NEW."livelihood_verified_by_id", NEW."livelihood_verified_on", NEW."livelihood_waiver_by_id", NEW."livelihood_waiver_reason", NEW."livelihood_waiver_until", NEW."member_number", NEW."occupation", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."sex", NEW."skills", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_reason", NEW."unit_id", NEW."valid_until", NEW."village_id"); RETURN NULL;',
                    hash="ed7be1cbd98bb71baf40f1247455f364de4d3130",
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
                    condition='WHEN (OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."birth_date" IS DISTINCT FROM (NEW."birth_date") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."documents_seen" IS DISTINCT FROM (NEW."documents_seen") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."emergency_contact" IS DISTINCT FROM (NEW."emergency_contact") OR OLD."full_name" IS DISTINCT FROM (NEW."full_name") OR OLD."has_smartphone" IS DISTINCT FROM (NEW."has_smartphone") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."inaugurated_on" IS DISTINCT FROM (NEW."inaugurated_on") OR OLD."joined_on" IS DISTINCT FROM (NEW."joined_on") OR OLD."livelihood" IS DISTINCT FROM (NEW."livelihood") OR OLD."livelihood_recorded_by_id" IS DISTINCT FROM (NEW."livelihood_recorded_by_id") OR OLD."livelihood_verified_by_id" IS DISTINCT FROM (NEW."livelihood_verified_by_id") OR OLD."livelihood_verified_on" IS DISTINCT FROM (NEW."livelihood_verified_on") OR OLD."livelihood_waiver_by_id" IS DISTINCT FROM (NEW."livelihood_waiver_by_id") OR OLD."livelihood_waiver_reason" IS DISTINCT FROM (NEW."livelihood_waiver_reason") OR OLD."livelihood_waiver_until" IS DISTINCT FROM (NEW."livelihood_waiver_until") OR OLD."member_number" IS DISTINCT FROM (NEW."member_number") OR OLD."occupation" IS DISTINCT FROM (NEW."occupation") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."sex" IS DISTINCT FROM (NEW."sex") OR OLD."skills" IS DISTINCT FROM (NEW."skills") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."state_at" IS DISTINCT FROM (NEW."state_at") OR OLD."state_by_id" IS DISTINCT FROM (NEW."state_by_id") OR OLD."state_reason" IS DISTINCT FROM (NEW."state_reason") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id") OR OLD."valid_until" IS DISTINCT FROM (NEW."valid_until") OR OLD."village_id" IS DISTINCT FROM (NEW."village_id"))',
                    func='INSERT INTO "members_memberevent" ("address", "birth_date", "code", "created_at", "documents_seen", "email", "emergency_contact", "full_name", "has_smartphone", "id", "inaugurated_on", "joined_on", "livelihood", "livelihood_recorded_by_id", "livelihood_verified_by_id", "livelihood_verified_on", "livelihood_waiver_by_id", "livelihood_waiver_reason", "livelihood_waiver_until", "member_number", "occupation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "sex", "skills", "state", "state_at", "state_by_id", "state_reason", "unit_id", "valid_until", "village_id") VALUES (NEW."address", NEW."birth_date", NEW."code", NEW."created_at", NEW."documents_seen", NEW."email", NEW."emergency_contact", NEW."full_name", NEW."has_smartphone", NEW."id", NEW."inaugurated_on", NEW."joined_on", NEW."livelihood", NEW."livelihood_recorded_by_id", NEW."livelihood_verified_by_id", NEW."livelihood_verified_on", NEW."livelihood_waiver_by_id", NEW."livelihood_waiver_reason", NEW."livelihood_waiver_until", NEW."member_number", NEW."occupation", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."sex", NEW."skills", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_reason", NEW."unit_id", NEW."valid_until", NEW."village_id"); RETURN NULL;',
                    hash="eec1b6a953df7b503335967235813ff085fa9d74",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b1bc1",
                    table="members_member",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="appointmentevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="cb79600aeb14a38b0e31ee404b1c2d283b8656a1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_9af14",
                    table="members_appointmentevent",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="appointment",
            trigger=pgtrigger.compiler.Trigger(
                name="appointment_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'appointment_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_kept'; RETURN OLD;",
                    hash="270522bcde3f396803d684a4988fd1dbf7b42490",
                    operation="DELETE",
                    pgid="pgtrigger_appointment_kept_fa680",
                    table="members_appointment",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="appointment",
            trigger=pgtrigger.compiler.Trigger(
                name="appointment_not_in_a_village",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.unit_id ~ '^0\\.\\d\\d\\.\\d\\d\\.\\d\\d\\.\\d{4}\\.$')",
                    func="RAISE EXCEPTION 'appointment_not_in_a_village' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_not_in_a_village'; RETURN NEW;",
                    hash="3872147712248c676c92abbd1609bfd35000eceb",
                    operation='INSERT OR UPDATE OF "unit_id"',
                    pgid="pgtrigger_appointment_not_in_a_village_b5dc4",
                    table="members_appointment",
                    when="BEFORE",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="appointment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_appointmentevent" ("appointed_by_id", "code", "decree_number", "id", "member_id", "office", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "term", "unit_id") VALUES (NEW."appointed_by_id", NEW."code", NEW."decree_number", NEW."id", NEW."member_id", NEW."office", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."term", NEW."unit_id"); RETURN NULL;',
                    hash="0b4fb05f042c0f3205afbfce4a4bf13b4c2a4b1c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7c67b",
                    table="members_appointment",
                    when="AFTER",
                ),
            ),
        ),
        senkom.lib.sql.AddTrigger(
            model_name="appointment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "members_appointmentevent" ("appointed_by_id", "code", "decree_number", "id", "member_id", "office", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "term", "unit_id") VALUES (NEW."appointed_by_id", NEW."code", NEW."decree_number", NEW."id", NEW."member_id", NEW."office", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."term", NEW."unit_id"); RETURN NULL;',
                    hash="e9f53fb70e078925a1e5b9f655aafee999944098",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c7032",
                    table="members_appointment",
                    when="AFTER",
                ),
            ),
        ),
    ]
