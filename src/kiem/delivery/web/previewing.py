"""A preview in words and tables, in order of importance: what stops it, what it breaks, what it
costs, what it changes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, ngettext

from kiem.delivery.web import wording
from kiem.delivery.web.asked import Asked
from kiem.delivery.web.decisionwords import (
    change_words,
    obstacle_words,
    person_text,
    post_text,
)
from kiem.domain.register.queries.effects import PersonHours, Threshold
from kiem.domain.register.queries.fact_changes import FactChange
from kiem.domain.register.queries.preview import Preview
from kiem.time.month import Month


def preview_context(said: Preview, asked: Asked) -> dict[str, Any]:
    """What the page shows, each part empty when there is nothing of it."""
    mandatory = [v for v in said.vacated if v.after.is_mandatory]
    return {
        "said": said,
        "obstacles": [obstacle_words(obstacle) for obstacle in said.obstacles],
        "headline": _headline(said, len(mandatory)),
        "quorums": [
            {
                "name": wording.name_of(q.after.organization.name_vi, q.after.organization.name_en),
                "href": f"/organizations/{q.after.organization.id}/{asked.query}",
                "on": q.on,
                "words": gettext("{before} → {after} of {seats} seats held").format(
                    before=q.before.holders, after=q.after.holders, seats=q.after.seats
                ),
                "rule": _rule(q.rule, asked),
            }
            for q in said.broken_quorums
        ],
        "branches": [
            {
                "name": wording.name_of(b.after.organization.name_vi, b.after.organization.name_en),
                "href": f"/organizations/{b.after.organization.id}/{asked.query}",
                "on": b.on,
                "words": gettext("{before} → {after} members; {fewest} are needed").format(
                    before=b.before.members, after=b.after.members, fewest=f"{b.rule.value:g}"
                ),
                "rule": _rule(b.rule, asked),
            }
            for b in said.small_branches
        ],
        "vacated": [
            {
                "post": post_text(v.after.post),
                "href": f"/posts/{v.after.post.id}/{asked.query}",
                "on": v.on,
                "words": gettext("{before} → {after} of {seats} seats held").format(
                    before=v.before.holders, after=v.after.holders, seats=v.after.seats
                ),
                "is_mandatory": v.after.is_mandatory,
            }
            for v in said.vacated
        ],
        "lost": [_entitlement(e) for e in said.entitlements_lost],
        "gained": [_entitlement(e) for e in said.entitlements_gained],
        "loads": [
            {
                "person": person_text(shift.person),
                "before": _hours(shift.before),
                "after": _hours(shift.after),
                "status": "" if shift.after is None else shift.after.status,
            }
            for shift in said.loads
        ],
        "load_month": next(
            (Month.of(s.after.month).start for s in said.loads if s.after is not None), None
        ),
        "clashes": [
            {
                "title": wording.name_of(c.title_vi, c.title_en),
                "href": f"/drafts/{c.draft_id}/{asked.query}",
                "on": c.effective_on,
                "comes_first": c.comes_first,
                "about": [
                    *c.people,
                    *wording_list(c.posts_vi, c.posts_en),
                    *wording_list(c.organizations_vi, c.organizations_en),
                ],
            }
            for c in said.clashes
        ],
        "changes": changes_by_article(said.changes),
    }


def changes_by_article(changes: tuple[FactChange, ...]) -> list[tuple[int, list[dict[str, str]]]]:
    """Rows of changes under the article that makes them."""
    grouped: dict[int, list[dict[str, str]]] = {}
    for change in changes:
        grouped.setdefault(change.article, []).append(change_words(change))
    return sorted(grouped.items())


def wording_list(names_vi: tuple[str, ...], names_en: tuple[str, ...]) -> list[str]:
    return [wording.name_of(vi, en) for vi, en in zip(names_vi, names_en, strict=True)]


def _headline(said: Preview, mandatory: int) -> list[str]:
    """One line for each kind of effect, the gravest first."""
    counted = (
        (
            len(said.obstacles),
            ngettext(
                "{count} obstacle: it cannot be issued yet",
                "{count} obstacles: it cannot be issued yet",
                len(said.obstacles),
            ),
        ),
        (
            len(said.broken_quorums),
            ngettext(
                "{count} committee can no longer decide",
                "{count} committees can no longer decide",
                len(said.broken_quorums),
            ),
        ),
        (
            len(said.small_branches),
            ngettext(
                "{count} branch falls under the members it needs",
                "{count} branches fall under the members they need",
                len(said.small_branches),
            ),
        ),
        (
            mandatory,
            ngettext(
                "{count} seat that must be held falls vacant",
                "{count} seats that must be held fall vacant",
                mandatory,
            ),
        ),
        (
            len(said.clashes),
            ngettext(
                "{count} other draft is about the same",
                "{count} other drafts are about the same",
                len(said.clashes),
            ),
        ),
        (
            len(said.changes),
            ngettext("{count} fact changes", "{count} facts change", len(said.changes)),
        ),
    )
    return [words.format(count=wording.number(count)) for count, words in counted if count]


def _rule(rule: Threshold, asked: Asked) -> dict[str, str]:
    return {
        "letter": rule.letter,
        "href": f"/rules/{rule.rule_id}/{asked.query}",
        "source": wording.name_of(rule.source_vi, rule.source_en),
    }


def _entitlement(entitlement: Any) -> dict[str, Any]:
    return {
        "person": person_text(entitlement.person),
        "post_href": f"/posts/{entitlement.post_id}/",
        "before": wording.hours(entitlement.hours_before),
        "after": wording.hours(entitlement.hours_after),
        "letters": entitlement.letters,
    }


def _hours(month: PersonHours | None) -> dict[str, str] | None:
    if month is None:
        return None
    return {
        "load": wording.share(month.load, 1),
        "office": wording.hours(month.office_hours),
        "release": wording.hours(month.release_hours),
        "uncovered": wording.hours(month.uncovered_hours),
    }
