"""Forms that act: shown with a one-use token, checked, done once, errors beside their fields.

A view makes a `KiemForm`, calls `submitted(...)` and, unless that answers with a redirect, shows
the page with the form. A second press of the button or a reload leads where the first one led.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kiem.delivery.web.asked import viewer_of
from kiem.delivery.web.states import sentence
from kiem.platform.access.submissions import issue_token, submit_once
from kiem.platform.kernel.errors import DomainError, NotFound

SHOWN_AGAIN = 422


class KiemForm(forms.Form):
    """Labels without colons, fields that say themselves what is wrong with them.

    `verb` is the button's text; `status` the one the page is answered with. Fields named in `more`
    are folded away under `more_label` until they are wanted. Those in `conditional` may stay empty
    only where what was chosen does not need them.
    """

    verb: Any = ""  # a str, or a text translated when it is shown
    more: tuple[str, ...] = ()
    more_label: Any = ""
    conditional: tuple[str, ...] = ()
    status = 200
    # The browser's own bubbles would speak the browser's language and hide the summary.
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.token = ""
        for field in self.fields.values():
            if field.required and not isinstance(field, forms.BooleanField):
                field.widget.attrs.setdefault("aria-required", "true")

    def first_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in self.more]

    def more_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name in self.more]

    def more_is_used(self) -> bool:
        """Something is wrong or written there: it is not folded away."""
        return any(field.errors or field.value() for field in self.more_fields())


def split_lines(text: str) -> list[str]:
    """Lines of a text field that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def choose_from(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    """Give a choice field what the reader may choose."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} is no choice field.")
    field.choices = list(choices)


def submitted(
    request: HttpRequest,
    form: KiemForm,
    *,
    name: str,
    act: Callable[[dict[str, Any]], str],
    seen: str = "",
) -> HttpResponse | None:
    """Do what the form says, once; the redirect to where `act` leads, or None: show the page.

    `name` identifies the form, `seen` the state the page shows (see `issue_token`). `act` takes
    the cleaned data. What the domain refuses stands beside its field, or above all of them;
    something that does not exist for the reader is the site's own "not found".
    """
    viewer = viewer_of(request)
    if request.method == "POST" and form.is_valid():
        try:
            target = submit_once(
                token=request.POST.get("token", ""),
                form=name,
                actor=viewer,
                act=lambda: act(form.cleaned_data),
                seen=seen,
            )
        except NotFound:
            raise
        except DomainError as error:
            add_error(form, error)
        else:
            return HttpResponseRedirect(target)
    if form.is_bound:
        form.status = form.status if form.status != 200 else SHOWN_AGAIN
        _mark_wrong_fields(form)
    form.token = issue_token(form=name, viewer=viewer, seen=seen)
    return None


def add_error(form: forms.Form, error: DomainError) -> None:
    """Show what the domain refused where it belongs in the form; all of it, where it found more
    than one thing (`problems`)."""
    for each in getattr(error, "problems", (error,)):
        words = f"{sentence(each.message, each)} {sentence(each.remedy, each)}".strip()
        form.add_error(each.field if each.field in form.fields else None, words)
    if isinstance(form, KiemForm):
        form.status = error.status


def _mark_wrong_fields(form: forms.Form) -> None:
    for name in form.errors:
        if name in form.fields:
            form.fields[name].widget.attrs["aria-invalid"] = "true"
