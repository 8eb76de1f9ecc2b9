"""Gives kept files back."""

from __future__ import annotations

from collections.abc import Collection

from kiem.platform.files import errors
from kiem.platform.files.kinds import MEDIA_TYPES, FileKind
from kiem.platform.files.models import KeptFile
from kiem.platform.files.stored import StoredFile


def read_file(file_id: int) -> tuple[StoredFile, bytes]:
    """A kept file and its content. Raises NotFound.

    Asks for no viewer: the query of the app whose row names the file has decided who may read it.
    """
    kept = KeptFile.objects.select_related("content").filter(pk=file_id).first()
    if kept is None:
        raise errors.no_file(file_id)
    return _described(kept, kept.content.size_bytes), bytes(kept.content.data)


def describe_files(file_ids: Collection[int]) -> dict[int, StoredFile]:
    """What is known of each file, without reading any content; one query."""
    if not file_ids:
        return {}
    kept = KeptFile.objects.select_related("content").defer("content__data")
    rows = kept.filter(pk__in=set(file_ids))
    return {int(row.pk): _described(row, row.content.size_bytes) for row in rows}


def _described(kept: KeptFile, size_bytes: int) -> StoredFile:
    media_type = MEDIA_TYPES[FileKind(kept.kind)]
    return StoredFile(int(kept.pk), kept.content_id, kept.name, media_type, size_bytes)
