"""What happens to files while they come in: not too much of them, and nothing left where it goes wrong."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler

READ_ANYWAY = 64 * 1024 * 1024
"""A phone reads our answer only after it has sent everything; of less than this, everything is taken and dropped."""


class RefuseLargeRequests(FileUploadHandler):
    """Refuses a request that brings more than `UPLOAD_MAX_REQUEST`; one that says less is read no further."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any) -> None:
        """Raises RequestDataTooBig, answered with page 413."""
        if content_length > settings.UPLOAD_MAX_REQUEST:
            while content_length < READ_ANYWAY and input_data.read(64 * 1024):
                pass
            raise RequestDataTooBig("The request is larger than UPLOAD_MAX_REQUEST.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


class TemporaryFiles(TemporaryFileUploadHandler):
    """Django's, but on a full disk the file goes at once, and not some time after the error was answered."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Raises OSError, answered with page 507."""
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError:
            self.upload_interrupted()
            raise
