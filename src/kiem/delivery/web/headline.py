"""The headline of a load picture, and where its release hours come from, honestly."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext

from kiem.delivery.web import wording
from kiem.domain.ledger.queries.results import Figures
from kiem.time.month import Month

LAW = ("C", "S")
EXAMPLE = "E"
UNCONFIRMED = "M"


def lead_sentence(staff: int, figures: Figures, month: Month) -> str:
    """Who holds two posts, and for how many the hours do not fit."""
    if not figures.dual_holders:
        return gettext("In {month}, none of {staff} officers holds two posts.").format(
            month=wording.month(month), staff=wording.number(staff)
        )
    return ngettext(
        "In {month}, {dual} of {staff} officers holds two posts: strained {strained}, "
        "overloaded {overloaded}.",
        "In {month}, {dual} of {staff} officers hold two posts: {strained} strained, "
        "{overloaded} overloaded.",
        figures.dual_holders,
    ).format(
        month=wording.month(month),
        dual=wording.number(figures.dual_holders),
        staff=wording.number(staff),
        strained=wording.number(figures.strained),
        overloaded=wording.number(figures.overloaded),
    )


def honest_sentence(figures: Figures) -> str:
    """How much of the release hours is law, example or unconfirmed, and what nobody regulates."""
    by_letter = figures.release_hours_by_letter
    law = sum(by_letter.get(letter, 0.0) for letter in LAW)
    unconfirmed = by_letter.get(UNCONFIRMED, 0.0)
    parts = [
        gettext("Of {total} release hours, {law} by law, {example} by an example rule").format(
            total=wording.number(figures.release_hours),
            law=wording.number(law),
            example=wording.number(by_letter.get(EXAMPLE, 0.0)),
        )
    ]
    if unconfirmed > 0:
        parts.append(gettext("{hours} unconfirmed").format(hours=wording.number(unconfirmed)))
    offices = ngettext(
        "{count} office not regulated", "{count} offices not regulated", figures.unregulated_offices
    ).format(count=wording.number(figures.unregulated_offices))
    return f"{', '.join(parts)}; {offices}."
