"""Addresses of accounts and the roster."""

from django.urls import URLPattern, path

from members import views

app_name = "members"

urlpatterns: list[URLPattern] = [
    path("apply/", views.apply, name="apply"),
    path("accounts/password/", views.password, name="password"),
    path("members/", views.roster, name="list"),
    path("members/<uuid:code>/", views.detail, name="detail"),
]
