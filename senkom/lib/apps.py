from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from senkom.lib.triggers import quicken_triggers


class LibConfig(AppConfig):
    """Knows no other app; every other app may use it."""

    name = "senkom.lib"
    label = "lib"
    verbose_name = _("General data")

    def ready(self) -> None:
        # What apps registered with the decorators of `registry` is found by importing these files once.
        autodiscover_modules("services", "reminders", "jobs", "reference", "links")
        # Django's own event: each migration that makes a trigger brings the library's functions back.
        post_migrate.connect(quicken_triggers, sender=self)
