"""What operations take that is no JSON: files, and the months of an address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from django.utils.translation import gettext_noop as _
from ninja import File
from ninja.files import UploadedFile
from pydantic import Field

from kiem.delivery.api.schemas.shape import MONTH
from kiem.platform import files
from kiem.platform.access import Viewer

MULTIPART = "multipart/form-data"
MOST_FILES = 10  # in one request
_KINDS = _("PDF, PNG, JPEG, WebP, DOCX, XLSX, CSV or TXT; looked at by its content.")
_MANY_KINDS = _("PDF, PNG, JPEG, WebP, DOCX, XLSX, CSV or TXT; one part for each file.")
MonthNamed = Annotated[str, Field(pattern=MONTH, examples=["2025-10"])]
Workbook = Annotated[UploadedFile, File(description=_("An Excel workbook (.xlsx), or a CSV file."))]
Document = Annotated[UploadedFile, File(description=_KINDS)]
OptionalDocument = Annotated[UploadedFile | None, File(description=_KINDS)]
Documents = Annotated[
    list[UploadedFile], File(min_length=1, max_length=MOST_FILES, description=_MANY_KINDS)
]
OptionalDocuments = Annotated[
    list[UploadedFile], File(max_length=MOST_FILES, description=_MANY_KINDS)
]


def keep_documents(uploads: Sequence[UploadedFile], actor: Viewer) -> list[int]:
    """Keep documents handed in with a request; the ids of the kept files. Raises InvalidInput."""
    return [
        files.keep_file(
            name=upload.name or "", content=upload.read(), kinds=files.DOCUMENTS, actor=actor
        ).id
        for upload in uploads
    ]
