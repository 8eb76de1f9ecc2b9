"""Articles, changes and obstacles in words, in the reader's language."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext, gettext_noop

from kiem.delivery.web import wording
from kiem.delivery.web.listing import role_text, type_text
from kiem.delivery.web.posttable import mode_text
from kiem.delivery.web.states import sentence
from kiem.domain.register.queries.articles import ArticleFacts, PersonLine
from kiem.domain.register.queries.fact_changes import FactChange
from kiem.domain.register.queries.naming import OrganizationFacts, PersonFacts, PostFacts
from kiem.domain.register.queries.obstacles import FirstStep, Obstacle

KINDS = {
    "personnel": gettext_noop("personnel"),
    "organization": gettext_noop("organisation"),
    "term": gettext_noop("term of office"),
    "membership": gettext_noop("membership"),
    "import": gettext_noop("import"),
    "correction": gettext_noop("correction"),
}

VERBS = {
    "appoint": gettext_noop("Appoint"),
    "relieve": gettext_noop("Relieve"),
    "transfer": gettext_noop("Transfer"),
    "second": gettext_noop("Second"),
    "form_committee": gettext_noop("Form a committee"),
    "nominate": gettext_noop("Nominate to a body outside"),
    "admit": gettext_noop("Admit members"),
    "release": gettext_noop("Release members"),
    "open_term": gettext_noop("Open a term"),
    "close_term": gettext_noop("Close a term"),
    "establish": gettext_noop("Establish an organisation"),
    "rename": gettext_noop("Rename"),
    "convert": gettext_noop("Convert"),
    "dissolve": gettext_noop("Dissolve"),
    "grant_leave": gettext_noop("Grant leave"),
    "correct": gettext_noop("Correct an appointment"),
    "revoke": gettext_noop("Revoke a decision"),
}

_SUMMARIES = {
    "appoint": gettext_noop("Appointed from {on}:"),
    "relieve": gettext_noop("Relieved; {on} is the first day without the post:"),
    "transfer": gettext_noop("Transferred on {on}:"),
    "second": gettext_noop("Seconded from {on}:"),
    "nominate": gettext_noop("Nominated from {on}, until recognised there:"),
    "admit": gettext_noop("Admitted to {organization} on {on}:"),
    "release": gettext_noop("No longer members of {organization} from {on}:"),
    "open_term": gettext_noop(
        "Term {label} of {organization} opens on {on}; planned {planned}. A running term ends."
    ),
    "close_term": gettext_noop("The running term of {organization} ends; {on} is without."),
    "establish": gettext_noop("{becomes} ({type}) is established on {on} at {host}."),
    "rename": gettext_noop("{organization} is called {becomes} from {on}."),
    "convert": gettext_noop("{organization} becomes {becomes} ({type}) on {on}."),
    "dissolve": gettext_noop("{organization} is dissolved; {on} is the first day without it."),
    "grant_leave": gettext_noop("On leave {period}:"),
    "revoke": gettext_noop("Decision {revoked} is revoked, as if never issued."),
}
_HOW = {
    "elected": gettext_noop("Elected to the committee of {organization} on {on}:"),
    "designated": gettext_noop("Designated to the committee of {organization} on {on}:"),
    "recognised": gettext_noop("Recognised as the committee of {organization} on {on}:"),
}

FACTS = {
    "appointment": gettext_noop("post"),
    "membership": gettext_noop("membership"),
    "term": gettext_noop("term"),
    "rank": gettext_noop("rank"),
    "post": gettext_noop("post of the organisation"),
    "organization": gettext_noop("organisation"),
    "person": gettext_noop("personal details"),
}
CHANGES = {
    "begins": gettext_noop("begins"),
    "ends": gettext_noop("ends"),
    "goes_on": gettext_noop("goes on"),
    "changes": gettext_noop("changes"),
    "taken_back": gettext_noop("taken back"),
}
_FIELDS = {
    "mode": gettext_noop("mode"),
    "share_percent": gettext_noop("share"),
    "is_provisional": gettext_noop("provisional"),
    "name_vi": gettext_noop("Vietnamese name"),
    "name_en": gettext_noop("English name"),
    "code": gettext_noop("code"),
    "type_id": gettext_noop("type"),
    "seats": gettext_noop("seats"),
    "is_mandatory": gettext_noop("mandatory"),
}
_FIRST = {
    "free_post": gettext_noop("First relieve or transfer {person} from {post}."),
    "take_post": gettext_noop("First appoint {person} to one line post."),
    "place_people": gettext_noop("First transfer everybody who has a line post there: {text}."),
    "revoke": gettext_noop("First revoke {text}."),
    "found": gettext_noop("First establish what has to exist by then."),
}


def kind_text(code: str) -> str:
    return gettext(KINDS.get(code, code))


def verb_text(code: str) -> str:
    return gettext(VERBS.get(code, code))


def article_words(facts: ArticleFacts) -> tuple[str, list[str]]:
    """A sentence, and a line for each person it is about."""
    template = _SUMMARIES.get(facts.verb, "")
    if facts.verb == "form_committee":
        template = _HOW.get(facts.how, _HOW["designated"])
    if facts.verb == "correct":
        return _correction_words(facts)
    becomes = facts.becomes
    words = gettext(template).format(
        on=_day(facts.on),
        organization=_organization(facts.organization),
        becomes=_organization(becomes),
        type="" if becomes is None else type_text(becomes.type),
        host="" if becomes is None else wording.name_of(becomes.host_vi, becomes.host_en),
        label=facts.term_label,
        planned=""
        if facts.planned_from is None
        else wording.from_to(facts.planned_from, facts.planned_until),
        period="" if facts.on is None else wording.from_to(facts.on, facts.until),
        revoked="?" if facts.revoked is None else facts.revoked.number,
    )
    lines = [_person_words(line) for line in facts.people]
    lines += [
        f"{wording.name_of(o.title_vi, o.title_en) or role_text(o.role)} × {o.seats}"
        for o in facts.offices
    ]
    notes = []
    if facts.verb == "transfer" and facts.leaves_offices:
        notes.append(gettext("With the unit they leave what it hosts: offices and memberships."))
    if facts.verb == "form_committee" and facts.replaces:
        notes.append(gettext("Whoever holds an office there now leaves it that day."))
    return words, lines + notes


def _correction_words(facts: ArticleFacts) -> tuple[str, list[str]]:
    wrong = "?" if facts.wrong is None else _person_words(facts.wrong)
    if not facts.people:
        return gettext("Recorded wrongly, and never was:"), [wrong]
    return gettext("Recorded wrongly, and how it is right, from {on}:").format(on=_day(facts.on)), [
        wrong,
        f"→ {_person_words(facts.people[0])}",
    ]


def person_text(person: PersonFacts) -> str:
    """Rank, name and where somebody comes from; never an empty text."""
    name = person.full_name or f"#{person.id}"
    rank = wording.name_of(person.rank_vi, person.rank_en)
    return f"{rank} {name}".strip()


def post_text(post: PostFacts) -> str:
    title = wording.name_of(post.title_vi, post.title_en) or f"#{post.id}"
    organization = _organization(post.organization)
    return f"{title}, {organization}" if organization else title


def change_words(change: FactChange) -> dict[str, str]:
    """A change as a row: whom it is about, what, how, when."""
    organization = wording.name_of(change.organization_vi, change.organization_en)
    post = wording.name_of(change.post_vi, change.post_en)
    what = f"{post}, {organization}" if post else organization
    if change.fact == "term":
        what = f"{dict(change.values).get('label', '')}, {organization}"
    who = change.person
    if change.fact == "membership" and not who:
        who = gettext("a member")
    return {
        "who": who,
        "what": what,
        "fact": gettext(FACTS.get(change.fact, change.fact)),
        "change": gettext(CHANGES[change.change]),
        "code": change.change,
        "when": _when(change),
        "differs": "; ".join(_difference(change)),
    }


def obstacle_words(obstacle: Obstacle) -> dict[str, object]:
    """What refuses, with names for the numbers, and what to decide first."""
    error = obstacle.error
    names = _names_in(obstacle)
    return {
        "article": obstacle.article,
        "message": sentence(error.message, error, names),
        "remedy": sentence(error.remedy, error, names),
        "named": [person_text(p) for p in obstacle.people] + [post_text(p) for p in obstacle.posts],
        "first": [{"words": _first_words(step), "drafts": step.drafts} for step in obstacle.first],
    }


def _names_in(obstacle: Obstacle) -> dict[str, str]:
    """What the refusal names in Vietnamese only, as the reader calls it."""
    titles = [wording.name_of(post.title_vi, post.title_en) for post in obstacle.posts]
    is_named = len(titles) == 1 and titles[0] and "post" in obstacle.error.params
    return {"post": titles[0]} if is_named else {}


def _first_words(step: FirstStep) -> str:
    return gettext(_FIRST[step.what]).format(
        person="?" if step.person is None else person_text(step.person),
        post="?" if step.post is None else post_text(step.post),
        text=step.text,
    )


def _when(change: FactChange) -> str:
    if change.change == "ends" and change.end is not None:
        return gettext("last day {day}").format(day=wording.day(change.end - timedelta(days=1)))
    return wording.from_to(change.start, change.end)


def _difference(change: FactChange) -> list[str]:
    now = dict(change.values)
    return [
        gettext("{field}: {before} → {after}").format(
            field=gettext(_FIELDS[name]),
            before=_value(name, before),
            after=_value(name, now.get(name, "")),
        )
        for name, before in change.before
        if name in _FIELDS
    ]


def _value(name: str, value: str) -> str:
    if name == "mode":
        return mode_text(value)
    if name == "type_id":
        return type_text(value)
    if name == "share_percent":
        return wording.share(float(value or 0) / 100)
    if value in ("yes", "no"):
        return gettext("yes") if value == "yes" else gettext("no")
    return value or wording.NO_VALUE


def _person_words(line: PersonLine) -> str:
    """`Captain An, officer, Commune Police A → officer, Commune Police B (until ...)`."""
    parts = [person_text(line.person)]
    origin = line.from_post
    if origin is not None:
        parts.append(post_text(origin))
    elif line.person.unit_vi:
        title = wording.name_of(line.person.line_title_vi, line.person.line_title_en)
        parts.append(f"{title}, {wording.name_of(line.person.unit_vi, line.person.unit_en)}")
    text = ", ".join(parts)
    if line.to_post is not None:
        text += f" → {post_text(line.to_post)}"
    if line.until is not None and line.to_post is not None:
        last = wording.day(line.until - timedelta(days=1))
        text += f" ({gettext('last day {day}').format(day=last)})"
    return text


def _organization(organization: OrganizationFacts | None) -> str:
    if organization is None:
        return ""
    name = wording.name_of(organization.name_vi, organization.name_en)
    return name or ("" if organization.id is None else f"#{organization.id}")


def _day(day: date | None) -> str:
    return wording.NO_VALUE if day is None else wording.day(day)
