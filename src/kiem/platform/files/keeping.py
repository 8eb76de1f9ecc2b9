"""Takes a file in."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import BinaryIO

from django.db import connection, transaction

from kiem.platform.access.viewer import Viewer
from kiem.platform.audit.recording import actor_key
from kiem.platform.files import errors
from kiem.platform.files.inspection import inspect
from kiem.platform.files.kinds import KINDS_BY_ENDING, MEDIA_TYPES, FileKind
from kiem.platform.files.models import KeptFile
from kiem.platform.files.names import ending_of, safe_name
from kiem.platform.files.stored import DEFAULT_LIMIT_BYTES, StoredFile
from kiem.platform.kernel import clock


def keep_file(
    *,
    name: str,
    content: bytes | BinaryIO,
    kinds: Collection[FileKind],
    limit_bytes: int = DEFAULT_LIMIT_BYTES,
    actor: Viewer,
) -> StoredFile:
    """Check a file and keep it, in the caller's transaction.

    `name` as the sender wrote it: it is made safe first. `kinds`: those the caller takes; the
    ending of the name must say one of them and the content must be it. The action that calls this
    has checked `actor`'s right, and its audit entry names the id (`rows={"files_keptfile": [id]}`).

    Raises InvalidInput (field `file`) when the file is empty, larger than `limit_bytes`, of
    another kind than it says, damaged, protected, or holds macros, scripts or a second file.
    """
    safe = safe_name(name)
    kind = _kind_by_name(safe, kinds)
    data = _bytes_of(safe, content, limit_bytes)
    inspect(data, kind, safe)
    return _keep(safe, kind, data, actor)


def keep_made_file(*, name: str, content: bytes, kind: FileKind, actor: Viewer) -> StoredFile:
    """Keep a file the program itself has made, such as an export of 200,000 rows, in the caller's
    transaction. It is not inspected: limits on what strangers hand in do not hold for it."""
    return _keep(safe_name(name), kind, content, actor)


def _keep(safe: str, kind: FileKind, data: bytes, actor: Viewer) -> StoredFile:
    digest = hashlib.sha256(data).hexdigest()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO files_content (sha256, size_bytes, data) VALUES (%s, %s, %s)"
                " ON CONFLICT DO NOTHING",
                [digest, len(data), data],
            )
        kept = KeptFile.objects.create(
            content_id=digest,
            name=safe,
            kind=kind,
            kept_at=clock.now(),
            kept_by=actor_key(actor),
        )
    return StoredFile(int(kept.pk), digest, safe, MEDIA_TYPES[kind], len(data))


def _kind_by_name(name: str, kinds: Collection[FileKind]) -> FileKind:
    kind = KINDS_BY_ENDING.get(ending_of(name))
    if kind is None or kind not in kinds:
        raise errors.kind_not_taken(name, kinds)
    return kind


def _bytes_of(name: str, content: bytes | BinaryIO, limit_bytes: int) -> bytes:
    """The content, read no further than one byte past the limit."""
    data = content if isinstance(content, bytes) else content.read(limit_bytes + 1)
    if not data:
        raise errors.empty(name)
    if len(data) > limit_bytes:
        raise errors.too_large(name, limit_bytes)
    return data
