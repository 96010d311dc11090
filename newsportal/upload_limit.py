"""What a request with files may have at most: the rest of one that is larger is never read, neither into memory nor onto the disk.

nginx refuses it before (deploy/nginx.conf, with the same number); this is for where the application stands alone.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from articles.pictures import MAX_BYTES

# The largest picture that is taken, and the form around it.
MOST = MAX_BYTES + 2_500_000


class UploadLimit(FileUploadHandler):
    """The first of FILE_UPLOAD_HANDLERS: it takes no file, and looks at what the request says of its size."""

    def handle_raw_input(self, *request: Any) -> None:
        _body, _meta, content_length, *_others = request
        if content_length > MOST:
            raise RequestDataTooBig(f"a request of {content_length} bytes")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
