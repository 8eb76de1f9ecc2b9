"""A cited figure in the words of a paper: its name, its value, and the state of knowledge."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import translation

from kiem.domain.ledger.queries import figure_label, figure_unit
from kiem.platform.kernel.clock import LOCAL_ZONE

_SWAP = str.maketrans({",": ".", ".": ","})


def figure_saying(
    figure: str, subject_vi: str, value: float, *, on: date, known_at: datetime
) -> str:
    """ "Tải việc, Công an phường Ba Đình: 103,40 % (tháng 11/2025, ghi nhận đến 08:00 ...)".

    `value`: in per cent for ratios, in hours for hours; otherwise a count.
    """
    with translation.override("vi"):
        name = translation.gettext(figure_label(figure))
    whom = f", {subject_vi}" if subject_vi else ""
    moment = f"{known_at.astimezone(LOCAL_ZONE):%H:%M ngày %d/%m/%Y}"
    return f"{name}{whom}: {_value(figure, value)} (tháng {on:%m/%Y}, ghi nhận đến {moment})"


def _value(figure: str, value: float) -> str:
    match figure_unit(figure):
        case "ratio":
            return f"{value:,.2f}".translate(_SWAP) + " %"
        case "hours":
            return f"{value:,.1f}".translate(_SWAP) + " giờ"
        case _:
            return f"{value:,.0f}".translate(_SWAP)
