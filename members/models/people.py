"""People of the roster, and their accounts."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from members.models.units import Unit
from members.permissions import HeldOffice, allows_anywhere
from members.querysets import MemberQuerySet, UserManager
from members.states import ENROLLED, GONE, MEMBERSHIP, Action, Document, Evidence, Livelihood, MemberState, Sex
from senkom.lib import refusals
from senkom.lib.crypto import EncryptedField
from senkom.lib.phones import PhoneNumberField
from senkom.lib.states import Machine, Stateful

NIK_KEY = Func(F("nik"), Value(":"), Value(1), function="split_part", output_field=models.CharField(max_length=30))
"""The name of the key a NIK lies under; the NIK is not opened for it."""
NAME_KEY = Func(F("full_name"), function="senkom_name_key")


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), exclude=["nik", "nik_hash", "name_key", "likely_same_as"]
)
class Member(Stateful):
    """An entry of the roster, from application to farewell; it may never have an account."""

    machine: ClassVar[Machine] = MEMBERSHIP

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="members")
    member_number = models.CharField(_("member number"), max_length=40, null=True, blank=True)
    full_name = models.CharField(_("full name"), max_length=150)
    name_key = models.GeneratedField(
        expression=NAME_KEY, output_field=models.CharField(max_length=200, db_collation="C"), db_persist=True
    )
    nik = EncryptedField(_("NIK"), null=True, blank=True, editable=False)
    nik_hash = models.CharField(max_length=64, null=True, blank=True, editable=False)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    sex = models.CharField(_("sex"), max_length=10, choices=Sex.choices, blank=True)
    phone = PhoneNumberField(_("mobile number"), blank=True)
    has_smartphone = models.BooleanField(_("has a smartphone"), default=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.CharField(_("street address"), max_length=300, blank=True)
    village = models.ForeignKey(
        Unit, verbose_name=_("village"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    occupation = models.CharField(_("occupation"), max_length=150, blank=True)
    skills = models.CharField(_("skills"), max_length=300, blank=True)
    emergency_contact = models.CharField(_("emergency contact"), max_length=200, blank=True)
    documents_seen = ArrayField(
        models.CharField(max_length=20, choices=Document.choices),
        verbose_name=_("documents seen"),
        default=list,
        blank=True,
        editable=False,
    )

    livelihood = models.CharField(
        _("job or income"),
        max_length=20,
        choices=Livelihood.choices,
        blank=True,
        help_text=_("We don't ask how much."),
    )
    livelihood_recorded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    livelihood_verified_by = models.ForeignKey(
        "self",
        verbose_name=_("livelihood attested by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    livelihood_verified_on = models.DateField(_("livelihood attested on"), null=True, blank=True, editable=False)
    livelihood_evidence = models.CharField(
        _("what was seen"),
        max_length=20,
        choices=Evidence.choices,
        default="",
        db_default="",
        blank=True,
        editable=False,
    )
    livelihood_waiver_reason = models.TextField(_("reason of the waiver"), blank=True, editable=False)
    livelihood_waiver_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    livelihood_waiver_until = models.DateField(_("waiver to be reviewed on"), null=True, blank=True, editable=False)

    state = models.CharField(
        _("state"), max_length=20, choices=MemberState.choices, default=MemberState.APPLICANT, editable=False
    )
    state_document = models.CharField(
        _("document"), max_length=100, default="", db_default="", blank=True, editable=False
    )
    """The number of the decree, the minutes or the letter behind the last step, where there is one."""
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    inaugurated_on = models.DateField(_("inaugurated on"), null=True, blank=True)
    valid_until = models.DateField(_("membership valid until"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    likely_same_as = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    """Who was on the list already when this application came or was changed; see `members.duplicates`."""

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["name_key", "id"]
        indexes = [
            # With what the search of the whole country also asks, so that it reads the index alone.
            models.Index(fields=["name_key", "id"], include=["unit", "state"], name="member_by_name"),
            models.Index(fields=["unit", "state", "name_key", "id"], name="member_by_unit"),
            models.Index(fields=["unit", "name_key", "id"], name="member_of_unit_by_name"),
            GinIndex(fields=["name_key"], opclasses=["gin_trgm_ops"], name="member_name_search"),
            # Signing in looks for all three at once; the search of the roster for how a phone or a number begins.
            models.Index(fields=["phone"], opclasses=["varchar_pattern_ops"], name="member_by_phone"),
            models.Index(NIK_KEY, "id", name="member_by_nik_key", condition=Q(nik__isnull=False)),
            models.Index(Upper("email"), name="member_by_email"),
            models.Index(OpClass(Upper("member_number"), "text_pattern_ops"), name="member_by_number"),
            # The work lists of a desk: short, however long the roster is.
            models.Index(fields=["state_at", "id"], name="member_applying", condition=Q(state=MemberState.APPLICANT)),
            models.Index(
                fields=["name_key", "id"],
                name="member_to_attest",
                condition=Q(livelihood_recorded_by__isnull=False, livelihood_verified_by__isnull=True),
            ),
            models.Index(fields=["valid_until", "id"], name="member_by_term", condition=Q(state__in=ENROLLED)),
            models.Index(
                fields=["livelihood_verified_on", "id"], name="member_by_attestation", condition=Q(state__in=ENROLLED)
            ),
            models.Index(
                fields=["livelihood_waiver_until", "id"],
                name="member_by_waiver",
                condition=Q(livelihood_waiver_until__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="member_number_once",
                fields=["member_number"],
                violation_error_message=_("Somebody else has this member number. Look at the card again."),
            ),
            models.UniqueConstraint(
                name="member_nik_once",
                fields=["nik_hash"],
                violation_error_message=_("This NIK stands with somebody else on the list. Look at both cards."),
            ),
            models.CheckConstraint(
                name="member_enrolled_has_number_and_term",
                condition=~Q(state__in=ENROLLED) | Q(member_number__isnull=False, valid_until__isnull=False),
                violation_error_message=_(
                    "Whoever is on the list has a member number and a date until which it is valid."
                ),
            ),
            models.CheckConstraint(
                name="member_active_has_livelihood",
                condition=~Q(state=MemberState.ACTIVE)
                | Q(
                    ~Q(livelihood__in=["", Livelihood.NONE]),
                    livelihood_recorded_by__isnull=False,
                    livelihood_verified_by__isnull=False,
                    livelihood_verified_on__isnull=False,
                )
                | Q(
                    ~Q(livelihood_waiver_reason=""),
                    livelihood_waiver_by__isnull=False,
                    livelihood_waiver_until__isnull=False,
                ),
                violation_error_message=_(
                    "Can't be activated yet: another board member has not attested the job or income. "
                    "Ask the secretary or the vice chair to attest it."
                ),
            ),
            models.CheckConstraint(
                name="member_livelihood_attested_by_another",
                condition=Q(livelihood_verified_by__isnull=True)
                | Q(
                    ~Q(livelihood_verified_by=F("livelihood_recorded_by")),
                    ~Q(livelihood_verified_by=F("id")),
                    livelihood_recorded_by__isnull=False,
                ),
                violation_error_message=_(
                    "A job or income is attested by somebody who has not recorded it and is not the member."
                ),
            ),
            models.CheckConstraint(
                name="member_waiver_by_another",
                condition=Q(livelihood_waiver_by__isnull=True) | ~Q(livelihood_waiver_by=F("id")),
                violation_error_message=_("Nobody grants a waiver to himself."),
            ),
        ]
        triggers = [
            MEMBERSHIP.trigger(),
            refusals.kept("member", _("People are not deleted. Record a leave or an entry made by mistake.")),
            refusals.refuse(
                "member_not_of_a_village",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("unit_id"),
                when=r"NEW.unit_id ~ '^0\.\d\d\.\d\d\.\d\d\.\d{4}\.$'",
                sentence=_("A member belongs to a unit, not to a village."),
            ),
            refusals.refuse(
                "member_suspended_or_expelled_as_proposed",
                operation=pgtrigger.UpdateOf("state"),
                when="OLD.state IS DISTINCT FROM NEW.state AND NEW.state IN ('suspended', 'expelled')",
                sentence=_("The chair of the unit proposes suspension and expulsion; the unit above confirms them."),
                # The very confirmation of this moment, by the same person: an old one does not serve twice.
                code="""
                    IF NOT EXISTS (
                        SELECT FROM members_proposal p
                        WHERE p.member_id = NEW.id AND p.kind = NEW.state AND p.state = 'confirmed'
                          AND p.state_by_id = NEW.state_by_id AND p.state_at = NEW.state_at
                    ) THEN {refuse} END IF;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        return reverse("members:detail", args=[self.code])

    @property
    def first_name(self) -> str:
        """The first part of the name; many people have just one."""
        return self.full_name.split()[0]

    @property
    def masked_nik(self) -> str:
        """The NIK as screens show it: area and last digit only."""
        return f"{self.nik[:6]}•••••••••{self.nik[-1]}" if self.nik else ""

    @property
    def may_have_account(self) -> bool:
        """Whether the account of this person may be used: not after farewell."""
        return self.state not in (*GONE, MemberState.REJECTED)

    def age_on(self, day: date) -> int | None:
        """Full years on a day; None where the birth date is not known."""
        born = self.birth_date
        if born is None:
            return None
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class User(AbstractBaseUser):
    """An account; it always belongs to one member. No flag or group grants rights, except `is_superuser`."""

    username = models.CharField(_("user name"), max_length=150, unique=True)
    member = models.OneToOneField(Member, verbose_name=_("member"), on_delete=models.PROTECT, related_name="user")
    is_active = models.BooleanField(_("account open"), default=True)
    is_superuser = models.BooleanField(_("superuser"), default=False)
    language = models.CharField(_("language"), max_length=5, default="id")
    date_joined = models.DateTimeField(default=timezone.now)
    first_signed_in_at = models.DateTimeField(null=True, editable=False)
    """From then on there is time to set up a second factor."""
    session_epoch = models.PositiveIntegerField(default=0, editable=False)
    """Counted up to end every session and every open sign-in of this account."""

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    # Filled once a request, when the account was loaded for one (see `permissions.offices_of`).
    is_of_a_request: bool = False
    offices_this_request: list[HeldOffice] | None = None

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        triggers = [refusals.kept("user", _("Accounts are closed, not deleted."))]

    def __str__(self) -> str:
        return self.username

    def get_session_auth_hash(self) -> str:
        """What a session must match: it ends with a new password, and when `session_epoch` counts up."""
        return self._session_hash(settings.SECRET_KEY)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for key in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(key)

    def _session_hash(self, key: str | bytes) -> str:
        known = f"{self.password}:{self.session_epoch}"
        return salted_hmac("members.User.session", known, secret=key, algorithm="sha256").hexdigest()

    @property
    def is_staff(self) -> bool:
        """Whether Django admin opens: the roster desk of some unit."""
        return self.is_active and allows_anywhere(self, Action.KEEP_ROSTER)

    def has_perm(self, perm: str, obj: object | None = None) -> bool:
        """Django's question, answered from the rights table: the admin scopes rows itself; nobody deletes."""
        return self.is_staff and ".delete_" not in perm

    def has_perms(self, perm_list: list[str], obj: object | None = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff
