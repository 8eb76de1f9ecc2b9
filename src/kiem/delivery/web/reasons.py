"""Reasons for and against somebody in an office, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

from kiem.delivery.web import wording
from kiem.delivery.web.asked import Asked
from kiem.delivery.web.views.rules import rank_text
from kiem.domain.continuity.queries import Candidate
from kiem.domain.regimes.eligibility import Reason, Verdict

_SENTENCES = {
    "first_age": {
        Verdict.FOR: gettext_noop("{age} years old; first elected up to {limit}"),
        Verdict.AGAINST: gettext_noop("{age} years old; first elected only up to {limit}"),
    },
    "age": {
        Verdict.FOR: gettext_noop("{age} years old; the office may be held up to {limit}"),
        Verdict.AGAINST: gettext_noop("{age} years old; the office may be held only up to {limit}"),
    },
    "age_unknown": {Verdict.OPEN: gettext_noop("birth date not recorded; the limit is {limit}")},
    "no_age_rule": {Verdict.OPEN: gettext_noop("no age limit is known for this office")},
    "rank": {
        Verdict.FOR: gettext_noop("has the rank of {level} or above"),
        Verdict.AGAINST: gettext_noop("below the rank of {level}"),
    },
    "rank_unknown": {Verdict.OPEN: gettext_noop("rank not recorded; {level} is asked for")},
    "own_unit": {
        Verdict.FOR: gettext_noop("works in the unit that hosts the organisation"),
        Verdict.AGAINST: gettext_noop("works in another unit"),
    },
    "offices": {
        Verdict.FOR: gettext_noop("holds {offices} offices; up to {most} in one hand"),
        Verdict.AGAINST: gettext_noop("holds {offices} offices already; up to {most} in one hand"),
    },
    "load": {
        Verdict.FOR: gettext_noop("load {load} last month; a further office up to {limit}"),
        Verdict.AGAINST: gettext_noop("load {load} last month, above {limit}"),
    },
    "no_load": {Verdict.FOR: gettext_noop("has no second role yet")},
    "load_unknown": {Verdict.OPEN: gettext_noop("the load of the other office is not known here")},
}
_RATIOS = frozenset({"load"})


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """`verdict` and `verdict_words` say the same; `bars`: it alone excludes the person."""

    verdict: str
    verdict_words: str
    words: str
    bars: bool
    letter: str
    rule_href: str
    rule_title: str


@dataclass(frozen=True, slots=True)
class CandidateLine:
    person_id: int
    name: str
    href: str
    rank: str
    post: str
    is_eligible: bool
    reasons: tuple[ReasonLine, ...]


def candidate_line(candidate: Candidate, asked: Asked, *, opens_people: bool) -> CandidateLine:
    person = candidate.person
    return CandidateLine(
        person_id=person.person_id,
        name=person.full_name,
        href=f"/people/{person.person_id}/{asked.query}" if opens_people else "",
        rank=wording.name_of(person.rank_vi, person.rank_en),
        post=wording.name_of(person.line_title_vi, person.line_title_en),
        is_eligible=candidate.is_eligible,
        reasons=tuple(reason_line(reason, asked) for reason in candidate.reasons),
    )


def reason_line(reason: Reason, asked: Asked) -> ReasonLine:
    rule = reason.rule
    return ReasonLine(
        verdict=reason.verdict,
        verdict_words=_verdict_words(reason),
        words=reason_words(reason),
        bars=reason.bars,
        letter="" if rule is None else rule.letter,
        rule_href="" if rule is None else f"/rules/{rule.rule_id}/{asked.query}",
        rule_title="" if rule is None else wording.name_of(rule.title_vi, rule.title_en),
    )


def reason_words(reason: Reason) -> str:
    """The reason as a sentence without its verdict."""
    text = gettext(_SENTENCES[reason.code][reason.verdict])
    return text.format(**{name: _written(reason, name) for name in reason.params})


def _verdict_words(reason: Reason) -> str:
    if reason.bars:
        return gettext("excludes")
    return {
        Verdict.FOR: gettext("for"),
        Verdict.AGAINST: gettext("against"),
        Verdict.OPEN: gettext("undecided"),
    }[reason.verdict]


def _written(reason: Reason, name: str) -> str:
    value = reason.params[name]
    if name == "level":
        return rank_text(int(value))
    return wording.number(value, 2 if reason.code in _RATIOS else 0)
