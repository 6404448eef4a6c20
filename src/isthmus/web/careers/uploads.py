"""A file larger than documents may be is let go while it arrives: only its size is kept, for the form to speak of."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from isthmus.hiring.documents import LARGEST


class LetGo(FileUploadHandler):
    """Stands before the handlers that keep a file; the rest of the form is read as usual."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> Any:
        return raw_data if start + len(raw_data) <= LARGEST else None

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        if file_size <= LARGEST:
            return None
        empty = SimpleUploadedFile(self.file_name or "file", b"")
        empty.size = file_size
        return empty


def cap(request: HttpRequest) -> None:
    """Judge this request's files while they arrive; call before anything reads the form."""
    request.upload_handlers.insert(0, LetGo(request))
