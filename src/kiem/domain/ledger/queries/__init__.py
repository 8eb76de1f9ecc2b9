"""Reads of the ledger. Every figure is defined in docs/reference/load.md."""

from kiem.domain.ledger.queries.accounts import Status
from kiem.domain.ledger.queries.explanation import Explanation, RecordRef, explain_figure
from kiem.domain.ledger.queries.finding_list import (
    Finding,
    FindingsPage,
    NamedRef,
    list_findings,
)
from kiem.domain.ledger.queries.finding_texts import TEXTS as FINDING_TEXTS
from kiem.domain.ledger.queries.finding_texts import FindingText, Severity
from kiem.domain.ledger.queries.people import (
    UnitMonth,
    person_load,
    unit_load_series,
    unit_people_load,
)
from kiem.domain.ledger.queries.picture import load_picture
from kiem.domain.ledger.queries.records import (
    ActivityRow,
    ClosedMonth,
    LeaveRow,
    TimeEntryRow,
    activities_of,
    closed_months,
    leave_of,
    time_entries,
)
from kiem.domain.ledger.queries.results import (
    Figures,
    LoadPicture,
    OfficeMonth,
    PersonMonth,
    PersonRow,
    Totals,
    UnitLoad,
)
from kiem.domain.ledger.queries.slots import MonthState
from kiem.domain.ledger.queries.units import unit_id_of_code

__all__ = [
    "FINDING_TEXTS",
    "ActivityRow",
    "ClosedMonth",
    "Explanation",
    "Figures",
    "Finding",
    "FindingText",
    "FindingsPage",
    "LeaveRow",
    "LoadPicture",
    "MonthState",
    "NamedRef",
    "OfficeMonth",
    "PersonMonth",
    "PersonRow",
    "RecordRef",
    "Severity",
    "Status",
    "TimeEntryRow",
    "Totals",
    "UnitLoad",
    "UnitMonth",
    "activities_of",
    "closed_months",
    "explain_figure",
    "leave_of",
    "list_findings",
    "load_picture",
    "person_load",
    "time_entries",
    "unit_id_of_code",
    "unit_load_series",
    "unit_people_load",
]
