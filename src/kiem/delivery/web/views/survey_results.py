"""What a survey adds up to: results by question, texts, sheets one by one, the round before."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from kiem.delivery.web import surveytables as words
from kiem.delivery.web import wording
from kiem.delivery.web.asked import Asked, asked_of, scope_of
from kiem.delivery.web.assemblytables import body_name
from kiem.delivery.web.columns import Column, Kind
from kiem.delivery.web.gate import requires
from kiem.delivery.web.pages import show
from kiem.delivery.web.tables import Table
from kiem.delivery.web.views.surveys import crumbs_of
from kiem.domain.surveys import queries as surveys
from kiem.domain.surveys.queries import Given
from kiem.domain.surveys.questions import Asked as Question
from kiem.platform.access import Permission


@require_safe
@requires(Permission.VIEW_ASSEMBLY)
def survey_results(request: HttpRequest, survey_id: int) -> HttpResponse:
    """A table for each question; `by=` adds a column for each group of bodies."""
    asked = asked_of(request)
    by = request.GET.get("by", "")
    found = surveys.rollup(survey_id=survey_id, by=by, **scope_of(request))
    places = {q.key: number for number, q in enumerate(found.survey.questions, start=1)}
    tables = [
        _result_table(request, places[result.question.key], result, found)
        for result in found.results
    ]
    texts = {q.key for q in found.survey.questions if q.kind == "text"}
    is_anonymous = found.survey.row.is_anonymous
    context = {
        "title": gettext("Results"),
        "lead": gettext("{sheets} of {asked} have answered.").format(
            sheets=wording.number(found.sheets), asked=wording.number(found.asked)
        ),
        "crumbs": crumbs_of(found.survey, asked),
        "choices": _choices(request, found, asked),
        "results": [
            {
                "table": table,
                "texts_href": asked.link(f"/surveys/{survey_id}/texts/{result.question.key}/")
                if result.question.key in texts
                else "",
            }
            for table, result in zip(tables, found.results, strict=True)
        ],
        "is_anonymous": is_anonymous,
        "has_groups": bool(found.groups),
        "answers_href": "" if is_anonymous else asked.link(f"/surveys/{survey_id}/answers/"),
        "comparison_href": asked.link(f"/surveys/{survey_id}/comparison/")
        if found.survey.previous_id
        else "",
    }
    return show(request, "kiem/survey_results.html", context, tables)


@require_safe
@requires(Permission.VIEW_ASSEMBLY)
def survey_texts(request: HttpRequest, survey_id: int, key: str) -> HttpResponse:
    """The texts of one question."""
    asked, scope = asked_of(request), scope_of(request)
    detail = surveys.survey_detail(survey_id=survey_id, **scope)
    texts = surveys.text_answers(survey_id=survey_id, key=key, **scope)
    columns: list[Column[surveys.TextAnswer]] = [
        Column("text", gettext("Answer"), lambda t: t.text, is_heading=True)
    ]
    if not detail.row.is_anonymous:
        columns.insert(
            0, Column("body", gettext("Body"), lambda t: body_name(t.body) if t.body else None)
        )
    question = next(q for q in detail.questions if q.key == key)
    table = Table.of_all(
        request,
        name="texts",
        caption=words.question_text(question),
        columns=columns,
        rows=texts,
        empty_text=gettext("Fewer than five people wrote something: it is not shown.")
        if detail.row.is_anonymous
        else gettext("Nobody wrote anything."),
    )
    context = {
        "title": gettext("Answers in words"),
        "crumbs": crumbs_of(detail, asked),
        "table": table,
    }
    return show(request, "kiem/survey_table.html", context, [table])


@require_safe
@requires(Permission.VIEW_ASSEMBLY)
def survey_answers(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Every sheet that was sent in a row, every question in a column: for Excel."""
    asked, scope = asked_of(request), scope_of(request)
    detail = surveys.survey_detail(survey_id=survey_id, **scope)
    table = Table.of_all(
        request,
        name="answers",
        caption=gettext("Sheets that were sent"),
        columns=_sheet_columns(detail.questions, survey_id, asked),
        rows=surveys.filled_sheets(survey_id=survey_id, **scope),
        empty_text=gettext("No sheet has been sent yet."),
    )
    context = {
        "title": gettext("Answers sheet by sheet"),
        "crumbs": crumbs_of(detail, asked),
        "table": table,
    }
    return show(request, "kiem/survey_table.html", context, [table])


