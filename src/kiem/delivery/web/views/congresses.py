"""Congresses: the board, the allocation explained, delegates, contests, rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from kiem.delivery.web import statuses, wording
from kiem.delivery.web.asked import Asked, asked_of, scope_of
from kiem.delivery.web.assemblytables import event_href
from kiem.delivery.web.columns import Column, Kind
from kiem.delivery.web.congresstables import award_columns, share_columns
from kiem.delivery.web.congresswords import (
    BASES,
    BODIES,
    KINDS,
    METHODS,
    MODES,
    RULES,
    STATUSES,
    VERDICTS,
    congress_href,
    exact,
    rule_value,
)
from kiem.delivery.web.gate import requires
from kiem.delivery.web.pages import show
from kiem.delivery.web.reasons import reason_line
from kiem.delivery.web.tables import Table
from kiem.domain.elections import queries as elections
from kiem.domain.elections.counting import Standing
from kiem.domain.elections.queries import (
    CongressBoard,
    ContestDetail,
    ContestState,
    DelegateRow,
    EarlierCount,
    Named,
    RoundState,
)
from kiem.domain.elections.rules import ElectionRule
from kiem.domain.elections.surplus import surplus_for
from kiem.domain.regimes.rules import Letter
from kiem.platform.access import Permission

MOST_AWARDS = 400


@require_safe
@requires(Permission.VIEW_ASSEMBLY)
def congress_page(request: HttpRequest, congress_id: int) -> HttpResponse:
    """The board; `view=projected` for the screen in the hall."""
    asked = asked_of(request)
    board = elections.congress_board(congress_id=congress_id, **scope_of(request))
    facts, scheme = board.facts, board.scheme
    context = {
        "title": wording.name_of(facts.title_vi, facts.title_en),
        "organization": wording.name_of(facts.name_vi, facts.name_en),
        "board": board,
        "event_href": event_href(facts.event_id, asked),
        "home": f"/congresses/{congress_id}/",
        "members": ngettext(
            "{members} in {count} chapter", "{members} in {count} chapters", board.chapters
        ).format(members=wording.number(board.members), count=wording.number(board.chapters)),
        "seats": _seats(board),
        "term_ends": scheme.planned_until - timedelta(days=1),
        "threshold": board.rules.get("delegates_from_members"),
        "meets": _who_meets(board),
        "bodies": _bodies(board),
        "contests": [_contest_summary(contest, board, asked) for contest in board.contests],
        "aims": [
            (label, aim, found)
            for label, aim, found in (
                (gettext("women"), scheme.women_percent, board.shares and board.shares.women),
                (
                    gettext("up to 30 years old"),
                    scheme.young_percent,
                    board.shares and board.shares.young,
                ),
                (gettext("new"), scheme.new_percent, board.shares and board.shares.new),
            )
            if aim is not None
        ],
        "vote_address": request.build_absolute_uri(reverse("vote")),
        "is_projected": request.GET.get("view") == "projected",
        "projected_href": asked.link(request.path, view="projected"),
        "plain_href": congress_href(congress_id, asked),
        "ballots": [
            {
                "href": congress_href(congress_id, asked, f"rounds/{b.round_id}/ballot/"),
                "title": wording.name_of(b.title_vi, b.title_en),
                "has_voted": b.has_voted,
            }
            for b in board.ballots
        ],
    }
    return show(request, "kiem/congress.html", context)


@require_safe
@requires(Permission.VIEW_ASSEMBLY)
def rules_page(request: HttpRequest, congress_id: int) -> HttpResponse:
    """The rules in force on the congress's day, each with its letter and source."""
    asked = asked_of(request)
    board = elections.congress_board(congress_id=congress_id, **scope_of(request))
    columns: list[Column[ElectionRule]] = [
        Column("rule", gettext("Rule"), lambda r: gettext(RULES[r.key]), is_heading=True),
        Column("value", gettext("Value"), rule_value),
        Column(
            "letter",
            gettext("Letter"),
            lambda r: r.letter.value,
            html=lambda r: statuses.letter(r.letter),
        ),
        Column("source", gettext("Source"), lambda r: wording.name_of(r.source_vi, r.source_en)),
        Column("from", gettext("In force from"), lambda r: r.valid.start, Kind.DATE),
        Column(
            "set",
            gettext("Where it is set"),
            lambda r: gettext("Kiem's rules") if r.set_by is None else gettext("the organisation"),
        ),
    ]
    table = Table.of_all(
        request,
        name="rules",
        caption=gettext("Rules of this congress"),
        columns=columns,
        rows=[board.rules[key] for key in RULES if key in board.rules],
    )
    context = {
        **_crumb(board.facts, asked),
        "title": gettext("Rules of this congress"),
        "may_hold": board.may_hold,
        "new_href": congress_href(congress_id, asked, "rules/new/"),
        "new_label": gettext("Set a rule"),
        "table": table,
    }
    return show(request, "kiem/congress_list.html", context, [table])


