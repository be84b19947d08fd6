from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Pages that combine apps: home, tonight; and the demo."""

    name = "senkom.pages"
    label = "pages"
