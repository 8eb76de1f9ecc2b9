"""What can go wrong with a run. Sentences are translated where they are shown."""

from __future__ import annotations

from kiem.platform.kernel.errors import Conflict, DomainError, NotFound


class Cancelled(Exception):
    """Whoever started the run wants it no longer. Not an error, and nothing to show."""


class Interrupted(Exception):
    """The worker is told to end. The run goes back into the queue."""


def unknown_run(run_id: int) -> NotFound:
    return NotFound(
        "jobs.unknown_run",
        "There is no run {run_id} of yours.",
        remedy="See the list of what you started.",
        params={"run_id": run_id},
    )


def ended_already(run_id: int) -> Conflict:
    return Conflict(
        "jobs.ended_already",
        "Run {run_id} has ended and cannot be cancelled.",
        remedy="Look at what became of it.",
        params={"run_id": run_id},
    )


def unknown_kind(kind: str) -> DomainError:
    return DomainError(
        "jobs.unknown_kind",
        "This version of Kiem does not know work of the kind '{kind}'.",
        remedy="Start it again from its page.",
        params={"kind": kind},
    )


def no_account() -> DomainError:
    return DomainError(
        "jobs.no_account",
        "The account that started this may do nothing any more.",
        remedy="Somebody with the rights must start it again.",
    )


def broken_off() -> DomainError:
    return DomainError(
        "jobs.broken_off",
        "The program ended twice while this was running; nothing of it was kept.",
        remedy="Start it again. If it happens once more, tell whoever runs the program.",
    )


def fault() -> DomainError:
    return DomainError(
        "jobs.fault",
        "A fault of the program stopped this; nothing of it was kept.",
        remedy="Tell whoever runs the program which run it was and when: its log says more.",
    )
