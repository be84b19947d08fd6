"""Addresses of the site itself and of accounts."""

from __future__ import annotations

from datetime import timedelta

from senkom.lib.models import Link
from tests.access import NO, Kind, Page, page
from tests.factories.members import MAYANGAN, make_member, make_user


def make_sign_in_token() -> str:
    """The token of a link that signs a member in."""
    member = make_user(make_member(MAYANGAN)).member
    _link, path = Link.make("sign_in", subject=member.pk, age=timedelta(hours=72))
    return path.split("/")[2]


AWAY = "302 302 302 302 302 302"
KINDS = {"token": Kind(own=make_sign_in_token), "passkey": Kind(own=lambda: 1)}

PAGES: list[Page] = [
    page("healthz", get="200 200 200 200 200 200", post="405 405 405 405 405 405", public=True),
    # Here no planner and no dispatcher has run.
    page("readyz", get="503 503 503 503 503 503", post="405 405 405 405 405 405", public=True),
    page("security_txt", get="200 200 200 200 200 200", post="405 405 405 405 405 405", public=True),
    page("account_login", get="200 302 302 302 302 302", post="422 302 302 302 302 302", public=True),
    page("account_logout", get="302 200 200 200 200 200", post="302 302 302 302 302 302", public=True),
    page("account_signup", get="302 302 302 302 302 302", post="302 302 302 302 302 302", public=True),
    # The second factor: nobody here has one, and setting one up asks for the password first (302).
    page("mfa_index", get="302 200 200 200 200 200", post=NO),
    page("mfa_authenticate", get=AWAY, post=AWAY, public=True),
    page("account_reauthenticate", get="302 200 200 200 200 200", post="302 422 422 422 422 422"),
    page("mfa_reauthenticate", get=AWAY, post=AWAY),
    page("mfa_reauthenticate_webauthn", get=AWAY, post=AWAY),
    page("mfa_activate_totp", get=AWAY, post=AWAY),
    page("mfa_deactivate_totp", get="302 404 404 404 404 404", post="302 404 404 404 404 404"),
    page("mfa_view_recovery_codes", get="302 404 404 404 404 404", post=NO),
    page("mfa_generate_recovery_codes", get=AWAY, post=AWAY),
    page("mfa_list_webauthn", get="302 200 200 200 200 200", post=NO),
    page("mfa_add_webauthn", get=AWAY, post=AWAY),
    page("mfa_edit_webauthn", "passkey", get="302 404 404 404 404 404", post="302 404 404 404 404 404"),
    page("mfa_remove_webauthn", "passkey", get="302 404 404 404 404 404", post="302 404 404 404 404 404"),
    page("link", "token", get="200 200 200 200 200 200", post="302 302 302 302 302 302", public=True),
]
