"""Collects every text users are shown, and brings the message catalogues up to date with it.

`python tests/delivery/web/message_catalogue.py` rewrites the `.po` files: translations are kept,
new texts are added empty, texts no longer shown are dropped. Source texts are English; they come
from gettext calls, `{% translate %}` tags, and the sentences of every app's errors.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[3]
SOURCE = ROOT / "src" / "kiem"
LOCALE = SOURCE / "delivery" / "web" / "locale"
LANGUAGES = ("vi", "en")

Message = str | tuple[str, str]
_CALLS = {"gettext", "gettext_noop", "gettext_lazy", "_"}
_PLURAL_CALLS = {"ngettext", "ngettext_lazy"}
_ERRORS = {"NotFound", "Forbidden", "Conflict", "InvalidInput", "DomainError"}
_REFUSALS = {"refusal", "conflict"}  # the register's: code, sentence, remedy
_TAG = re.compile(r"""\{%\s*translate\s+(?:"([^"]+)"|'([^']+)')""")
_SENTENCE = re.compile(r"['{A-Z].* .*[.?]", re.DOTALL)
_FIELDS = re.compile(r"\{\w+\}")

# Django's own texts that our forms can show and its Vietnamese catalogue may lack.
DJANGO_SHOWN = (
    "This field is required.",
    "Enter a valid value.",
    "Ensure this value is greater than or equal to %(limit_value)s.",
    "Ensure this value is less than or equal to %(limit_value)s.",
)


def _constant(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _called(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _of_call(call: ast.Call) -> Iterator[Message]:
    name, texts = _called(call), [_constant(argument) for argument in call.args]
    if name in _CALLS and texts and texts[0]:
        yield texts[0]
    elif name in _PLURAL_CALLS and len(texts) > 1 and texts[0] and texts[1]:
        yield (texts[0], texts[1])
    elif name in _REFUSALS:
        yield from (text for text in texts[1:3] if text)
    elif name in _ERRORS:
        if len(texts) > 1 and texts[1]:
            yield texts[1]
        for keyword in call.keywords:
            if keyword.arg == "remedy" and (text := _constant(keyword.value)):
                yield text


def _of_module(path: Path) -> Iterator[Message]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _of_call(node)
        elif (
            (path.name == "errors.py" or path.parent.name == "errors")
            and isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in documented
            and _SENTENCE.fullmatch(node.value)
        ):
            yield node.value


def messages() -> dict[Message, set[str]]:
    """Every text and the files it stands in."""
    found: dict[Message, set[str]] = {text: {"django"} for text in DJANGO_SHOWN}
    folders = [SOURCE / part for part in ("delivery/web", "delivery/api", "platform", "domain")]
    for path in sorted(p for folder in folders for p in folder.rglob("*.py")):
        if "migrations" in path.parts or "database" in path.parts:
            continue
        for message in _of_module(path):
            found.setdefault(message, set()).add(path.relative_to(SOURCE).as_posix())
    for path in sorted((SOURCE / "delivery" / "web" / "templates").rglob("*.html")):
        for double, single in _TAG.findall(path.read_text(encoding="utf-8")):
            text = double or single
            found.setdefault(text, set()).add(path.relative_to(SOURCE).as_posix())
    return {
        message: places
        for message, places in found.items()
        if not isinstance(message, str) or _FIELDS.sub("", message).strip()
    }


def path_of(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read_catalogue(language: str) -> Catalog:
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(language: str) -> int:
    """Rewrite one catalogue; returns how many texts wait for a translation."""
    before = read_catalogue(language)
    after = Catalog(locale=language, project="Kiem", version="", fuzzy=False)
    missing = 0
    for message, places in sorted(messages().items(), key=lambda item: str(item[0])):
        known = before.get(message if isinstance(message, str) else message[0])
        text = known.string if known is not None else ""
        if language == "en":
            text = message
        elif isinstance(message, tuple):
            text = text if isinstance(text, tuple | list) else (text,)
        after.add(message, text, locations=[(place, 0) for place in sorted(places)])
        missing += not (text if isinstance(text, str) else all(text))
    path_of(language).parent.mkdir(parents=True, exist_ok=True)
    with path_of(language).open("wb") as file:
        write_po(file, after, width=100, include_lineno=False, sort_output=True)
    return missing


if __name__ == "__main__":
    for code in LANGUAGES:
        print(code, update(code), "to translate")
