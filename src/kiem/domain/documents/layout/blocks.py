"""What a laid-out document is made of. Each renderer knows these blocks and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiem.domain.documents.model import Span


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph in a style, `level` 0 or its rank as a heading; a centred rule of `rule_mm`
    millimetres below it, 0 for none."""

    style: str
    spans: tuple[Span, ...]
    rule_mm: float = 0.0
    level: int = 0


@dataclass(frozen=True, slots=True)
class Pair:
    """Two columns side by side without borders: letterhead, recipients and signature.

    `left_share` of the width is the left column's. A pair is never torn apart by a page's end.
    """

    rows: tuple[tuple[tuple[Line, ...], tuple[Line, ...]], ...]
    left_share: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table with a head on every page. `shares` of the width sum to 1."""

    shares: tuple[float, ...]
    styles: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[tuple[Span, ...], ...], ...]
    total: tuple[tuple[Span, ...], ...]


LaidBlock = Line | Pair | Grid


@dataclass(frozen=True, slots=True)
class Section:
    """Pages of one orientation; each section begins on a new page."""

    blocks: tuple[LaidBlock, ...]
    is_landscape: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """A document ready to be drawn.

    `watermark` lies under the text of every page, `mark` stands at the foot of every page; both
    may be empty. `title` and `author` describe the file; `day` dates it.
    """

    title: str
    author: str
    day: date
    sections: tuple[Section, ...]
    watermark: str = ""
    mark: str = ""
