"""Which skill each stage of each case type needs, in at most 64 skills.

The engine keeps a person's skills as bits of one word. A stage does not get a bit of its own:
stages that the same profiles can serve, before and after every model's training, share one, so that
64 types of two stages fit as well.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiem.engine.study.check.rows import Tables
from kiem.engine.study.check.work import stage_counts
from kiem.engine.study.settings import Settings

MOST_SKILLS = 64


@dataclass(frozen=True, slots=True)
class SkillBits:
    """bit_of: (case type, stage number) to bit. held: profile to bits held from the start. trained:
    for each model, profile to bits added. needed: how many bits there are; above 64 the study
    cannot be run.
    """

    bit_of: dict[tuple[str, int], int]
    held: dict[str, frozenset[int]]
    trained: tuple[dict[str, frozenset[int]], ...]
    needed: int


def assign_bits(settings: Settings, tables: Tables) -> SkillBits:
    """Give the same bit to all stages served by the same profiles in every model."""
    skills = tables["skills"]
    pairs = [
        (code, stage)
        for code, count in stage_counts(tables).items()
        for stage in range(1, count + 1)
    ]
    profiles = tables["staff_profiles"].texts("staff_profile")
    serves: dict[tuple[str, int], set[str]] = {pair: set() for pair in pairs}
    for profile, code, stage in zip(
        skills.texts("staff_profile"),
        skills.texts("case_type"),
        skills.integers("stage").tolist(),
        strict=True,
    ):
        for pair in pairs:
            if pair[0] == code and stage in (0, pair[1]):
                serves[pair].add(profile)
    added = [
        {
            pair: {t.staff_profile for t in model.training if t.case_type == pair[0]}
            for pair in pairs
        }
        for model in settings.models
    ]
    signatures: dict[tuple[frozenset[str], ...], int] = {}
    bit_of = {}
    for pair in pairs:
        signature = (frozenset(serves[pair]), *(frozenset(by_pair[pair]) for by_pair in added))
        bit_of[pair] = signatures.setdefault(signature, len(signatures))
    return SkillBits(
        bit_of,
        {p: frozenset(bit_of[pair] for pair in pairs if p in serves[pair]) for p in profiles},
        tuple(
            {p: frozenset(bit_of[pair] for pair in pairs if p in by_pair[pair]) for p in profiles}
            for by_pair in added
        ),
        len(signatures),
    )
