"""The Celery application: three tasks in all (plan, dispatch, jobs), rung by beat and never by a service.

Only worker and beat import it (`celery -A senkom` finds it by its name): the web server starts no task, and so does
without Celery and its memory.
"""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_init
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "senkom.settings")

app = Celery("senkom")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def ring_at_once(**_: Any) -> None:
    """Beat waits a whole interval before it rings for the first time; what is due at the start needn't."""
    for entry in app.conf.beat_schedule.values():
        # Without an end: the worker may still be starting, and ringing twice does nothing twice.
        app.send_task(entry["task"])


def check_keys(**_: Any) -> None:
    """A worker prints and imports NIKs: it starts only where it can open them."""
    from senkom.start import refuse_to_serve_without_keys  # the settings are read only now

    try:
        refuse_to_serve_without_keys()
    except ImproperlyConfigured as error:
        raise SystemExit(str(error)) from error  # Celery writes down other errors of a signal, and goes on


beat_init.connect(ring_at_once)
worker_init.connect(check_keys)
