"""Where the pages of daily work are in a demo: one's own month, and what waits for superiors."""

from __future__ import annotations

import re

from tests.e2e.demo import SHOWN
from tests.e2e.places import ON, Place
from tests.e2e.visitor import Visitor

FORMS_ONLY = {"withdraw_leave", "withdraw_evidence"}
FILES = {"evidence"}


def daily_places(holder: Visitor, officer: Visitor, commander: Visitor) -> list[Place]:
    """Found by following links as the dual holder, the standing officer and the commander."""
    month = f"/month/?on={holder_day(holder)}"
    entry = holder.first_link(month, r"/month/entries/\d+/")
    activity = _activity(holder)
    objection = holder.first_link("/objections/", r"/objections/\d+/")
    question = holder.fetch("/month/").partition('href="/month/answer/')[2].partition('"')[0]
    sheet = officer.first_link(f"/confirm/{ON}", r"/confirm/\d+/\d+/")
    number = entry.rstrip("/").rpartition("/")[2]
    request = commander.first_link("/confirm/", r"/confirm/leave/\d+/")
    unit = commander.first_link(f"/closing/{ON}", r"/closing/\d+/")
    return [
        Place("my_month", "dual_holder", "/month/"),
        Place("my_month", "dual_holder", month),
        Place("my_month", "dual_holder", f"/month/?on={SHOWN}"),
        Place("plan_own", "dual_holder", "/month/plan/"),
        Place("repeat_week", "dual_holder", month.replace("/month/", "/month/repeat/")),
        Place("answer_question", "dual_holder", f"/month/answer/{question.replace('&amp;', '&')}"),
        Place("time_entry", "dual_holder", entry),
        Place("my_leave", "dual_holder", "/month/leave/"),
        Place("objections", "dual_holder", "/objections/"),
        Place("objection", "dual_holder", objection),
        Place("objection", "youth_officer", objection),
        Place("activity", "youth_officer", activity),
        Place("confirm", "youth_officer", f"/confirm/{ON}"),
        Place("confirm", "unit_commander", "/confirm/"),
        Place("confirm_sheet", "youth_officer", sheet + ON),
        Place("entry_files", "youth_officer", f"/confirm/entries/{number}/"),
        Place("decide_leave", "unit_commander", request),
        Place("closing", "unit_commander", f"/closing/{ON}"),
        Place("unit_month", "unit_commander", unit + ON),
    ]


def holder_day(holder: Visitor) -> str:
    """A day of the month shown on which the dual holder has logged hours."""
    page = holder.go(f"/month/?on={SHOWN}")
    href = page.locator(".cell:has(.office) a").first.get_attribute("href")
    assert href is not None
    return href.partition("on=")[2][:10]


def _activity(holder: Visitor) -> str:
    """The page of an activity of the month shown, from the day it is on."""
    for day in range(1, 32):
        page = holder.fetch(f"/month/?on={SHOWN[:8]}{day:02}")
        found = re.search(r'href="(/activities/\d+/)', page)
        if found is not None:
            return found[1]
    raise AssertionError(f"the month of {SHOWN} has no activity")
