"""The paper a text is put on: letterhead, number, day, signature, recipients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kiem.domain.documents.model import (
    Annex,
    Block,
    DocumentKind,
    IssuerHeader,
    OfficialDocument,
    Signature,
)


@dataclass(frozen=True, slots=True)
class Paper:
    """What surrounds the text of every paper: letterhead, number, place, day, signature."""

    header: IssuerHeader
    number: str = ""
    place_vi: str = ""
    signed_on: date | None = None
    made_on: date | None = None
    signature: Signature | None = None
    recipients: tuple[str, ...] = ()
    keeper_vi: str = "VT"
    is_draft: bool = False
    is_invented: bool = False

    def document(
        self,
        kind: DocumentKind,
        subject_vi: str,
        blocks: Sequence[Block],
        *,
        authority_vi: str = "",
        grounds: tuple[str, ...] = (),
        addressees: tuple[str, ...] = (),
        annexes: tuple[Annex, ...] = (),
        signatures: tuple[Signature, ...] | None = None,
        type_vi: str = "",
    ) -> OfficialDocument:
        """The document of `kind` on this paper."""
        own = (self.signature,) if self.signature else ()
        return OfficialDocument(
            kind=kind,
            header=self.header,
            subject_vi=subject_vi,
            blocks=tuple(blocks),
            number=self.number,
            place_vi=self.place_vi,
            signed_on=self.signed_on,
            made_on=self.made_on,
            type_vi=type_vi,
            authority_vi=authority_vi,
            grounds=grounds,
            addressees=addressees,
            signatures=own if signatures is None else signatures,
            recipients=self.recipients,
            keeper_vi=self.keeper_vi,
            annexes=annexes,
            is_draft=self.is_draft,
            is_invented=self.is_invented,
        )
