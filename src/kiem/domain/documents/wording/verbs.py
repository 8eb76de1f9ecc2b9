"""The verbs of decisions and the sentence of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kiem.domain.documents.model import Annex, Article
from kiem.domain.documents.wording import body_verbs, people_verbs
from kiem.domain.documents.wording.people_verbs import Said
from kiem.domain.documents.wording.sayings import Saying

VERBS: Mapping[str, Callable[[int, Saying], Said]] = {
    "appoint": people_verbs.appoint,
    "relieve": people_verbs.relieve,
    "transfer": people_verbs.transfer,
    "second": people_verbs.second,
    "form_committee": body_verbs.form_committee,
    "admit": people_verbs.admit,
    "release": people_verbs.release,
    "open_term": body_verbs.open_term,
    "close_term": body_verbs.close_term,
    "establish": body_verbs.establish,
    "rename": body_verbs.rename,
    "convert": body_verbs.convert,
    "dissolve": body_verbs.dissolve,
    "grant_leave": people_verbs.grant_leave,
    "correct": body_verbs.correct,
    "revoke": body_verbs.revoke,
    "nominate": people_verbs.nominate,
}


ABOUT_PEOPLE = frozenset(
    {
        "appoint",
        "relieve",
        "transfer",
        "second",
        "form_committee",
        "admit",
        "release",
        "grant_leave",
        "correct",
        "nominate",
    }
)
"""Verbs whose articles say nothing once nobody is named."""


def say(sayings: Sequence[Saying]) -> tuple[tuple[Article, ...], tuple[Annex, ...]]:
    """The articles in their order, numbered from 1, and the lists attached to them."""
    said = [VERBS[saying.verb](number, saying) for number, saying in enumerate(sayings, start=1)]
    return tuple(each.article for each in said), tuple(each.annex for each in said if each.annex)


def closing_article(number: int, sayings: Sequence[Saying]) -> Article:
    """Who carries the decision out, and from when it holds."""
    numbers = [str(index) for index, saying in enumerate(sayings, start=1) if saying.placements]
    people = ""
    if numbers:
        word = "các đồng chí" if _is_several(sayings) else "đồng chí"
        people = f" và {word} có tên tại Điều {_joined(numbers)}"
    return Article(
        number,
        "Quyết định này có hiệu lực kể từ ngày ký. Thủ trưởng các đơn vị, tổ chức có liên quan"
        f"{people} chịu trách nhiệm thi hành Quyết định này.",
    )


def _is_several(sayings: Sequence[Saying]) -> bool:
    return sum(len(saying.placements) for saying in sayings) > 1


def _joined(numbers: Sequence[str]) -> str:
    if len(numbers) == 1:
        return numbers[0]
    return f"{', '.join(numbers[:-1])} và {numbers[-1]}"
