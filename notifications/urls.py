"""Addresses of the messages."""

from django.urls import path

from notifications import views

app_name = "notifications"

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.read_all, name="read_all"),
    path("inbox/whatsapp/", views.whatsapp, name="whatsapp"),
    path("inbox/problems/", views.problems, name="problems"),
    path("inbox/whatsapp/<uuid:code>/told/", views.told, name="told"),
    path("inbox/problems/<uuid:code>/handled/", views.handled, name="handled"),
    path("inbox/<uuid:code>/read/", views.read, name="read"),
]
