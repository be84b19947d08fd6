"""The one page behind every file."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from senkom.lib.http import MemberRequest
from senkom.lib.uploads.models import StoredFile, kinds

log = logging.getLogger(__name__)

SHOWN = {"image/jpeg"}
"""What we have drawn ourselves; anything else is only downloaded."""
HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@login_required
@require_safe
def stored_file(request: MemberRequest, kind: str, code: UUID) -> HttpResponse:
    """A file, to whoever sees the row that owns it; 404 to anybody else, and where there is none."""
    model: Any = kinds().get(kind)
    if model is None:
        raise Http404
    file: StoredFile = get_object_or_404(model.objects.visible_to(request.user), code=code)
    if not default_storage.exists(file.name):
        log.error("the file of %s is missing in the storage", file)
        raise Http404
    response = _body(file)
    for name, value in HEADERS.items():
        response.headers[name] = value
    name = f"{file.kind}-{file.code}{file.name[file.name.rindex('.') :]}"
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=file.content_type not in SHOWN, filename=name) or "attachment"
    )
    return response


def _body(file: StoredFile) -> HttpResponse:
    """The bytes; or, where a web server in front reads the folder, only the word to send them."""
    if not settings.MEDIA_ACCEL:
        # Small, and so read at once: a file that is streamed stays open where nobody reads the answer.
        with default_storage.open(file.name) as opened:
            return HttpResponse(opened.read(), content_type=file.content_type)
    response = HttpResponse(content_type=file.content_type)
    response.headers["X-Accel-Redirect"] = settings.MEDIA_ACCEL + quote(file.name)
    return response
