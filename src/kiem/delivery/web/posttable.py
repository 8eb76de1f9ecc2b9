"""The table of a unit's or organisation's posts: one row a holder, one a vacancy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_noop

from kiem.delivery.web import statuses, wording
from kiem.delivery.web.asked import Asked
from kiem.delivery.web.columns import Column, Kind
from kiem.domain.register.queries.seats import HolderRow, PostRow

MODES = {
    "appointed": gettext_noop("appointed"),
    "elected": gettext_noop("elected"),
    "designated": gettext_noop("designated"),
    "recognised": gettext_noop("recognised"),
    "seconded": gettext_noop("seconded"),
}
KINDS = {
    "line": gettext_noop("line post"),
    "office": gettext_noop("office"),
    "party": gettext_noop("party office"),
    "external": gettext_noop("external seat"),
}


@dataclass(frozen=True, slots=True)
class Seat:
    """A post with one of its holders, or with an empty seat (`holder` None)."""

    post: PostRow
    holder: HolderRow | None


def seats_of(posts: Iterable[PostRow]) -> list[Seat]:
    """A row for each holder, and one for each post with seats left."""
    seats: list[Seat] = []
    for post in posts:
        seats.extend(Seat(post, holder) for holder in post.holders or ())
        if post.holders is None or len(post.holders) < post.seats:
            seats.append(Seat(post, None))
    return seats


def mode_text(mode: str) -> str:
    return gettext(MODES[mode]) if mode in MODES else mode


def kind_text(kind: str) -> str:
    return gettext(KINDS[kind]) if kind in KINDS else kind


def vacancy_text(seat: Seat) -> str:
    """How many seats are empty, and since when the post has had one."""
    if seat.post.holders is None:
        return gettext("not shown to you")
    free = seat.post.seats - len(seat.post.holders)
    text = gettext("vacant") if free == 1 else gettext("{count} vacant").format(count=free)
    if seat.post.vacant_since is not None:
        text += " " + gettext("since {start}").format(start=wording.day(seat.post.vacant_since))
    return text


def post_columns(asked: Asked, seats: Sequence[Seat], *, links_people: bool) -> list[Column[Seat]]:
    """`links_people`: the viewer may open people's pages. Without teams there is no such column."""

    def holder(seat: Seat) -> SafeString:
        if seat.post.holders is None:
            return mark_safe(f'<span class="muted">{escape(vacancy_text(seat))}</span>')  # noqa: S308 - escaped
        if seat.holder is None:
            return statuses.status("vacant", vacancy_text(seat))
        name = escape(seat.holder.full_name)
        if links_people:
            name = f'<a href="/people/{seat.holder.person_id}/{asked.query}">{name}</a>'
        if seat.holder.is_provisional:
            name = f"{name} {statuses.status('provisional')}"
        return mark_safe(name)  # noqa: S308 - a number, escaped names and safe words

    columns: list[Column[Seat]] = [
        Column(
            "title",
            gettext("Post"),
            lambda s: wording.name_of(s.post.title_vi, s.post.title_en),
            href=lambda s: f"/posts/{s.post.id}/{asked.query}",
            is_heading=True,
        ),
        Column("team", gettext("Team"), lambda s: s.post.team),
        Column(
            "holder",
            gettext("Holder"),
            lambda s: s.holder.full_name if s.holder else vacancy_text(s),
            html=holder,
        ),
        Column(
            "rank",
            gettext("Rank"),
            lambda s: wording.name_of(s.holder.rank_vi, s.holder.rank_en) if s.holder else None,
        ),
        Column(
            "since", gettext("Since"), lambda s: s.holder.since if s.holder else None, Kind.DATE
        ),
        Column("mode", gettext("Mode"), lambda s: mode_text(s.holder.mode) if s.holder else None),
        Column(
            "share",
            gettext("Share"),
            lambda s: float(s.holder.share_percent) / 100 if s.holder else None,
            Kind.SHARE,
        ),
        Column(
            "mandatory",
            gettext("Mandatory"),
            lambda s: gettext("yes") if s.post.is_mandatory else None,
        ),
    ]
    has_teams = any(seat.post.team for seat in seats)
    return [column for column in columns if has_teams or column.key != "team"]
