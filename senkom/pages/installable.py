"""What makes the site an application on a phone: its manifest, and the service worker that stands at the root."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

GROUND = "#0f2740"
ICONS = (("icon-192.png", "192x192", "any"), ("icon-512.png", "512x512", "any"))
MASKABLE = ("icon-maskable-512.png", "512x512", "maskable")


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:
    """What the phone calls the application, and how it opens."""
    icons = [
        {"src": static(name), "sizes": sizes, "type": "image/png", "purpose": purpose}
        for name, sizes, purpose in (*ICONS, MASKABLE)
    ]
    said = {
        "id": "/",
        "name": "Senkom",
        "short_name": "Senkom",
        "lang": settings.LANGUAGE_CODE,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": GROUND,
        "icons": icons,
    }
    return JsonResponse(said, content_type="application/manifest+json")


@require_safe
@cache_control(public=True, max_age=0, must_revalidate=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """At the root, so that it is the worker of the whole site; asked for anew each time, so that a mended one comes."""
    script = (settings.BASE_DIR / "static" / "sw.js").read_bytes()
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")
