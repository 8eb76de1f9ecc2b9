"""The verbs a decision can say: one frozen dataclass each, validated, then carried out through the
register's ordinary actions."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kiem.domain.register.actions.articles.committee import (
    CloseTerm,
    FormCommittee,
    Nominate,
    Nominee,
    OpenTerm,
    Seat,
)
from kiem.domain.register.actions.articles.content import (
    ArticleContent,
    Subjects,
    from_payload,
    to_payload,
)
from kiem.domain.register.actions.articles.correction import Correct, Revoke, RightAppointment
from kiem.domain.register.actions.articles.leave import (
    GrantLeave,
    LeaveKeeper,
    leave_keeper,
    register_leave_keeper,
)
from kiem.domain.register.actions.articles.membership import Admit, Release
from kiem.domain.register.actions.articles.personnel import Appoint, Move, Relieve, Second, Transfer
from kiem.domain.register.actions.articles.structure import (
    Convert,
    Dissolve,
    Establish,
    Office,
    Rename,
)
from kiem.platform.kernel.errors import InvalidInput

__all__ = [
    "VERBS",
    "Admit",
    "Appoint",
    "ArticleContent",
    "CloseTerm",
    "Convert",
    "Correct",
    "Dissolve",
    "Establish",
    "FormCommittee",
    "GrantLeave",
    "LeaveKeeper",
    "Move",
    "Nominate",
    "Nominee",
    "Office",
    "OpenTerm",
    "Release",
    "Relieve",
    "Rename",
    "Revoke",
    "RightAppointment",
    "Seat",
    "Second",
    "Subjects",
    "Transfer",
    "leave_keeper",
    "read_article",
    "register_leave_keeper",
    "to_payload",
]

VERBS: Mapping[str, type[ArticleContent]] = MappingProxyType(
    {
        content.verb: content
        for content in (
            Appoint,
            Relieve,
            Transfer,
            Second,
            FormCommittee,
            Nominate,
            Admit,
            Release,
            OpenTerm,
            CloseTerm,
            Establish,
            Rename,
            Convert,
            Dissolve,
            GrantLeave,
            Correct,
            Revoke,
        )
    }
)


def read_article(verb: str, payload: object) -> ArticleContent:
    """The article a verb and its JSON fields say. Raises InvalidInput naming what is wrong."""
    if verb not in VERBS:
        raise InvalidInput(
            "register.unknown_verb",
            "A decision cannot say '{verb}'.",
            remedy="Use one of: {verbs}.",
            field="verb",
            params={"verb": verb[:40], "verbs": ", ".join(VERBS)},
        )
    return from_payload(VERBS[verb], payload)
