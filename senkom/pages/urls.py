"""Addresses of pages that combine apps."""

from django.urls import URLPattern, path

from senkom.pages import views

app_name = "pages"

urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
]
