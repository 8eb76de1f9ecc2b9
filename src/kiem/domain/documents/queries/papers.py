"""The paper of an issuer on a day: its letterhead, place, and who signs."""

from __future__ import annotations

from datetime import date, datetime

from kiem.domain.documents.model import HeaderFamily, IssuerHeader, Signature
from kiem.domain.documents.templates.paper import Paper
from kiem.domain.documents.templates.signing import authority_lines
from kiem.domain.register.queries.heads import Head, head_of
from kiem.domain.register.queries.issuers import IssuerHeader as IssuerFacts
from kiem.domain.register.queries.issuers import issuer_header
from kiem.domain.register.queries.signing import Chosen, Signatory, signatories
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
    signatory: Chosen | None = None,
) -> Paper:
    """The paper of an issuer whose scope the caller has checked; `signatory` signs in the
    head's stead."""
    header = issuer_header(organization_id=issuer_id, on=on, known_at=known_at)
    family = HeaderFamily(header.header_family)
    found: tuple[Signatory, ...] = ()
    if signatory is not None:
        found = signatories(organization_id=issuer_id, on=on, known_at=known_at, chosen=signatory)
    return Paper(
        header=IssuerHeader(family, issuer_name(header), header.parent_body_vi),
        number=number,
        place_vi=header.place_vi,
        signed_on=signed_on,
        made_on=made_on,
        signature=signature_of(header, on=on, known_at=known_at, signatory=next(iter(found), None)),
        is_draft=is_draft,
        is_invented=read_installation().is_sample,
    )


def issuer_name(header: IssuerFacts) -> str:
    """The issuer as its papers name it: the Youth Union's name the issuing committee."""
    if header.header_family == HeaderFamily.YOUTH_UNION:
        return f"Ban Chấp hành {header.name_vi}"
    return header.name_vi


def signature_of(
    header: IssuerFacts,
    *,
    on: date,
    known_at: datetime | None = None,
    signatory: Signatory | None = None,
) -> Signature:
    """How the issuer's head signs on the day, or the signatory in the head's stead."""
    head = head_of(organization_id=header.organization_id, on=on, known_at=known_at)
    if signatory is None:
        return _of_head(header, head)
    rank_vi = signatory.rank_vi if header.header_family == HeaderFamily.STATE else ""
    authority_vi, instead_vi = authority_lines(
        signatory.way,
        signing_vi=header.signing_vi,
        leading_title_vi=head.title_vi if head else "",
        is_state_body=header.header_family == HeaderFamily.STATE and header.category == "unit",
    )
    return Signature(signatory.title_vi, signatory.full_name, authority_vi, rank_vi, instead_vi)


def _of_head(header: IssuerFacts, head: Head | None) -> Signature:
    """The head's own title for the state; "TM. ..." above it where one signs for a collective."""
    if head is None:
        return Signature(title_vi=header.signing_vi)
    rank_vi = head.rank_vi if header.header_family == HeaderFamily.STATE else ""
    if not header.is_collective:
        return Signature(title_vi=head.title_vi, name=head.full_name, rank_vi=rank_vi)
    return Signature(head.title_vi, head.full_name, header.signing_vi, rank_vi)
