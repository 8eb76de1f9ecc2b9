"""Reads of elections."""

from kiem.domain.elections.queries.ballots import ballot_by_code, ballot_of
from kiem.domain.elections.queries.boards import congress_board, list_congresses
from kiem.domain.elections.queries.details import (
    allocation_detail,
    chapters_to_name_for,
    contest_detail,
    issuers_for,
    list_delegates,
    members_of,
    officers_of,
    posts_to_elect,
)
from kiem.domain.elections.queries.facts import Chapter, CongressFacts, Named
from kiem.domain.elections.queries.finding import find_members
from kiem.domain.elections.queries.rows import (
    AllocationDetail,
    Ballot,
    CandidateRow,
    CongressBoard,
    ContestDetail,
    DelegateRow,
)
from kiem.domain.elections.queries.state import (
    CodesState,
    ContestState,
    ContestStatus,
    EarlierCount,
    RoundState,
)
from kiem.domain.elections.queries.summaries import CongressSummary, congresses_of_events

__all__ = [
    "AllocationDetail",
    "Ballot",
    "CandidateRow",
    "Chapter",
    "CodesState",
    "CongressBoard",
    "CongressFacts",
    "CongressSummary",
    "ContestDetail",
    "ContestState",
    "ContestStatus",
    "DelegateRow",
    "EarlierCount",
    "Named",
    "RoundState",
    "allocation_detail",
    "ballot_by_code",
    "ballot_of",
    "chapters_to_name_for",
    "congress_board",
    "congresses_of_events",
    "contest_detail",
    "find_members",
    "issuers_for",
    "list_congresses",
    "list_delegates",
    "members_of",
    "officers_of",
    "posts_to_elect",
]
