"""Staff, leave and offices, and the models that change them."""

from __future__ import annotations

import numpy as np

from kiem.engine.study.check.rows import Tables
from kiem.engine.study.findings import Findings
from kiem.engine.study.settings import FILE, Settings

MOST_STAFF_PER_UNIT = 500


def check_people(tables: Tables, findings: Findings) -> None:
    staff, units = tables["staff"], tables["units"]
    counts = staff.integers("count")
    total: dict[str, int] = {}
    for code, count in zip(staff.texts("unit"), counts.tolist(), strict=True):
        total[code] = total.get(code, 0) + count
    for index, code in enumerate(units.texts("unit")):
        if total.get(code, 0) > MOST_STAFF_PER_UNIT:
            findings.error(
                units.file,
                f"unit {code} has {total[code]} people, more than {MOST_STAFF_PER_UNIT}",
                "Split the unit",
                row=units.row(index),
                column="unit",
            )
    size = dict(zip(staff.texts("staff"), counts.tolist(), strict=True))
    leave = tables["leave"]
    for index, code in enumerate(leave.texts("staff")):
        if size.get(code, 1) != 1:
            findings.error(
                leave.file,
                f"{code} stands for {size[code]} people",
                "Give the person a row of their own in staff",
                row=leave.row(index),
                column="staff",
            )
    offices, held = tables["offices"], dict.fromkeys(size, 0)
    for index, code in enumerate(offices.texts("holder")):
        if not code:
            findings.error(
                offices.file,
                f"office {offices['office'][index]} has no holder",
                "Name a row of staff, or remove the office",
                row=offices.row(index),
                column="holder",
            )
        elif code in held:
            held[code] += 1
            if held[code] == size[code] + 1 and size[code] > 1:
                findings.warning(
                    offices.file,
                    f"{code} stands for {size[code]} people, and there are more offices than that",
                    "Some people hold two offices; if that is not meant, name other holders",
                    vietnamese=(
                        f"{code} là nhóm {size[code]} người nhưng có nhiều chức danh hơn số đó",
                        "Có người giữ hai chức danh; nếu không phải vậy, hãy ghi người giữ khác",
                    ),
                    row=offices.row(index),
                    column="holder",
                )


def check_models(settings: Settings, tables: Tables, findings: Findings) -> None:
    units = tables["units"]
    profiles = set(units.texts("profile"))
    known = {
        "staff_profile": set(tables["staff_profiles"].texts("staff_profile")),
        "case_type": set(tables["case_types"].texts("case_type")),
        "unit": set(units.texts("unit")) | {""},
        "profile": profiles | {""},
    }
    placed = np.isfinite(units.numbers("latitude")) & np.isfinite(units.numbers("longitude"))
    clustered = [code for code in units.texts("cluster") if code]
    has_clusters = len(clustered) > len(set(clustered))
    for position, model in enumerate(settings.models, start=1):
        place = f"models[{position}]"
        for profile in model.by_profile.keys() - profiles:
            findings.error(
                FILE,
                f"no unit has the profile {profile!r}",
                f"The profiles are {', '.join(sorted(profiles))}",
                column=f"{place}.by_profile",
            )
        entries = [("training", entry) for entry in model.training] + [
            ("extra_staff", entry) for entry in model.extra_staff
        ]
        for kind, entry in entries:
            for name, codes in known.items():
                value = getattr(entry, name, None)
                if value is not None and value not in codes:
                    findings.error(
                        FILE,
                        f"there is no {name.replace('_', ' ')} {value!r}",
                        "Correct the code",
                        column=f"{place}.{kind}.{name}",
                    )
        uses_clusters = model.pooling or "per_cluster" in (
            model.offices,
            *model.by_profile.values(),
        )
        if model.cluster_size > 1 and not placed.all():
            findings.error(
                FILE,
                "clusters are formed of neighbours, but not every unit has a latitude and "
                "longitude",
                "Fill them in, or give clusters in units",
                column=f"{place}.cluster_size",
            )
        if uses_clusters and model.cluster_size <= 1 and not has_clusters:
            findings.error(
                FILE,
                f"model {model.name!r} needs clusters, and no two units share one",
                "Set cluster_size, or fill the column cluster in units",
                column=place,
            )
