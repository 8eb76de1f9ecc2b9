"""The three header families: what the letterhead of each kind of issuer says.

State: Decree 30/2020/ND-CP, Annex I. Youth Union: Decision 367-QĐ/TWĐTN-VP of 29/10/2013. Party:
as remembered, unconfirmed (letter M in `docs/reference/documents.md`).
"""

from __future__ import annotations

from dataclasses import dataclass

from kiem.domain.documents.model import HeaderFamily


@dataclass(frozen=True, slots=True)
class Family:
    """`emblem`: the lines on the right, each with its style; the last one gets the rule.

    `stars` stand under the issuer in place of a rule. `grounds_come_first`: grounds stand before
    the authority that decides; `ground_dash` begins each of them.
    """

    emblem: tuple[tuple[str, str], ...]
    number_label: str
    stars: str = ""
    grounds_come_first: bool = False
    ground_dash: str = ""


FAMILIES = {
    HeaderFamily.STATE: Family(
        emblem=(
            ("nation", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            ("motto", "Độc lập - Tự do - Hạnh phúc"),
        ),
        number_label="Số: ",
    ),
    HeaderFamily.YOUTH_UNION: Family(
        emblem=(("organization", "ĐOÀN TNCS HỒ CHÍ MINH"),),
        number_label="Số: ",
        stars="***",
        ground_dash="- ",
    ),
    HeaderFamily.PARTY: Family(
        emblem=(("organization", "ĐẢNG CỘNG SẢN VIỆT NAM"),),
        number_label="Số ",
        stars="*",
        grounds_come_first=True,
        ground_dash="- ",
    ),
}
