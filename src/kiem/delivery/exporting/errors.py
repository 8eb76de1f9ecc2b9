"""What can be wrong with an export."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from kiem.platform.kernel.errors import InvalidInput


def unknown_table(what: str, known: str) -> InvalidInput:
    return InvalidInput(
        "export.unknown_table",
        _("There is no table '{what}' to export."),
        remedy=_("Use one of: {known}."),
        field="what",
        params={"what": what[:40], "known": known},
    )


def ends_before_it_starts() -> InvalidInput:
    return InvalidInput(
        "export.ends_before_it_starts",
        _("The period ends before it starts."),
        remedy=_("Check both days."),
        field="first",
    )


def too_many_rows(most: int) -> InvalidInput:
    return InvalidInput(
        "export.too_many_rows",
        _("An Excel sheet holds {most} rows; there are more."),
        remedy=_("Export as CSV, or choose a shorter period."),
        field="format",
        params={"most": most},
    )
