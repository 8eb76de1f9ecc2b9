"""Each form does its work once."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.core import signing
from django.db import connection

from kiem.platform.access import Viewer
from kiem.platform.access.models import Submission
from kiem.platform.access.submissions import issue_token, submit_once
from kiem.platform.audit import record, verify_chain
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import Conflict, InvalidInput

ME = Viewer(name="me", user_id=5)
NOON = datetime(2025, 10, 23, 12, tzinfo=UTC)


class Work:
    """Counts how often it was done, in the database, so that a rollback undoes it."""

    def __call__(self) -> str:
        return f"/done/{record(action='test.write', actor=ME, subject='thing:1')}/"


def _submit(token: str, **changes: object) -> str:
    values: dict[str, object] = {"form": "log_time", "actor": ME, "act": Work(), **changes}
    return submit_once(token=token, **values)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_repeat_leads_where_the_first_led_and_does_nothing() -> None:
    token = issue_token(form="log_time", viewer=ME)
    assert [_submit(token) for _ in range(3)] == ["/done/1/"] * 3
    assert verify_chain().rows == 1


@pytest.mark.django_db
def test_two_forms_are_two_pieces_of_work() -> None:
    for expected in ("/done/1/", "/done/2/"):
        assert _submit(issue_token(form="log_time", viewer=ME)) == expected


@pytest.mark.django_db
def test_refused_form_may_be_corrected_and_sent_again() -> None:
    token = issue_token(form="log_time", viewer=ME)

    def refuse() -> str:
        record(action="test.write", actor=ME, subject="thing:1")
        raise InvalidInput("t.bad", "Too many hours.")

    with pytest.raises(InvalidInput):
        _submit(token, act=refuse)
    assert verify_chain().rows == 0
    assert _submit(token) == "/done/1/"


@pytest.mark.django_db
def test_form_of_a_state_now_past_is_refused() -> None:
    token = issue_token(form="log_time", viewer=ME, seen="rows 1,2")
    with pytest.raises(Conflict) as caught:
        _submit(token, seen="rows 1,2,3")
    assert caught.value.code == "access.stale_form"
    assert verify_chain().rows == 0


@pytest.mark.django_db
def test_repeat_is_harmless_although_its_own_work_changed_the_state() -> None:
    token = issue_token(form="log_time", viewer=ME, seen="before")
    assert _submit(token, seen="before") == "/done/1/"
    assert _submit(token, seen="after") == "/done/1/"


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["another form", "another account", "forged", "empty", "odd"])
def test_token_of_something_else_is_refused(kind: str) -> None:
    token = {
        "another form": issue_token(form="close_month", viewer=ME),
        "another account": issue_token(form="log_time", viewer=Viewer(name="x", user_id=6)),
        "forged": issue_token(form="log_time", viewer=ME)[:-1] + "!",
        "empty": "",
        "odd": signing.dumps({"a": 1}, salt="kiem.form"),
    }[kind]
    with pytest.raises(Conflict) as caught:
        _submit(token)
    assert caught.value.code == "access.unreadable_form"
    assert not Submission.objects.exists()


@pytest.mark.django_db
def test_day_old_form_is_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    token = issue_token(form="log_time", viewer=ME)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 24 * 3600 + 5)
    with pytest.raises(Conflict) as caught:
        _submit(token)
    assert caught.value.code == "access.stale_form"


@pytest.mark.django_db
def test_used_tokens_are_forgotten_after_two_days() -> None:
    with clock.travel(NOON):
        _submit(issue_token(form="log_time", viewer=ME))
    with clock.travel(NOON + timedelta(hours=49)):
        _submit(issue_token(form="log_time", viewer=ME))
    assert list(Submission.objects.values_list("location", flat=True)) == ["/done/2/"]


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_do_the_work_once() -> None:
    token = issue_token(form="log_time", viewer=ME)
    answers: list[str] = []

    def press() -> None:
        try:
            answers.append(_submit(token))
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == ["/done/1/"] * 4
    assert verify_chain().rows == 1
