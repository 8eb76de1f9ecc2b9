"""What everything said in an assembly is: known from a moment on, by somebody."""

from kiem.platform.kernel.recorded import Said, Superseded

__all__ = ["Said", "Superseded"]
