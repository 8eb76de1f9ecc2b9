"""What the ledger tells people in their inbox (see `platform.notices.texts`)."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

NOTICES = {
    "ledger.asked_back": _("A superior asks about your hours of {month}."),
    "ledger.question_answered": _("{person} has answered your question about hours of {month}."),
    "ledger.objection_answered": _("Your objection {objection} has an answer."),
    "ledger.objection_raised": _("{person} objects to hours recorded for {on}."),
    "ledger.leave_asked": _("{person} asks for leave from {first_on} to {last_on}."),
    "ledger.leave_approved": _("Your leave from {first_on} to {last_on} is approved."),
    "ledger.leave_refused": _("Your leave from {first_on} to {last_on} is refused."),
    "ledger.time_logged": _("{hours} hours were logged for you, for an activity on {on}."),
    "ledger.time_imported": _("{hours} hours of {month} were logged for you from a file."),
    "ledger.hours_missing": _(
        "Hours are missing: nothing is logged for {activities} activities of the last 31 days."
    ),
    "ledger.hours_silent": _("You have not logged any office hours since {since_on}."),
}
