"""Addresses of the messages."""

from django.urls import path

from notifications import views

app_name = "notifications"

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.read_all, name="read_all"),
    path("inbox/ways/", views.ways, name="ways"),
    path("inbox/telegram/", views.bind_telegram, name="bind_telegram"),
    path("inbox/telegram/off/", views.leave_telegram, name="leave_telegram"),
    path("inbox/phone/", views.keep_phone, name="keep_phone"),
    path("inbox/phone/<uuid:code>/off/", views.forget_phone, name="forget_phone"),
    path("inbox/whatsapp/", views.whatsapp, name="whatsapp"),
    path("inbox/problems/", views.problems, name="problems"),
    path("inbox/health/", views.reminder_health, name="health"),
    path("inbox/whatsapp/<uuid:code>/told/", views.told, name="told"),
    path("inbox/problems/<uuid:code>/handled/", views.handled, name="handled"),
    path("inbox/preferences/", views.preferences, name="preferences"),
    path("inbox/addresses/<uuid:code>/confirm/", views.confirm_address, name="confirm_address"),
    path("r/stop/<str:token>/", views.stop, name="stop"),
    path("r/stop/<str:token>/undo/", views.take_up_again, name="take_up_again"),
    path("inbox/<uuid:code>/read/", views.read, name="read"),
]
