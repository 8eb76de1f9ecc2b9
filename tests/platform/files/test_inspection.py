"""What is taken, and every way of smuggling something in that we know."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from tests.factories import files as make

from kiem.platform.files.inspection import inspect
from kiem.platform.files.kinds import FileKind
from kiem.platform.kernel.errors import InvalidInput

HONEST = {
    FileKind.PDF: make.pdf(),
    FileKind.PNG: make.png(),
    FileKind.JPEG: make.jpeg(),
    FileKind.WEBP: make.webp(),
    FileKind.DOCX: make.word(),
    FileKind.XLSX: make.excel(),
    FileKind.CSV: "họ tên;giờ\nNguyễn Văn An;3,5\n".encode(),
    FileKind.TXT: "Ghi chú\r\n\tdòng hai\n".encode("utf-16"),
}
EXE = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff" + bytes(200)
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
ELF = b"\x7fELF\x02\x01\x01" + bytes(100)


def refusal(data: bytes, kind: FileKind) -> str:
    with pytest.raises(InvalidInput) as caught:
        inspect(data, kind, f"x.{kind}")
    assert caught.value.field == "file"
    return caught.value.code


@pytest.mark.parametrize("kind", list(FileKind))
def test_honest_file_of_each_kind_is_taken(kind: FileKind) -> None:
    inspect(HONEST[kind], kind, f"x.{kind}")


@pytest.mark.parametrize("data", [EXE, ELF, HTML, SVG, b"\0" * 40, b"  \r\n" + HTML])
@pytest.mark.parametrize("kind", list(FileKind))
def test_program_or_markup_under_another_name_is_refused(data: bytes, kind: FileKind) -> None:
    assert refusal(data, kind) == "files.content_differs"


def test_file_of_one_kind_is_refused_as_any_other() -> None:
    codes = {
        (kind, claimed): refusal(data, claimed)
        for kind, data in HONEST.items()
        for claimed in FileKind
        if claimed != kind
        # text is text: which of the two, only its name says
        and {kind, claimed} != {FileKind.CSV, FileKind.TXT}
    }
    assert set(codes.values()) <= {"files.content_differs", "files.two_in_one"}
    assert len(codes) == 8 * 7 - 2


@pytest.mark.parametrize("kind", [k for k in FileKind if k not in (FileKind.CSV, FileKind.TXT)])
def test_file_cut_short_is_refused(kind: FileKind) -> None:
    data = HONEST[kind]
    assert refusal(data[: len(data) * 2 // 3], kind) == "files.damaged"


@pytest.mark.parametrize("text", ["giờ", "Nguyễn"])
def test_text_in_one_byte_a_letter_is_taken(text: str) -> None:
    inspect("caf\xe9 ".encode("latin-1") + text.encode("cp1258", "ignore"), FileKind.CSV, "x.csv")


def test_text_with_a_control_character_is_refused() -> None:
    assert refusal(b"name;hours\x1b[31m\n", FileKind.CSV) == "files.content_differs"
    assert refusal("a\x08b".encode("utf-16"), FileKind.TXT) == "files.content_differs"
    assert refusal(b"\xff\xfea", FileKind.TXT) == "files.content_differs"


# -- two files in one


@pytest.mark.parametrize(
    "kind", [FileKind.PDF, FileKind.PNG, FileKind.JPEG, FileKind.WEBP, FileKind.TXT]
)
def test_archive_behind_a_file_is_refused(kind: FileKind) -> None:
    code = refusal(HONEST[kind] + make.plain_archive(), kind)
    # in text an archive's bytes are no text at all
    assert code == ("files.content_differs" if kind == FileKind.TXT else "files.two_in_one")


def test_archive_whose_comment_ends_as_a_pdf_does_is_refused() -> None:
    archive = bytearray(make.plain_archive())
    comment = b"\nstartxref\n0\n%%EOF"
    archive[-2:] = struct.pack("<H", len(comment))
    assert refusal(make.pdf() + bytes(archive) + comment, FileKind.PDF) == "files.two_in_one"


def test_archive_inside_a_chunk_of_a_picture_is_refused() -> None:
    picture = make.png()
    hidden = make.png_chunk(b"teXt", make.plain_archive())
    at = picture.index(b"IEND") - 4
    assert refusal(picture[:at] + hidden + picture[at:], FileKind.PNG) == "files.two_in_one"


def test_pdf_in_the_comment_of_a_picture_is_refused() -> None:
    picture, comment = make.jpeg(), b"%PDF-1.4 " + bytes(20)
    hidden = b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment
    assert refusal(picture[:2] + hidden + picture[2:], FileKind.JPEG) == "files.two_in_one"


def test_pdf_as_first_member_of_an_office_file_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(make.word())) as old, zipfile.ZipFile(out, "w") as new:
        new.writestr("docProps/a.bin", make.pdf())
        for entry in old.infolist():
            new.writestr(entry.filename, old.read(entry))
    assert refusal(out.getvalue(), FileKind.DOCX) == "files.two_in_one"


def test_bytes_after_the_end_of_a_picture_are_refused() -> None:
    assert refusal(make.png() + b"x", FileKind.PNG) == "files.two_in_one"
    assert refusal(make.webp() + b"x", FileKind.WEBP) == "files.two_in_one"


def test_second_picture_behind_a_phones_picture_is_taken() -> None:
    inspect(make.jpeg() + make.jpeg(), FileKind.JPEG, "x.jpg")


# -- things that act


@pytest.mark.parametrize("packed", [False, True])
def test_pdf_with_a_script_is_refused(packed: bool) -> None:
    assert refusal(make.pdf_with_script(packed=packed), FileKind.PDF) == "files.active_content"


def test_pdf_name_written_in_escapes_is_read_as_readers_do() -> None:
    plain = make.pdf()
    at = plain.index(b"/Type /Catalog")
    hidden = plain[:at] + b"/AA << /O << /S /J#61vaScript >> >> " + plain[at:]
    assert refusal(hidden, FileKind.PDF) == "files.active_content"


def test_pdf_picture_that_spells_a_name_by_chance_is_taken() -> None:
    plain = make.pdf()
    at = plain.rindex(b"xref\n0")
    stream = b"9 0 obj\n<< /Length 9 >>\nstream\nab/JS xyz\nendstream\nendobj\n"
    inspect(plain[:at] + stream + plain[at:], FileKind.PDF, "x.pdf")


def test_protected_pdf_is_refused() -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(make.pdf())))
    writer.encrypt("secret", algorithm="RC4-40")
    out = io.BytesIO()
    writer.write(out)
    assert refusal(out.getvalue(), FileKind.PDF) == "files.locked"


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        (FileKind.DOCX, "word/vbaProject.bin"),
        (FileKind.XLSX, "xl/VBAPROJECT.BIN"),
        (FileKind.XLSX, "xl/activeX/activeX1.bin"),
        (FileKind.DOCX, "word/embeddings/oleObject1.bin"),
        (FileKind.XLSX, "xl/macrosheets/sheet1.xml"),
        (FileKind.DOCX, "word/media/report.exe"),
        (FileKind.DOCX, "customUI/customUI.xml"),
    ],
)
def test_office_file_with_a_part_that_acts_is_refused(kind: FileKind, part: str) -> None:
    data = make.repacked(HONEST[kind], added={part: b"\xd0\xcf\x11\xe0"})
    assert refusal(data, kind) == "files.active_content"


def test_macro_file_renamed_is_refused_although_its_part_is_named_otherwise() -> None:
    with zipfile.ZipFile(io.BytesIO(HONEST[FileKind.DOCX])) as archive:
        types = archive.read("[Content_Types].xml")
    marked = types.replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    assert marked != types
    data = make.repacked(
        HONEST[FileKind.DOCX],
        added={"word/innocent.bin": b"x"},
        changed={"[Content_Types].xml": marked},
    )
    assert refusal(data, FileKind.DOCX) == "files.active_content"


RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{kind}" Target="http://198.51.100.7/x" TargetMode="External"/></Relationships>'
)


def test_template_fetched_from_elsewhere_is_refused_and_a_link_is_not() -> None:
    part = "word/_rels/settings.xml.rels"
    fetched = RELATIONS.format(kind="attachedTemplate").encode()
    linked = RELATIONS.format(kind="hyperlink").encode()
    word = HONEST[FileKind.DOCX]
    assert refusal(make.repacked(word, added={part: fetched}), FileKind.DOCX) == (
        "files.active_content"
    )
    inspect(make.repacked(word, added={part: linked}), FileKind.DOCX, "x.docx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_xml_entities_are_refused(encoding: str) -> None:
    text = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>'.encode(encoding)
    data = make.repacked(HONEST[FileKind.XLSX], added={"xl/extra.xml": text})
    assert refusal(data, FileKind.XLSX) == "files.active_content"


def test_workbook_inside_a_document_is_checked_too() -> None:
    name = "word/embeddings/Microsoft_Excel_Sheet.xlsx"
    honest = make.repacked(HONEST[FileKind.DOCX], added={name: make.excel()})
    inspect(honest, FileKind.DOCX, "x.docx")
    macros = make.repacked(make.excel(), added={"xl/vbaProject.bin": b"x"})
    hostile = make.repacked(HONEST[FileKind.DOCX], added={name: macros})
    assert refusal(hostile, FileKind.DOCX) == "files.active_content"
    nested = make.repacked(make.excel(), added={"xl/embeddings/a.xlsx": make.excel()})
    deep = make.repacked(HONEST[FileKind.DOCX], added={name: nested})
    assert refusal(deep, FileKind.DOCX) == "files.two_in_one"


# -- bombs


def test_zip_bomb_is_refused_without_unpacking_it() -> None:
    data = make.repacked(HONEST[FileKind.XLSX], added={"xl/sheets/s.xml": bytes(60_000_000)})
    assert len(data) < 100_000
    assert refusal(data, FileKind.XLSX) == "files.unpacks_too_large"


def test_member_that_lies_about_its_size_is_refused() -> None:
    # Every honest-looking number says 10 bytes; the stream holds a megabyte.
    data = bytearray(make.repacked(HONEST[FileKind.XLSX], added={"xl/a.xml": b"a" * 1_000_000}))
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        entry = data.rindex(signature)
        data[entry + at : entry + at + 4] = struct.pack("<I", 10)
    assert refusal(bytes(data), FileKind.XLSX) == "files.unpacks_too_large"


def test_members_that_share_their_bytes_are_refused() -> None:
    data = make.repacked(HONEST[FileKind.XLSX], added={"xl/a.xml": b"<a/>" * 9, "xl/b.xml": b"x"})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        first = archive.getinfo("xl/a.xml").header_offset
    changed = bytearray(data)
    entry = changed.rindex(b"PK\x01\x02")
    changed[entry + 42 : entry + 46] = struct.pack("<I", first)
    assert refusal(bytes(changed), FileKind.XLSX) in ("files.unpacks_too_large", "files.damaged")


def test_thousands_of_members_are_refused() -> None:
    added = {f"xl/m{number}.xml": b"" for number in range(2_000)}
    data = make.repacked(HONEST[FileKind.XLSX], added=added)
    assert refusal(data, FileKind.XLSX) == "files.unpacks_too_large"


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "xl\\..\\..\\x.xml", "c:/x.xml"])
def test_member_that_leaves_its_folder_is_refused(name: str) -> None:
    data = make.repacked(HONEST[FileKind.XLSX], added={name: b"<a/>"})
    assert refusal(data, FileKind.XLSX) == "files.damaged"


def test_protected_archive_is_refused() -> None:
    data = bytearray(HONEST[FileKind.XLSX])
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert refusal(bytes(data), FileKind.XLSX) == "files.locked"


@pytest.mark.parametrize(("width", "height"), [(60_000, 60_000), (2**31 - 1, 1)])
def test_picture_of_too_many_pixels_is_refused(width: int, height: int) -> None:
    assert refusal(make.png(width, height), FileKind.PNG) == "files.unpacks_too_large"


def test_picture_with_an_altered_byte_is_refused() -> None:
    data = bytearray(make.png())
    data[data.index(b"IDAT") + 6] ^= 1
    assert refusal(bytes(data), FileKind.PNG) == "files.damaged"


def test_pdf_object_stream_that_unpacks_without_end_is_refused() -> None:
    stream = zlib.compress(bytes(40_000_000), 9)
    head = b"9 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\n"
    extra = head % len(stream) + b"stream\n" + stream + b"\nendstream\nendobj\n"
    plain = make.pdf()
    at = plain.rindex(b"xref\n0")
    assert refusal(plain[:at] + extra + plain[at:], FileKind.PDF) == "files.unpacks_too_large"


def test_member_named_otherwise_in_its_own_header_is_refused() -> None:
    """One reader finds the sheet by the directory, another by the header: two contents in one."""
    data = make.excel()
    part = b"xl/worksheets/sheet1.xml"
    at = data.index(part)
    renamed = data[:at] + b"xl/worksheets/sheet9.xml" + data[at + len(part) :]
    assert refusal(renamed, FileKind.XLSX) == "files.damaged"


@pytest.mark.parametrize("flag", [0x20, 0x40, 0x800])
def test_member_packed_in_a_way_nobody_reads_is_refused(flag: int) -> None:
    data = bytearray(make.excel())
    directory = data.index(b"PK\x01\x02")
    (before,) = struct.unpack_from("<H", data, directory + 8)
    struct.pack_into("<H", data, directory + 8, before ^ flag)
    assert refusal(bytes(data), FileKind.XLSX) == "files.damaged"
