"""What people wrote, in the reader's language or marked as being in the other one."""

from __future__ import annotations

from html import escape

from django.utils.safestring import SafeString, mark_safe

from kiem.delivery.web import wording


def spoken(vietnamese: str, english: str) -> SafeString:
    """The text in the reader's language; where it is missing the other one, marked with its
    language so that it is read aloud and hyphenated as what it is. Line breaks stay."""
    wanted, other, language = (
        (vietnamese, english, "en") if wording.is_vietnamese() else (english, vietnamese, "vi")
    )
    inner = escape(wanted or other).replace("\n", "<br>")
    if wanted or not other:
        return mark_safe(inner)  # noqa: S308 - escaped above
    return mark_safe(f'<span lang="{language}">{inner}</span>')  # noqa: S308 - escaped above
