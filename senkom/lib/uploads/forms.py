"""Forms that take a picture."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from senkom.lib.forms import ServiceForm
from senkom.lib.uploads import papers
from senkom.lib.uploads.papers import Paper
from senkom.lib.uploads.pictures import Picture, drawn_anew

ANSWERS = {"too_large": 413, "unknown_type": 415, "busy": 503}


class UploadForm(ServiceForm):
    """A form with a file; how it is answered where the file is refused."""

    file_field: str

    @property
    def status_code(self) -> int:
        """413 too large, 415 not of our kinds, 503 too many at once; otherwise as every form."""
        return next((ANSWERS[code] for code in ANSWERS if self.has_error(self.file_field, code)), super().status_code)


class PaperForm(UploadForm):
    """A paper as PDF or picture, which may be left out; what the form gives is bound or drawn anew already."""

    file_field = "paper"

    paper = forms.FileField(
        label=_("Scan or photo of the paper"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/*"}),
        help_text=_("PDF up to 40 pages, or a photo; up to 8 MB."),
    )

    def clean_paper(self) -> Paper | Picture | None:
        """The paper as we keep it. Raises ValidationError."""
        file: UploadedFile | None = self.cleaned_data["paper"]
        return papers.kept(file, size=file.size or 0) if file else None


class PictureForm(UploadForm):
    """One picture; what the form gives is drawn anew already."""

    file_field = "picture"

    longest = 800
    """Pixels of the longer side that are kept."""

    picture = forms.FileField(
        label=_("Photo"),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text=_("JPEG, PNG or WebP, up to 8 MB. Place and time of the picture are removed."),
    )

    def clean_picture(self) -> Picture:
        """The picture as we keep it. Raises ValidationError."""
        file: UploadedFile = self.cleaned_data["picture"]
        return drawn_anew(file, size=file.size or 0, longest=self.longest)
