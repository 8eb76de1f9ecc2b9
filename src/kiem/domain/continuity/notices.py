"""What this app tells people."""

from django.utils.translation import gettext_noop as _

NOTICES = {
    "continuity.handed_over": _(
        "{person} hands over to you: {title}, {organization}. Tick what you have received."
    ),
}
