"""The site's settings with one protection taken away, to show that the fault it stands against can be seen."""

import os

from senkom.settings import *  # noqa: F403 - all of them
from senkom.settings import DATABASES, MIDDLEWARE, REDIS_URL

OFF = os.environ["FAULTS_OFF"]

if OFF == "F15":  # connections are kept and never looked at
    DATABASES["default"] |= {"CONN_HEALTH_CHECKS": False, "CONN_MAX_AGE": None}
if OFF in {"F16", "F29"}:  # Django's own answer to what goes wrong
    ROOT_URLCONF = "tests.faults.bare_urls"
if OFF == "F17":
    MIDDLEWARE.remove("senkom.middleware.CollisionMiddleware")
if OFF in {"F18", "F39"}:  # everybody waits as long as it takes
    DATABASES["default"]["OPTIONS"]["options"] = ""
if OFF in {"F09", "F10", "F12"}:  # who is signed in, only Redis knows
    SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
        }
    }
