"""What those concerned by a congress are told. No notice names a person, or says who chose whom."""

from django.utils.translation import gettext_noop as _

NOTICES = {
    "elections.convened": _(
        "Your body sends {count} delegates to {title} on {held_on}. Name them by {due_on}."
    ),
    "elections.delegates_due": _(
        "{title} waits for delegates of your body, to be named by {due_on}."
    ),
    "elections.delegates_late": _("{title} has waited since {due_on} for delegates of your body."),
    "elections.named": _("You are a delegate to {title} on {held_on}."),
    "elections.credentials_asked": _("New delegates to {title} wait for their credentials."),
    "elections.not_confirmed": _(
        "Your credentials for {title} are not confirmed: the reason stands on the list of"
        " delegates."
    ),
    "elections.nominations_open": _("Candidates for {title} can be put forward until {until_on}."),
    "elections.nominations_close": _(
        "{until_on} is the last day to put forward candidates for {title}."
    ),
    "elections.ballot_opened": _("A ballot is open to you at {title}: {post}."),
    "elections.declared": _("A result is declared at {title}: {post}, ballot {number}."),
    "elections.recognition_asked": _(
        "You are asked to recognise the committee elected at {title}."
    ),
    "elections.recognised": _("The committee elected at {title} is recognised."),
}
