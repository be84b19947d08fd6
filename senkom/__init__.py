"""Senkom: wires the apps together."""

from senkom.celery import app as celery_app

__all__ = ["celery_app"]
