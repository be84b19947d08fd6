"""The operation of a server as a Django app, for its commands."""

from django.apps import AppConfig


class OperationConfig(AppConfig):
    """Commands only; no tables."""

    name = "senkom.operation"
    label = "operation"
