"""What operations take that is no JSON: files, and the months of an address."""

from __future__ import annotations

from typing import Annotated

from django.utils.translation import gettext_noop as _
from ninja import File
from ninja.files import UploadedFile
from pydantic import Field

from kiem.delivery.api.schemas.shape import MONTH

MULTIPART = "multipart/form-data"
MonthNamed = Annotated[str, Field(pattern=MONTH, examples=["2025-10"])]
Workbook = Annotated[UploadedFile, File(description=_("An Excel workbook (.xlsx), or a CSV file."))]
Document = Annotated[
    UploadedFile,
    File(description=_("PDF, PNG, JPEG, WebP, DOCX, XLSX, CSV or TXT; looked at by its content.")),
]
OptionalDocument = Annotated[
    UploadedFile | None,
    File(description=_("PDF, PNG, JPEG, WebP, DOCX, XLSX, CSV or TXT; looked at by its content.")),
]
