"""From what a document says to blocks with styles: one layout for both renderers."""

from kiem.domain.documents.layout.blocks import Layout
from kiem.domain.documents.layout.pages import lay_out

__all__ = ["Layout", "lay_out"]
