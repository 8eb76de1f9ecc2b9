"""`kiem simulate`: run a study, with progress, and write tables and a report."""

from __future__ import annotations

import argparse
import locale
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kiem.delivery.cli.study import EXIT_INVALID, engine_present, tell_findings
from kiem.platform.access.permissions import Permission

if TYPE_CHECKING:
    from kiem.engine.study.run import Outcome, Progress
    from kiem.engine.study.study import Study

PERMISSION = Permission.OPERATE
EXIT_STOPPED = 130
_SECONDS_BETWEEN_LINES = 5.0


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "simulate",
        help="compare organisation models by simulation",
        description="Simulates every model of a study and writes tables and a report. Can be "
        "stopped at any time (Ctrl-C); the same command goes on where it was.",
    )
    parser.add_argument("study", type=Path, metavar="STUDY", help="folder with study.toml")
    parser.add_argument("--out", type=Path, metavar="DIR", required=True, help="folder for results")
    parser.add_argument(
        "--models",
        type=_names,
        default=(),
        metavar="A,B",
        help="only these; the first is compared with",
    )
    parser.add_argument("--replications", type=int, metavar="N", help="repetitions of the period")
    parser.add_argument(
        "--precision",
        type=_share,
        metavar="P",
        help="run until the intervals of the headline figures are this narrow, such as 1%%; "
        "--replications is then the most",
    )
    parser.add_argument("--seed", type=int, metavar="S", help="seed of all random numbers")
    parser.add_argument(
        "--threads", type=int, metavar="T", help="default: all cores; does not change results"
    )
    parser.add_argument("--records", action="store_true", help="write every case too (large)")
    parser.add_argument(
        "--lang", choices=("vi", "en"), default=_language(), help="language of the report"
    )
    parser.set_defaults(run=_run)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _share(text: str) -> float:
    """1% or 0.01."""
    try:
        value = float(text.removesuffix("%").strip()) / (100.0 if text.endswith("%") else 1.0)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is neither 1% nor 0.01") from None
    if not 0.0 < value < 1.0:
        raise argparse.ArgumentTypeError(f"{text!r} is not between 0 and 100 %")
    return value


def _language() -> str:
    return "vi" if (locale.getlocale()[0] or "").startswith("vi") else "en"


def _run(arguments: argparse.Namespace) -> int:
    with engine_present():
        from kiem.engine.study.findings import StudyError, StudyInterruptedError, StudyInvalidError
        from kiem.engine.study.study import load_study

        try:
            return _simulate(arguments, load_study(arguments.study))
        except StudyInvalidError as error:
            tell_findings(error.findings)
            print(
                f"kiem: {str(error).splitlines()[0].rstrip(':')}. Nothing was run.", file=sys.stderr
            )
            return EXIT_INVALID
        except StudyInterruptedError as error:
            print(f"\nkiem: {error}", file=sys.stderr)
            return EXIT_STOPPED
        except (StudyError, ValueError) as error:
            print(f"kiem: {error}", file=sys.stderr)
            return 2


def _simulate(arguments: argparse.Namespace, study: Study) -> int:
    from kiem.engine.study.checkpoint import Checkpoint, only_writer
    from kiem.engine.study.run import make_plan, run_study
    from kiem.engine.study.write import REPORT, is_complete, write_results

    tell_findings(study.warnings)
    plan = make_plan(
        study,
        arguments.models,
        arguments.replications,
        arguments.precision,
        arguments.seed,
        _cores() if arguments.threads is None else arguments.threads,
        arguments.records,
    )
    output: Path = arguments.out
    if output.exists() and not output.is_dir():
        print(f"kiem: {output} is a file; name a folder for the results", file=sys.stderr)
        return 2
    if is_complete(study, plan, output, arguments.lang):
        print(f"This run is complete already: {output / REPORT}")
        return 0
    with only_writer(output), _stop_on_signals() as stopped:
        show = _teller()
        outcome = run_study(
            study, plan, output, on_progress=show, on_message=_say, should_stop=stopped
        )
        show(None)
        _say("Writing tables and report ...")
        files = write_results(outcome, output, arguments.lang)
        Checkpoint(output, outcome.key).clear()
    _summarise(outcome, output, files)
    return 0


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _stop_on_signals() -> Iterator[Callable[[], bool]]:
    """Turn Ctrl-C and SIGTERM into a wish to stop; a second Ctrl-C stops at once."""
    wished = False

    def wish(number: int, frame: object) -> None:
        nonlocal wished
        wished = True
        signal.signal(
            number, signal.SIG_DFL if number != signal.SIGINT else signal.default_int_handler
        )

    before = {number: signal.signal(number, wish) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: wished
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _teller() -> Callable[[Progress | None], None]:
    """Shows progress: one line that changes on a terminal, a line now and then elsewhere."""
    terminal = sys.stderr.isatty()
    last_s = 0.0

    def tell(state: Progress | None) -> None:
        nonlocal last_s
        if state is None:
            if terminal and last_s:
                print(file=sys.stderr)
            return
        now = time.monotonic()
        if now - last_s < (0.2 if terminal else _SECONDS_BETWEEN_LINES):
            return
        last_s = now
        left = "" if state.seconds_left is None else f", {_duration(state.seconds_left)} left"
        percent = int(100 * state.done / state.wanted)
        line = f"{int(state.done)} of {state.wanted} runs ({percent} %){left}"
        if terminal:
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)
        else:
            _say(line)

    return tell


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(seconds, 0):.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def _summarise(outcome: Outcome, output: Path, files: list[str]) -> None:
    """The headline figures on standard output, then where the report is."""
    from kiem.engine.study.estimates import interval

    width = max(len(measures.model) for measures in outcome.measures)
    print(f"{'':{width}}  turnaround h      on time %         activity hours done %")
    for measures in outcome.measures:
        cells = []
        for name, scale in (
            ("turnaround_hours", 1.0),
            ("on_time_share", 100.0),
            ("activity_delivered_share", 100.0),
        ):
            bounds = interval(measures.overall(name))
            value, half = scale * float(bounds.value), scale * float(bounds.half_width)
            cells.append("-" if value != value else f"{value:.3f} ± {half:.3f}")
        print(f"{measures.model:{width}}  " + "  ".join(f"{cell:16}" for cell in cells).rstrip())
    if outcome.precise is False:
        _say("The wanted precision was not reached; allow more with --replications.")
    print(f"{outcome.replications} replications of each model, {len(files)} files.")
    print(f"Report: {output / 'report.html'}")
