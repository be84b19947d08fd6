from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    """Units, people, offices, and who may see and do what."""

    name = "members"
    verbose_name = _("Members")
