"""Codes on paper: what was wrong with one, or with drawing them."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from kiem.platform.kernel.errors import Conflict, InvalidInput


def code_misshapen(length: int) -> InvalidInput:
    return InvalidInput(
        "elections.code_misshapen",
        _("This is no code: a code has {length} digits, and one of them is wrong or missing."),
        remedy=_("Compare it with your slip, group by group, and type it again."),
        field="code",
        params={"length": length},
    )


def code_unknown() -> InvalidInput:
    return InvalidInput(
        "elections.code_unknown",
        _("There is no such code."),
        remedy=_("Compare it with your slip, group by group, and type it again."),
        field="code",
    )


def code_spent() -> Conflict:
    return Conflict(
        "elections.code_spent",
        _("This code has been used: a ballot was cast with it and is in the urn."),
        remedy=_("Each code opens one ballot. If it was not you, tell the counting board now."),
        field="code",
    )


def code_revoked() -> Conflict:
    return Conflict(
        "elections.code_revoked",
        _("This code was revoked and replaced by another."),
        remedy=_("Use the slip the counting board gave you instead."),
        field="code",
    )


def code_over() -> Conflict:
    return Conflict(
        "elections.code_over",
        _("This code is for a ballot that is over."),
        remedy=_("Use the slip of the ballot that is open now; the contest stands on it."),
        field="code",
    )


def board_missing() -> Conflict:
    return Conflict(
        "elections.board_missing",
        _("There is no counting board to draw codes and hand them out."),
        remedy=_("Let the congress fill the counting board first."),
    )


def codes_drawn_already() -> Conflict:
    return Conflict(
        "elections.codes_drawn_already",
        _("The codes of this ballot are drawn already."),
        remedy=_("Replace spoiled ones, with the reason; there are never more codes than voters."),
    )


def codes_not_drawn() -> Conflict:
    return Conflict(
        "elections.codes_not_drawn",
        _("No codes are drawn for this ballot yet."),
        remedy=_("Draw them first, print the slips and hand them out."),
    )


def not_by_code() -> Conflict:
    return Conflict(
        "elections.not_by_code",
        _("This ballot is not held by codes."),
        remedy=_("Open another ballot and choose codes on paper slips."),
    )


def codes_in_use(cast: int) -> Conflict:
    return Conflict(
        "elections.codes_in_use",
        _("{cast} ballots are cast: the codes can no longer be replaced all at once."),
        remedy=_("Write the codes of the spoiled slips, one a line."),
        params={"cast": cast},
    )


def codes_not_waiting(count: int) -> InvalidInput:
    return InvalidInput(
        "elections.codes_not_waiting",
        _("{count} of these codes are not of this ballot, or are used or replaced already."),
        remedy=_("Compare them with the spoiled slips, and write one a line."),
        field="spoiled",
        params={"count": count},
    )


def issued_impossible(issued: int, least: int, most: int) -> InvalidInput:
    return InvalidInput(
        "elections.issued_impossible",
        _("{issued} slips handed out cannot be: {least} ballots are cast, {most} codes are drawn."),
        remedy=_("Count the slips that are left, and take them from those drawn."),
        field="issued",
        params={"issued": issued, "least": least, "most": most},
    )
