"""The end of a document: recipients on the left, signature on the right."""

from __future__ import annotations

from kiem.domain.documents.layout.blocks import Line, Pair
from kiem.domain.documents.layout.bodies import closed
from kiem.domain.documents.layout.letterhead import line
from kiem.domain.documents.layout.texts import capitals, clean
from kiem.domain.documents.model import DocumentKind, OfficialDocument, Signature

_LEFT_SHARE = 0.47
_BESIDE_SIGNATURE = 12  # more recipients than this run on below the signature
_WITHOUT_RECIPIENTS = (
    DocumentKind.DECISION_EXTRACT,
    DocumentKind.MINUTES,
    DocumentKind.CONGRESS_RECORD,
    DocumentKind.NOMINATION_LIST,
    DocumentKind.REPORT,
)


def closing(document: OfficialDocument) -> list[Pair | Line]:
    """Recipients and signature side by side; two signatures stand side by side themselves."""
    recipients = _recipients(document)
    signatures = document.signatures
    if len(signatures) > 1:
        pair = Pair(((_signature(signatures[0]), _signature(signatures[1])),), 0.5)
        return [pair, *recipients]
    if not signatures:
        return list(recipients)
    beside = recipients[: _BESIDE_SIGNATURE + 1]
    below = recipients[_BESIDE_SIGNATURE + 1 :]
    return [Pair(((beside, _signature(signatures[0])),), _LEFT_SHARE), *below]


def _recipients(document: OfficialDocument) -> tuple[Line, ...]:
    if not document.recipients and document.kind in _WITHOUT_RECIPIENTS:
        return ()
    keeper = [f"Lưu: {document.keeper_vi}"] if document.keeper_vi else []
    texts = closed([*document.recipients, *keeper], dash="- ")
    if not texts:
        return ()
    return (line("recipients_head", "Nơi nhận:"), *(line("recipient", text) for text in texts))


def _signature(signature: Signature) -> tuple[Line, ...]:
    lines = [
        line("signing" if index == 0 else "signing_next", capitals(text))
        for index, text in enumerate(signature.heads_vi)
    ]
    name = clean(f"{signature.rank_vi} {signature.name}".strip()) if signature.name else ""
    return (*lines, line("signed", name))
