"""Which sentence each code stands for.

Notices are stored as a code and parameters; the sentence is made where it is shown, in the
reader's language. An app registers its sentences when it is ready:

    NOTICES = {"register.appointed": _("You are appointed {title} from {effective_on}.")}
    register_texts(NOTICES)

Fields of a sentence, by the parameter they come from:

- `{title}` from `title_vi` and `title_en`: the name in the reader's language;
- `{effective_on}` (any name ending in `_on`) from an ISO date, `{month}` (or ending in `_month`)
  from `2026-10`: written as the language does;
- `{person}` from `person_id` (or `{x_person}` from `x_person_id`): the name as it is today. No
  name of a person is ever stored in a notice, so that nothing here has to be erased;
- any other parameter as it is.
"""

from __future__ import annotations

from collections.abc import Mapping

_texts: dict[str, str] = {}


def register_texts(texts: Mapping[str, str]) -> None:
    """Add code -> English source sentence (marked for translation). Repeats are harmless.

    Raises ValueError when a code is registered with another sentence already.
    """
    for code, text in texts.items():
        if _texts.setdefault(code, text) != text:
            raise ValueError(f"The notice {code} is registered with two sentences.")


def text_of(code: str) -> str:
    """The English source sentence. Raises KeyError for a code nobody registered."""
    return _texts[code]
