"""Forms of an issuer's letterhead: what stands at the top, and who signs at the bottom."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy, gettext_noop

from kiem.delivery.web import wording
from kiem.delivery.web.forming import KiemForm, choose_from
from kiem.domain.register.queries.signing import SigningPost
from kiem.platform.kernel import clock

FAMILIES = {
    "state": gettext_noop("State (Decree 30/2020)"),
    "youth_union": gettext_noop("Youth Union"),
    "party": gettext_noop("Party"),
}
WAYS = {
    "deputy": gettext_noop("for the head, as deputy (KT.)"),
    "order": gettext_noop("by order (TL.)"),
    "authorisation": gettext_noop("by authorisation (TUQ.)"),
}


def _day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ProfileForm(KiemForm):
    """Form of the letterhead, symbol, place, signing authority and the body above."""

    verb = gettext_lazy("Use this letterhead")
    header_family = forms.ChoiceField(label=gettext_lazy("Form of the letterhead"))
    parent_body_vi = forms.CharField(
        label=gettext_lazy("Body above, as printed"), max_length=200, required=False
    )
    symbol = forms.CharField(
        label=gettext_lazy("Symbol"),
        max_length=30,
        help_text=gettext_lazy("What follows the kind of document: CAHN in 05/QĐ-CAHN."),
    )
    place_vi = forms.CharField(label=gettext_lazy("Place"), max_length=60)
    signing_vi = forms.CharField(
        label=gettext_lazy("Signing authority"),
        max_length=120,
        help_text=gettext_lazy(
            "TM. BAN THƯỜNG VỤ where one signs for a committee; else the head's title: GIÁM ĐỐC."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(
            self, "header_family", [(code, gettext(name)) for code, name in FAMILIES.items()]
        )


class SignatoryForm(KiemForm):
    """A post, the way in which its holder signs, and since when."""

    verb = gettext_lazy("Let this post sign")
    post_id = forms.TypedChoiceField(label=gettext_lazy("Post"), coerce=int)
    way = forms.ChoiceField(label=gettext_lazy("Signs"), widget=forms.RadioSelect)
    valid_from = forms.DateField(
        label=gettext_lazy("From"), widget=_day_input(), initial=clock.today
    )

    def __init__(self, posts: tuple[SigningPost, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "post_id", [(str(post.id), post_text(post)) for post in posts])
        choose_from(self, "way", [(code, gettext(name)) for code, name in WAYS.items()])


class EndForm(KiemForm):
    """The first day on which the post signs no more."""

    verb = gettext_lazy("End the right to sign")
    ends_on = forms.DateField(
        label=gettext_lazy("First day without it"), widget=_day_input(), initial=clock.today
    )


def post_text(post: SigningPost) -> str:
    title = wording.name_of(post.title_vi, post.title_en)
    if post.is_own:
        return title
    return f"{title}, {wording.name_of(post.organization_vi, post.organization_en)}"
