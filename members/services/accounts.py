"""Accounts and one-time sign-in links."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Appointment, Member, Reading, Unit, User
from members.permissions import EVERYWHERE, allows, require
from members.services.people import locked
from members.states import ALLOWED, SIGN_IN, Action, Role
from senkom.lib.logs import Event, note
from senkom.lib.models import Link


@dataclass(frozen=True)
class SignInLink:
    """A link as it is handed over: the only time its address is known."""

    path: str
    until: datetime


def close_account(member: Member, *, by: User) -> None:
    """End the account of somebody who has left: the sessions and the links, this minute.

    Raises ValidationError where it is a superuser's and `by` is none: no office shuts out who keeps the application.
    """
    if not by.is_superuser and User.objects.filter(member=member, is_superuser=True, is_active=True).exists():
        raise ValidationError(
            _("This person is a superuser and keeps the application. Ask another superuser to take this step."),
            code="superuser",
        )
    User.objects.filter(member=member).update(is_active=False, session_epoch=F("session_epoch") + 1)
    revoke_sign_in_links(member)


def end_sessions(member: Member) -> None:
    """Make a person sign in anew, everywhere, without closing the account."""
    User.objects.filter(member=member).update(session_epoch=F("session_epoch") + 1)
    revoke_sign_in_links(member)


def forget_doubtful_password(member: Member, unit: Unit, role: Role) -> None:
    """Take away a password that somebody may have set who came in by a link and may do less than the new office.

    Whoever hands a link over could have used it himself, and a password outlives the sessions.
    """
    links = Reading.objects.filter(member=member, what=Reading.What.LINK).exclude(by=member)
    makers = User.objects.select_related("member").filter(member__in=links.values("by"))
    if all(allows(maker, action, unit) for maker in makers for action in ALLOWED[role]):
        return
    for account in User.objects.filter(member=member):
        account.set_unusable_password()
        account.save(update_fields=["password"])


def revoke_sign_in_links(member: Member) -> None:
    """Take back what was handed out and not used."""
    Link.objects.live().filter(purpose=SIGN_IN, subject=member.pk).update(revoked_at=timezone.now())


@transaction.atomic
def make_sign_in_link(member: Member, *, by: User) -> SignInLink:
    """A link with which one member signs in once, without a password; it is the reset, too.

    Raises PermissionDenied where the maker has fewer rights than the account would give him.
    """
    member = locked(member)
    require(by, Action.MAKE_SIGN_IN_LINKS, member.unit)
    if not member.may_have_account:
        raise ValidationError(_("This person has left, and has no account any more."), code="left")
    refuse_stronger_account(member, by)
    open_account(member)
    note(Event.LINK_MADE, by=by, subject=member, unit=member.unit_id)
    link, path = Link.make(SIGN_IN, subject=member.pk, age=settings.SIGN_IN_LINK_AGE, made_by=by.member)
    return SignInLink(path, link.expires_at)


def refuse_stronger_account(member: Member, by: User) -> None:
    """Raises PermissionDenied where the other account may do, now or in a coming term, what the maker may not."""
    if by.is_superuser:
        return
    stronger = User.objects.filter(member=member, is_superuser=True).exists()
    for office in offices_not_over(member, member.unit.today()):
        stronger = stronger or not all(allows(by, action, office.unit_id) for action in ALLOWED[Role(office.role)])
    if stronger:
        raise PermissionDenied(
            _("This person has an office with more rights than yours. Ask the chair, or the admin of the application.")
        )


def offices_not_over(member: Member, day: date) -> list[Appointment]:
    """The offices of today and of coming terms."""
    rows = Appointment.objects.filter(member=member, term__isempty=False)
    # The zones of units may differ by a day: yesterday's offices count.
    return list(rows.filter(Q(term__endswith=None) | Q(term__endswith__gte=day)))


def open_account(member: Member) -> User:
    """The account of a member; made where there is none, opened where it was closed."""
    account = User.objects.filter(member=member).first()
    if account is None:
        account = User(member=member, username=free_username(member))
        account.set_unusable_password()
        account.save()
    elif not account.is_active:
        account.is_active = True
        account.save(update_fields=["is_active"])
    return account


def free_username(member: Member) -> str:
    """A user name nobody has: the member number, or a made-up one until there is one."""
    wanted = member.member_number or f"calon.{member.pk}"
    taken = User.objects.filter(username=wanted).exists()
    return f"{wanted}.{member.pk}" if taken else wanted


@transaction.atomic
def make_first_account(*, full_name: str, username: str, password: str) -> User:
    """The account of a superuser together with its member, an applicant of the nation.

    Raises ValidationError where the name is taken or the password is too weak.
    """
    if User.objects.filter(username=username).exists():
        raise ValidationError(_("Somebody has this user name already. Choose another one."), code="taken")
    nation, _made = Unit.objects.get_or_create(path=EVERYWHERE, defaults={"name": "Indonesia"})
    account = User(username=username, is_superuser=True)
    validate_password(password, account)
    account.member = Member.objects.create(unit=nation, full_name=full_name)
    account.set_password(password)
    account.save()
    return account
