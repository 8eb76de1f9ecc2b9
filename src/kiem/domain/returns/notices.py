"""What the returns tell people."""

from django.utils.translation import gettext_noop as _

NOTICES = {
    "returns.missing": _("The monthly return of {organization} for {month} is due on {due_on}."),
    "returns.overdue": _("The monthly return of {organization} for {month} was due on {due_on}."),
}
