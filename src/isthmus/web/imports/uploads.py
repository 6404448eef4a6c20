"""Stops keeping an uploaded file where it grows larger than listings may be; the rest of the request is read away."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from isthmus.hiring.listing_files import LARGEST_FILE

TOO_LARGE = "isthmus_upload_too_large"


class CappedUpload(FileUploadHandler):
    """Stands before the handlers that keep a file, and marks the request when it grew too large."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        if start + len(raw_data) > LARGEST_FILE:
            self.request.META[TOO_LARGE] = True  # type: ignore[union-attr]
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> Any:
        return None


def cap(request: HttpRequest) -> None:
    """Judge this request's upload while it arrives; call before anything reads the form."""
    request.upload_handlers.insert(0, CappedUpload(request))


def was_too_large(request: HttpRequest) -> bool:
    """Whether a file was given up because of its size."""
    return bool(request.META.get(TOO_LARGE))
