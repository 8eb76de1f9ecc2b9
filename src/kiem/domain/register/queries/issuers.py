"""How an issuer's decisions are headed, numbered and signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kiem.domain.register.errors import unknown
from kiem.platform.kernel.sql import fetch, known

# Of unit and Party names, what is left once the kind of body is taken away is the place.
_BODIES = ("Công an thành phố ", "Công an tỉnh ", "Công an ", "Bộ ")
_SIGNS = {
    "youth": ("ĐTN", "TM. BAN CHẤP HÀNH"),
    "women": ("HPN", "TM. BAN CHẤP HÀNH"),
    "trade_union": ("CĐ", "TM. BAN CHẤP HÀNH"),
    "party": ("ĐU", "TM. BAN CHẤP HÀNH"),
    "works_council": ("HĐ", "TM. HỘI ĐỒNG"),
}
_CITY_TYPES = frozenset({"youth_city", "women_city", "trade_union_city", "party_committee"})


@dataclass(frozen=True, slots=True)
class IssuerHeader:
    """`header_family` decides the whole layout: state, youth_union or party. `symbol`: CAHN in
    05/QĐ-CAHN. `is_default`: nobody has set it; it follows from what the organisation is.
    `category`: unit, member, party or external."""

    organization_id: int
    name_vi: str
    name_en: str
    header_family: str
    symbol: str
    place_vi: str
    signing_vi: str
    parent_body_vi: str
    is_default: bool
    category: str

    @property
    def is_collective(self) -> bool:
        """One signs for a committee: TM."""
        return self.signing_vi.startswith(("TM.", "T/M"))

    def number_text(self, number: int) -> str:
        """The number as the header family writes it."""
        if self.header_family == "state":
            return f"{number:02d}/QĐ-{self.symbol}"
        return f"{number:02d}-QĐ/{self.symbol}"


def issuer_header(
    *, organization_id: int, on: date, known_at: datetime | None = None
) -> IssuerHeader:
    """The header that stood on the day, of an organisation whose scope is already checked."""
    rows = fetch(
        f"""
        SELECT s.name_vi, s.name_en, s.code, t.category, t.family, t.code,
            host.name_vi, host.code, higher.name_vi, city.name_vi
        FROM register_organizationstate s
        JOIN register_organizationtype t ON t.code = s.type_id
        LEFT JOIN register_organizationstate host ON host.organization_id = s.parent_id
            AND {known("host", known_at)} AND host.valid @> lower(s.valid)
        LEFT JOIN register_organizationstate higher ON higher.organization_id = s.higher_id
            AND {known("higher", known_at)} AND higher.valid @> lower(s.valid)
        LEFT JOIN LATERAL (
            SELECT c.name_vi FROM register_organizationstate c
            JOIN register_organizationtype ct ON ct.code = c.type_id AND ct.category = 'unit'
                AND ct.family = 'city'
            WHERE {known("c", known_at)} AND c.valid @> %(on)s::date
              AND (c.organization_id IN (s.organization_id, s.parent_id)
                   OR c.organization_id = host.parent_id)
            LIMIT 1) city ON true
        WHERE s.organization_id = %(organization)s AND {known("s", known_at)}
        ORDER BY s.valid @> %(on)s::date DESC, abs(lower(s.valid) - %(on)s::date) LIMIT 1
        """,
        {"organization": organization_id, "on": on, "known_at": known_at},
    )
    if not rows:
        raise unknown("organisation", [organization_id], "organization")
    set_ = fetch(
        """
        SELECT header_family, symbol, place_vi, signing_vi, parent_body_vi
        FROM register_issuerprofile
        WHERE organization_id = %(organization)s
          AND (%(known_at)s::timestamptz IS NULL OR recorded_at <= %(known_at)s::timestamptz)
        ORDER BY recorded_at DESC, id DESC LIMIT 1
        """,
        {"organization": organization_id, "known_at": known_at},
    )
    name_vi, name_en = rows[0][:2]
    said, is_default = (set_[0], False) if set_ else (_default(rows[0]), True)
    return IssuerHeader(*(organization_id, name_vi, name_en, *said, is_default, rows[0][3]))


def _default(row: tuple[Any, ...]) -> tuple[str, str, str, str, str]:
    """Family, symbol, place, signing and parent body for what nobody has set."""
    name_vi, _, code, category, family, type_code, host_vi, host_code, higher_vi, city_vi = row
    place = _place(city_vi or host_vi or name_vi)
    if category == "unit":
        signing = "GIÁM ĐỐC" if family == "city" else "THỦ TRƯỞNG ĐƠN VỊ"
        return "state", code, place, signing, (host_vi or "Bộ Công an").upper()
    sign, signing = _SIGNS.get(family, ("TC", "TM. BAN CHẤP HÀNH"))
    if type_code in _CITY_TYPES:
        signing = "TM. BAN THƯỜNG VỤ"
    header = {"youth": "youth_union", "party": "party"}.get(family, "state")
    return header, f"{sign}-{host_code or code}", place, signing, (higher_vi or "").upper()


def _place(name_vi: str) -> str:
    for body in _BODIES:
        if name_vi.startswith(body):
            return name_vi.removeprefix(body)
    return name_vi
