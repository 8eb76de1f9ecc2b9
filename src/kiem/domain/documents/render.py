"""Documents and reports as files: the way in for every other app.

    from kiem.domain.documents.render import render_pdf, render_docx, render_report

Pure: what is not in the document is not read from anywhere. The same document gives the same
bytes.
"""

from __future__ import annotations

from enum import StrEnum

from kiem.domain.documents.layout import lay_out
from kiem.domain.documents.model import OfficialDocument, ReportDocument


class FileFormat(StrEnum):
    """The two kinds of file; the value is the extension."""

    PDF = "pdf"
    DOCX = "docx"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    FileFormat.PDF: "application/pdf",
    FileFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def render_pdf(document: OfficialDocument) -> bytes:
    """A tagged PDF (PDF/UA-1, PDF/A-2a) of A4 pages."""
    from kiem.domain.documents.rendering.pdf import write_pdf

    return write_pdf(lay_out(document))


def render_docx(document: OfficialDocument) -> bytes:
    """A DOCX with the same layout, in named styles."""
    from kiem.domain.documents.rendering.docx import write_docx

    return write_docx(lay_out(document))


def render(document: OfficialDocument, file_format: FileFormat) -> bytes:
    """The document in the format asked for."""
    return render_docx(document) if file_format is FileFormat.DOCX else render_pdf(document)


def render_report(report: ReportDocument, file_format: FileFormat = FileFormat.PDF) -> bytes:
    """A report of figures: 200 rows in well under half a second."""
    return render(report.as_document(), file_format)
