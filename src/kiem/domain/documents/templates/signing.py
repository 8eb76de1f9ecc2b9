"""The lines above the name of whoever signs in the head's stead: KT., TL., TUQ.

Decree 30/2020/ND-CP, Annex I (form); how organisations write it is custom (letter M in
`docs/reference/documents.md`).
"""

from __future__ import annotations

_COLLECTIVE = ("TM.", "T/M")
_BY = {"order": "TL.", "authorisation": "TUQ."}


def authority_lines(
    way: str, *, signing_vi: str, leading_title_vi: str, is_state_body: bool
) -> tuple[str, str]:
    """The line of the authority and the one of whose stead, above the signatory's own title.

    `way`: deputy, order or authorisation. `signing_vi`: how the head signs, "TM. BAN THƯỜNG VỤ" or
    "GIÁM ĐỐC". A deputy of an organisation signs for its committee as the head does; a deputy of a
    state body in the head's stead.
    """
    is_collective = signing_vi.startswith(_COLLECTIVE)
    head = leading_title_vi or ("" if is_collective else signing_vi)
    if way != "deputy":
        whom = signing_vi[3:].strip() if is_collective else head
        return f"{_BY[way]} {whom}", ""
    if not is_collective:
        return "", f"KT. {head}"
    return signing_vi, f"KT. {head}" if is_state_body and head else ""
