"""The paper of an issuer on a day: its letterhead, place, and who signs."""

from __future__ import annotations

from datetime import date, datetime

from kiem.domain.documents.model import HeaderFamily, IssuerHeader, Signature
from kiem.domain.documents.templates.paper import Paper
from kiem.domain.register.queries.heads import head_of
from kiem.domain.register.queries.issuers import IssuerHeader as IssuerFacts
from kiem.domain.register.queries.issuers import issuer_header
from kiem.platform.kernel.installation import read_installation


def paper_of(
    *,
    issuer_id: int,
    on: date,
    known_at: datetime | None,
    number: str,
    signed_on: date | None,
    made_on: date | None,
    is_draft: bool = False,
) -> Paper:
    """The paper of an issuer whose scope the caller has checked."""
    header = issuer_header(organization_id=issuer_id, on=on, known_at=known_at)
    family = HeaderFamily(header.header_family)
    issuer_vi = header.name_vi
    if family is HeaderFamily.YOUTH_UNION:
        issuer_vi = f"Ban Chấp hành {issuer_vi}"  # its papers name the issuing committee
    return Paper(
        header=IssuerHeader(family, issuer_vi, header.parent_body_vi),
        number=number,
        place_vi=header.place_vi,
        signed_on=signed_on,
        made_on=made_on,
        signature=_signature(header, family, on, known_at),
        is_draft=is_draft,
        is_invented=read_installation().is_sample,
    )


def _signature(
    header: IssuerFacts, family: HeaderFamily, on: date, known_at: datetime | None
) -> Signature:
    """The head's own title for the state; "TM. ..." above it where one signs for a collective."""
    head = head_of(organization_id=header.organization_id, on=on, known_at=known_at)
    if head is None:
        return Signature(title_vi=header.signing_vi)
    rank_vi = head.rank_vi if family is HeaderFamily.STATE else ""
    if not header.signing_vi.startswith(("TM.", "T/M")):
        return Signature(title_vi=head.title_vi, name=head.full_name, rank_vi=rank_vi)
    return Signature(head.title_vi, head.full_name, header.signing_vi, rank_vi)
