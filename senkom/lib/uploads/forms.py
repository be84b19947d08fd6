"""Forms that take a picture."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from senkom.lib.forms import ServiceForm
from senkom.lib.uploads.pictures import Picture, drawn_anew

ANSWERS = {"too_large": 413, "unknown_type": 415, "busy": 503}


class PictureForm(ServiceForm):
    """One picture; what the form gives is drawn anew already."""

    longest = 800
    """Pixels of the longer side that are kept."""

    picture = forms.FileField(
        label=_("Photo"),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text=_("JPEG, PNG or WebP, up to 8 MB. Place and time of the picture are removed."),
    )

    @property
    def status_code(self) -> int:
        """413 too large, 415 no picture, 503 too many at once; otherwise as every form."""
        return next((ANSWERS[code] for code in ANSWERS if self.has_error("picture", code)), super().status_code)

    def clean_picture(self) -> Picture:
        """The picture as we keep it. Raises ValidationError."""
        file: UploadedFile = self.cleaned_data["picture"]
        return drawn_anew(file, size=file.size or 0, longest=self.longest)