@require_safe
@requires(Permission.VIEW_ASSEMBLY)
def allocation_page(request: HttpRequest, congress_id: int) -> HttpResponse:
    """How many delegates each chapter sends, and each step that led there."""
    asked = asked_of(request)
    detail = elections.allocation_detail(congress_id=congress_id, **scope_of(request))
    found = detail.allocation
    names = {c.id: wording.name_of(c.name_vi, c.name_en) for c in detail.chapters}
    tables: list[Table[Any]] = []
    if found is not None:
        tables.append(
            Table.of_all(
                request,
                name="shares",
                caption=gettext("Delegates of each chapter"),
                columns=share_columns(detail, names),
                rows=found.shares,
            )
        )
        if found.awards:
            tables.append(
                Table.of_all(
                    request,
                    name="awards",
                    caption=gettext("Seat by seat"),
                    columns=award_columns(detail, names),
                    rows=found.awards[:MOST_AWARDS],
                    is_main=False,
                )
            )
    context = {
        **_crumb(detail.facts, asked),
        "title": gettext("Allocation of delegates"),
        "detail": detail,
        "method": gettext(METHODS[detail.method]),
        "rule_letter": statuses.letter(detail.rule.letter),
        "quota": exact(found.quota) if found and found.quota else "",
        "tied": [(key, names[key]) for key in found.tie.keys] if found and found.tie else [],
        "tie": found.tie if found else None,
        "new_href": congress_href(congress_id, asked, "allocation/new/"),
        "members": sum(c.members for c in detail.chapters),
        "lots": [names.get(key, str(key)) for key in detail.lots],
    }
    return show(request, "kiem/allocation.html", context, tables)


@require_safe
@requires(Permission.VIEW_ASSEMBLY)
def delegate_list(request: HttpRequest, congress_id: int) -> HttpResponse:
    asked = asked_of(request)
    facts, rows = elections.list_delegates(congress_id=congress_id, **scope_of(request))
    board = elections.congress_board(congress_id=congress_id, **scope_of(request))

    def credential_href(row: DelegateRow) -> str | None:
        below = f"delegates/{row.delegate.id}/"
        return congress_href(congress_id, asked, below) if board.may_hold else None

    columns: list[Column[DelegateRow]] = [
        Column(
            "name",
            gettext("Delegate's name"),
            lambda r: r.person.full_name,
            sort_by=lambda r: r.person.sort_key,
            href=credential_href,
            is_heading=True,
        ),
        Column(
            "chapter", gettext("Chapter"), lambda r: wording.name_of(r.chapter_vi, r.chapter_en)
        ),
        Column(
            "unit",
            gettext("Works in"),
            lambda r: wording.name_of(r.person.unit_vi, r.person.unit_en),
        ),
        Column("kind", gettext("How"), lambda r: gettext(KINDS[r.delegate.kind])),
        Column("mandate", gettext("Mandate"), lambda r: r.delegate.mandate_vi),
        Column("verdict", gettext("Credentials"), lambda r: gettext(VERDICTS[r.delegate.verdict])),
        Column("reason", gettext("Reason"), lambda r: r.delegate.reason),
        Column(
            "present",
            gettext("Present"),
            lambda r: gettext("yes") if r.delegate.is_present else "",
        ),
    ]
    table = Table.of_all(
        request,
        name="delegates",
        caption=gettext("Delegates"),
        columns=columns,
        rows=rows,
        empty_text=gettext("No delegate whom you may see is named yet."),
    )
    context = {
        **_crumb(facts, asked),
        "title": gettext("Delegates"),
        "board": board,
        "table": table,
        "new_href": congress_href(congress_id, asked, "delegates/new/"),
        "all_href": congress_href(congress_id, asked, "delegates/all/"),
        "all_may_meet": board.may_hold and board.recognition is None and _all_meet(board),
        "presence_href": congress_href(congress_id, asked, "presence/"),
    }
    return show(request, "kiem/congress_delegates.html", context, [table])


