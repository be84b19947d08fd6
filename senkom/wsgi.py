"""The door for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "senkom.settings")
os.environ.setdefault("SENKOM_STATEMENT_TIMEOUT", "20")  # a browser's patience; commands and migrations have none

application = get_wsgi_application()
