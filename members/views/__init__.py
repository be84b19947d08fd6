"""Pages of the roster, by noun."""

from members.views.account import SignInView, password
from members.views.applications import apply
from members.views.roster import detail, roster

__all__ = ["SignInView", "apply", "detail", "password", "roster"]
