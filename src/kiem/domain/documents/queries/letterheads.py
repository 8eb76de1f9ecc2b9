"""How an issuer's decisions look at the top and at the bottom, to be shown beside its profile."""

from __future__ import annotations

from dataclasses import dataclass

from kiem.domain.documents.layout.families import FAMILIES
from kiem.domain.documents.model import HeaderFamily, Signature
from kiem.domain.documents.queries.papers import issuer_name, signature_of
from kiem.domain.register.queries.signing import Letterhead, Signatory, letterhead
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock


@dataclass(frozen=True, slots=True)
class LetterheadShown:
    """The lines of the letterhead, how the head signs, and each signatory with their signature."""

    letterhead: Letterhead
    left: tuple[str, ...]
    right: tuple[str, ...]
    number: str
    of_head: Signature
    signatories: tuple[tuple[Signatory, Signature], ...]


def letterhead_shown(*, viewer: Viewer, organization_id: int) -> LetterheadShown:
    """For whoever speaks for the organisation today. Raises NotFound for others."""
    said = letterhead(viewer=viewer, organization_id=organization_id)
    header, today = said.header, clock.today()
    family = FAMILIES[HeaderFamily(header.header_family)]
    lines = (header.parent_body_vi, issuer_name(header), family.stars)
    return LetterheadShown(
        said,
        tuple(line.upper() for line in lines if line),
        tuple(text for _style, text in family.emblem),
        family.number_label + header.number_text(5),
        signature_of(header, on=today),
        tuple((each, signature_of(header, on=today, signatory=each)) for each in said.signatories),
    )
