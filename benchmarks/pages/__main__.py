"""`python -m benchmarks pages`: CPU per page at 126 and at 3,321 units, beside Django's admin."""

from __future__ import annotations

import re
import sys

from benchmarks.pages.measure import Cost, measure
from benchmarks.pages.site import Site, database, get, kiem, peer, prepared

PERSONNEL, AUDITOR = 2, 4
ON = "2026-10-15"  # inside the few months the national sample has
SCALES = ("city", "national")
LIMITS_MS = {"load picture": {"city": 150.0, "national": 1000.0}}
PAGE_LIMIT_MS = 25.0


def main() -> int:
    """Measure and print; exit code 1 when a limit is not met."""
    costs: dict[str, dict[str, Cost]] = {}
    for scale in SCALES:
        data = prepared(scale)
        with database(data) as url:
            with kiem(data, url, PERSONNEL) as site:
                for name, path in _pages(site).items():
                    few = 5 if scale == "national" and name == "load picture" else 40
                    costs.setdefault(name, {})[scale] = _measure(site, path, few)
            with peer(data, url) as site:
                for name, path in _peer_pages().items():
                    costs.setdefault(name, {})[scale] = _measure(site, path, 20)
    return _report(costs)


def _measure(site: Site, path: str, requests: int) -> Cost:
    return measure(
        port=site.port,
        path=path,
        cookie=site.cookie,
        web_pid=site.web_pid,
        database_pid=site.database_pid,
        requests=requests,
    )


def _pages(site: Site) -> dict[str, str]:
    """Pages by name; a unit and a person are taken from the lists, not from knowledge of ids."""
    on = f"?on={ON}"
    unit = _first(site, f"/units/{on}&kind=commune", r'href="(/units/\d+/)')
    person = _first(site, f"/people/{on}&dual=1", r'href="(/people/\d+/)')
    return {
        "load picture": f"/{on}",
        "units": f"/units/{on}",
        "people": f"/people/{on}",
        "search": f"/search/{on}&text=nguyen+van",
        "unit": f"{unit}{on}",
        "person": f"{person}{on}",
        "findings": f"/findings/{on}",
    }


def _peer_pages() -> dict[str, str]:
    return {
        "admin: people": "/register/personstate/",
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


def _report(costs: dict[str, dict[str, Cost]]) -> int:
    print("\nCPU milliseconds of one request: web + database = sum (wall median), by scale")
    print(f"{'page':24}{'126 units':>34}{'3,321 units':>34}{'limit':>9}")
    missed = 0
    for name, by_scale in costs.items():
        cells = ""
        for scale in SCALES:
            cost = by_scale[scale]
            parts = f"{cost.web_ms:.1f} + {cost.database_ms:.1f} = {cost.cpu_ms:.1f}"
            cells += f"{parts + f' ({cost.wall_ms_median:.0f})':>34}"
        limit = LIMITS_MS.get(name, {}).get("national", PAGE_LIMIT_MS)
        own = not name.startswith("admin")
        over = own and any(
            by_scale[s].cpu_ms > LIMITS_MS.get(name, {}).get(s, PAGE_LIMIT_MS) for s in SCALES
        )
        missed += over
        print(f"{name:24}{cells}{f'{limit:.0f}' if own else '-':>9}{'  MISSED' if over else ''}")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
