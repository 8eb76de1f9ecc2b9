"""What can be wrong with a file that is handed in. Sentences are translated where shown."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_noop as _

from kiem.platform.kernel.errors import InvalidInput, NotFound

FIELD = "file"


def no_file(file_id: int) -> NotFound:
    return NotFound(
        "files.no_file",
        _("There is no file {file_id}."),
        remedy=_("Go back to the page it belongs to and reload it."),
        params={"file_id": file_id},
    )


def empty(name: str) -> InvalidInput:
    return InvalidInput(
        "files.empty",
        _("The file {name} is empty."),
        remedy=_("Choose the file again; perhaps it was not saved yet."),
        field=FIELD,
        params={"name": name},
    )


def too_large(name: str, limit_bytes: int) -> InvalidInput:
    return InvalidInput(
        "files.too_large",
        _("The file {name} is larger than {limit_mb} MB."),
        remedy=_("Make it smaller, for instance with fewer pages or a smaller picture."),
        field=FIELD,
        params={"name": name, "limit_mb": f"{limit_bytes / 1_048_576:g}"},
    )


def kind_not_taken(name: str, endings: Iterable[str]) -> InvalidInput:
    return InvalidInput(
        "files.kind_not_taken",
        _("Files such as {name} are not taken here."),
        remedy=_("Save it as one of: {endings}."),
        field=FIELD,
        params={"name": name, "endings": ", ".join(sorted(endings))},
    )


def content_differs(name: str, kind: str) -> InvalidInput:
    return InvalidInput(
        "files.content_differs",
        _("By its name {name} is a {kind} file, but its content is something else."),
        remedy=_("Open it in the program it was made with and save it as {kind} again."),
        field=FIELD,
        params={"name": name, "kind": kind.upper()},
    )


def damaged(name: str, kind: str) -> InvalidInput:
    return InvalidInput(
        "files.damaged",
        _("The {kind} file {name} is damaged or incomplete."),
        remedy=_("Open it, save it again under a new name, and choose that one."),
        field=FIELD,
        params={"name": name, "kind": kind.upper()},
    )


def active_content(name: str, what: str) -> InvalidInput:
    return InvalidInput(
        "files.active_content",
        _("The file {name} can run something when it is opened ({what})."),
        remedy=_("Save a copy without macros, scripts and embedded objects, or print it to PDF."),
        field=FIELD,
        params={"name": name, "what": what},
    )


def unpacks_too_large(name: str) -> InvalidInput:
    return InvalidInput(
        "files.unpacks_too_large",
        _("The file {name} unpacks to far more than it seems to hold."),
        remedy=_("Save only the sheets or pages that are needed."),
        field=FIELD,
        params={"name": name},
    )


def two_in_one(name: str) -> InvalidInput:
    return InvalidInput(
        "files.two_in_one",
        _("The file {name} hides a second file in itself."),
        remedy=_("Open it, save it again under a new name, and choose that one."),
        field=FIELD,
        params={"name": name},
    )


def locked(name: str) -> InvalidInput:
    return InvalidInput(
        "files.locked",
        _("The file {name} is protected with a password."),
        remedy=_("Save a copy without protection: others could not read it."),
        field=FIELD,
        params={"name": name},
    )
