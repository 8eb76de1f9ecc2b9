"""What those asked and those asking are told."""

from django.utils.translation import gettext_noop as _

NOTICES = {
    "surveys.opened": _("A survey asks your body: {title}. Answer until {due_on}."),
    "surveys.opened_anonymous": _("An anonymous survey asks you: {title}. Answer until {due_on}."),
    "surveys.due_soon": _("The survey {title} waits for your answer until {due_on}."),
    "surveys.overdue": _("The survey {title} has waited for your answer since {due_on}."),
    "surveys.extended": _("The survey {title} now runs until {due_on}."),
    "surveys.reopened": _(
        "Your sheet of the survey {title} is open again until {due_on}: the reason stands there."
    ),
}
