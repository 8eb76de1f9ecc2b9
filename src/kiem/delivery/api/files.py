"""Answers that are files."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from kiem.platform.files.kinds import MEDIA_TYPES, FileKind

PDF = MEDIA_TYPES[FileKind.PDF]
DOCX = MEDIA_TYPES[FileKind.DOCX]
XLSX = MEDIA_TYPES[FileKind.XLSX]
KEPT = tuple(sorted(MEDIA_TYPES.values()))  # whatever somebody handed in


def attachment(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """A file that was made for this answer."""
    response = HttpResponse(content, content_type=media_type)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response
