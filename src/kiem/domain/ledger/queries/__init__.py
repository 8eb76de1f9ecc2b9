"""Reads of the ledger. Every figure is defined in docs/reference/load.md."""

from kiem.domain.ledger.queries.accounts import Status
from kiem.domain.ledger.queries.activity_detail import (
    ActivityDetail,
    ParticipantRow,
    activity_detail,
)
from kiem.domain.ledger.queries.entry_detail import EntryDetail, Revision, entry_detail
from kiem.domain.ledger.queries.evidence import (
    EvidenceRow,
    evidence_of_activity,
    evidence_of_entry,
    open_evidence,
    subject_of_evidence,
)
from kiem.domain.ledger.queries.explanation import (
    Explanation,
    RecordRef,
    explain_figure,
    figure_label,
    figure_unit,
)
from kiem.domain.ledger.queries.finding_list import (
    Finding,
    FindingsPage,
    NamedRef,
    list_findings,
)
from kiem.domain.ledger.queries.finding_texts import TEXTS as FINDING_TEXTS
from kiem.domain.ledger.queries.finding_texts import FindingText, Severity
from kiem.domain.ledger.queries.leave_requests import (
    LeaveRequestRow,
    open_leave_requests,
    own_leave_requests,
)
from kiem.domain.ledger.queries.month_end import (
    MonthEnd,
    PersonAtMonthEnd,
    UnitMonthState,
    month_end,
    units_to_close,
)
from kiem.domain.ledger.queries.my_month import (
    DayEntry,
    DaySheet,
    HeldPost,
    LeaveDays,
    MonthSheet,
    PlannedPart,
    SuperiorsWord,
    month_sheet,
)
from kiem.domain.ledger.queries.my_tasks import (
    Habit,
    MyTasks,
    RepeatedRow,
    last_week_again,
    my_habits,
    my_tasks,
)
from kiem.domain.ledger.queries.objections import (
    ObjectionDetail,
    ObjectionRow,
    list_objections,
    objection_detail,
)
from kiem.domain.ledger.queries.offices import HeldOffice, offices_held
from kiem.domain.ledger.queries.own import own_person
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
from kiem.domain.ledger.queries.to_confirm import (
    Sheet,
    SheetEntry,
    SheetRow,
    SheetState,
    sheet_to_confirm,
    sheets_to_confirm,
    waiting_count,
)
from kiem.domain.ledger.queries.units import unit_id_of_code

__all__ = [
    "FINDING_TEXTS",
    "ActivityDetail",
    "ActivityRow",
    "ClosedMonth",
    "DayEntry",
    "DaySheet",
    "EntryDetail",
    "EvidenceRow",
    "Explanation",
    "Figures",
    "Finding",
    "FindingText",
    "FindingsPage",
    "Habit",
    "HeldOffice",
    "HeldPost",
    "LeaveDays",
    "LeaveRequestRow",
    "LeaveRow",
    "LoadPicture",
    "MonthEnd",
    "MonthSheet",
    "MonthState",
    "MyTasks",
    "NamedRef",
    "ObjectionDetail",
    "ObjectionRow",
    "OfficeMonth",
    "ParticipantRow",
    "PersonAtMonthEnd",
    "PersonMonth",
    "PersonRow",
    "PlannedPart",
    "RecordRef",
    "RepeatedRow",
    "Revision",
    "Severity",
    "Sheet",
    "SheetEntry",
    "SheetRow",
    "SheetState",
    "Status",
    "SuperiorsWord",
    "TimeEntryRow",
    "Totals",
    "UnitLoad",
    "UnitMonth",
    "UnitMonthState",
    "activities_of",
    "activity_detail",
    "closed_months",
    "entry_detail",
    "evidence_of_activity",
    "evidence_of_entry",
    "explain_figure",
    "figure_label",
    "figure_unit",
    "last_week_again",
    "leave_of",
    "list_findings",
    "list_objections",
    "load_picture",
    "month_end",
    "month_sheet",
    "my_habits",
    "my_tasks",
    "objection_detail",
    "offices_held",
    "open_evidence",
    "open_leave_requests",
    "own_leave_requests",
    "own_person",
    "person_load",
    "sheet_to_confirm",
    "sheets_to_confirm",
    "subject_of_evidence",
    "time_entries",
    "unit_id_of_code",
    "unit_load_series",
    "unit_people_load",
    "units_to_close",
    "waiting_count",
]
