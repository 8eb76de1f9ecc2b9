"""Ballots by codes on paper: none linked to anybody, none twice, as many counted as cast."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiem.domain.elections.actions import (
    CodePass,
    cast_ballot,
    cast_with_code,
    close_urn,
    draw_codes,
    open_round,
    present_code,
    replace_codes,
)
from kiem.domain.elections.codes import (
    draw,
    key_of,
    keys_of,
    written,
)
from kiem.domain.elections.queries import ballot_by_code
from kiem.domain.elections.queries.verify import verify_elections
from kiem.platform.access import Viewer
from kiem.platform.accounts import throttling
from kiem.platform.accounts.errors import TooManyAttempts
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import DomainError, NotFound
from kiem.platform.kernel.sql import fetch
from tests.domain.elections.code_hall import DEVICE, Hall, book, book_of, refused
from tests.domain.elections.test_secret_ballots import (
    NOON,
    ROOT,
    _Undo,
    at_commit,
    everything,
    race,
)
from tests.factories.congress import (
    Congress,
    accounts_of,
    build_congress,
    closed_contest,
    seat_delegates,
)


@pytest.fixture
def hall(world: Congress) -> Hall:
    return Hall(world)


def test_as_many_codes_as_voters_are_drawn_once(hall: Hall) -> None:
    codes = hall.draw()
    assert len(set(codes)) == 8
    assert book() == (keys_of(codes), [], [])
    refused("elections.codes_drawn_already", hall.draw)


def test_codes_are_not_kept_anywhere(hall: Hall) -> None:
    codes = hall.draw()
    stored = "\n".join(row for rows in everything().values() for row in rows)
    for code in codes:
        assert code not in stored
        assert written(code) not in stored
    assert key_of(codes[0]) in stored


def test_codes_need_a_counting_board_and_a_ballot_held_by_them(world: Congress) -> None:
    seat_delegates(world)
    people = list(world.members[:2])
    contest = closed_contest(world, post_id=world.committee, seats=1, people=people)
    by_code = open_round(contest_id=contest, mode="by_code", actor=world.holder)
    refused("elections.board_missing", lambda: draw_codes(round_id=by_code, actor=world.holder))
    other = closed_contest(world, post_id=world.places.secretary_a, seats=1, people=people)
    by_hand = open_round(contest_id=other, mode="by_hand", actor=world.holder)
    refused("elections.not_by_code", lambda: draw_codes(round_id=by_hand, actor=world.holder))


def test_only_the_holder_draws_and_replaces(hall: Hall) -> None:
    hall.draw()
    for viewer in (*accounts_of(hall.world)[:1], Viewer("x")):
        for act in (
            lambda who=viewer: draw_codes(round_id=hall.round, actor=who),
            lambda who=viewer: replace_codes(round_id=hall.round, reason="x", actor=who),
        ):
            with pytest.raises(DomainError) as error:
                act()
            assert error.value.status in (403, 404)


def test_spoiled_code_is_replaced_with_the_reason_and_opens_nothing(hall: Hall) -> None:
    codes = hall.draw()
    (new,) = replace_codes(
        round_id=hall.round, spoiled=[written(codes[0])], reason="Rách", actor=hall.world.holder
    )
    assert new not in codes
    waiting, spent, revoked = book()
    assert waiting == keys_of([*codes[1:], new])
    assert (spent, revoked) == ([], [key_of(codes[0])])
    refused("elections.code_revoked", lambda: hall.vote(codes[0]))
    hall.vote(new)
    found = hall.state().codes
    assert found is not None
    assert (found.live, found.spent, found.replaced) == (8, 1, ((1, "Rách"),))


def test_code_that_is_spent_or_foreign_is_not_replaced(hall: Hall) -> None:
    codes = hall.draw()
    hall.vote(codes[0])
    for spoiled in ([codes[0]], draw(1), [codes[1], *draw(1)]):
        wrong = refused(
            "elections.codes_not_waiting",
            lambda given=spoiled: replace_codes(
                round_id=hall.round, spoiled=given, reason="x", actor=hall.world.holder
            ),
        )
        assert wrong.params == {"count": 1}
    assert len(book()[0]) == 7


def test_lost_sheet_is_replaced_as_a_whole_until_somebody_has_voted(hall: Hall) -> None:
    old, holder = hall.draw(), hall.world.holder
    new = replace_codes(round_id=hall.round, reason="Mất tờ in", actor=holder)
    assert len(new) == 8
    assert book() == (keys_of(new), [], keys_of(old))
    hall.vote(new[0])
    refused(
        "elections.codes_in_use",
        lambda: replace_codes(round_id=hall.round, reason="again", actor=holder),
    )
    refused(
        "elections.reason_missing",
        lambda: replace_codes(round_id=hall.round, spoiled=[new[1]], reason="", actor=holder),
    )


def test_ballot_is_shown_to_the_code_and_not_to_another(hall: Hall) -> None:
    codes = hall.draw()
    opened = present_code(code=codes[0], address=DEVICE)
    shown = ballot_by_code(round_id=opened.round_id, key=opened.key)
    assert [person.id for person in shown.candidates] == hall.candidates
    assert (shown.seats, shown.has_voted, shown.is_open) == (2, False, True)
    with pytest.raises(NotFound):
        ballot_by_code(round_id=hall.round, key="0" * 32)


def test_code_opens_one_ballot(hall: Hall) -> None:
    codes = hall.draw()
    hall.vote(codes[0], hall.candidates[:2])
    refused("elections.code_spent", lambda: hall.vote(codes[0]))
    late = CodePass(hall.round, key_of(codes[0]))
    refused("elections.code_spent", lambda: cast_with_code(code_pass=late, candidates=[]))
    assert len(book()[1]) == 1
    assert fetch("SELECT cardinality(papers) FROM elections_urn", {}) == [(1,)]


def test_code_of_another_contest_opens_its_own_ballot_only(hall: Hall) -> None:
    world, codes = hall.world, hall.draw()
    contest = closed_contest(
        world, post_id=world.places.secretary_a, seats=1, people=list(world.members[:1])
    )
    other = open_round(contest_id=contest, mode="by_code", actor=world.holder)
    others = draw_codes(round_id=other, actor=world.holder)
    assert present_code(code=others[0], address=DEVICE).round_id == other
    mixed = CodePass(other, key_of(codes[0]))
    refused("elections.code_unknown", lambda: cast_with_code(code_pass=mixed, candidates=[]))
    assert len(book_of(hall.round)[0]) == len(book_of(other)[0]) == 8


def test_spoilt_ballot_leaves_the_code_as_it_was(hall: Hall) -> None:
    (code, *_rest) = hall.draw()
    refused("elections.too_many_chosen", lambda: hall.vote(code, hall.candidates[:3]))
    refused("elections.not_on_the_ballot", lambda: hall.vote(code, [hall.world.old]))
    assert len(book()[0]) == 8
    hall.vote(code)
    assert len(book()[1]) == 1


def test_account_casts_nothing_where_codes_do(hall: Hall) -> None:
    hall.draw()
    voter = accounts_of(hall.world)[0]
    refused(
        "elections.not_open",
        lambda: cast_ballot(round_id=hall.round, candidates=[], actor=voter),
    )


def test_unknown_codes_are_limited_and_typing_errors_are_not(hall: Hall) -> None:
    (good, *_rest) = hall.draw()
    wrong = good[:-1] + str((int(good[-1]) + 1) % 10)
    for _ in range(throttling.ADDRESS_ATTEMPTS + 5):
        refused("elections.code_misshapen", lambda: present_code(code=wrong, address=DEVICE))
    foreign = draw(throttling.ADDRESS_ATTEMPTS)
    for each in foreign:
        refused("elections.code_unknown", lambda: present_code(code=each, address=DEVICE))  # noqa: B023 - called at once
    with pytest.raises(TooManyAttempts):
        present_code(code=good, address=DEVICE)
    assert present_code(code=good, address="10.0.0.8").round_id == hall.round
    with clock.travel(clock.now() + throttling.WINDOW + timedelta(seconds=1)):
        assert present_code(code=good, address=DEVICE).round_id == hall.round


def test_unknown_codes_from_everywhere_are_limited_together(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    (good, *_rest) = hall.draw()
    monkeypatch.setattr(throttling, "CODE_ATTEMPTS", 6)
    for number, each in enumerate(draw(6)):
        refused(
            "elections.code_unknown",
            lambda: present_code(code=each, address=f"10.1.0.{number}"),  # noqa: B023 - called at once
        )
    with pytest.raises(TooManyAttempts):
        present_code(code=good, address="10.2.0.1")


def test_right_codes_count_against_nobody(hall: Hall) -> None:
    codes = hall.draw()
    for _ in range(throttling.ADDRESS_ATTEMPTS // 8 + 2):
        for code in codes:
            present_code(code=code, address=DEVICE)
    assert fetch("SELECT max(attempts) FROM accounts_throttle", {}) == [(0,)]


def test_nothing_stored_links_a_code_to_its_ballot_or_tells_an_order(hall: Hall) -> None:
    """The attempt to link: the same codes are spent at the same moments, in another order and with
    other ballots each time. Every row of every table, the audit chain included, is the same to the
    letter. So neither which code opened which ballot, nor which was spent before which, is there to
    be found, by anybody who reads all of it."""
    codes, choices, stored = hall.draw(), hall.choices(), []
    orders = (
        (codes, choices),
        (codes, choices[::-1]),
        (codes[::-1], choices),
        (codes[3:] + codes[:3], choices[5:] + choices[:5]),
    )
    for handed, given_ballots in orders:
        with suppress(_Undo), transaction.atomic():
            # Sequences are not rolled back; the one row a ballot adds is the audit's.
            for minute, (code, names) in enumerate(zip(handed, given_ballots, strict=True)):
                with clock.travel(NOON + timedelta(minutes=minute)):
                    cast_with_code(code_pass=CodePass(hall.round, key_of(code)), candidates=names)
            stored.append(everything())
            raise _Undo
    first = stored[0]
    assert len(first["elections_codebook"]) == 1
    for other in stored[1:]:
        assert without_ids(other) == without_ids(first)


def without_ids(tables: dict[str, list[str]]) -> dict[str, list[str]]:
    """The audit's rows without their numbers, which a sequence gives and never takes back."""
    return {
        name: [row.split(",", 1)[1] for row in rows] if name == "audit_entry" else rows
        for name, rows in tables.items()
    }


