"""Forms of the verbs about members, terms, organisations, leave, and revoking."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext

from kiem.delivery.web import wording
from kiem.delivery.web.articleform import ArticleForm
from kiem.delivery.web.listing import role_text, type_text
from kiem.delivery.web.timewords import LEAVE_KINDS
from kiem.domain.register.actions.articles import (
    Admit,
    ArticleContent,
    CloseTerm,
    Convert,
    Dissolve,
    Establish,
    GrantLeave,
    Office,
    OpenTerm,
    Release,
    Rename,
    Revoke,
)
from kiem.domain.register.queries import catalogue

OFFICE_ROWS = 5


class _MembersForm(ArticleForm):
    content_type: type[Admit] | type[Release] = Admit

    def make_fields(self) -> None:
        self.pick("organization_id", "organizations-member", gettext("Organisation"))
        self.day("on", gettext("On"))
        self.pick("person_ids", "people", gettext("People"), multiple=True)

    def content(self) -> ArticleContent:
        given = self.cleaned_data
        return self.content_type(given["organization_id"], given["on"], tuple(given["person_ids"]))


class AdmitForm(_MembersForm):
    content_type = Admit


class ReleaseForm(_MembersForm):
    content_type = Release


class OpenTermForm(ArticleForm):
    def make_fields(self) -> None:
        self.pick("organization_id", "organizations-member", gettext("Organisation"))
        self.text("label", gettext("Name of the term"), longest=40)
        self.day("opens_on", gettext("Opens on"))
        self.day("planned_from", gettext("Planned from"))
        self.day("planned_last", gettext("Planned last day"))

    def content(self) -> ArticleContent:
        given = self.cleaned_data
        return OpenTerm(
            given["organization_id"],
            given["label"],
            given["opens_on"],
            given["planned_from"],
            given["planned_last"] + timedelta(days=1),
        )

    @classmethod
    def values_of(cls, content: OpenTerm) -> dict[str, Any]:
        last = content.planned_until - timedelta(days=1)
        return {**super().values_of(content), "planned_last": last}


class CloseTermForm(ArticleForm):
    def make_fields(self) -> None:
        self.pick("organization_id", "organizations-member", gettext("Organisation"))
        self.day("on", gettext("First day without it"))

    def content(self) -> ArticleContent:
        return CloseTerm(self.cleaned_data["organization_id"], self.cleaned_data["on"])


def _types() -> list[tuple[str, str]]:
    return [(code, type_text(code)) for code in catalogue.organization_types()]


class EstablishForm(ArticleForm):
    def make_fields(self) -> None:
        self.select("type", gettext("Type"), _types())
        self.text("code", gettext("Code"), longest=40)
        self.text("name_vi", gettext("Vietnamese name"))
        self.text("name_en", gettext("English name"))
        self.day("on", gettext("From"))
        self.pick("parent_id", "organizations-unit", gettext("Unit it stands in or under"))
        self.pick(
            "higher_id",
            "organizations-member",
            gettext("Higher organisation of its line"),
            required=False,
        )
        roles = [("", wording.NO_VALUE)]
        roles += [(code, role_text(code)) for code in catalogue.roles()]
        for row in range(OFFICE_ROWS):
            place = gettext("Post {number}").format(number=row + 1)
            self.select(f"role_{row}", place, roles, required=False)
            self.fields[f"seats_{row}"] = forms.IntegerField(
                label=f"{place}: {gettext('seats')}",
                required=False,
                min_value=1,
                max_value=500,
                initial=1,
            )
            self.tick(f"mandatory_{row}", f"{place}: {gettext('must be held')}", initial=True)

    def content(self) -> ArticleContent:
        given = self.cleaned_data
        offices = [
            Office(
                given[f"role_{row}"],
                given[f"seats_{row}"] or 1,
                is_mandatory=given[f"mandatory_{row}"],
            )
            for row in range(OFFICE_ROWS)
            if given[f"role_{row}"]
        ]
        return Establish(
            given["type"],
            given["code"],
            given["name_vi"],
            given["name_en"],
            given["on"],
            given["parent_id"],
            given["higher_id"],
            tuple(offices),
        )

    @classmethod
    def values_of(cls, content: Establish) -> dict[str, Any]:
        values = super().values_of(content)
        for row, office in enumerate(content.offices[:OFFICE_ROWS]):
            values[f"role_{row}"], values[f"seats_{row}"] = office.role, office.seats
            values[f"mandatory_{row}"] = office.is_mandatory
        return values


class RenameForm(ArticleForm):
    def make_fields(self) -> None:
        self.pick("organization_id", "organizations", gettext("Organisation"))
        self.day("on", gettext("From"))
        self.text("name_vi", gettext("New Vietnamese name"))
        self.text("name_en", gettext("New English name"))
        self.text("code", gettext("New code"), required=False, longest=40)

    def content(self) -> ArticleContent:
        given = self.cleaned_data
        return Rename(
            given["organization_id"],
            given["on"],
            given["name_vi"],
            given["name_en"],
            given["code"] or None,
        )


class ConvertForm(ArticleForm):
    def make_fields(self) -> None:
        self.pick("organization_id", "organizations", gettext("Organisation"))
        self.day("on", gettext("From"))
        self.select("type", gettext("New type"), _types())
        self.text("name_vi", gettext("New Vietnamese name"), required=False)
        self.text("name_en", gettext("New English name"), required=False)
        self.pick("parent_id", "organizations-unit", gettext("New host unit"), required=False)
        self.pick(
            "higher_id",
            "organizations-member",
            gettext("New higher organisation"),
            required=False,
        )

    def content(self) -> ArticleContent:
        given = self.cleaned_data
        return Convert(
            given["organization_id"],
            given["on"],
            given["type"],
            given["name_vi"] or None,
            given["name_en"] or None,
            given["parent_id"],
            given["higher_id"],
        )


class DissolveForm(ArticleForm):
    def make_fields(self) -> None:
        self.pick("organization_id", "organizations", gettext("Organisation"))
        self.day("on", gettext("First day without it"))

    def content(self) -> ArticleContent:
        return Dissolve(self.cleaned_data["organization_id"], self.cleaned_data["on"])


class LeaveForm(ArticleForm):
    def make_fields(self) -> None:
        self.pick("person_id", "people", gettext("Person"))
        self.select("kind", gettext("Kind"), [(c, gettext(t)) for c, t in LEAVE_KINDS.items()])
        self.day("on", gettext("First day"))
        self.day("last", gettext("Last day"))

    def content(self) -> ArticleContent:
        given = self.cleaned_data
        until = given["last"] + timedelta(days=1)
        return GrantLeave(given["person_id"], given["kind"], given["on"], until)


class RevokeForm(ArticleForm):
    def make_fields(self) -> None:
        self.pick("decision_id", "decisions", gettext("Decision"))

    def content(self) -> ArticleContent:
        return Revoke(self.cleaned_data["decision_id"])
