"""What a page says of invented data: which sample it is, and where it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext

from kiem.delivery.web import wording
from kiem.delivery.web.asked import Asked
from kiem.platform.kernel import clock
from kiem.platform.kernel.installation import read_installation

REAL_UNITS = "hanoi"  # the sample whose units exist; those of the others are invented too


@dataclass(frozen=True, slots=True)
class SampleBanner:
    """`ended`: the sample's last day, where the day shown lies after it; `last_day_href` shows it
    on the page one is on."""

    is_sample: bool = False
    has_real_units: bool = False
    ended: date | None = None
    last_day_href: str = ""

    @property
    def end_words(self) -> str:
        return gettext("It ends on {day}.").format(day=wording.day(self.ended))


def sample_banner(asked: Asked, path: str, kept: Sequence[tuple[str, str]]) -> SampleBanner:
    """The banner of a page about `asked`; `kept`: the page's own parameters."""
    mark = read_installation()
    until = mark.sample_until
    ended = until if until is not None and asked.on > until else None
    return SampleBanner(
        is_sample=mark.is_sample,
        has_real_units=mark.sample_name in {REAL_UNITS, ""},
        ended=ended,
        last_day_href=f"{path}?{urlencode([*kept, ('on', ended.isoformat())])}" if ended else "",
    )


def opening_path() -> str:
    """Where somebody who looks in begins: home, on the last day of a sample that has ended."""
    until = read_installation().sample_until
    if until is None or until >= clock.today():
        return "/"
    return f"/?on={until.isoformat()}"
