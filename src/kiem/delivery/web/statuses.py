"""Status words with their marks: never colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_noop

_STATUSES: Mapping[str, tuple[str, str]] = {
    "within": ("○", gettext_noop("within")),
    "strained": ("▲", gettext_noop("strained")),
    "overloaded": ("■", gettext_noop("overloaded")),
    "not_regulated": ("◇", gettext_noop("not regulated")),
    "closed": ("●", gettext_noop("closed")),
    "running": ("◐", gettext_noop("not closed yet")),  # of this month and of past ones
    "to come": ("◌", gettext_noop("to come")),
    "info": ("·", gettext_noop("note")),
    "notice": ("·", gettext_noop("note")),
    "warning": ("▲", gettext_noop("warning")),
    "serious": ("■", gettext_noop("serious")),
    "severe": ("■", gettext_noop("serious")),
    "error": ("■", gettext_noop("serious")),
    "dual": ("◪", gettext_noop("dual holder")),
    "vacant": ("▢", gettext_noop("vacant")),
    "overdue": ("■", gettext_noop("overdue")),
    "not_eligible": ("✕", gettext_noop("not eligible")),
    "provisional": ("◔", gettext_noop("provisional")),
    "return not_begun": ("▢", gettext_noop("not sent yet")),
    "return with_errors": ("■", gettext_noop("with mistakes")),
    "return checked": ("◐", gettext_noop("checked, not accepted yet")),
    "return received": ("●", gettext_noop("received")),
    "return late": ("▲", gettext_noop("came late")),
    "file return": ("●", gettext_noop("the return")),
    "file replaced": ("○", gettext_noop("replaced")),
    "file checked": ("◐", gettext_noop("checked, not accepted yet")),
    "file with_errors": ("■", gettext_noop("with mistakes")),
    "task open": ("○", gettext_noop("not begun")),
    "task begun": ("◐", gettext_noop("begun")),
    "task reported": ("◑", gettext_noop("waits to be accepted")),
    "task returned": ("▲", gettext_noop("returned")),
    "task done": ("●", gettext_noop("done")),
    "task withdrawn": ("–", gettext_noop("withdrawn")),
    "task late": ("■", gettext_noop("overdue")),
    "proposal open": ("○", gettext_noop("not answered yet")),
    "proposal accepted": ("●", gettext_noop("accepted")),
    "proposal rejected": ("–", gettext_noop("rejected")),
    "proposal deferred": ("◔", gettext_noop("deferred")),
    "survey draft": ("◌", gettext_noop("not open yet")),
    "survey open": ("◐", gettext_noop("open to answers")),
    "survey late": ("▲", gettext_noop("open to answers")),
    "survey closed": ("●", gettext_noop("closed to answers")),
    "sheet waiting": ("○", gettext_noop("not answered yet")),
    "sheet draft": ("◐", gettext_noop("draft")),
    "sheet reopened": ("▲", gettext_noop("opened again")),
    "sheet sent": ("●", gettext_noop("sent")),
    "sheet late": ("■", gettext_noop("overdue")),
    "sheet ended": ("–", gettext_noop("exists no more")),
    "request waiting": ("○", gettext_noop("waits for an answer")),
    "request answered": ("◑", gettext_noop("answered")),
    "request returned": ("▲", gettext_noop("answer returned")),
    "request closed": ("●", gettext_noop("brought to an end")),
    "request withdrawn": ("–", gettext_noop("withdrawn")),
    "import open": ("◌", gettext_noop("not applied yet")),
    "import applied": ("●", gettext_noop("applied")),
    "import discarded": ("○", gettext_noop("discarded")),
    "run queued": ("◌", gettext_noop("waiting")),
    "run running": ("◐", gettext_noop("running")),
    "run done": ("●", gettext_noop("done")),
    "run failed": ("■", gettext_noop("failed")),
    "run cancelled": ("○", gettext_noop("cancelled")),
}

_LETTERS: Mapping[str, str] = {
    "C": gettext_noop("law, confirmed"),
    "S": gettext_noop("law, one secondary source"),
    "E": gettext_noop("example, not law"),
    "M": gettext_noop("from memory, unconfirmed"),
}


def status_text(code: str) -> str:
    """The word alone; unknown codes are shown as they are."""
    return gettext(_STATUSES[code][1]) if code in _STATUSES else code


def status(code: str, text: str | None = None) -> SafeString:
    """Mark and word."""
    mark = _STATUSES.get(code, ("·", code))[0]
    word = escape(text or status_text(code))
    kind = escape(code.replace(" ", "-"))
    return mark_safe(  # noqa: S308 - escaped above
        f'<span class="status is-{kind}"><span aria-hidden="true">{mark}</span>\u00a0{word}</span>'
    )


def letter_text(letter: str) -> str:
    """What a rule's letter says about its source."""
    return gettext(_LETTERS[letter]) if letter in _LETTERS else letter


def letter(code: str) -> SafeString:
    """The letter and what it says."""
    return mark_safe(  # noqa: S308 - escaped
        f'<span class="letter letter-{escape(code)}"><b>{escape(code)}</b> '
        f"{escape(letter_text(code))}</span>"
    )
