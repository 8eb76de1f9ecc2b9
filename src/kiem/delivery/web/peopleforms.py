"""Forms of the verbs that put people into posts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext

from kiem.delivery.web import wording
from kiem.delivery.web.articleform import ArticleForm
from kiem.delivery.web.decisionwords import post_text
from kiem.delivery.web.picking import as_list, free_text
from kiem.delivery.web.posttable import MODES, mode_text
from kiem.domain.register.actions.articles import (
    Appoint,
    ArticleContent,
    Correct,
    FormCommittee,
    Move,
    Nominate,
    Nominee,
    Relieve,
    RightAppointment,
    Seat,
    Second,
    Transfer,
)
from kiem.domain.register.queries import choices
from kiem.domain.register.queries.naming import appointment_rows


class AppointForm(ArticleForm):
    def make_fields(self) -> None:
        self.pick("person_id", "people", gettext("Person"))
        self.pick("post_id", "posts", gettext("Post"))
        self.day("on", gettext("From"))
        self.day("last", gettext("Last day"), required=False)
        self.share()
        self.tick("is_provisional", gettext("Provisional, until somebody recognises it"))

    def content(self) -> ArticleContent:
        given = self.cleaned_data
        return Appoint(
            given["person_id"],
            given["post_id"],
            given["on"],
            until=self.until(),
            share_percent=given["share_percent"],
            is_provisional=given["is_provisional"],
        )


class _HeldForm(ArticleForm):
    """Asks for a person, then which of their posts it is about."""

    holding = "post_id"

    def holdings(self) -> list[tuple[str, str]]:
        raw = self["person_id"].value()
        ids = [int(v) for v in as_list(raw) if str(v).isdigit()]
        if not ids:
            return []
        found = choices.choose_appointments(
            viewer=self.chooser.viewer, person_id=ids[0], on=self.chooser.on
        )
        by_row, on = self.holding == "appointment_id", self.chooser.on
        return [
            (
                str(facts.id if by_row else facts.post_id),
                f"{post_text(post)}, {wording.from_to(facts.start, facts.until)}",
            )
            for facts, post in found
            if by_row or (facts.start < on and (facts.until is None or facts.until > on))
        ]

    def ask_holding(self, label: str) -> None:
        self.steps = gettext("Show the posts of this person")
        self.fields[self.holding] = forms.TypedChoiceField(
            label=label, coerce=int, choices=self.holdings(), widget=forms.RadioSelect
        )


class RelieveForm(_HeldForm):
    def make_fields(self) -> None:
        self.pick("person_id", "people", gettext("Person"))
        self.ask_holding(gettext("Leaves the post"))
        self.day("on", gettext("First day without it"))

    def content(self) -> ArticleContent:
        given = self.cleaned_data
        return Relieve(given["person_id"], given["post_id"], given["on"])


class TransferForm(ArticleForm):
    """Groups of people, each group to one post; dozens are one article."""

    repeats = True

    def make_fields(self) -> None:
        self.day("on", gettext("On"))
        for row in range(self.rows):
            place = gettext("Group {number}").format(number=row + 1)
            self.pick(
                f"people_{row}",
                "people",
                f"{place}: {gettext('people')}",
                multiple=True,
                required=row == 0,
            )
            self.pick(
                f"post_{row}", "posts-line", f"{place}: {gettext('new post')}", required=row == 0
            )
        # Posts to be left where somebody holds two; kept from one showing of the form to the next.
        self.fields["origins"] = forms.RegexField(
            r"(\d{1,15}:\d{1,15} ?)*", required=False, widget=forms.HiddenInput
        )
        self.tick(
            "leaves_offices",
            gettext("With the unit they leave what it hosts: offices and memberships."),
            initial=True,
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for row in range(self.rows):
            if bool(cleaned.get(f"people_{row}")) != bool(cleaned.get(f"post_{row}")):
                self.add_error(
                    f"post_{row}", gettext("A group has people and the post they go to.")
                )
        return cleaned

    def content(self) -> ArticleContent:
        given = self.cleaned_data
        pairs = (pair.split(":") for pair in given["origins"].split())
        origins = {int(person): int(post) for person, post in pairs}
        moves = [
            Move(person_id, given[f"post_{row}"], origins.get(person_id))
            for row in range(self.rows)
            for person_id in given[f"people_{row}"]
        ]
        return Transfer(given["on"], tuple(moves), leaves_offices=given["leaves_offices"])

    @classmethod
    def values_of(cls, content: Transfer) -> dict[str, Any]:
        values: dict[str, Any] = {"on": content.on, "leaves_offices": content.leaves_offices}
        values["origins"] = " ".join(
            f"{move.person_id}:{move.from_post_id}" for move in content.moves if move.from_post_id
        )
        for row, (post_id, people) in enumerate(_groups(content).items()):
            values[f"people_{row}"] = people
            values[f"post_{row}"] = post_id
        return values

    @classmethod
    def rows_of(cls, content: Transfer) -> int:
        return len(_groups(content))


def _groups(content: Transfer) -> dict[int, list[int]]:
    groups: dict[int, list[int]] = {}
    for move in content.moves:
        groups.setdefault(move.to_post_id, []).append(move.person_id)
    return groups


class SecondForm(ArticleForm):
    def make_fields(self) -> None:
        self.pick("person_id", "people", gettext("Person"))
        self.pick("post_id", "posts-line", gettext("Post there"))
        self.day("on", gettext("From"))
        self.day("last", gettext("Last day"), required=False)
        self.share()

    def content(self) -> ArticleContent:
        given = self.cleaned_data
        share = given["share_percent"]
        return Second(
            given["person_id"],
            given["post_id"],
            given["on"],
            until=self.until(),
            share_percent=Decimal(100) if share is None else share,
        )


class CommitteeForm(ArticleForm):
    """Asks for the organisation, then for who sits where."""

    def make_fields(self) -> None:
        self.steps = gettext("Show the offices of this organisation")
        self.pick("organization_id", "organizations", gettext("Organisation"))
        self.day("on", gettext("On"))
        self.select(
            "how",
            gettext("How"),
            [(how, mode_text(how)) for how in ("elected", "designated", "recognised")],
        )
        self.tick("replaces", gettext("Whoever holds an office now leaves it"), initial=True)
        self.day("last", gettext("Last day"), required=False)
        self.posts = self._posts()
        for post in self.posts:
            title = wording.name_of(post.title_vi, post.title_en)
            self.pick(
                f"seat_{post.id}",
                "people",
                f"{title} ({free_text(post)})",
                multiple=True,
                required=False,
            )

    def _posts(self) -> tuple[choices.PostChoice, ...]:
        ids = [v for v in as_list(self["organization_id"].value()) if str(v).isdigit()]
        if not ids:
            return ()
        return choices.choose_posts(
            viewer=self.chooser.viewer, on=self.chooser.on, organization_id=int(ids[0])
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("organization_id") and not any(
            cleaned.get(f"seat_{post.id}") for post in self.posts
        ):
            self.add_error(None, gettext("Choose at least one person for an office."))
        return cleaned

    def content(self) -> ArticleContent:
        given = self.cleaned_data
        seats = [
            Seat(person_id, post.id)
            for post in self.posts
            for person_id in given[f"seat_{post.id}"]
        ]
        return FormCommittee(
            given["organization_id"],
            given["on"],
            given["how"],
            tuple(seats),
            replaces=given["replaces"],
            until=self.until(),
        )

    @classmethod
    def values_of(cls, content: FormCommittee) -> dict[str, Any]:
        values = super().values_of(content)
        for seat in content.seats:
            values.setdefault(f"seat_{seat.post_id}", []).append(seat.person_id)
        return values


class NominateForm(ArticleForm):
    repeats = True

    def make_fields(self) -> None:
        self.day("on", gettext("From"))
        self.day("last", gettext("Last day"), required=False)
        for row in range(self.rows):
            place = gettext("Nominee {number}").format(number=row + 1)
            self.pick(f"person_{row}", "people", place, required=row == 0)
            self.pick(
                f"post_{row}",
                "posts-external",
                f"{place}: {gettext('seat outside')}",
                required=row == 0,
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for row in range(self.rows):
            if bool(cleaned.get(f"person_{row}")) != bool(cleaned.get(f"post_{row}")):
                self.add_error(f"post_{row}", gettext("A nominee has a name and a seat."))
        return cleaned

    def content(self) -> ArticleContent:
        given = self.cleaned_data
        nominees = [
            Nominee(given[f"person_{row}"], given[f"post_{row}"])
            for row in range(self.rows)
            if given[f"person_{row}"]
        ]
        return Nominate(given["on"], tuple(nominees), until=self.until())

    @classmethod
    def values_of(cls, content: Nominate) -> dict[str, Any]:
        values = super().values_of(content)
        for row, nominee in enumerate(content.nominees):
            values[f"person_{row}"] = nominee.person_id
            values[f"post_{row}"] = nominee.post_id
        return values

    @classmethod
    def rows_of(cls, content: Nominate) -> int:
        return len(content.nominees)


class CorrectForm(_HeldForm):
    """Which appointment was wrong, and how it is right; without a right one it never was."""

    holding = "appointment_id"

    def make_fields(self) -> None:
        self.pick("person_id", "people", gettext("Recorded for"), required=False)
        self.ask_holding(gettext("What was recorded wrongly"))
        self.tick("never_was", gettext("It never was; nothing takes its place"))
        self.pick("right_person", "people", gettext("Right person"), required=False)
        self.pick("right_post", "posts", gettext("Right post"), required=False)
        self.day("on", gettext("From"), required=False)
        self.day("last", gettext("Last day"), required=False)
        self.select("mode", gettext("Mode"), [(m, mode_text(m)) for m in MODES])
        self.share()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("never_was"):
            for name in ("right_person", "right_post", "on"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, gettext("Say how it is right."))
        return cleaned

    def content(self) -> ArticleContent:
        given = self.cleaned_data
        if given["never_was"]:
            return Correct(given["appointment_id"])
        return Correct(
            given["appointment_id"],
            RightAppointment(
                given["right_person"],
                given["right_post"],
                given["on"],
                given["mode"],
                until=self.until(),
                share_percent=given["share_percent"] or Decimal(0),
            ),
        )

    @classmethod
    def values_of(cls, content: Correct) -> dict[str, Any]:
        values: dict[str, Any] = {
            "appointment_id": content.appointment_id,
            "never_was": content.right is None,
        }
        for row in appointment_rows([content.appointment_id]).values():
            values["person_id"] = row.person_id
        if content.right is not None:
            right = super().values_of(content.right)
            right["right_person"] = right.pop("person_id")
            right["right_post"] = right.pop("post_id")
            values |= right
        return values
