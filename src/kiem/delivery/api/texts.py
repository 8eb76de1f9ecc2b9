"""The sentences about the API as a whole; shown in the document and on the page `/api/`."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop as _

ABOUT_THE_API = _(
    "The queries and actions of the pages, for programs. A token says on whose behalf a program "
    "acts: it can do what it was made for, as long as its owner may. Every reading address takes "
    "the day asked about and, for those who may ask, the moment of knowledge. Names come in both "
    "languages; sentences in that of Accept-Language (vi or en), else the owner's."
)
KEY_TEXT = _(
    "Chosen by you, new for each thing to be done. Sent again with the same request within two "
    "days, it gets the same answer and does nothing twice."
)
TAGS: Mapping[str, str] = {
    "structure": _("Units, organisations and posts on a day."),
    "people": _("People and what they hold. Reading about one person is recorded."),
    "decisions": _("Decisions, and reorganisations with what became of whom."),
    "continuity": _("Seats to fill and who comes into question, handovers, the dates ahead."),
    "load": _("Hours, load, findings, and why a figure is what it is."),
    "hours": _("Logging, confirming and correcting hours; activities; leave."),
    "returns": _("Monthly returns: the board, their files, the consolidated report."),
    "assembly": _("Projects, events, what is said and concluded there, and the tasks that follow."),
    "surveys": _("Surveys of bodies, and anonymous ones of people: questions, sheets, results."),
    "practice": _("Good models, regulations, requests between bodies, and what a unit owes."),
    "elections": _("Congresses: delegates, candidates, ballots, results, and the recognition."),
    "files": _("Monthly returns and imports, handed in as files."),
    "runs": _("Long work in the background: progress, result, cancelling; whole tables as files."),
    "rules": _("Entitlement rules with letter and source."),
    "export": _("The structure on a day in the forms of others."),
    "account": _("What the token may do, one's own notices, and the audit trail."),
}
