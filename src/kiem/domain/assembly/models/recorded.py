"""What everything said in an assembly is: known from a moment on, by somebody."""

from kiem.platform.access.viewer import ALL
from kiem.platform.kernel.recorded import Said, Superseded

__all__ = ["Said", "Superseded", "everything"]


def everything() -> list[str]:
    """The scopes of whoever sees all: what is taken for rows older than the column."""
    return [ALL]
