"""The figures of a study: what each is called, its unit, and which way is better."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Metric:
    """better: "high", "low", or "" where neither way is a merit. per_type: also given for single
    case types.
    """

    name: str
    unit: str
    meaning: str
    better: str = ""
    per_type: bool = False


METRICS: tuple[Metric, ...] = (
    Metric("cases", "cases", "Cases that arrived in the counted period.", "", True),
    Metric("done", "cases", "Of these, done by the end of the drain.", "high", True),
    Metric(
        "throughput_per_day",
        "cases per working day",
        "Done cases per working day of the counted period.",
        "high",
        True,
    ),
    Metric(
        "turnaround_hours", "working hours", "Mean time from arrival to the answer.", "low", True
    ),
    Metric(
        "turnaround_p50_hours",
        "working hours",
        "Half of the cases are answered within it.",
        "low",
        True,
    ),
    Metric(
        "turnaround_p90_hours",
        "working hours",
        "Nine of ten cases are answered within it.",
        "low",
        True,
    ),
    Metric(
        "turnaround_p95_hours",
        "working hours",
        "Nineteen of twenty cases are answered within it.",
        "low",
        True,
    ),
    Metric("wait_hours", "working hours", "Mean time a case lies in queues.", "low", True),
    Metric(
        "on_time_share",
        "share of cases",
        "Answered by the due date, among cases done or overdue.",
        "high",
        True,
    ),
    Metric("late_cases", "cases", "Answered after the due date, or open and overdue.", "low", True),
    Metric("handovers", "cases", "Handed over because the holder was away.", "low", True),
    Metric(
        "backlog",
        "cases",
        "Mean number of open cases at the end of a counted day; for all units only.",
        "low",
    ),
    Metric("hours_present", "hours", "Hours present in opening hours.", ""),
    Metric(
        "utilisation", "share of hours present", "Work on cases and offices over hours present.", ""
    ),
    Metric(
        "utilisation_line", "share of hours present", "The same for people without an office.", ""
    ),
    Metric(
        "utilisation_dual",
        "share of hours present",
        "The same for people with a line post and an office.",
        "",
    ),
    Metric("utilisation_officer", "share of hours present", "The same for full-time officers.", ""),
    Metric("case_hours_share", "share of hours present", "Work on cases over hours present.", ""),
    Metric(
        "office_hours_share", "share of hours present", "Work for offices over hours present.", ""
    ),
    Metric("overtime_hours", "hours", "Hours worked after closing.", "low"),
    Metric(
        "activity_hours_planned", "hours", "Length of all activities due in the counted period.", ""
    ),
    Metric("activity_hours_delivered", "hours", "Of these, hours worked.", "high"),
    Metric("activity_delivered_share", "share of hours", "Delivered over planned hours.", "high"),
    Metric("activities_missed", "activities", "Not done by their deadline.", "low"),
    Metric("cost", "currency", "Paid hours and overtime of the counted period.", "low"),
    Metric("cost_per_case", "currency per case", "Cost over done cases.", "low"),
    Metric(
        "loss_hours",
        "hours of work",
        "The objective: what went wrong, weighed in hours of work (section objective).",
        "low",
    ),
)

BY_NAME = {metric.name: metric for metric in METRICS}
HEADLINES = ("turnaround_hours", "on_time_share", "activity_delivered_share", "utilisation")
"""What `--precision` looks at, over all units and types."""
EVERY = "*"
"""Stands for all units or all types in results."""
PROFILE_MARK = "@"
"""Before the profile in rows that sum the units of a profile."""
