"""The form of a task's next step: only steps that its state and the reader's part allow."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy, gettext_noop

from kiem.delivery.web.assemblyforms import Choices, TasksForm
from kiem.delivery.web.forming import KiemForm, choose_from
from kiem.domain.assembly.queries import Status, TaskDetail

MOST_FILES = 5
SHORTEST_EVIDENCE = 10  # signs; less is no sentence that somebody else could check
_STEP_VERBS = {
    "begin": gettext_noop("I have begun"),
    "report": gettext_noop("It is done: here is the evidence"),
    "ask_delay": gettext_noop("I ask for a later day"),
    "accept": gettext_noop("The evidence shows it: accept"),
    "return": gettext_noop("The evidence does not show it: return"),
    "grant_delay": gettext_noop("Grant the later day"),
    "refuse_delay": gettext_noop("Refuse the later day"),
    "withdraw": gettext_noop("Withdraw the task, with those below it"),
}
_AT_WORK = (Status.OPEN, Status.BEGUN, Status.RETURNED)


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Some files at once; cleans to a list."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if len(given) > MOST_FILES:
            raise forms.ValidationError(
                gettext("At most {most} files at once.").format(most=MOST_FILES)
            )
        clean_one = super().clean
        return [clean_one(each, initial) for each in given]


class StepForm(KiemForm):
    verb = gettext_lazy("Record the step")
    conditional = ("text", "due_on")
    step = forms.ChoiceField(label=gettext_lazy("What to do now"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=gettext_lazy("Reason, or where the evidence is"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    due_on = forms.DateField(
        label=gettext_lazy("Later day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    file = FilesField(
        label=gettext_lazy("Evidence as files"),
        required=False,
        widget=ManyFiles(),
        help_text=gettext_lazy("PDF, picture, Word or Excel, at most 10 MB each."),
    )

    def __init__(self, *args: Any, steps: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "step", [(step, gettext(_STEP_VERBS[step])) for step in steps])
        if "ask_delay" not in steps:
            del self.fields["due_on"]
        if "report" not in steps:
            del self.fields["file"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        step, text = cleaned.get("step"), (cleaned.get("text") or "").strip()
        if step == "ask_delay" and not cleaned.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", gettext("Choose the day you ask for."))
        has_files = bool(cleaned.get("file")) or "file" in self.errors
        if step == "report" and text and len(text) < SHORTEST_EVIDENCE and not has_files:
            self.add_error(
                "text", gettext("Say in a sentence what shows it is done, or attach a file.")
            )
        return cleaned


class DelegateForm(TasksForm):
    verb = gettext_lazy("Delegate")


class ConditionForm(KiemForm):
    verb = gettext_lazy("Add the condition")
    requires = forms.ChoiceField(label=gettext_lazy("It waits for"))

    def __init__(self, *args: Any, tasks: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "requires", tasks)


def possible_steps(detail: TaskDetail) -> list[str]:
    """Steps in the order they are offered: the usual next one first."""
    task, steps = detail.task, []
    if detail.may_work and task.status in _AT_WORK:
        steps += ["begin"] if task.status is not Status.BEGUN else []
        steps += ["report", "ask_delay"]
    if detail.may_judge:
        if task.status is Status.REPORTED:
            steps += ["accept", "return"]
        if task.asked_due_on is not None and task.status in _AT_WORK:
            steps += ["grant_delay", "refuse_delay"]
        if not task.is_closed:
            steps.append("withdraw")
    return steps


def step_form(request: HttpRequest, detail: TaskDetail) -> StepForm | None:
    """The form, or None where nothing is left for the reader to do."""
    steps = possible_steps(detail)
    if not steps:
        return None
    given = request.method == "POST"
    return StepForm(request.POST if given else None, request.FILES if given else None, steps=steps)
