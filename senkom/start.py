"""What a server asks itself before it serves."""

from __future__ import annotations

import logging

from django.db import DatabaseError, connections

log = logging.getLogger(__name__)


def refuse_to_serve_without_keys() -> None:
    """Raises ImproperlyConfigured where NIKs are stored under a key that is lost: better no page than a wrong one."""
    from members.services.keys import refuse_lost_keys  # the apps are ready only now

    try:
        refuse_lost_keys()
    except DatabaseError:
        # Not up yet, or not migrated yet: /readyz says so. A page that needs a lost key is an error then.
        log.warning("the keys could not be checked: the database does not answer")
    finally:
        connections.close_all()  # gunicorn may fork from here
