"""The unit of cost: a bare Django view, signed in, fifty rows out of an index, a plain template. Part of no site."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from members.models import Member

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
"""What `startproject` writes; the house's own middleware belongs to the cost of its pages, not to the unit."""

COLUMNS = ("full_name", "member_number", "occupation", "state", "joined_on", "unit__name")
PAGE = """<!doctype html><html><head><title>Bare</title></head><body><table>
{% for row in rows %}<tr><td>{{ row.full_name }}</td><td>{{ row.member_number }}</td><td>{{ row.occupation }}</td>
<td>{{ row.state }}</td><td>{{ row.joined_on.year }}</td><td>{{ row.unit.name }}</td></tr>
{% endfor %}</table></body></html>"""
template = engines["django"].from_string(PAGE)


@login_required
def bare(request: HttpRequest) -> HttpResponse:
    """Fifty people by name."""
    rows = Member.objects.select_related("unit").only(*COLUMNS).order_by("name_key", "id")[:50]
    return HttpResponse(template.render({"rows": rows}, request))


urlpatterns = [path("bare/", bare)]
