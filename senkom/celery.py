"""The Celery application: three tasks in all (plan, dispatch, jobs), rung by beat and never by a service."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "senkom.settings")

app = Celery("senkom")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