@require_safe
@requires(Permission.VIEW_ASSEMBLY)
def contest_page(request: HttpRequest, congress_id: int, number: int) -> HttpResponse:
    """One contest: candidates with what rules say, the list, ballots and results."""
    asked = asked_of(request)
    detail = elections.contest_detail(congress_id=congress_id, number=number, **scope_of(request))
    contest = detail.contest
    may_change = detail.may_hold and detail.recognition is None
    title = wording.name_of(contest.title_vi, contest.title_en)
    context = {
        **_crumb(detail.facts, asked),
        "title": title,
        "detail": detail,
        "contest": contest,
        "is_contest_page": True,
        "status": gettext(STATUSES[contest.status]),
        "vote_address": request.build_absolute_uri(reverse("vote")),
        "surplus": _surplus(detail),
        "can_open": contest.status.value in ("ready", "tied", "again") and may_change,
        "is_open": contest.closing is None and may_change,
        "here": f"/congresses/{congress_id}/contests/{number}/",
        "candidates": [
            {
                "row": row,
                "by": wording.name_of(row.by_vi, row.by_en) or gettext("themselves"),
                "unit": wording.name_of(row.person.unit_vi, row.person.unit_en),
                "reasons": [reason_line(reason, asked) for reason in row.reasons],
            }
            for row in detail.candidates
        ],
        "rounds": [
            round_shown(each, title, detail.names, congress_id, asked) for each in contest.rounds
        ],
    }
    return show(request, "kiem/contest.html", context)


def _surplus(detail: ContestDetail) -> dict[str, object]:
    """How many candidates the list takes, while it is open."""
    rule = surplus_for(detail.contest.seats, detail.rules)
    if rule is None or detail.contest.closing is not None:
        return {}
    return {
        "low": rule.seats + rule.least,
        "high": rule.seats + rule.most,
        "letter": statuses.letter(Letter(rule.letter)),
        "now": len(detail.contest.nominated),
        "is_kept": rule.is_kept_by(len(detail.contest.nominated)),
    }


def round_shown(
    state: RoundState,
    title: str,
    names: Mapping[int, Named],
    congress_id: int,
    asked: Asked,
) -> dict[str, object]:
    """A ballot with its counts, as the contest's page and the hall's screen show it."""
    outcome = state.outcome
    return {
        "state": state,
        "label": gettext("{title}, ballot {number}").format(title=title, number=state.number),
        "mode": gettext(MODES[state.mode]),
        "base": gettext(BASES[state.majority.base]),
        "share": str(state.majority.share),
        "outcome": outcome,
        "standings": [_standing(s, names, state) for s in outcome.standings] if outcome else [],
        "codes": _codes(state),
        "counted": _counted(state),
        "earlier": [_earlier_count(each, names) for each in state.earlier],
        "codes_href": congress_href(congress_id, asked, f"rounds/{state.id}/codes/"),
        "count_href": congress_href(congress_id, asked, f"rounds/{state.id}/count/"),
        "end_href": congress_href(congress_id, asked, f"rounds/{state.id}/end/"),
        "tie_href": congress_href(congress_id, asked, f"rounds/{state.id}/tie/"),
        "paper": f"/congresses/{congress_id}/rounds/{state.id}/minutes",
        "voters": len(state.voter_ids),
    }


def _counted(state: RoundState) -> str:
    if state.counted_at is None:
        return ""
    return gettext("Entered on {moment} by {who}.").format(
        moment=wording.moment(state.counted_at), who=state.counted_by
    )


