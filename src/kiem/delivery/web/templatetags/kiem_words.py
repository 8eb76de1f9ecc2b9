"""Template filters over `wording` and `statuses`; no logic of their own."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from kiem.delivery.sample.account_names import english_name
from kiem.delivery.web import spoken as speech
from kiem.delivery.web import statuses, wording
from kiem.time.month import Month

register = template.Library()


@register.filter
def account_name(name: str) -> str:
    return wording.name_of(name, english_name(name))


@register.filter
def hours(value: float | None) -> str:
    return wording.hours(value)


@register.filter
def count(value: float | None) -> str:
    return wording.number(value)


@register.filter
def share(value: float | None) -> str:
    return wording.share(value)


@register.filter
def ratio(value: float | None) -> str:
    return wording.number(value, 2)


@register.filter
def day(value: date | None) -> str:
    return wording.day(value)


@register.filter
def long_day(value: date) -> str:
    return wording.long_day(value)


@register.filter
def month(value: Month | date) -> str:
    return wording.month(value)


@register.filter
def moment(value: datetime | None) -> str:
    return wording.moment(value)


@register.filter
def status(code: str) -> SafeString:
    return statuses.status(code)


@register.filter
def letter(code: str) -> SafeString:
    return statuses.letter(code)


@register.filter
def translated(text: str) -> str:
    """A source text known only at run time, such as a catalogue's."""
    return gettext(text) if text else ""


@register.simple_tag
def spoken(vietnamese: str, english: str) -> SafeString:
    """What people wrote, in the reader's language or marked as being in the other."""
    return speech.spoken(vietnamese, english)


@register.filter
def up_to_99(value: int) -> str:
    """How many wait, as a mark in the page's head has room for."""
    return str(value) if value < 100 else "99+"
