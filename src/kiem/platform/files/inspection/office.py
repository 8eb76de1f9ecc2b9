"""Word and Excel files (OOXML): the archive, then what its parts may be."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from types import MappingProxyType

from kiem.platform.files import errors
from kiem.platform.files.inspection.archive import Member, unpack
from kiem.platform.files.kinds import FileKind

_MAIN_TYPES: Mapping[FileKind, bytes] = MappingProxyType(
    {
        FileKind.DOCX: b"wordprocessingml.document.main+xml",
        FileKind.XLSX: b"spreadsheetml.sheet.main+xml",
    }
)
_CONTENT_TYPES = "[Content_Types].xml"
_ACTING_PARTS = re.compile(
    r"vbaproject|vbadata|activex|oleobject|macrosheets|dialogsheets|customui|\.(exe|dll|js|vbs|bat"
    r"|cmd|ps1|scr|lnk|hta|jar|msi|com|docm|xlsm|dotm|xltm|xlam|htm|html|svg)$",
    re.IGNORECASE,
)
_ACTING_TYPES = re.compile(rb"macroEnabled|vbaProject|activeX|oleObject|ms-package", re.IGNORECASE)
_DECLARATIONS = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>", re.DOTALL)
# Parts fetched from elsewhere the moment the file is opened. Links somebody must press may stay.
_FETCHED = re.compile(rb"/(attachedTemplate|oleObject|frame|subDocument|control|package)[\"']")
_EMBEDDED = re.compile(r"/embeddings/[^/]+\.(docx|xlsx)$", re.IGNORECASE)


def check_office(data: bytes, kind: FileKind, name: str, *, depth: int = 0) -> None:
    """An archive from its first to its last byte, with the parts of `kind` and none that acts.

    Every part is unpacked (and thrown away) to see how large it really is. A chart's own workbook
    inside is checked the same way, once.
    """
    if not data.startswith(b"PK\x03\x04"):
        raise errors.content_differs(name, kind)
    types = b""
    embedded: list[tuple[FileKind, bytes]] = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in unpack(archive, data, kind, name):
                _check_part(member, name)
                if member.name == _CONTENT_TYPES:
                    types = member.data
                if found := _EMBEDDED.search(f"/{member.name}"):
                    embedded.append((FileKind(found[1].lower()), member.data))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, OSError):
        raise errors.damaged(name, kind) from None
    # After the parts: a workbook with macros is told so, not that it is "something else".
    if _ACTING_TYPES.search(types):
        raise errors.active_content(name, "VBA")
    if _MAIN_TYPES[kind] not in types:
        raise errors.content_differs(name, kind)
    if embedded and depth:
        raise errors.two_in_one(name)
    for inner_kind, inner in embedded:
        check_office(inner, inner_kind, name, depth=depth + 1)


def _check_part(member: Member, name: str) -> None:
    if found := _ACTING_PARTS.search(member.name):
        raise errors.active_content(name, found[0])
    lowered = member.name.lower()
    if not lowered.endswith((".xml", ".rels", ".vml")):
        return
    for declaration in _DECLARATIONS:
        if declaration in member.data:
            raise errors.active_content(name, declaration.replace(b"\0", b"").decode())
    if b"<ddeLink" in member.data:
        raise errors.active_content(name, "DDE")
    if lowered.endswith(".rels"):
        for relation in _RELATION.findall(member.data):
            if b"External" in relation and (fetched := _FETCHED.search(relation)):
                raise errors.active_content(name, fetched[1].decode())
