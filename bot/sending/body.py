"""What a request says: as JSON, or with files (RFC 7578)."""

import json
from collections.abc import Iterator
from secrets import token_hex

from telegram.request import RequestData


def body(data: RequestData) -> tuple[bytes, str]:
    """And its content type."""
    if not data.contains_files:
        return json.dumps(data.parameters).encode(), "application/json"
    boundary = token_hex(16)
    parts = b"".join(_parts(data, boundary.encode()))
    return parts, f"multipart/form-data; boundary={boundary}"


def _parts(data: RequestData, boundary: bytes) -> Iterator[bytes]:
    for name, value in data.json_parameters.items():
        yield _head(boundary, f'name="{_quoted(name)}"', "text/plain; charset=utf-8")
        yield value.encode()
    for name, (filename, content, media_type) in data.multipart_data.items():
        yield _head(boundary, f'name="{_quoted(name)}"; filename="{_quoted(filename)}"', media_type)
        yield content if isinstance(content, bytes) else content.read()
    yield b"\r\n--%s--\r\n" % boundary


def _head(boundary: bytes, about: str, media_type: str) -> bytes:
    fields = f"Content-Disposition: form-data; {about}\r\nContent-Type: {media_type}\r\n\r\n"
    return b"\r\n--%s\r\n%s" % (boundary, fields.encode())


def _quoted(name: str) -> str:
    """As browsers do (HTML, 4.10.22.8)."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
