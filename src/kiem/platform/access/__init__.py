"""Who may do what, where: permissions and opaque scopes. Knows no word of the domain."""

from kiem.platform.access.permissions import Permission
from kiem.platform.access.viewer import SYSTEM, Grant, Viewer

__all__ = ["SYSTEM", "Grant", "Permission", "Viewer"]
