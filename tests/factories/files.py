"""Honest files of every kind, small, and the parts that hostile ones are made of."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import docx
import xlsxwriter
from pypdf import PdfWriter


def pdf() -> bytes:
    """Two empty pages."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.add_blank_page(595, 842)
    return _pdf_bytes(writer)


def pdf_with_script(*, packed: bool) -> bytes:
    """A PDF that runs JavaScript when opened; `packed`: its objects lie in an object stream."""
    if not packed:
        action = b"/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >>"
        return pdf().replace(b"/Type /Catalog", action)
    inner = b"1 0 << /S /JavaScript /JS (app.alert(1)) >>"
    stream = zlib.compress(inner)
    head = b"9 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\n"
    extra = head % len(stream) + b"stream\n" + stream + b"\nendstream\nendobj\n"
    plain = pdf()
    at = plain.rindex(b"xref\n0")
    return plain[:at] + extra + plain[at:]


def _pdf_bytes(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int = 4, height: int = 3) -> bytes:
    """Grey pixels; a large size claims more than the data holds, as a bomb does."""
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = zlib.compress(b"".join(b"\0" + bytes(4) for _ in range(3)))
    return b"\x89PNG\r\n\x1a\n" + head + png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")


def jpeg() -> bytes:
    """The skeleton of a picture: every segment in place, eight entropy-coded bytes."""

    def segment(marker: int, data: bytes) -> bytes:
        return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data

    return (
        b"\xff\xd8"
        + segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
        + segment(0xDB, b"\0" + bytes(range(1, 65)))
        + segment(0xC0, struct.pack(">BHHB", 8, 16, 16, 1) + b"\x01\x11\0")
        + segment(0xC4, b"\0" + bytes(16))
        + segment(0xDA, b"\x01\x01\0\0\x3f\0")
        + b"\x12\x34\xff\x00\x56\x78\x9a\xbc"
        + b"\xff\xd9"
    )


def webp() -> bytes:
    """A container with one lossless chunk."""
    chunk = b"VP8L" + struct.pack("<I", 6) + b"\x2f\0\0\0\0\0"
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


def word() -> bytes:
    document = docx.Document()
    document.add_paragraph("Biên bản họp chi đoàn")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def excel(rows: int = 3) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Tháng 10")
    for row in range(rows):
        sheet.write_row(row, 0, ["Họ và tên", row, 1.5])
    book.close()
    return out.getvalue()


def repacked(
    archive: bytes, *, added: dict[str, bytes], changed: dict[str, bytes] | None = None
) -> bytes:
    """The archive with members added or replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            new.writestr(entry.filename, (changed or {}).get(entry.filename, old.read(entry)))
        for name, data in added.items():
            new.writestr(name, data)
    return out.getvalue()


def plain_archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("hidden.exe", b"MZ" + bytes(64))
    return out.getvalue()
