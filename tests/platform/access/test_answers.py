"""Requests with a key: done once, answered alike, kept two days."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiem.platform.access import Viewer
from kiem.platform.access.answers import KEPT_FOR, Answer, answer_once
from kiem.platform.access.models import KeptAnswer
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import InvalidInput

pytestmark = pytest.mark.django_db
LAN, MAI = Viewer(name="Lan", user_id=5), Viewer(name="Mai", user_id=6)


class Work:
    """Counts how often it was done."""

    def __init__(self) -> None:
        self.done = 0

    def __call__(self) -> Answer:
        self.done += 1
        return Answer(201, f'{{"number": {self.done}}}')


def _ask(work: Work, key: str = "k1", said: str = "a", actor: Viewer = LAN) -> Answer:
    return answer_once(key=key, fingerprint=said, actor=actor, act=work)


def test_repeat_gets_the_first_answer_and_does_nothing() -> None:
    work = Work()
    assert _ask(work) == Answer(201, '{"number": 1}')
    assert _ask(work) == Answer(201, '{"number": 1}', is_repeat=True)
    assert work.done == 1


def test_another_key_or_another_account_is_another_request() -> None:
    work = Work()
    assert [_ask(work).body, _ask(work, key="k2").body, _ask(work, actor=MAI).body] == [
        '{"number": 1}',
        '{"number": 2}',
        '{"number": 3}',
    ]


def test_same_key_for_something_else_is_refused() -> None:
    work = Work()
    _ask(work)
    with pytest.raises(InvalidInput) as refused:
        _ask(work, said="b")
    assert refused.value.code == "access.idempotency_key_reused"
    assert work.done == 1


def test_key_stays_good_when_the_work_fails() -> None:
    def failing() -> Answer:
        raise InvalidInput("test.no", "No.")

    with pytest.raises(InvalidInput):
        answer_once(key="k1", fingerprint="a", actor=LAN, act=failing)
    assert not KeptAnswer.objects.exists()
    assert _ask(Work()).is_repeat is False


@pytest.mark.parametrize("key", ["", "x" * 101, "Ω", "a\nb", "a b"])
def test_impossible_key_is_refused(key: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        _ask(Work(), key=key)
    assert refused.value.field == "Idempotency-Key"


def test_answers_are_kept_two_days() -> None:
    work, start = Work(), clock.now()
    with clock.travel(start):
        _ask(work)
    with clock.travel(start + KEPT_FOR - timedelta(seconds=1)):
        assert _ask(work).is_repeat is True
    with clock.travel(start + KEPT_FOR + timedelta(seconds=1)):
        assert _ask(work).is_repeat is False
    assert work.done == 2
