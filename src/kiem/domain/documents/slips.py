"""A sheet of slips: one code each, to be cut and handed out; what the counting board prints.

Not a document of an issuer: no letterhead, no number, and it is kept nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class SlipSheet:
    """What stands on every slip, and the codes as they are written (`4829 1730 5664 1187`).

    `address`: where to type the code. `is_invented`: sample data, said on every slip.
    """

    congress_vi: str
    congress_en: str
    held_on: date
    contest_vi: str
    contest_en: str
    round_number: int
    seats: int
    address: str
    codes: tuple[str, ...]
    is_invented: bool = False


def render_slips(sheet: SlipSheet) -> bytes:
    """A tagged PDF of A4 pages, ten slips each."""
    from kiem.domain.documents.rendering.slips import write_slips

    return write_slips(sheet)