@require_safe
@requires(Permission.VIEW_ASSEMBLY)
def survey_comparison(request: HttpRequest, survey_id: int) -> HttpResponse:
    """This round beside the one before."""
    asked = asked_of(request)
    found = surveys.compare_rounds(survey_id=survey_id, **scope_of(request))
    before, now = found.before.survey.row, found.now.survey.row
    table = Table.of_all(
        request,
        name="comparison",
        caption=gettext("This round and the last"),
        columns=_compared_columns(
            gettext("Last round, {day}").format(day=wording.day(before.reference_on)),
            gettext("This round, {day}").format(day=wording.day(now.reference_on)),
        ),
        rows=found.items,
    )
    context = {
        "title": gettext("Compared with the last round"),
        "lead": _compared_lead(found),
        "crumbs": crumbs_of(found.now.survey, asked),
        "before": (
            wording.name_of(before.title_vi, before.title_en),
            words.survey_href(before.id, asked),
        ),
        "gone": [words.spoken_question(question) for question in found.gone],
        "table": table,
    }
    return show(request, "kiem/survey_comparison.html", context, [table])


def _choices(request: HttpRequest, found: surveys.Rollup, asked: Asked) -> list[dict[str, object]]:
    survey = found.survey
    is_anonymous = survey.row.is_anonymous
    names = words.PEOPLE_BREAKDOWNS if is_anonymous else words.BREAKDOWNS
    offered = survey.breakdowns if is_anonymous else surveys.BREAKDOWNS
    return [
        {
            "label": gettext(names[name]),
            "href": asked.link(request.path, by=name),
            "is_here": name == found.by,
        }
        for name in ("", *offered)
    ]


def _result_table(
    request: HttpRequest, number: int, result: surveys.QuestionResult, found: surveys.Rollup
) -> Table[words.ResultLine]:
    question = result.question
    groups = [group for group in found.groups if group.key in result.groups]
    columns: list[Column[words.ResultLine]] = [
        Column("answer", gettext("Answer"), lambda line: line.label, is_heading=True),
        _value_column("everybody", gettext("everybody"), 0),
        *(
            _value_column(f"g{place}", words.group_text(group), place)
            for place, group in enumerate(groups, start=1)
        ),
    ]
    return Table.of_all(
        request,
        name=f"{question.key}-{result.row}-{result.column}" if result.row else question.key,
        caption=words.result_caption(number, result),
        columns=columns,
        rows=list(words.result_lines(result, tuple(group.key for group in groups))),
        is_main=False,
    )


def _value_column(key: str, label: str, place: int) -> Column[words.ResultLine]:
    return Column(
        key,
        label,
        lambda line: line.count(place) if line.what == "share" else line.value(place),
        Kind.COUNT,
        show=lambda line: line.text(place),
    )


def _sheet_columns(
    questions: Sequence[Question], survey_id: int, asked: Asked
) -> list[Column[surveys.FilledSheet]]:
    columns: list[Column[surveys.FilledSheet]] = [
        Column(
            "body",
            gettext("Body"),
            lambda s: body_name(s.body),
            href=lambda s: words.sheet_href(survey_id, s.body.id, asked),
            is_heading=True,
        ),
        Column("staff", gettext("People"), lambda s: s.staff, Kind.COUNT),
        Column("dual", gettext("Dual holders"), lambda s: s.dual_holders, Kind.COUNT),
        Column("by", gettext("Answered by"), lambda s: s.sent_by),
    ]
    for number, question in enumerate(questions, start=1):
        columns.extend(_answer_columns(number, question))
        if question.computed:
            label = gettext("{number}. computed by Kiem").format(number=number)
            columns.append(_computed_column(label, question))
    return columns


