"""Congresses, their people, their ballots."""

from kiem.domain.elections.models.ballot import (
    CodeBook,
    CodeDrawing,
    Count,
    Ending,
    Recognition,
    Round,
    TieBreak,
    Urn,
    VoteMark,
)
from kiem.domain.elections.models.congress import Apportionment, Congress, RuleOverride, Scheme
from kiem.domain.elections.models.people import (
    Contest,
    Credential,
    Delegate,
    Functionary,
    ListClosing,
    Nomination,
)

__all__ = [
    "Apportionment",
    "CodeBook",
    "CodeDrawing",
    "Congress",
    "Contest",
    "Count",
    "Credential",
    "Delegate",
    "Ending",
    "Functionary",
    "ListClosing",
    "Nomination",
    "Recognition",
    "Round",
    "RuleOverride",
    "Scheme",
    "TieBreak",
    "Urn",
    "VoteMark",
]
