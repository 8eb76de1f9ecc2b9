"""What the register puts into people's inboxes. Sentences are made where they are read."""

from django.utils.translation import gettext_noop as _

CONCERNS_YOU = "register.decision_concerns_you"

NOTICES = {
    CONCERNS_YOU: _("Decision {number} of {signed_on} concerns you: {title}."),
}
