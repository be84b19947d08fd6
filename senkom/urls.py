"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from members.views import SignInView, SignOutView, desk_door
from senkom import errors, health, security_txt
from senkom.lib import views as lib_views
from senkom.lib.uploads.views import stored_file

# The desk has no sign-in page of its own, and no detour to rows' pages that would answer for rows of others too.
admin.site.login = desk_door  # type: ignore[method-assign]
desk_patterns, desk_app, desk_space = admin.site.urls
desk_patterns = [pattern for pattern in desk_patterns if getattr(pattern, "name", "") != "view_on_site"]

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path(".well-known/security.txt", security_txt.security_txt, name="security_txt"),
    path("admin/", (desk_patterns, desk_app, desk_space)),
    # allauth asks for these names; its sign-up is closed, one applies instead.
    path("accounts/login/", SignInView.as_view(), name="account_login"),
    path("accounts/logout/", SignOutView.as_view(), name="account_logout"),
    path("accounts/second-factor/", include("members.second_factor_urls")),
    path("accounts/signup/", RedirectView.as_view(url="/apply/"), name="account_signup"),
    path("r/<str:token>/", lib_views.link, name="link"),
    path("files/<slug:kind>/<uuid:code>/", stored_file, name="file"),
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
