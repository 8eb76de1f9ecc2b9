"""Rules in force, with letter and source; one rule with all its values over time."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

from kiem.delivery.web import statuses, wording
from kiem.delivery.web.asked import Asked, asked_of, viewer_of
from kiem.delivery.web.columns import Column, Kind
from kiem.delivery.web.gate import requires
from kiem.delivery.web.pages import show
from kiem.delivery.web.tables import Table
from kiem.domain.regimes import queries as regimes
from kiem.domain.register.queries import catalogue
from kiem.platform.access import Permission

_UNITS = {
    regimes.Unit.HOURS_PER_MONTH: gettext_noop("{value} h a month"),
    regimes.Unit.PERCENT_OF_MONTHLY_HOURS: gettext_noop("{value} % of the month's hours"),
    regimes.Unit.YEARS: gettext_noop("{value} years"),
    regimes.Unit.MEMBERS: gettext_noop("{value} members"),
    regimes.Unit.OFFICES: gettext_noop("{value} offices"),
    regimes.Unit.RANK_LEVEL: "{value}",
    regimes.Unit.UNITS: gettext_noop("{value} units away"),
    regimes.Unit.PERCENT_OF_AVAILABLE_HOURS: gettext_noop("{value} % of the available hours"),
    regimes.Unit.DAYS: gettext_noop("{value} days"),
    regimes.Unit.PERCENT_OF_SEATS: gettext_noop("more than {value} % of the seats"),
}
_SUBJECTS = {
    regimes.Subject.RELEASE_HOURS: gettext_noop("Release hours"),
    regimes.Subject.AGE_UNTIL: gettext_noop("Age until which an office may be held"),
    regimes.Subject.MEMBERS_AT_LEAST: gettext_noop("Fewest members"),
    regimes.Subject.OFFICES_AT_MOST: gettext_noop("Most offices in one hand"),
    regimes.Subject.FIRST_ELECTED_UNTIL: gettext_noop("Age up to which somebody is first elected"),
    regimes.Subject.RANK_AT_LEAST: gettext_noop("Lowest rank"),
    regimes.Subject.UNITS_AWAY_AT_MOST: gettext_noop("Distance from the host unit"),
    regimes.Subject.LOAD_AT_MOST: gettext_noop("Highest load for a further office"),
    regimes.Subject.FILL_WITHIN: gettext_noop("Time to fill a free seat"),
    regimes.Subject.QUORUM: gettext_noop("Share of seats with which a committee can decide"),
}


@requires(Permission.VIEW_RULES)
def rule_list(request: HttpRequest) -> HttpResponse:
    asked = asked_of(request)
    rules = regimes.list_rules(viewer=viewer_of(request))
    table = Table.of_all(
        request,
        name="rules",
        caption=gettext("Rules"),
        columns=rule_columns(asked),
        rows=rules,
        default_sort="rule",
    )
    return show(request, "kiem/rules.html", {"title": gettext("Rules")}, [table])


@requires(Permission.VIEW_RULES)
def rule_page(request: HttpRequest, rule_id: str) -> HttpResponse:
    asked, viewer = asked_of(request), viewer_of(request)
    shown = regimes.rule(rule_id, viewer=viewer)
    base = rule_id.partition("@")[0]
    values = [r for r in regimes.list_rules(viewer=viewer) if r.rule_id.partition("@")[0] == base]
    table = Table.of_all(
        request,
        name="values",
        caption=gettext("Values over time"),
        columns=rule_columns(asked),
        rows=sorted(values, key=lambda r: r.valid.start, reverse=True),
        is_main=False,
    )
    names = catalogue.roles()
    roles = [names[code] for code in sorted(shown.roles) if code in names]
    context = {
        "title": wording.name_of(shown.title_vi, shown.title_en),
        "rule": shown,
        "subject": gettext(_SUBJECTS[shown.subject]),
        "value": value_text(shown),
        "source": wording.name_of(shown.source_vi, shown.source_en),
        "period": wording.from_to(shown.valid.start, shown.valid.end),
        "is_in_force": asked.on in shown.valid,
        "roles": ", ".join(wording.name_of(r.name_vi, r.name_en) for r in roles),
    }
    return show(request, "kiem/rule.html", context, [table])


def value_text(rule: regimes.Rule) -> str:
    """The value with its unit, in the reader's language; a rank by its name."""
    if rule.unit == regimes.Unit.RANK_LEVEL:
        return rank_text(rule.value_hundredths // 100)
    value = wording.number(rule.value, 0 if rule.value_hundredths % 100 == 0 else 2)
    return gettext(_UNITS[rule.unit]).format(value=value)


def rank_text(level: int) -> str:
    """The rank of a level in the reader's language."""
    for rank in catalogue.ranks().values():
        if rank.level == level:
            return wording.name_of(rank.name_vi, rank.name_en)
    return wording.number(level)


def rule_columns(asked: Asked) -> list[Column[regimes.Rule]]:
    def letter(rule: regimes.Rule) -> SafeString:
        return statuses.letter(rule.letter)

    def state(rule: regimes.Rule) -> str:
        if asked.on in rule.valid:
            return gettext("in force")
        return gettext("to come") if rule.valid.start > asked.on else gettext("past")

    return [
        Column(
            "rule",
            gettext("Rule"),
            lambda r: wording.name_of(r.title_vi, r.title_en),
            href=lambda r: f"/rules/{r.rule_id}/{asked.query}",
            is_heading=True,
        ),
        Column("subject", gettext("Subject"), lambda r: gettext(_SUBJECTS[r.subject])),
        Column("value", gettext("Value"), value_text, is_sortable=False),
        Column("from", gettext("From"), lambda r: r.valid.start, Kind.DATE),
        Column("until", gettext("Until"), lambda r: r.valid.last_day, Kind.DATE),
        Column("state", gettext("On the day shown"), state),
        Column(
            "letter",
            gettext("Letter"),
            lambda r: f"{r.letter} {statuses.letter_text(r.letter)}",
            html=letter,
        ),
        Column("source", gettext("Source"), lambda r: wording.name_of(r.source_vi, r.source_en)),
    ]
