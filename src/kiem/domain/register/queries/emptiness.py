"""Whether anything was ever recorded. Takes no viewer: it tells nothing of what."""

from kiem.domain.register.models import Organization


def is_empty() -> bool:
    """True as long as no organisation was ever founded, not even one that ended since."""
    return not Organization.objects.exists()
