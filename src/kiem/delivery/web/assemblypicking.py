"""Pickers of assemblies: people and offices within the reach of whoever holds or attends one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import ClassVar

from kiem.delivery.web import wording
from kiem.delivery.web.picking import Choice, Chooser
from kiem.domain.assembly import queries as assembly


@dataclass(frozen=True, slots=True)
class Attenders(Chooser):
    """Sources `people` and `offices`. `bodies`: people with a post there or in the host unit; None:
    all within reach. The form's own button searches: `/pick/` is for those who draft decisions."""

    bodies: Collection[int] | None = None
    is_live: ClassVar[bool] = False

    def _ask(self, source: str, text: str, ids: Collection[int] | None) -> list[Choice]:
        if source == "offices":
            offices = assembly.choose_offices(viewer=self.viewer, on=self.on, text=text, ids=ids)
            return [Choice(o.id, wording.name_of(o.detail_vi, o.detail_en)) for o in offices]
        return [named_choice(person) for person in self._attenders(text, ids)]

    def _attenders(self, text: str, ids: Collection[int] | None) -> Sequence[assembly.Named]:
        return assembly.choose_attenders(
            viewer=self.viewer, on=self.on, text=text, ids=ids, bodies=self.bodies
        )


def named_choice(person: assembly.Named) -> Choice:
    return Choice(person.id, person.name, wording.name_of(person.detail_vi, person.detail_en))
