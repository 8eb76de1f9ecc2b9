"""A form for every verb a decision can say."""

from __future__ import annotations

from collections.abc import Mapping

from kiem.delivery.web.articleform import ArticleForm
from kiem.delivery.web.bodyforms import (
    AdmitForm,
    CloseTermForm,
    ConvertForm,
    DissolveForm,
    EstablishForm,
    LeaveForm,
    OpenTermForm,
    ReleaseForm,
    RenameForm,
    RevokeForm,
)
from kiem.delivery.web.peopleforms import (
    AppointForm,
    CommitteeForm,
    CorrectForm,
    NominateForm,
    RelieveForm,
    SecondForm,
    TransferForm,
)
from kiem.domain.register.actions.articles import leave_keeper

FORMS: Mapping[str, type[ArticleForm]] = {
    "appoint": AppointForm,
    "relieve": RelieveForm,
    "transfer": TransferForm,
    "second": SecondForm,
    "form_committee": CommitteeForm,
    "nominate": NominateForm,
    "admit": AdmitForm,
    "release": ReleaseForm,
    "open_term": OpenTermForm,
    "close_term": CloseTermForm,
    "establish": EstablishForm,
    "rename": RenameForm,
    "convert": ConvertForm,
    "dissolve": DissolveForm,
    "grant_leave": LeaveForm,
    "correct": CorrectForm,
    "revoke": RevokeForm,
}
_CORRECTIONS = ("correct", "revoke")


def verbs_for(kind: str) -> list[str]:
    """The verbs a draft of the kind can say here."""
    if kind == "correction":
        return list(_CORRECTIONS)
    offered = [verb for verb in FORMS if verb not in _CORRECTIONS]
    return [verb for verb in offered if verb != "grant_leave" or leave_keeper() is not None]
