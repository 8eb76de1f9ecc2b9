"""`python -m benchmarks pages`: CPU per page at 126 and at 3,321 units, beside Django's admin."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence

from benchmarks.pages.measure import Cost, calibration_ms, measure
from benchmarks.pages.site import Site, database, everything, get, kiem, peer, prepared

PERSONNEL, PERSONNEL_ACCOUNT = 2, "to-chuc-can-bo"
ON = "2026-10-15"  # inside the few months the national sample has
DAYS = [f"2026-10-{day:02d}" for day in range(8, 24)]  # more than the pictures a process keeps
SCALES = ("city", "national")
PICTURE, FIRST_LOOK, NATION = "load picture", "load picture, first look", "nation, first look"
LIMITS_MS = {PICTURE: 150.0, FIRST_LOOK: 150.0, NATION: 1000.0} | dict.fromkeys(
    ("units", "people", "search", "unit", "person"), 25.0
)
PEER_ROW = "admin: people"  # the plain page that costs are compared with


def main() -> int:
    """Measure and print; exit code 1 when a limit is not met."""
    costs: dict[str, dict[str, Cost]] = {}
    speeds = [calibration_ms()]
    for scale in SCALES:
        data = prepared(scale)
        with database(data) as url:
            with kiem(data, url, PERSONNEL, PERSONNEL_ACCOUNT) as site:
                for name, paths in _pages(site).items():
                    costs.setdefault(name, {})[scale] = _measure(site, paths)
            with peer(data, url) as site:
                for name, path in _peer_pages().items():
                    costs.setdefault(name, {})[scale] = _measure(site, [path])
            costs.setdefault(NATION, {})[scale] = everything(url)
        speeds.append(calibration_ms())
    return _report(costs, speeds)


def _measure(site: Site, paths: Sequence[str]) -> Cost:
    return measure(
        port=site.port,
        paths=paths,
        cookie=site.cookie,
        token=site.token,
        web_pid=site.web_pid,
        database_pid=site.database_pid,
    )


def _pages(site: Site) -> dict[str, list[str]]:
    """Pages by name; a unit and a person are taken from the lists, not from knowledge of ids."""
    on = f"?on={ON}"
    unit = _first(site, f"/units/{on}&kind=commune", r'href="(/units/\d+/)')
    person = _first(site, f"/people/{on}&dual=1", r'href="(/people/\d+/)')
    return {
        PICTURE: [f"/{on}"],
        FIRST_LOOK: [f"/?on={day}" for day in DAYS],
        "units": [f"/units/{on}"],
        "people": [f"/people/{on}"],
        "search": [f"/search/{on}&text=nguyen+van"],
        "unit": [f"{unit}{on}"],
        "unit: load, after it": [f"{unit}load/{on}"],
        "person": [f"{person}{on}"],
        "person: load, after it": [f"{person}load/{on}"],
        "findings": [f"/findings/{on}"],
        "api: units": [f"/api/units{on}"],
        "api: people": [f"/api/people{on}"],
        "api: search": [f"/api/search{on}&text=nguyen+van"],
        "api: unit": [f"/api{unit.rstrip('/')}{on}"],
        "api: person": [f"/api{person.rstrip('/')}{on}"],
        "api: load picture": [f"/api/load{on}"],
        "api: findings": [f"/api/findings{on}"],
    }


def _peer_pages() -> dict[str, str]:
    return {
        PEER_ROW: "/register/personstate/",
        "admin: people, search": "/register/personstate/?q=nguyen",
        "admin: units": "/register/organizationstate/",
        "admin: appointments": "/register/appointment/",
    }


def _first(site: Site, path: str, pattern: str) -> str:
    status, body, _ = get(site.port, path, site.cookie)
    found = re.search(pattern, body)
    if found is None:
        raise RuntimeError(f"{path} ({status}) has no link like {pattern}")
    return found.group(1)


def _report(costs: dict[str, dict[str, Cost]], speeds: Sequence[float]) -> int:
    print(f"\nCalibration loop: {', '.join(f'{speed:.0f}' for speed in speeds)} ms CPU")
    print("CPU milliseconds of one request: web + database = sum (part of the peer's), wall median")
    print(f"{'page':26}{'126 units':>40}{'3,321 units':>42}{'limit':>7}")
    missed = 0
    for name, by_scale in costs.items():
        cells, over = "", False
        for scale in SCALES:
            cost = by_scale[scale]
            ratio = cost.cpu_ms / costs[PEER_ROW][scale].cpu_ms
            parts = f"{cost.web_ms:.1f} + {cost.database_ms:.1f} = {cost.cpu_ms:.1f}"
            cells += f"{f'{parts} ({ratio:.2f}), {cost.wall_ms_median:.0f}':>41}"
            over |= cost.cpu_ms > LIMITS_MS.get(name, float("inf"))
        missed += over
        limit = f"{LIMITS_MS[name]:.0f}" if name in LIMITS_MS else "-"
        print(f"{name:26}{cells}{limit:>7}{'  MISSED' if over else ''}")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
