"""Sending, reading and marking notices on the real database."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from kiem.platform import notices
from kiem.platform.access import SYSTEM, Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import Forbidden, NotFound
from kiem.platform.notices.models import Delivery, Notice

AN = Viewer(name="An", user_id=5, person_id=70)
BINH = Viewer(name="Bình", user_id=6, person_id=71)
CLERK = Viewer(name="clerk", user_id=7)
NOBODY = Viewer(name="")
MORNING = datetime(2025, 7, 1, 1, 0, tzinfo=UTC)
APPOINTED = {"title_vi": "Bí thư", "title_en": "Secretary", "effective_on": "2025-07-02"}


def send(**options: object) -> int:
    values = {"code": "test.appointed", "params": APPOINTED, "link": "/people/70/", "actor": BINH}
    return notices.notify(**{**values, **options})  # type: ignore[arg-type]  # as given


@pytest.mark.django_db
def test_notice_is_in_the_inbox_of_the_person_it_concerns() -> None:
    with clock.travel(MORNING):
        assert send(person_ids=[70]) == 1
    (row,) = notices.inbox(viewer=AN)
    assert (row.code, row.params, row.link) == ("test.appointed", APPOINTED, "/people/70/")
    assert (row.sent_at, row.is_read) == (MORNING, False)
    assert notices.text_of(row.code) == "You are appointed {title} from {effective_on}."
    assert notices.inbox(viewer=BINH) == []
    assert notices.open_notice(viewer=AN, notice_id=row.id) == row
    assert Notice.objects.get().sent_by == "user:6"


@pytest.mark.django_db
def test_inbox_joins_notices_to_the_account_and_to_its_person_newest_first() -> None:
    send(person_ids=[70])
    send(code="test.due", params=None, user_ids=[5, 7])
    assert [row.code for row in notices.inbox(viewer=AN)] == ["test.due", "test.appointed"]
    assert [row.code for row in notices.inbox(viewer=CLERK)] == ["test.due"]
    assert [notices.unread_count(viewer=v) for v in (AN, BINH, CLERK, NOBODY)] == [2, 0, 1, 0]


@pytest.mark.django_db
def test_notice_sent_again_reaches_only_whom_it_did_not_reach() -> None:
    assert send(person_ids=[70]) == 1
    assert send(person_ids=[70, 71, 71]) == 1
    assert send(person_ids=[70], occasion="2025-07-02") == 1
    assert send(person_ids=[70], link="/people/70/?x=1") == 1
    assert Notice.objects.count() == 3
    notices.mark_read(actor=AN)
    assert send(person_ids=[70]) == 0
    assert notices.unread_count(viewer=AN) == 0


@pytest.mark.django_db
def test_notice_to_nobody_is_not_kept() -> None:
    assert send() == 0
    assert Notice.objects.count() == 0


@pytest.mark.django_db
def test_notice_of_an_action_that_fails_was_never_sent() -> None:
    with transaction.atomic():
        send(person_ids=[70])
        transaction.set_rollback(True)
    assert notices.inbox(viewer=AN) == []


@pytest.mark.django_db
def test_mark_read_touches_only_ones_own() -> None:
    send(person_ids=[70, 71])
    send(code="test.due", params=None, person_ids=[70])
    (own, other) = notices.inbox(viewer=AN)
    (binhs,) = notices.inbox(viewer=BINH)
    assert notices.mark_read(notice_ids=[own.id, binhs.id], actor=AN) == 1
    assert notices.mark_read(notice_ids=[own.id], actor=AN) == 0
    assert notices.unread_count(viewer=BINH) == 1
    assert [row.id for row in notices.inbox(viewer=AN, only_unread=True)] == [other.id]
    assert notices.mark_read(actor=AN) == 1
    assert [row.is_read for row in notices.inbox(viewer=AN)] == [True, True]


@pytest.mark.django_db
def test_notice_of_another_is_not_found() -> None:
    send(person_ids=[71])
    (row,) = notices.inbox(viewer=BINH)
    with pytest.raises(NotFound) as caught:
        notices.open_notice(viewer=AN, notice_id=row.id)
    assert caught.value.code == "notices.no_notice"


@pytest.mark.django_db
def test_inbox_of_nobody_is_forbidden() -> None:
    with pytest.raises(Forbidden):
        notices.inbox(viewer=NOBODY)
    with pytest.raises(Forbidden):
        notices.mark_read(actor=NOBODY)
    assert notices.inbox(viewer=SYSTEM) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "link", ["//evil.example/", "https://evil.example/", "javascript:x", "/a\\b", "/a b", "/" * 301]
)
def test_link_that_leaves_the_site_is_a_mistake_of_the_program(link: str) -> None:
    with pytest.raises(ValueError, match="path of this site"):
        send(person_ids=[70], link=link)


@pytest.mark.django_db
def test_unknown_code_and_a_second_sentence_are_mistakes_of_the_program() -> None:
    with pytest.raises(KeyError):
        send(code="test.unknown", person_ids=[70])
    with pytest.raises(ValueError, match="two sentences"):
        notices.register_texts({"test.due": "Overdue."})


@pytest.mark.django_db
def test_inbox_is_read_page_by_page() -> None:
    for number in range(5):
        send(params={"number": number}, person_ids=[70] if number % 2 else [], user_ids=[5])
    first = notices.inbox(viewer=AN, limit=4)
    rest = notices.inbox(viewer=AN, limit=4, after=first[-1].id)
    assert (len(first), len(rest)) == (4, 3)
    ids = [row.id for row in first + rest]
    assert ids == sorted(ids, reverse=True)


@pytest.mark.django_db
def test_only_the_mark_of_a_delivery_changes() -> None:
    send(person_ids=[70])
    with pytest.raises(DatabaseError, match="never change"):
        Notice.objects.update(code="x")


@pytest.mark.django_db
def test_ten_thousand_get_a_notice_in_three_statements() -> None:
    with CaptureQueriesContext(connection) as captured:
        before_s = time.process_time()
        assert send(person_ids=range(1, 10_001)) == 10_000
        spent_s = time.process_time() - before_s
    assert len([q for q in captured if "SAVEPOINT" not in q["sql"]]) == 2
    assert spent_s < 0.25  # our own share; measured 0.01 s
    with CaptureQueriesContext(connection) as captured:
        assert notices.unread_count(viewer=AN) == 1
        notices.inbox(viewer=AN)
    assert len(captured) == 2


@pytest.mark.django_db
def test_unread_is_counted_up_to_a_hundred() -> None:
    for number in range(120):
        send(params={"number": number}, person_ids=[70])
    assert notices.unread_count(viewer=AN) == 100


@pytest.mark.django_db(transaction=True)
def test_same_notice_from_two_connections_is_one() -> None:
    counts: list[int] = []

    def work() -> None:
        try:
            counts.append(send(person_ids=range(1, 2000)))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 1999
    assert (Notice.objects.count(), Delivery.objects.count()) == (1, 1999)
