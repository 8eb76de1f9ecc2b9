"""Reads and sets the mark of sample data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiem.platform.kernel.sql import fetch


@dataclass(frozen=True, slots=True)
class InstallationMark:
    """`sample_until`: the day up to which invented data was made; `sample_name`: which of the
    samples it is.

    The day is None for real data, and for a sample that is still being made (or was left
    unfinished). The name is empty for real data, and for samples older than their names.
    """

    is_sample: bool
    sample_until: date | None
    sample_name: str = ""


def read_installation() -> InstallationMark:
    """The mark of this database; one query by primary key."""
    rows = fetch(
        "SELECT is_sample, sample_until, sample_name FROM kernel_installation WHERE id = 1"
    )
    return InstallationMark(*rows[0]) if rows else InstallationMark(False, None)


def mark_sample(*, until: date | None, name: str = "") -> None:
    """Say that every person in this database is invented. Call it before the first one exists.

    `until` None: the sample is being made; call it again with the day once it is complete. `name`:
    which of the samples it is.
    """
    from kiem.platform.kernel.models import Installation

    Installation.objects.update_or_create(
        pk=1, defaults={"is_sample": True, "sample_until": until, "sample_name": name}
    )


def unmark_sample() -> None:
    """Say that the invented people are gone. Call it after the last one was erased."""
    from kiem.platform.kernel.models import Installation

    Installation.objects.filter(pk=1).update(is_sample=False, sample_until=None, sample_name="")
