"""Writes of elections. Keyword-only, one transaction, audited."""

from kiem.domain.elections.actions.candidates import (
    close_list,
    nominate,
    open_contest,
    withdraw_nomination,
)
from kiem.domain.elections.actions.casting import (
    CodePass,
    cast_ballot,
    cast_with_code,
    present_code,
)
from kiem.domain.elections.actions.codes import draw_codes, replace_codes
from kiem.domain.elections.actions.convening import convene_every_member, name_delegations
from kiem.domain.elections.actions.delegates import (
    appoint_functionaries,
    judge_credentials,
    name_delegates,
    record_presence,
)
from kiem.domain.elections.actions.planning import (
    RuleValue,
    SchemePlan,
    allocate_delegates,
    change_scheme,
    prepare_congress,
    set_rule,
)
from kiem.domain.elections.actions.recognition import draft_recognition
from kiem.domain.elections.actions.reminding import remind_congresses
from kiem.domain.elections.actions.voting import (
    close_urn,
    end_without_result,
    open_round,
    record_count,
    settle_tie,
)

__all__ = [
    "CodePass",
    "RuleValue",
    "SchemePlan",
    "allocate_delegates",
    "appoint_functionaries",
    "cast_ballot",
    "cast_with_code",
    "change_scheme",
    "close_list",
    "close_urn",
    "convene_every_member",
    "draft_recognition",
    "draw_codes",
    "end_without_result",
    "judge_credentials",
    "name_delegates",
    "name_delegations",
    "nominate",
    "open_contest",
    "open_round",
    "prepare_congress",
    "present_code",
    "record_count",
    "record_presence",
    "remind_congresses",
    "replace_codes",
    "set_rule",
    "settle_tie",
    "withdraw_nomination",
]
