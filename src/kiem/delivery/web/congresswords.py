"""Words of congresses and how their numbers are written."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext, gettext_noop

from kiem.delivery.web import wording
from kiem.delivery.web.asked import Asked
from kiem.domain.elections.rules import ElectionRule

METHODS = {
    "sainte_lague": gettext_noop("Sainte-Laguë (Webster)"),
    "dhondt": gettext_noop("D'Hondt (Jefferson)"),
    "hare": gettext_noop("largest remainders, Hare quota"),
    "droop": gettext_noop("largest remainders, Droop quota"),
    "adams": gettext_noop("Adams"),
    "huntington_hill": gettext_noop("Huntington-Hill"),
    "bands": gettext_noop("by size bands"),
}
RULES = {
    "delegates_from_members": gettext_noop("Congress by delegates from so many members"),
    "quorum_share": gettext_noop("Quorum: at least this share of those convened"),
    "majority_share": gettext_noop("Elected with more than this share"),
    "majority_base": gettext_noop("Of what the majority is taken"),
    "blank_ballot": gettext_noop("A blank ballot is"),
    "list_share": gettext_noop("The list is closed by more than this share of hands"),
    "surplus_from_seats": gettext_noop("Surplus candidates from so many seats"),
    "surplus_least": gettext_noop("Surplus: at least so many candidates more than seats"),
    "surplus_most_share": gettext_noop("Surplus: at most this share of the seats"),
    "allocation_method": gettext_noop("Method of allocation"),
}
BASES = {
    "convened": gettext_noop("of all delegates convened"),
    "issued": gettext_noop("of the ballots issued"),
    "collected": gettext_noop("of the ballots collected"),
    "valid": gettext_noop("of the valid ballots"),
}
BLANKS = {"valid": gettext_noop("valid"), "invalid": gettext_noop("invalid")}
# Rules whose value is one of some words, not a number.
RULE_WORDS = {"majority_base": BASES, "blank_ballot": BLANKS, "allocation_method": METHODS}
VERDICTS = {
    "open": gettext_noop("not checked yet"),
    "confirmed": gettext_noop("confirmed"),
    "refused": gettext_noop("not recognised"),
    "withdrawn": gettext_noop("withdrawn"),
}
KINDS = {
    "elected": gettext_noop("elected"),
    "designated": gettext_noop("designated"),
    "ex_officio": gettext_noop("by office"),
    "member": gettext_noop("as a member"),
}
BODIES = {
    "presidium": gettext_noop("Presidium"),
    "secretariat": gettext_noop("Secretariat"),
    "credentials": gettext_noop("Credentials board"),
    "counting": gettext_noop("Counting board"),
}
STATUSES = {
    "nominating": gettext_noop("candidates are being nominated"),
    "ready": gettext_noop("list closed, to be voted on"),
    "voting": gettext_noop("ballot not counted yet"),
    "tied": gettext_noop("equal votes for the last seat"),
    "again": gettext_noop("seats left without a majority"),
    "filled": gettext_noop("every seat filled"),
}
MODES = {
    "by_hand": gettext_noop("on paper"),
    "on_site": gettext_noop("on the delegates' own devices"),
    "by_code": gettext_noop("by codes on paper slips"),
}


def congress_href(congress_id: int, asked: Asked, below: str = "") -> str:
    return f"/congresses/{congress_id}/{below}{asked.query}"


def rule_value(rule: ElectionRule) -> str:
    """The value as people read it."""
    if rule.key in RULE_WORDS:
        return gettext(RULE_WORDS[rule.key][rule.value])
    return rule.value


def exact(value: Fraction | None, decimals: int = 3) -> str:
    """A quotient with three decimals; whole numbers without."""
    if value is None:
        return wording.NO_VALUE
    return wording.number(float(value), 0 if value.denominator == 1 else decimals)


def root(value: Fraction | None, decimals: int = 3) -> str:
    """The quotient of Huntington-Hill, whose square is kept."""
    return wording.NO_VALUE if value is None else wording.number(float(value) ** 0.5, decimals)
