"""Addresses of pages that combine apps."""

from django.urls import URLPattern, path

from senkom.pages import preferences, views

app_name = "pages"

urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("language/", preferences.language, name="language"),
    path("theme/", preferences.theme, name="theme"),
]
