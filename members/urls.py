"""Addresses of accounts and the roster."""

from django.urls import URLPattern

app_name = "members"

urlpatterns: list[URLPattern] = []
