"""Tables, words and links of surveys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

from kiem.delivery.web import statuses, wording
from kiem.delivery.web.asked import Asked
from kiem.delivery.web.assemblytables import body_name
from kiem.delivery.web.columns import Column, Kind
from kiem.delivery.web.spoken import spoken
from kiem.domain.surveys import queries as surveys
from kiem.domain.surveys.questions import Asked as Question

KINDS = {
    "choice": gettext_noop("one of several options"),
    "choices": gettext_noop("any of several options"),
    "scale": gettext_noop("a scale"),
    "number": gettext_noop("a number"),
    "text": gettext_noop("a text"),
    "table": gettext_noop("a table of numbers"),
}
BREAKDOWNS = {
    "": gettext_noop("everybody"),
    "type": gettext_noop("by type of unit"),
    "size": gettext_noop("by size of unit"),
    "dual": gettext_noop("by share of dual holders"),
}
# The same of an anonymous survey, where people are grouped and not units.
PEOPLE_BREAKDOWNS = {**BREAKDOWNS, "dual": gettext_noop("by dual holders and others")}
STEPS = {
    "open": gettext_noop("opened"),
    "extend": gettext_noop("given until a later day"),
    "close": gettext_noop("closed to answers"),
    "reopen": gettext_noop("opened again"),
}


def survey_href(survey_id: int, asked: Asked) -> str:
    return f"/surveys/{survey_id}/{asked.query}"


def sheet_href(survey_id: int, organization_id: int, asked: Asked) -> str:
    return f"/surveys/{survey_id}/sheets/{organization_id}/{asked.query}"


def survey_status(row: surveys.SurveyRow) -> SafeString:
    """Status word with its mark; an open survey past its last day says so."""
    if row.days_late:
        late = gettext("last day {days} d ago").format(days=wording.number(row.days_late))
        return statuses.status("survey late", f"{statuses.status_text('survey open')}, {late}")
    return statuses.status(f"survey {row.status}")


def survey_kind(row: surveys.SurveyRow) -> str:
    return gettext("anonymous") if row.is_anonymous else gettext("of bodies")


def survey_columns(asked: Asked) -> list[Column[surveys.SurveyRow]]:
    return [
        Column("due", gettext("Last day"), lambda s: s.due_on, Kind.DATE),
        Column(
            "title",
            gettext("Survey"),
            lambda s: wording.name_of(s.title_vi, s.title_en),
            href=lambda s: survey_href(s.id, asked),
            is_heading=True,
        ),
        Column("kind", gettext("Kind"), survey_kind),
        Column("organizer", gettext("Organiser"), lambda s: body_name(s.organizer)),
        Column(
            "state",
            gettext("State"),
            lambda s: statuses.status_text(f"survey {s.status}"),
            html=survey_status,
        ),
        Column("asked", gettext("Number asked"), lambda s: s.asked or None, Kind.COUNT),
        Column("answered", gettext("Answered"), lambda s: s.answered, Kind.COUNT),
    ]


def set_columns(asked: Asked) -> list[Column[surveys.QuestionSetRow]]:
    return [
        Column("code", gettext("Code"), lambda s: s.code),
        Column(
            "title",
            gettext("Question set"),
            lambda s: wording.name_of(s.title_vi, s.title_en),
            href=lambda s: asked.link(f"/surveys/questions/{s.version_id}/"),
            is_heading=True,
        ),
        Column("owner", gettext("Whose questions"), lambda s: body_name(s.owner)),
        Column("version", gettext("Version"), lambda s: s.version, Kind.COUNT),
        Column("questions", gettext("Questions"), lambda s: s.questions, Kind.COUNT),
        Column("surveys", gettext("Surveys"), lambda s: s.surveys, Kind.COUNT),
    ]


def sheet_status(row: surveys.SheetRow) -> SafeString:
    if row.ended_on is not None and row.state != surveys.SheetState.SENT:
        return statuses.status("sheet ended")
    if row.days_late:
        late = gettext("late by {days} d").format(days=wording.number(row.days_late))
        return statuses.status(
            "sheet late", f"{statuses.status_text(f'sheet {row.state}')}, {late}"
        )
    return statuses.status(f"sheet {row.state}")


def board_columns(survey_id: int, asked: Asked) -> list[Column[surveys.SheetRow]]:
    return [
        Column(
            "body",
            gettext("Body"),
            lambda s: body_name(s.body),
            href=lambda s: sheet_href(survey_id, s.body.id, asked),
            is_heading=True,
        ),
        Column(
            "state",
            gettext("State"),
            lambda s: statuses.status_text(f"sheet {s.state}"),
            html=sheet_status,
        ),
        Column("due", gettext("Last day"), lambda s: s.due_on, Kind.DATE),
        Column(
            "sent",
            gettext("Sent"),
            lambda s: wording.moment(s.sent_at) if s.sent_at else None,
            Kind.MOMENT,
        ),
        Column("by", gettext("Answered by"), lambda s: s.person_name or s.sent_by),
    ]


def to_answer_columns(asked: Asked) -> list[Column[surveys.ToAnswer]]:
    def href(row: surveys.ToAnswer) -> str:
        if row.body is None:
            return asked.link(f"/surveys/{row.survey_id}/take-part/")
        return sheet_href(row.survey_id, row.body.id, asked)

    def state(row: surveys.ToAnswer) -> SafeString:
        code = f"sheet {row.state}"
        if row.days_late:
            late = gettext("late by {days} d").format(days=wording.number(row.days_late))
            return statuses.status("sheet late", f"{statuses.status_text(code)}, {late}")
        return statuses.status(code)

    return [
        Column("due", gettext("Last day"), lambda r: r.due_on, Kind.DATE),
        Column(
            "title",
            gettext("Survey"),
            lambda r: wording.name_of(r.title_vi, r.title_en),
            href=href,
            is_heading=True,
        ),
        Column(
            "body",
            gettext("Who answers"),
            lambda r: body_name(r.body) if r.body else gettext("you, anonymously"),
        ),
        Column(
            "state",
            gettext("State"),
            lambda r: statuses.status_text(f"sheet {r.state}"),
            html=state,
        ),
    ]


def question_text(question: Question) -> str:
    return wording.name_of(question.text_vi, question.text_en)


def option_text(question: Question, number: int) -> str:
    """The words of an option, in the reader's language; 0: who left the question out."""
    if number == surveys.NO_ANSWER:
        return gettext("no answer")
    english = question.options_en[number - 1] if question.options_en else ""
    return wording.name_of(question.options_vi[number - 1], english)