def test_audit_trail_says_that_a_ballot_was_cast_and_not_with_which_code(hall: Hall) -> None:
    codes = hall.draw()
    texts = []
    for code, names in zip(codes, ([], hall.candidates[:2]), strict=False):
        hall.vote(code, names)
        ((text,),) = fetch("SELECT e::text FROM audit_entry e ORDER BY sequence DESC LIMIT 1", {})
        texts.append(text)
        assert "elections.cast_with_code" in text
        assert key_of(code) not in text
    assert len(texts[0]) == len(texts[1])


def test_table_of_codes_has_no_column_for_anybody(hall: Hall) -> None:
    hall.draw()
    columns = fetch(
        """SELECT column_name FROM information_schema.columns
        WHERE table_name = 'elections_codebook' ORDER BY 1""",
        {},
    )
    assert [name for (name,) in columns] == ["id", "revoked", "round_id", "spent", "waiting"]


def test_slips_handed_out_are_the_ballots_issued(hall: Hall) -> None:
    codes = hall.draw()
    a, b = hall.candidates[:2]
    for code in codes[:6]:
        hall.vote(code, [a, b])
    for issued in (5, 9, -1):
        refused("elections.issued_impossible", lambda: hall.count(issued))  # noqa: B023 - called at once
    refused(
        "elections.issued_impossible",
        lambda: close_urn(round_id=hall.round, actor=hall.world.holder),
    )
    tally = hall.count(7).tally
    assert tally is not None
    assert (tally.voters, tally.issued, tally.collected, tally.invalid) == (8, 7, 6, 0)
    refused("elections.code_over", lambda: hall.vote(codes[6]))
    assert all(check.is_sound for check in verify_elections())


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_counts_are_what_was_cast(hall: Hall, data: st.DataObject) -> None:
    """Whoever votes in whatever order with whatever ballot: cast = codes spent = counted."""
    with suppress(_Undo), transaction.atomic():
        codes = hall.draw()
        names = st.sets(st.sampled_from(hall.candidates), max_size=2)
        ballots = data.draw(st.lists(names, min_size=5, max_size=8))
        handed = data.draw(st.permutations(codes))
        for code, chosen in zip(handed, ballots, strict=False):
            hall.vote(code, sorted(chosen))
        issued = data.draw(st.integers(len(ballots), 8))
        state = hall.count(issued)
        assert state.tally is not None
        assert state.codes is not None
        assert state.tally.collected == state.codes.spent == len(ballots)
        assert state.tally.issued == issued
        votes = Counter(key for chosen in ballots for key in chosen)
        assert dict(state.tally.votes) == {key: votes[key] for key in hall.candidates}
        raise _Undo


