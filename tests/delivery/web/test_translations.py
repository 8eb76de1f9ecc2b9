"""Every text users are shown exists in both languages, complete and with the same fields."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils import translation
from message_catalogue import DJANGO_SHOWN, LANGUAGES, messages, read_catalogue

from kiem.delivery import web
from kiem.delivery.web.statuses import status_text

_FIELD = re.compile(r"\{\w+\}")


def _first(value: object) -> str:
    return value if isinstance(value, str) else str(value[0])  # type: ignore[index]  # plural pair


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_and_none_is_fuzzy(language: str) -> None:
    catalogue = read_catalogue(language)
    wanted = {_first(message) for message in messages()}
    assert len(wanted) > 300
    known = {_first(entry.id): entry for entry in catalogue if entry.id}
    assert sorted(wanted - known.keys()) == [], "run message_catalogue.py and translate"
    assert sorted(known.keys() - wanted) == [], "run message_catalogue.py: no longer shown"
    empty = [
        text
        for text, entry in known.items()
        if not (entry.string if isinstance(entry.string, str) else all(entry.string))
    ]
    assert sorted(empty) == []
    assert [text for text, entry in known.items() if entry.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_fields_of_their_source(language: str) -> None:
    wrong = {
        _first(entry.id): _first(entry.string)
        for entry in read_catalogue(language)
        if entry.id
        and set(_FIELD.findall(_first(entry.id))) != set(_FIELD.findall(_first(entry.string)))
    }
    assert wrong == {}


def test_vietnamese_differs_from_english_but_for_names() -> None:
    same = {
        _first(entry.id)
        for entry in read_catalogue("vi")
        if entry.id and _first(entry.id) == _first(entry.string)
    }
    assert same == set()


@pytest.mark.parametrize("text", DJANGO_SHOWN)
def test_texts_of_the_framework_that_pages_show_are_translated(text: str) -> None:
    with translation.override("vi"):
        assert translation.gettext(text) != text


def test_templates_hold_no_block_of_text_the_catalogue_does_not_read() -> None:
    templates = sorted((Path(web.__file__).parent / "templates").rglob("*.html"))
    assert templates
    assert [path.name for path in templates if "blocktrans" in path.read_text("utf-8")] == []


@pytest.mark.parametrize(
    ("state", "word"),
    [
        ("task open", "chưa thực hiện"),
        ("task late", "quá hạn"),
        ("sheet waiting", "chưa trả lời"),
        ("return not_begun", "chưa gửi"),
        ("proposal open", "chưa trả lời"),
        ("survey open", "đang mở"),
        ("survey closed", "đã đóng"),
        ("request closed", "đã kết thúc"),
        ("closed", "đã chốt"),
    ],
)
def test_states_of_different_things_are_not_told_with_one_word(state: str, word: str) -> None:
    with translation.override("vi"):
        assert status_text(state) == word


def test_label_of_a_common_word_says_what_it_means_on_its_page() -> None:
    with translation.override("vi"):
        assert translation.gettext("Requests between bodies") == "Yêu cầu phối hợp"
        assert translation.gettext("Leave requests") == "Đơn xin nghỉ"
        assert translation.gettext("Delegate") == "Giao xuống"  # the button of a task
        assert translation.gettext("Delegate's name") == "Đại biểu"
        assert translation.gettext("Owner") == "Được giao"
        assert translation.gettext("Lead body") == "Đơn vị chủ trì"


def test_too_small_a_number_is_said_in_plain_vietnamese() -> None:
    with translation.override("vi"):
        text = translation.gettext("Ensure this value is greater than or equal to %(limit_value)s.")
    assert text % {"limit_value": 1} == "Giá trị phải từ 1 trở lên."