def row_text(question: Question, row: int) -> str:
    """The words of a table's row, in the reader's language."""
    english = question.rows_en[row - 1] if question.rows_en else ""
    return wording.name_of(question.rows_vi[row - 1], english)


def cell_text(question: Question, row: int, column: int) -> str:
    """`Đoàn, Trong giờ`: a cell of a table; empty for other questions."""
    if not row:
        return ""
    return f"{row_text(question, row)}, {option_text(question, column)}"


def result_caption(number: int, result: surveys.QuestionResult) -> str:
    """`5. Hours a month – Meetings, in office hours (hours)`."""
    question = result.question
    place = cell_text(question, result.row, result.column)
    text = f"{number}. {question_text(question)}" + (f" – {place}" if place else "")
    unit = unit_of(question) if question.kind in ("number", "table") else ""
    return f"{text} ({unit})" if unit else text


def number_text(value: Decimal | None, decimals: int = 2) -> str:
    """A number as it was given: `12,5`, `3`; a dash for none."""
    if value is None:
        return wording.NO_VALUE
    shown = max(0, min(decimals, -int(value.normalize().as_tuple().exponent)))
    return wording.number(float(value), shown)


def unit_of(question: Question) -> str:
    return wording.name_of(question.unit_vi, question.unit_en)


def group_text(group: surveys.Group) -> str:
    return gettext(group.text) if group.text else wording.name_of(group.name_vi, group.name_en)


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One line of a result table: an option, a value of a scale, or a statistic."""

    label: str
    slices: tuple[surveys.Slice, ...]
    what: str  # `share` of an option, or the statistic's name
    number: int = 0

    def value(self, place: int) -> float | None:
        part = self.slices[place]
        if self.what == "share":
            base = part.asked if 0 in part.counts or not part.answered else part.answered
            return part.counts.get(self.number, 0) / base if base else None
        found = getattr(part, self.what)
        return None if found is None else float(found)

    def count(self, place: int) -> int:
        return self.slices[place].counts.get(self.number, 0)

    def text(self, place: int) -> str:
        value = self.value(place)
        if self.what != "share":
            return number_text(None if value is None else Decimal(str(value)))
        return f"{wording.number(self.count(place))} ({wording.share(value)})" if value else "0"


def result_lines(result: surveys.QuestionResult, groups: tuple[str, ...]) -> Iterator[ResultLine]:
    """The lines of one question's table: everybody first, then each group."""
    question = result.question
    slices = (result.everybody, *(result.groups[key] for key in groups if key in result.groups))
    yield ResultLine(gettext("Answered"), slices, "answered")
    if question.kind in ("choice", "choices"):
        first = 0 if any(0 in part.counts for part in slices) else 1
        for number in [*range(1, len(question.options_vi) + 1), *([0] if not first else [])]:
            yield ResultLine(option_text(question, number), slices, "share", number)
    if question.kind == "scale":
        low, high = question.scale
        for number in range(low, high + 1):
            yield ResultLine(scale_text(question, number), slices, "share", number)
    if question.kind in ("scale", "number", "table") and result.everybody.answered:
        names = {
            "total": gettext("Sum, where each unit is counted once")
            if any(part.is_repeated for part in slices)
            else gettext("Sum"),
            "mean": gettext("Mean"),
            "median": gettext("Median"),
            "least": gettext("Least"),
            "greatest": gettext("Greatest"),
        }
        for what, label in names.items():
            if question.kind != "scale" or what in ("mean", "median"):
                yield ResultLine(label, slices, what)
    if any(part.changed for part in slices):
        yield ResultLine(gettext("Changed from what Kiem knew"), slices, "changed")


def scale_text(question: Question, number: int) -> str:
    """`1 (never)`: a value of a scale with the words of its ends."""
    low, high = question.scale
    if len(question.options_vi) == 2 and number in (low, high):
        return f"{number} ({option_text(question, 1 if number == low else 2)})"
    return str(number)


def given_text(question: Question, given: tuple[surveys.Given, ...]) -> str:
    """What a body answered to one question, as one text."""
    parts = []
    for each in given:
        if each.option is not None:
            parts.append(option_text(question, each.option))
        elif each.number is not None:
            value = number_text(each.number)
            place = cell_text(question, each.row, each.column)
            parts.append(f"{place}: {value}" if place else value)
        else:
            parts.append(each.text)
    return "; ".join(parts) or wording.NO_VALUE


def spoken_question(question: Question) -> SafeString:
    return spoken(question.text_vi, question.text_en)
