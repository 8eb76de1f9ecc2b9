"""Addresses of pages, as they are pasted into a contribution, read as what it cites."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

from django.utils.translation import gettext

from kiem.delivery.web.asked import parse_day
from kiem.delivery.web.forming import split_lines
from kiem.delivery.web.states import sentence
from kiem.domain.assembly.actions import Cited, Referred
from kiem.domain.assembly.queries import label_of
from kiem.domain.ledger.queries import explain_figure
from kiem.platform.access import Viewer
from kiem.platform.kernel.errors import DomainError, InvalidInput

_PAGES = {
    "units": "unit",
    "organizations": "organization",
    "posts": "post",
    "decisions": "decision",
}
_PAGE = re.compile(rf"/({'|'.join(_PAGES)})/([0-9]{{1,18}})/?$")
_WHY = re.compile(r"/why/([^/]+)/([^/]+)/?$")
_PAPER = re.compile(r"/assembly/events/[0-9]{1,18}/papers/([0-9]{1,18})/?$")
_SURVEY = re.compile(r"/surveys/([0-9]{1,18})/(?:results/)?$")


def read_sources(text: str, today: date) -> tuple[list[Cited], list[Referred]]:
    """Addresses of pages as figures to cite and things to refer to. Raises InvalidInput for any
    other text."""
    sources = [_read_source(line, today) for line in split_lines(text)]
    return (
        [source for source in sources if isinstance(source, Cited)],
        [source for source in sources if isinstance(source, Referred)],
    )


def wrong_sources(text: str, viewer: Viewer, today: date) -> list[str]:
    """A sentence for each line that cannot be cited: not an address, or nothing of that number
    within reach on that day."""
    problems = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            source = _read_source(line.strip(), today)
            if isinstance(source, Cited):
                explain_figure(
                    viewer=viewer, subject=source.subject, figure=source.figure, on=source.on
                )
            else:
                label_of(viewer=viewer, kind=source.kind, target_id=source.target_id, on=source.on)
        except DomainError as error:
            said = f"{sentence(error.message, error)} {sentence(error.remedy, error)}".strip()
            problems.append(
                gettext("Line {number}, “{text}”: {problem}").format(
                    number=number, text=line.strip()[:80], problem=said
                )
            )
    return problems


def _read_source(line: str, today: date) -> Cited | Referred:
    parts = urlsplit(line)
    days = parse_qs(parts.query).get("on")
    on = parse_day(days[0]) if days else today
    if found := _WHY.search(parts.path):
        return Cited(found[1], found[2], on)
    if found := _PAPER.search(parts.path):
        return Referred("paper", int(found[1]), on)
    if found := _SURVEY.search(parts.path):
        return Referred("survey", int(found[1]), on)
    if found := _PAGE.search(parts.path):
        return Referred(_PAGES[found[1]], int(found[2]), on)
    raise InvalidInput(
        "web.not_a_source",
        "'{text}' is not the address of a figure, a unit, an office or a decision.",
        remedy="Open its page, and copy the address.",
        field="figures",
        params={"text": line[:80]},
    )