def _earlier_count(count: EarlierCount, names: Mapping[int, Named]) -> str:
    """A count that a recount replaced, in a sentence with who, when and why."""
    tally = count.tally
    votes = ", ".join(
        f"{_called(key, names)} {wording.number(given)}"
        for key, given in sorted(tally.votes.items(), key=lambda pair: -pair[1])
    )
    return gettext(
        "Before, entered on {moment} by {who}: issued {issued}, collected {collected}, invalid"
        " {invalid}; {votes}. Counted again because: {why}"
    ).format(
        moment=wording.moment(count.counted_at),
        who=count.counted_by,
        issued=wording.number(tally.issued),
        collected=wording.number(tally.collected),
        invalid=wording.number(tally.invalid),
        votes=votes,
        why=count.why,
    )


def _called(key: int, names: Mapping[int, Named]) -> str:
    return names[key].full_name if key in names else gettext("a candidate")


def _codes(state: RoundState) -> list[str]:
    """What became of the codes, in sentences."""
    if state.codes is None:
        return [gettext("The codes are not drawn yet.")] if state.mode == "by_code" else []
    return [
        gettext("{count} codes are drawn.").format(count=wording.number(state.codes.live)),
        *(
            gettext("Replaced: {count} ({reason})").format(
                count=wording.number(count), reason=reason
            )
            for count, reason in state.codes.replaced
        ),
    ]


def _standing(
    standing: Standing, names: Mapping[int, Named], state: RoundState
) -> dict[str, object]:
    tally = state.tally
    of = tally.size_of(state.majority.base) if tally is not None else 0
    return {
        "name": _called(standing.key, names),
        "votes": standing.votes,
        "share": wording.share(standing.votes / of, 1) if of else wording.NO_VALUE,
        "place": standing.place,
        "result": gettext("is elected")
        if standing.is_elected
        else gettext("equal votes")
        if standing.is_tied
        else "",
        "is_elected": standing.is_elected,
    }


def _contest_summary(
    contest: ContestState, board: CongressBoard, asked: Asked
) -> dict[str, object]:
    href = congress_href(board.facts.id, asked, f"contests/{contest.number}/")
    title = wording.name_of(contest.title_vi, contest.title_en)
    return {
        "contest": contest,
        "title": title,
        "status": gettext(STATUSES[contest.status]),
        "href": href if board.sees_names else "",
        "elected": _elected(contest, board),
        "rounds": [
            round_shown(each, title, board.names, board.facts.id, asked) for each in contest.rounds
        ],
    }


def _all_meet(board: CongressBoard) -> bool:
    """Whether the members are fewer than those from which the rule has delegates."""
    rule = board.rules.get("delegates_from_members")
    return rule is not None and board.members < int(rule.value)


def _who_meets(board: CongressBoard) -> str:
    """What the rule makes of the number of members."""
    rule = board.rules.get("delegates_from_members")
    if rule is None:
        return ""
    if _all_meet(board):
        return gettext("so all members meet")
    return gettext("so delegates meet")


def _seats(board: CongressBoard) -> str:
    """How many delegates are named and confirmed, of how many."""
    if board.seats is None:
        return gettext("not allocated yet")
    return ngettext(
        "{named} named for {count} seat, {confirmed} confirmed",
        "{named} named for {count} seats, {confirmed} confirmed",
        board.seats,
    ).format(
        named=wording.number(board.delegates),
        count=wording.number(board.seats),
        confirmed=wording.number(board.confirmed),
    )


def _elected(contest: ContestState, board: CongressBoard) -> str:
    names = [board.names[key].full_name for key in contest.elected]
    if not names:
        return ""
    return gettext("Elected: {names}").format(names=", ".join(names))


def _bodies(board: CongressBoard) -> list[tuple[str, list[str]]]:
    return [
        (
            gettext(name),
            [
                board.names[person].full_name
                for body, person, _head in board.functionaries
                if body == key
            ],
        )
        for key, name in BODIES.items()
    ]


def _crumb(facts: elections.CongressFacts, asked: Asked) -> dict[str, object]:
    return {
        "crumbs": [
            (wording.name_of(facts.title_vi, facts.title_en), congress_href(facts.id, asked))
        ],
        "held_on": facts.held_on,
    }
