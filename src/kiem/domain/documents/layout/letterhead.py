"""The top of the first page: issuer and number on the left, emblem, place and day on the right."""

from __future__ import annotations

from kiem.domain.documents.layout.blocks import Line, Pair
from kiem.domain.documents.layout.families import FAMILIES, Family
from kiem.domain.documents.layout.styles import (
    MARGIN_LEFT_MM,
    MARGIN_RIGHT_MM,
    PAGE_WIDTH_MM,
    STYLES,
)
from kiem.domain.documents.layout.texts import capitals, clean, long_day, width_mm
from kiem.domain.documents.model import DocumentKind, OfficialDocument, Span

LEFT_SHARE = 0.42
_RULE_SHARE = 0.4  # of the issuer's line; the decree asks for a third to a half
_ROOM_FOR_NUMBER = "\N{NO-BREAK SPACE}" * 8
_LEFT_MM = LEFT_SHARE * (PAGE_WIDTH_MM - MARGIN_LEFT_MM - MARGIN_RIGHT_MM)


def line(style: str, text: str, *, rule_mm: float = 0.0, level: int | None = None) -> Line:
    """A paragraph of one face; its rank as a heading is the style's unless given."""
    rank = STYLES[style].level if level is None else level
    return Line(style, (Span(clean(text)),), rule_mm=rule_mm, level=rank)


def share_of_line(text: str, size_pt: float, room_mm: float) -> float:
    """The length of a rule under `text`, between a third and a half of its line."""
    return round(_RULE_SHARE * min(width_mm(text, size_pt), room_mm), 1)


def letterhead(document: OfficialDocument) -> Pair:
    """Names above; number, place and day below, so that both stand on one line."""
    family = FAMILIES[document.header.family]
    names = (_issuer(document, family), _emblem(family))
    return Pair((names, (_number(document, family), (_place_and_day(document),))), LEFT_SHARE)


def _issuer(document: OfficialDocument, family: Family) -> tuple[Line, ...]:
    header = document.header
    lines = [line("parent", capitals(header.parent_vi))] if header.parent_vi else []
    issuer = capitals(header.issuer_vi)
    if family.stars:
        return (*lines, line("issuer", issuer), line("stars", family.stars))
    rule_mm = share_of_line(issuer, STYLES["issuer"].size_pt, _LEFT_MM)
    return (*lines, line("issuer", issuer, rule_mm=rule_mm))


def _emblem(family: Family) -> tuple[Line, ...]:
    lines = [line(style, text) for style, text in family.emblem]
    style, text = family.emblem[-1]
    rule_mm = round(width_mm(text, STYLES[style].size_pt), 1)  # as long as the line itself
    return (*lines[:-1], line(style, text, rule_mm=rule_mm))


def _number(document: OfficialDocument, family: Family) -> tuple[Line, ...]:
    number = clean(document.number)
    if not number or not number[0].isalnum():
        number = _ROOM_FOR_NUMBER + number
    lines = [line("number", family.number_label + number)]
    if document.kind is DocumentKind.LETTER and document.subject_vi:
        lines.append(line("about", f"V/v {document.subject_vi}"))
    if document.urgency:
        lines.append(line("urgency", document.urgency))
    return tuple(lines)


def _place_and_day(document: OfficialDocument) -> Line:
    day = long_day(document.signed_on)
    place = clean(document.place_vi)
    return line("day", f"{place}, {day}" if place else day[0].upper() + day[1:])