def _answer_columns(number: int, question: Question) -> list[Column[surveys.FilledSheet]]:
    """A question's column; of a table one for each of its cells, so that Excel can count."""
    label = f"{number}. {words.question_text(question)}"
    if question.kind != "table":
        return [_answer_column(label, question)]
    return [
        _cell_column(f"{label} – {words.cell_text(question, row, column)}", question, row, column)
        for row in range(1, len(question.rows_vi) + 1)
        for column in range(1, len(question.options_vi) + 1)
    ]


def _cell_column(
    label: str, question: Question, row: int, column: int
) -> Column[surveys.FilledSheet]:
    def number(sheet: surveys.FilledSheet) -> Decimal | None:
        answers = sheet.answers.get(question.key, ())
        return next((a.number for a in answers if (a.row, a.column) == (row, column)), None)

    return Column(
        f"{question.key}-{row}-{column}",
        label,
        lambda s: None if (value := number(s)) is None else float(value),
        Kind.COUNT,
        show=lambda s: words.number_text(number(s)),
    )


def _answer_column(label: str, question: Question) -> Column[surveys.FilledSheet]:
    def given(sheet: surveys.FilledSheet) -> tuple[Given, ...]:
        return sheet.answers.get(question.key, ())

    if question.kind in ("number", "scale"):
        return Column(
            question.key,
            label,
            lambda s: float(n) if (g := given(s)) and (n := g[0].number) is not None else None,
            Kind.COUNT,
            show=lambda s: words.given_text(question, given(s)),
        )
    return Column(question.key, label, lambda s: words.given_text(question, given(s)))


def _computed_column(label: str, question: Question) -> Column[surveys.FilledSheet]:
    def known(sheet: surveys.FilledSheet) -> Any:
        answers = sheet.answers.get(question.key, ())
        return answers[0].computed if answers else None

    return Column(
        f"{question.key}-computed",
        label,
        lambda s: None if known(s) is None else float(known(s)),
        Kind.COUNT,
        show=lambda s: words.number_text(known(s)),
    )


def _compared_columns(before: str, now: str) -> list[Column[surveys.ComparedItem]]:
    def text(item: surveys.ComparedItem, value: Any) -> str:
        if value is None or item.option is None:
            return words.number_text(value)
        return f"{words.number_text(value, 1)} %"

    def change(item: surveys.ComparedItem) -> str:
        if item.change is None:
            is_new = item.before is None and item.now is not None
            return gettext("new") if is_new else wording.NO_VALUE
        sign = "+" if item.change > 0 else ""
        change = sign + words.number_text(item.change)
        return change if item.option is None else gettext("{change} points").format(change=change)

    def number(value: Any) -> float | None:
        return None if value is None else float(value)

    return [
        Column(
            "question",
            gettext("Question"),
            lambda i: " – ".join(
                part
                for part in (
                    words.question_text(i.question),
                    words.cell_text(i.question, i.row, i.column),
                )
                if part
            ),
            is_heading=True,
        ),
        Column(
            "answer",
            gettext("Answer"),
            lambda i: (
                gettext("Mean") if i.option is None else words.option_text(i.question, i.option)
            ),
        ),
        Column(
            "before",
            before,
            lambda i: number(i.before),
            Kind.COUNT,
            show=lambda i: text(i, i.before),
        ),
        Column("now", now, lambda i: number(i.now), Kind.COUNT, show=lambda i: text(i, i.now)),
        Column("change", gettext("Change"), lambda i: number(i.change), Kind.COUNT, show=change),
    ]


def _compared_lead(found: surveys.Comparison) -> str:
    text = gettext("{now} have answered now, {before} in the last round.").format(
        now=wording.number(found.now.sheets), before=wording.number(found.before.sheets)
    )
    if found.in_both is not None:
        text += " " + gettext("{count} of them in both.").format(
            count=wording.number(found.in_both)
        )
    return text
