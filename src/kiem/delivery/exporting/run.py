"""An export as background work: of any size, with progress, fetched from the page of its run."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_noop as _

from kiem.delivery.exporting.tables import Asked, table_named
from kiem.delivery.exporting.writing import write_csv, write_xlsx
from kiem.platform import files
from kiem.platform.access import Permission, Viewer
from kiem.platform.jobs import Kind, Outcome, Progress, register_kind
from kiem.platform.kernel.installation import read_installation

KIND = "export.table"
FORMATS = ("csv", "xlsx")


def register() -> None:
    """Called when the web's app is ready."""
    register_kind(
        Kind(KIND, _("Export"), "kiem.delivery.exporting.run:perform", Permission.VIEW_STRUCTURE)
    )


def perform(inputs: Mapping[str, Any], viewer: Viewer, progress: Progress) -> Outcome:
    """`inputs`: what, on, first, known_at (or None), format. The file is that of the run."""
    table = table_named(str(inputs["what"]))
    viewer.require(table.permission)
    known_at = inputs.get("known_at")
    asked = Asked(
        viewer,
        date.fromisoformat(str(inputs["on"])),
        date.fromisoformat(str(inputs["first"])),
        datetime.fromisoformat(str(known_at)) if known_at else None,
    )
    kind = "csv" if inputs["format"] == "csv" else "xlsx"
    write = write_csv if kind == "csv" else write_xlsx
    with tempfile.TemporaryFile() as out:
        count = write(
            table.columns,
            table.rows(asked),
            out,
            is_invented=read_installation().is_sample,
            tick=lambda done: progress(done, 0, _("Writing rows")),
        )
        out.seek(0)
        stored = files.keep_made_file(
            name=f"kiem-{table.what}-{asked.on.isoformat()}.{kind}",
            content=out.read(),
            kind=files.FileKind(kind),
            actor=viewer,
        )
    return Outcome(facts={"rows": count}, file_id=stored.id)
