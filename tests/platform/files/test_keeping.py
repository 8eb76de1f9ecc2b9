"""Keeping files on the real database, and giving them back as downloads."""

from __future__ import annotations

import hashlib
import io

import pytest
from django.db import DatabaseError, connection, transaction
from tests.factories import files as make

from kiem.platform import files
from kiem.platform.access import SYSTEM, Viewer
from kiem.platform.access.headers import HeadersMiddleware
from kiem.platform.files import DOCUMENTS, PICTURES, FileKind
from kiem.platform.files.models import Content, KeptFile
from kiem.platform.files.names import LONGEST_NAME, ending_of, safe_name
from kiem.platform.kernel.errors import InvalidInput, NotFound

OFFICER = Viewer(name="officer", user_id=5, person_id=70)
TEXT = "Biên bản họp\n".encode()


def keep(name: str = "Biên bản.txt", content: bytes = TEXT, **options: object) -> files.StoredFile:
    values = {"kinds": DOCUMENTS, "actor": OFFICER, **options}
    return files.keep_file(name=name, content=content, **values)  # type: ignore[arg-type]  # as given


def refused(**options: object) -> str:
    with pytest.raises(InvalidInput) as caught:
        keep(**options)  # type: ignore[arg-type]  # as given
    return caught.value.code


@pytest.mark.django_db
def test_kept_file_comes_back_byte_for_byte() -> None:
    stored = keep()
    assert stored.sha256 == hashlib.sha256(TEXT).hexdigest()
    assert (stored.name, stored.media_type, stored.size_bytes) == (
        "Biên bản.txt",
        "text/plain",
        len(TEXT),
    )
    assert files.read_file(stored.id) == (stored, TEXT)
    assert files.describe_files([stored.id, 10**9]) == {stored.id: stored}
    assert KeptFile.objects.get(pk=stored.id).kept_by == "user:5"


@pytest.mark.django_db
def test_same_content_is_kept_once_under_each_name() -> None:
    first, second = keep("a.txt"), keep("b.txt", content=io.BytesIO(TEXT))  # type: ignore[arg-type]  # either is taken
    assert first.id != second.id
    assert first.sha256 == second.sha256
    assert (Content.objects.count(), KeptFile.objects.count()) == (1, 2)


@pytest.mark.django_db
def test_file_goes_with_the_transaction_that_kept_it() -> None:
    with transaction.atomic():
        keep()
        transaction.set_rollback(True)
    assert (Content.objects.count(), KeptFile.objects.count()) == (0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
@pytest.mark.parametrize(("table", "column"), [("content", "data"), ("keptfile", "name")])
def test_kept_file_is_never_altered(statement: str, table: str, column: str) -> None:
    keep()
    with pytest.raises(DatabaseError, match="never change"), connection.cursor() as cursor:
        cursor.execute(statement.format(f"files_{table}", column, column))


@pytest.mark.django_db
def test_file_of_exactly_the_limit_is_taken_and_one_byte_more_is_not() -> None:
    limit_bytes = files.DEFAULT_LIMIT_BYTES
    assert limit_bytes == 10 * 1024 * 1024
    assert keep(content=b"a" * limit_bytes).size_bytes == limit_bytes
    assert refused(content=b"a" * (limit_bytes + 1)) == "files.too_large"
    assert refused(content=io.BytesIO(b"a" * 101), limit_bytes=100) == "files.too_large"


@pytest.mark.django_db
def test_content_is_read_no_further_than_the_limit() -> None:
    source = io.BytesIO(b"a" * 1_000_000)
    assert refused(content=source, limit_bytes=1000) == "files.too_large"
    assert source.tell() == 1001


@pytest.mark.django_db
def test_empty_file_is_refused() -> None:
    assert refused(content=b"") == "files.empty"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["report.exe", "report", ".pdf", "a.pdf.exe", "a.docm", "a\u202efdp.exe", "a.html"]
)
def test_name_of_another_kind_is_refused(name: str) -> None:
    assert refused(name=name) == "files.kind_not_taken"


@pytest.mark.django_db
def test_kind_the_caller_does_not_take_is_refused_and_says_which_are() -> None:
    with pytest.raises(InvalidInput) as caught:
        keep(name="a.txt", kinds=PICTURES)
    assert str(caught.value) == (
        "Files such as a.txt are not taken here. Save it as one of: jpg, png, webp."
    )


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\x\\Biên bản.docx", "Biên bản.docx"),
        ("a\x00b\r\nc\t.txt", "ab c .txt"),
        ("anh\u202egpj.exe", "anhgpj.exe"),
        ("\u200f\u2066x\u2069.pdf", "x.pdf"),
        ('a<b>:"|?*.csv', "a_b______.csv"),
        ("con.txt", "_con.txt"),
        (" ..hidden.txt. ", "hidden.txt"),
        ("Bie\u0302n ba\u0309n.pdf", "Biên bản.pdf"),
        ("\ud800.txt", "txt"),
        ("/", "file"),
        ("", "file"),
    ],
)
def test_safe_name(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_long_name_keeps_its_ending() -> None:
    kept = safe_name("Báo cáo " * 40 + ".xlsx")
    assert len(kept) <= LONGEST_NAME
    assert ending_of(kept) == "xlsx"
    assert len(safe_name("x" * 500)) == LONGEST_NAME


@pytest.mark.django_db
def test_download_is_an_attachment_that_can_do_nothing() -> None:
    stored = keep('Biên bản "tháng 10";x.txt')
    response = HeadersMiddleware(lambda request: files.download(*files.read_file(stored.id)))(
        None  # type: ignore[arg-type]  # the request is not looked at
    )
    assert response.content == TEXT  # type: ignore[attr-defined]  # a plain answer
    assert {name: response.headers[name] for name in EXPECTED} == EXPECTED


EXPECTED = {
    "Content-Type": "text/plain",
    "Content-Disposition": "attachment; filename*=utf-8''"
    "Bi%C3%AAn%20b%E1%BA%A3n%20_th%C3%A1ng%2010_%3Bx.txt",
    "Content-Length": str(len(TEXT)),
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}


@pytest.mark.django_db
def test_no_file_of_that_id() -> None:
    with pytest.raises(NotFound):
        files.read_file(10**12)


@pytest.mark.django_db
def test_verify_finds_an_altered_content() -> None:
    keep()
    keep(name="a.pdf", content=make.pdf())
    assert files.verify_files() == files.FilesReport(2, ())
    digest = hashlib.sha256(TEXT).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE files_content DISABLE TRIGGER append_only")
        cursor.execute("UPDATE files_content SET data = 'x' WHERE sha256 = %s", [digest])
    report = files.verify_files()
    assert (report.counted, len(report.altered)) == (2, 1)
    assert digest in report.altered[0]


@pytest.mark.django_db
def test_content_lies_outside_the_row_and_uncompressed() -> None:
    keep(content=b"a" * 100_000)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attstorage FROM pg_attribute"
            " WHERE attrelid = 'files_content'::regclass AND attname = 'data'"
        )
        assert cursor.fetchone() == ("e",)
        cursor.execute("SELECT pg_column_size(data) FROM files_content")
        assert cursor.fetchone()[0] >= 100_000


@pytest.mark.django_db
def test_every_kind_has_its_media_type() -> None:
    stored = files.keep_file(
        name="x.JPEG", content=make.jpeg(), kinds={FileKind.JPEG}, actor=SYSTEM
    )
    assert stored.media_type == "image/jpeg"
    assert KeptFile.objects.get(pk=stored.id).kept_by == "system"