def test_few_codes_spent_are_not_counted(hall: Hall) -> None:
    codes = hall.draw()
    for code in codes[:4]:
        hall.vote(code)
    refused("elections.too_few_to_count", lambda: hall.count(8))


def test_codes_are_not_to_be_tampered_with(hall: Hall) -> None:
    codes = hall.draw()
    hall.vote(codes[0])
    one, two = key_of(codes[0]), sorted(keys_of(codes[1:]))
    waits = ",".join(two)
    for statement in (
        "DELETE FROM elections_codebook",
        f"UPDATE elections_codebook SET spent = '{{}}', waiting = waiting || '{one}'::varchar",
        "UPDATE elections_codebook SET waiting = '{}'",  # codes vanish
        f"UPDATE elections_codebook SET waiting = '{{{waits},{'f' * 32}}}'",  # one too many
        f"UPDATE elections_codebook SET waiting = '{{}}', spent = '{{{waits},{one}}}'",  # not one
        "UPDATE elections_codebook SET revoked = spent",  # twice the same
        "DELETE FROM elections_codedrawing",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    # A code spent without a ballot, and a ballot without a code, are refused at commit.
    for statement in (
        """UPDATE elections_codebook SET waiting = waiting[2:],
            spent = ARRAY(SELECT k FROM unnest(spent || waiting[1]) k ORDER BY k COLLATE "C")""",
        "UPDATE elections_urn SET papers = papers || ''::text",
        f"""INSERT INTO elections_votemark (round_id, delegate_id, recorded_at, recorded_by)
            VALUES ({hall.round}, {hall.delegates[4]}, now(), 'x')""",
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            at_commit(statement)


def test_verify_finds_codes_a_superuser_changed(hall: Hall) -> None:
    codes = hall.draw()
    for code in codes[:6]:
        hall.vote(code)
    hall.count(8)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE elections_codebook DISABLE TRIGGER USER")
        cursor.execute("UPDATE elections_codebook SET spent = spent[2:]")
        cursor.execute("ALTER TABLE elections_codebook ENABLE TRIGGER USER")
    assert {check.name for check in verify_elections() if not check.is_sound} == {
        "elections: as many ballots in an urn as voters marked or codes spent",
        "elections: codes are spent or revoked once, and no more than voters",
    }


@pytest.mark.django_db(transaction=True)
def test_one_code_on_many_devices_at_once_votes_once(transactional_db: None) -> None:
    hall = Hall(build_congress())
    codes = hall.draw()
    same = [lambda: hall.vote(codes[0], hall.candidates[:1]) for _ in range(4)]
    others = [lambda code=code: hall.vote(code) for code in codes[1:5]]
    assert race(*same, *others) == [""] * 5 + ["elections.code_spent"] * 3
    assert len(book()[1]) == 5
    assert fetch("SELECT cardinality(papers) FROM elections_urn", {}) == [(5,)]
    tally = hall.count(8).tally
    assert tally is not None
    assert tally.collected == 5
    assert all(check.is_sound for check in verify_elections())


@pytest.mark.django_db(transaction=True)
def test_two_who_draw_at_once_draw_once(transactional_db: None) -> None:
    hall = Hall(build_congress())
    assert race(*[lambda: hall.draw() and None for _ in range(3)]) == [
        "",
        "elections.codes_drawn_already",
        "elections.codes_drawn_already",
    ]
    assert len(book()[0]) == 8


@pytest.mark.django_db(transaction=True)
def test_killed_while_casting_the_code_is_not_spent(transactional_db: None) -> None:
    hall = Hall(build_congress())
    (code, *_rest) = hall.draw()
    name, database = hall.candidates[0], connection.settings_dict
    where = ":".join(filter(None, [quote(database["HOST"], safe=""), str(database["PORT"])]))
    secret = f":{quote(database['PASSWORD'], safe='')}" if database["PASSWORD"] else ""
    url = f"postgres://{database['USER']}{secret}@{where}/{database['NAME']}"
    dying = subprocess.Popen(
        [sys.executable, "-m", "tests.domain.elections.cast_and_die",
         "code", key_of(code), str(hall.round), str(name)],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
        stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    try:
        assert dying.stdout is not None
        assert dying.stdout.readline() == "cast\n"  # code and ballot are written, not committed
    finally:
        dying.kill()
        dying.wait(timeout=10)
        if dying.stdout is not None:
            dying.stdout.close()
    assert (len(book()[0]), book()[1]) == (8, [])
    assert fetch("SELECT papers FROM elections_urn", {}) == [([],)]
    hall.vote(code, [name])
    assert fetch("SELECT papers FROM elections_urn", {}) == [([str(name)],)]
