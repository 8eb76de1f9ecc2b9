"""Plans ahead in a second thread while the database works on what was planned before."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from queue import Empty, Full, Queue

from kiem.delivery.sample.plan import Step

_LOOK_S = 0.1  # how often a waiting thread looks whether it is still needed


def planned_ahead(steps: Iterable[Step], depth: int = 8) -> Iterator[Step]:
    """The same steps in the same order, up to `depth` of them made before they are asked for.

    What `steps` raises is raised here, after the steps before it. Closing this iterator ends the
    thread.
    """
    queue: Queue[Step | BaseException | None] = Queue(depth)
    is_over = threading.Event()

    def put(item: Step | BaseException | None) -> None:
        while not is_over.is_set():
            try:
                queue.put(item, timeout=_LOOK_S)
            except Full:
                continue
            return

    def plan() -> None:
        try:
            for step in steps:
                put(step)
                if is_over.is_set():
                    return
        except BaseException as error:
            put(error)  # raised where the steps are asked for
        else:
            put(None)

    planner = threading.Thread(target=plan, name="sample-planner", daemon=True)
    planner.start()
    try:
        while (item := _next(queue, planner)) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        is_over.set()
        planner.join()


def _next(
    queue: Queue[Step | BaseException | None], planner: threading.Thread
) -> Step | BaseException | None:
    while True:
        try:
            return queue.get(timeout=_LOOK_S)
        except Empty:
            if not planner.is_alive() and queue.empty():
                return None
