"""The report of a study: one self-contained HTML page, in English or Vietnamese."""

from kiem.engine.study.report.page import report
from kiem.engine.study.report.texts import LANGUAGES, Language

__all__ = ["LANGUAGES", "Language", "report"]
