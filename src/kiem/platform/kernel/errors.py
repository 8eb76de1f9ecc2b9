"""The one family of errors that users are shown.

    KiemError
    +-- DomainError            a rule of the subject was broken; carries a code and parameters
    |   +-- NotFound           nothing of that id, code or date in the viewer's scope
    |   +-- Forbidden          the viewer lacks the permission
    |   +-- Conflict           the state changed, or two facts exclude each other
    |   +-- InvalidInput       a value is impossible; `field` names it
    +-- OperationalError       the machine, a file or a server is in the way

Code and parameters travel; the sentence is made where it is shown, in the reader's language
(`kiem.delivery`), from the app's `errors.py` catalogue. `str(error)` is the English sentence.
"""

from __future__ import annotations

from collections.abc import Mapping


class KiemError(Exception):
    """Root of all errors with a message meant for people."""


class DomainError(KiemError):
    """A rule was broken. `code` is stable, e.g. `register.seat_taken`; `params` fill the sentence.

    `message` and `remedy` are English source texts with `{name}` fields; they are translated at
    delivery with the same parameters.
    """

    status = 422

    def __init__(
        self,
        code: str,
        message: str,
        *,
        remedy: str = "",
        field: str | None = None,
        params: Mapping[str, object] | None = None,
    ) -> None:
        self.code = code
        self.message = message
        self.remedy = remedy
        self.field = field
        self.params = dict(params or {})
        super().__init__(self._sentence())

    def _sentence(self) -> str:
        text = f"{self.message} {self.remedy}".strip()
        return text.format(**self.params) if self.params else text


class NotFound(DomainError):
    """Nothing of that id, code or date within the viewer's scope."""

    status = 404


class Forbidden(DomainError):
    """The viewer's grants do not include the permission."""

    status = 403


class Conflict(DomainError):
    """Two facts exclude each other, or the state changed since it was shown."""

    status = 409


class InvalidInput(DomainError):
    """A value is impossible; `field` names the input."""

    status = 422


class OperationalError(KiemError):
    """The machine, a file or a server is in the way; the message says what to do."""
