"""What an article says, resolved to names: the words the verbs are put into."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Seat:
    """A post as it is named: "Phó Trưởng Công an" of "Công an phường Ba Đình".

    `is_in_team`: the title ends with a team within the unit ("Cán bộ Tổ 2").
    """

    title_vi: str
    organization_vi: str
    is_in_team: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A person as introduced: rank and present post before the day, where they have any."""

    name: str
    rank_vi: str = ""
    seat: Seat | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """A person and what it is about: the post left, the post taken."""

    person: Named
    from_seat: Seat | None = None
    to_seat: Seat | None = None


@dataclass(frozen=True, slots=True)
class Saying:
    """One article. Which fields are filled depends on the verb (`wording.verbs`).

    `on` is the first day, `until` the first day no longer. `organization_vi` is what the article
    founds, renames, converts, dissolves, or whose term or members it concerns; `host_vi` and
    `higher_vi` are the unit it stands at and the one above it in its line; `becomes_vi` is its new
    name or type; `body_vi` is the committee formed; `term_vi` names the term. `mode`: `elected`,
    `designated`, `recognised`. `detail_vi`: the kind of leave, the reason for a release, what is
    corrected. `refers_to_vi` names the decision that is corrected or revoked.
    """

    verb: str
    on: date | None = None
    until: date | None = None
    placements: tuple[Placement, ...] = ()
    organization_vi: str = ""
    host_vi: str = ""
    higher_vi: str = ""
    becomes_vi: str = ""
    body_vi: str = ""
    term_vi: str = ""
    mode: str = ""
    detail_vi: str = ""
    refers_to_vi: str = ""
    is_provisional: bool = False
