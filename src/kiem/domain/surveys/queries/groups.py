"""The names of the groups that results are broken down by."""

from __future__ import annotations

from collections.abc import Sequence

from kiem.domain.surveys.bands import DUAL_BANDS, IS_DUAL, SIZE_BANDS
from kiem.platform.kernel.sql import fetch


def group_names(
    by: str, keys: Sequence[str], *, of_people: bool = False
) -> dict[str, tuple[str, str, str]]:
    """Key -> names in both languages and, for a band, its English source text; in order.

    `of_people`: `dual` is whether somebody is a dual holder, not the share of them in a unit.
    """
    if by == "type":
        rows = fetch(
            """SELECT code, name_vi, name_en FROM register_organizationtype
            WHERE code = ANY (%(codes)s) ORDER BY "order", code""",
            {"codes": list(keys)},
        )
        return {code: (vi, en, "") for code, vi, en in rows}
    shares = {str(low): text for low, text in DUAL_BANDS.items()}
    bands = {
        "size": {str(low): text for low, text in SIZE_BANDS.items()},
        "dual": dict(IS_DUAL) if of_people else shares,
    }
    return {key: ("", "", text) for key, text in bands[by].items()}
