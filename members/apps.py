from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    """Units, people, offices, and who may see and do what."""

    name = "members"
    verbose_name = _("Members")

    def ready(self) -> None:
        # Django's and allauth's own events: signing in, a second factor that comes or goes.
        from members import second_factor, security_log  # noqa: F401 - they connect themselves
