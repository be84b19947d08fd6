"""Addresses of pages that combine apps."""

from django.urls import URLPattern, path

from senkom.pages import existence, hand_over, installable, kta, my_data, preferences, views

app_name = "pages"

urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("members/offices/<uuid:code>/hand-over/", hand_over.hand_over, name="hand_over"),
    path("kta/<str:token>/", kta.card, name="card"),
    path("kta/<str:token>/complaint/", kta.complain, name="complain"),
    path("complaint/sent/", kta.complained, name="complained"),
    path("members/me/all/", my_data.my_data, name="my_data"),
    path("members/me/all/data.json", my_data.my_data_file, {"kind": "json"}, name="my_data_json"),
    path("members/me/all/data.pdf", my_data.my_data_file, {"kind": "pdf"}, name="my_data_pdf"),
    path("members/units/<str:area>/papers/report/", existence.existence, name="existence"),
    path("manifest.webmanifest", installable.manifest, name="manifest"),
    path("sw.js", installable.service_worker, name="service_worker"),
    path("language/", preferences.language, name="language"),
    path("theme/", preferences.theme, name="theme"),
]
