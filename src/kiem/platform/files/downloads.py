"""A kept file as an answer: a download, never a page of this site."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from kiem.platform.files.stored import StoredFile

# Should a browser show it after all, it is nobody: no script, no form, no cookie, no neighbour.
SANDBOX = "sandbox; default-src 'none'"


def download(stored: StoredFile, content: bytes) -> HttpResponse:
    """The content as an attachment under its name, not to be sniffed, not to be stored."""
    response = HttpResponse(content, content_type=stored.media_type)
    disposition = content_disposition_header(as_attachment=True, filename=stored.name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["Content-Length"] = str(len(content))
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
