"""What a sheet's XML says of its cells beside their values: their reach, formulas, errors."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

from kiem.domain.imports import errors
from kiem.domain.imports.reading.cells import Limits

_CELL = re.compile(
    rb"<(?:[^\s<>/:]{1,60}:)?c(?P<attributes>(?:\s[^<>]*?)?)(?P<empty>/?)>"
    rb"(?P<formula>\s*<(?:[^\s<>/:]{1,60}:)?f[\s/>])?"
)
_ADDRESS = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_ERROR = re.compile(rb"""\st\s*=\s*["']e["']""")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_WORKSHEET = "/worksheet"


@dataclass(frozen=True, slots=True)
class Marks:
    """(row, column) -> `formula` or `error`."""

    flaws: Mapping[tuple[int, int], str]


def sheet_parts(archive: zipfile.ZipFile, name: str) -> list[tuple[str, str]]:
    """Title and part of every worksheet, in order. Raises InvalidInput for a broken index."""
    try:
        # Entities and document types were refused with the whole file.
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    except (KeyError, ElementTree.ParseError, ValueError, LookupError):
        raise errors.unreadable(name) from None
    targets = {
        link.get("Id"): _part(link.get("Target", ""))
        for link in links
        if link.get("Type", "").endswith(_WORKSHEET)
    }
    found = []
    for element in book.iter():
        if _local(element.tag) == "sheet":
            part = targets.get(element.get(_RELATION) or element.get(_STRICT_RELATION))
            if part is not None:
                found.append((element.get("name", ""), part))
    if not found or len({title for title, _ in found}) != len(found):
        raise errors.unreadable(name)
    return found


def read_marks(archive: zipfile.ZipFile, part: str, name: str, limits: Limits) -> Marks:
    """Look through one sheet. Raises InvalidInput when it reaches too far or cannot be read."""
    try:
        text = archive.read(part)
    except KeyError:
        raise errors.unreadable(name) from None
    if b"\x00" in text[:400]:
        raise errors.unreadable(name)  # no program writes sheets in UTF-16; we would look past it
    flaws: dict[tuple[int, int], str] = {}
    last_row = last_column = 0
    for found in _CELL.finditer(text):
        if found["empty"]:
            continue
        attributes = found["attributes"]
        where = _ADDRESS.search(attributes)
        if where is None:
            raise errors.unreadable(name)
        row, column = int(where[2]), _column(where[1])
        last_row, last_column = max(last_row, row), max(last_column, column)
        if _ERROR.search(attributes):
            flaws[row, column] = "error"
        elif found["formula"]:
            flaws[row, column] = "formula"
    if last_row > limits.rows:
        raise errors.too_many_rows(name, limits.rows)
    if last_column > limits.columns:
        raise errors.too_many_columns(name, limits.columns)
    if last_row * last_column > limits.cells:
        raise errors.too_many_rows(name, limits.cells // last_column)
    return Marks(flaws)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _part(target: str) -> str:
    """A relation's target as the archive's own name: absolute, or beside `xl/workbook.xml`."""
    if target.startswith("/"):
        return posixpath.normpath(target[1:])
    return posixpath.normpath(posixpath.join("xl", target))


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
