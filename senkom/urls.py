"""Every address of the site."""

from allauth.account import views as allauth_views
from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.urls import include, path
from django.views.generic import RedirectView

from members.views import SignInView
from senkom import errors, health
from senkom.lib import views as lib_views

# The admin has no sign-in page of its own.
admin.site.login = login_required(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    # allauth asks for these names; its sign-up is closed, one applies instead.
    path("accounts/login/", SignInView.as_view(), name="account_login"),
    path("accounts/logout/", allauth_views.logout, name="account_logout"),
    path("accounts/signup/", RedirectView.as_view(url="/apply/"), name="account_signup"),
    path("r/<str:token>/", lib_views.link, name="link"),
    path("", include("members.urls")),
    path("", include("notifications.urls")),
    path("", include("partners.urls")),
    path("", include("patrols.urls")),
    path("", include("incidents.urls")),
    path("", include("senkom.pages.urls")),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.not_found
handler500 = errors.server_error
