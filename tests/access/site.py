"""Addresses of the site itself and of accounts."""

from __future__ import annotations

from datetime import timedelta

from senkom.lib.models import Link
from tests.access import Kind, Page, page
from tests.factories.members import MAYANGAN, make_member, make_user


def make_sign_in_token() -> str:
    """The token of a link that signs a member in."""
    member = make_user(make_member(MAYANGAN)).member
    _link, path = Link.make("sign_in", subject=member.pk, age=timedelta(hours=72))
    return path.split("/")[2]


KINDS = {"token": Kind(own=make_sign_in_token)}

PAGES: list[Page] = [
    page("healthz", get="200 200 200 200 200 200", post="405 405 405 405 405 405", public=True),
    # Here no planner and no dispatcher has run.
    page("readyz", get="503 503 503 503 503 503", post="405 405 405 405 405 405", public=True),
    page("security_txt", get="200 200 200 200 200 200", post="405 405 405 405 405 405", public=True),
    page("account_login", get="200 302 302 302 302 302", post="422 302 302 302 302 302", public=True),
    page("account_logout", get="302 200 200 200 200 200", post="302 302 302 302 302 302", public=True),
    page("account_signup", get="302 302 302 302 302 302", post="302 302 302 302 302 302", public=True),
    page("link", "token", get="200 200 200 200 200 200", post="302 302 302 302 302 302", public=True),
]
