"""The door for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from senkom.start import refuse_to_serve_without_keys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "senkom.settings")
os.environ.setdefault("SENKOM_STATEMENT_TIMEOUT", "20")  # a browser's patience; commands and migrations have none

application = get_wsgi_application()
refuse_to_serve_without_keys()
