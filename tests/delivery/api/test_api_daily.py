"""Daily work through the API: seats, handovers, one's month, confirming, closing, long work."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.delivery.api.conftest import token_for
from tests.factories.two_sides import TwoSides

from kiem.domain.register.actions import AppointmentEnd, end_appointments
from kiem.domain.register.queries.people import person_detail
from kiem.platform.access import SYSTEM
from kiem.platform.accounts.models import User
from kiem.platform.audit import list_trail
from kiem.platform.jobs.performing import perform
from kiem.platform.notices import notify, register_texts

Call = Callable[..., Any]
DAY = "on=2025-03-03"


def _data(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.content
    return answer.json()["data"]


def _leave_office(sides: TwoSides, name: str, day: date) -> None:
    person = person_detail(viewer=SYSTEM, person_id=sides.people[name], on=date(2025, 3, 3))
    (office,) = [post.id for post in person.posts if post.kind == "office"]
    end = AppointmentEnd(office, day)
    end_appointments(decision_id=sides.decision, ends=[end], actor=SYSTEM)


@pytest.fixture
def leaving(sides: TwoSides) -> TwoSides:
    """Ánh leaves the office of secretary on 20 March."""
    _leave_office(sides, "Ánh", date(2025, 3, 20))
    User.objects.filter(pk=sides.accounts["dual"]).update(person_id=sides.people["Ánh"])
    return sides


@pytest.fixture
def holder(sides: TwoSides) -> TwoSides:
    """The persona "dual" is Ánh, and has logged 2.5 hours for the office."""
    User.objects.filter(pk=sides.accounts["dual"]).update(person_id=sides.people["Ánh"])
    return sides


def _log(sides: TwoSides, call: Call) -> int:
    entry = {
        "person_id": sides.people["Ánh"],
        "post_id": sides.secretary_a,
        "role_kind": "office",
        "category": "meeting",
        "day": "2025-03-03",
        "hours": 2.5,
    }
    number: int = _data(call("dual", "/time-entries", {"entries": [entry]}), 201)["ids"][0]
    return number


def test_seat_that_falls_free_is_listed_with_who_could_follow(
    leaving: TwoSides, call: Call
) -> None:
    seats = _data(call("youth", f"/vacancies?{DAY}"))
    (seat,) = [row for row in seats if row["post_id"] == leaving.secretary_a]
    assert (seat["cause"], seat["day"], seat["full_name"]) == (
        "ending",
        "2025-03-20",
        "Nguyễn Văn Ánh",
    )
    found = _data(call("youth", f"/vacancies/{leaving.secretary_a}?{DAY}"))
    assert (found["from_members"], [c["full_name"] for c in found["candidates"]]) == (
        True,
        ["Nguyễn Văn Bình"],
    )
    reasons = {reason["code"]: reason for reason in found["candidates"][0]["reasons"]}
    assert reasons["no_load"]["verdict"] == "for"
    assert all(reason["words"] for reason in reasons.values())
    (look,) = list_trail(viewer=SYSTEM, views=True)
    assert look.subject == f"candidates:{leaving.secretary_a}"


def test_seats_come_in_pages_of_one_without_losing_any(leaving: TwoSides, call: Call) -> None:
    _leave_office(leaving, "Cúc", date(2025, 3, 20))
    _leave_office(leaving, "Giang", date(2025, 3, 10))
    whole = _data(call("auditor", f"/vacancies?{DAY}"))
    assert [row["day"] for row in whole] == ["2025-03-10", "2025-03-20", "2025-03-20"]
    found, cursor = [], ""
    while cursor is not None:
        page = call("auditor", f"/vacancies?{DAY}&limit=1&cursor={cursor}").json()
        found += page["data"]
        cursor = page["next"]
    assert found == whole


def test_handover_is_ticked_by_the_side_that_gives(leaving: TwoSides, call: Call) -> None:
    person = leaving.people["Ánh"]
    (row,) = _data(call("dual", f"/handovers?{DAY}"))
    assert (row["person_id"], row["leaves_on"], row["given"]) == (person, "2025-03-20", 0)
    path = f"/handovers/{leaving.secretary_a}/{person}"
    ticks = {"ticks": [{"kind": "paper", "key": "minutes", "side": "giver"}]}
    assert _data(call("dual", f"{path}/ticks", ticks)) == {"count": 1}
    assert _data(call("dual", f"{path}/ticks", ticks)) == {"count": 0}
    detail = _data(call("dual", f"{path}?{DAY}"))
    assert [m["key"] for m in detail["matters"] if m["given"]] == ["minutes"]
    other = {"ticks": [{"kind": "paper", "key": "minutes", "side": "taker"}]}
    assert call("dual", f"{path}/ticks", other).status_code == 403
    assert call("commander", f"{path}/ticks", ticks).status_code == 403
    assert call("women", f"{path}/ticks", ticks).status_code == 404
    unknown = f"/handovers/{2**63 - 1}/{person}/ticks"  # no lock has so large a number
    assert call("women", unknown, ticks).status_code == 404


def test_dates_ahead_are_those_of_the_scope(leaving: TwoSides, call: Call) -> None:
    def days(persona: str, days: int = 60) -> list[tuple[str, str]]:
        rows = _data(call(persona, f"/calendar?{DAY}&days={days}"))
        return [(row["kind"], row["starts"]) for row in rows]

    assert ("appointment_ends", "2025-03-20") in days("youth")
    assert ("appointment_ends", "2025-03-20") not in days("youth", 16)
    assert ("appointment_ends", "2025-03-20") not in days("women")


def test_own_month_shows_what_was_logged_day_by_day(holder: TwoSides, call: Call) -> None:
    number = _log(holder, call)
    month = _data(call("dual", f"/me/month?{DAY}"))
    assert (month["month"], len(month["days"])) == ("2025-03", 31)
    day = month["days"][2]
    assert (day["day"], day["office_hours"], day["line_hours"]) == ("2025-03-03", 2.5, 0.0)
    assert [entry["id"] for entry in day["entries"]] == [number]
    again = _data(call("dual", "/me/tasks?on=2025-03-14"))["last_week"]
    assert [(row["day"], row["hours"], row["obstacle"]) for row in again] == [
        ("2025-03-10", 2.5, "")
    ]
    planned = {
        "post_id": holder.secretary_a,
        "category": "meeting",
        "title": "Chuẩn bị đại hội",
        "starts_at": "2025-03-05T08:00:00+07:00",
        "ends_at": "2025-03-05T09:00:00+07:00",
        "planned_hours": 1,
    }
    (made,) = _data(call("dual", "/me/activities", planned), 201)["ids"]
    detail = _data(call("dual", f"/activities/{made}?{DAY}"))
    assert (detail["title_vi"], detail["takes_part"]) == ("Chuẩn bị đại hội", True)


def test_hours_are_asked_about_answered_and_confirmed(holder: TwoSides, call: Call) -> None:
    _log(holder, call)
    (sheet,) = _data(call("youth", "/confirmations/2025-03?state=waiting"))
    assert (sheet["hours"], sheet["state"]) == (2.5, "waiting")
    assert _data(call("commander", "/confirmations/2025-03")) == []
    names = {"person_id": holder.people["Ánh"], "post_id": holder.secretary_a}
    seen = {**names, "seen_hours": 2.5}
    asked = {"month": "2025-03", "sheets": [seen], "note": "Họp gì?"}
    _data(call("youth", "/confirmations", asked), 201)
    (question,) = _data(call("dual", f"/me/tasks?{DAY}"))["questions"]
    assert question["note"] == "Họp gì?"
    said = {"post_id": holder.secretary_a, "month": "2025-03", "note": "Họp chi đoàn"}
    _data(call("dual", "/me/answers", said), 201)
    _data(call("youth", "/confirmations", {"month": "2025-03", "sheets": [seen]}), 201)
    path = f"/confirmations/2025-03/{names['person_id']}/{names['post_id']}"
    detail = _data(call("youth", path))
    assert [word["verdict"] for word in detail["words"]] == [
        "asked_back",
        "answered",
        "confirmed",
    ]
    assert detail["row"]["state"] == "confirmed"


def test_objection_is_listed_for_both_sides_alone(holder: TwoSides, call: Call) -> None:
    number = _log(holder, call)
    said = {"text": "Hôm đó tôi trực."}
    (made,) = _data(call("dual", f"/time-entries/{number}/objection", said), 201)["ids"]
    for persona, seen in (("dual", [made]), ("youth", [made]), ("women", []), ("commander", [])):
        rows = _data(call(persona, "/objections?only_open=true"))
        assert [row["id"] for row in rows] == seen, persona
    detail = _data(call("youth", f"/objections/{made}"))
    assert (detail["can_answer"], detail["steps"][0]["text"]) == (True, said["text"])
    assert call("women", f"/objections/{made}").status_code == 404
    assert call("women", f"/time-entries/{number}").status_code == 404
    assert _data(call("youth", f"/time-entries/{number}"))["open_objection_id"] == made


def test_evidence_is_attached_read_and_taken_away(holder: TwoSides, call: Call) -> None:
    number = _log(holder, call)
    answer = Client().post(
        f"/api/time-entries/{number}/evidence",
        {"file": SimpleUploadedFile("bien-ban.txt", "Biên bản".encode())},
        headers={"Authorization": f"Bearer {token_for(holder.accounts['dual'])}"},
    )
    (made,) = _data(answer, 201)["ids"]
    got = call("youth", f"/evidence/{made}")
    assert (got.content.decode(), got.headers["Content-Type"]) == ("Biên bản", "text/plain")
    assert call("women", f"/evidence/{made}").status_code == 404
    assert call("youth", f"/evidence/{made}/withdrawal", method="POST").status_code == 404
    assert _data(call("dual", f"/evidence/{made}/withdrawal", method="POST")) == {"count": 1}
    assert call("dual", f"/evidence/{made}").status_code == 404


def test_unit_month_is_closed_after_asking_back(holder: TwoSides, call: Call) -> None:
    _log(holder, call)
    end = _data(call("commander", f"/units/{holder.a}/closings/2025-03"))
    open_hours = {p["full_name"]: p["office_waiting_hours"] for p in end["people"]}
    assert (open_hours["Nguyễn Văn Ánh"], end["incomplete"]) == (2.5, 1)
    asked = {"month": "2025-03"}
    path = f"/units/{holder.a}/closings"
    assert call("commander", path, asked).status_code == 409
    _data(call("commander", path, {**asked, "although_incomplete": True}))
    (unit,) = _data(call("commander", "/closings/2025-03"))
    assert (unit["unit_id"], unit["closed_by"]) == (holder.a, "commander")
    assert call("youth", path, asked).status_code == 404


def test_leave_asked_for_waits_for_the_commander(holder: TwoSides, call: Call) -> None:
    wanted = {
        "person_id": holder.people["Ánh"],
        "kind": "annual",
        "start": "2027-03-10",
        "end": "2027-03-12",
    }
    (made,) = _data(call("dual", "/leave-requests", wanted), 201)["ids"]
    assert [row["id"] for row in _data(call("commander", "/leave-requests"))] == [made]
    assert _data(call("youth", "/leave-requests")) == []
    (own,) = _data(call("dual", "/me/leave-requests"))
    assert (own["id"], own["outcome"]) == (made, "")


def test_table_is_exported_in_the_background_and_fetched(sides: TwoSides, call: Call) -> None:
    wanted = {"what": "people", "format": "csv", "on": "2025-03-03", "first": "2025-03-01"}
    run_id = _data(call("commander", "/exports", wanted), 202)["run_id"]
    waiting = _data(call("commander", f"/runs/{run_id}"))
    assert (waiting["state"], waiting["has_file"], waiting["error"]) == ("queued", False, None)
    assert call("commander", f"/runs/{run_id}/file").status_code == 404
    perform(run_id)
    done = _data(call("commander", f"/runs/{run_id}"))
    assert (done["state"], done["percent"], done["facts"]) == ("done", 100, {"rows": 3})
    file = call("commander", f"/runs/{run_id}/file")
    assert file.headers["Content-Type"] == "text/csv"
    assert re.findall("Nguyễn Văn (Ánh|Cúc)", file.content.decode()) == ["Ánh"]
    for path in ("", "/file"):
        assert call("auditor", f"/runs/{run_id}{path}").status_code == 404
    assert call("auditor", f"/runs/{run_id}/cancellation", method="POST").status_code == 404
    again = call("commander", f"/runs/{run_id}/cancellation", method="POST")
    assert again.json()["code"] == "jobs.ended_already"
    assert [row["id"] for row in _data(call("commander", "/runs"))] == [run_id]


def test_run_is_cancelled_before_it_starts(sides: TwoSides, call: Call) -> None:
    wanted = {"what": "load", "on": "2025-03-03", "first": "2025-03-01"}
    run_id = _data(call("auditor", "/exports", wanted), 202)["run_id"]
    cancelled = _data(call("auditor", f"/runs/{run_id}/cancellation", method="POST"))
    assert (cancelled["state"], cancelled["is_open"]) == ("cancelled", False)


@pytest.mark.parametrize(
    ("persona", "changes", "status"),
    [
        ("commander", {"what": "memberships"}, 403),
        ("youth", {"what": "people"}, 403),
        ("auditor", {"what": "secrets"}, 422),
        ("auditor", {"first": "2025-03-04"}, 422),
        ("commander", {"known_at": "2025-01-01T00:00:00Z"}, 403),
    ],
)
def test_export_that_cannot_be_is_refused_before_it_is_queued(
    persona: str, changes: dict[str, str], status: int, sides: TwoSides, call: Call
) -> None:
    wanted = {"what": "people", "on": "2025-03-03", "first": "2025-03-01", **changes}
    assert call(persona, "/exports", wanted).status_code == status
    assert _data(call(persona, "/runs")) == []


def test_decisions_are_listed_newest_first_and_found_by_words(sides: TwoSides, call: Call) -> None:
    (row,) = _data(call("auditor", f"/decisions?{DAY}"))
    assert (row["decision"]["id"], row["decision"]["number"]) == (sides.decision, "01/QĐ")
    assert _data(call("auditor", f"/decisions?{DAY}&text=mở&year=2024")) == []
    assert len(_data(call("auditor", f"/decisions?{DAY}&text=mở sổ"))) == 1
    pdf = call("auditor", f"/decisions/{sides.decision}/document.pdf?{DAY}")
    assert pdf.content.startswith(b"%PDF-")
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert call("auditor", f"/decisions/{sides.decision}/document.exe").status_code == 422


def test_notice_is_read_by_its_receiver_and_counted(sides: TwoSides, call: Call) -> None:
    register_texts({"test.note": "A note."})
    to = [sides.accounts["dual"]]
    notify(code="test.note", params={}, link="/people/", user_ids=to, actor=SYSTEM)
    (notice,) = _data(call("dual", "/inbox"))
    assert _data(call("dual", "/inbox/unread")) == {"count": 1}
    assert _data(call("dual", f"/inbox/{notice['id']}")) == notice
    assert call("youth", f"/inbox/{notice['id']}").status_code == 404
    assert _data(call("youth", "/inbox/unread")) == {"count": 0}
