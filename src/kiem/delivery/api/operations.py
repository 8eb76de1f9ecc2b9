"""How an operation is declared, and how what it returns becomes an answer.

    @operation(router, "GET", "/units", permission=..., returns=Page[Unit], summary=_("List units"))
    def list_units(request: HttpRequest, time: Time, page: Paging) -> Rows[UnitRow]: ...

The permission is declared here and nowhere else: a test walks all operations. What is returned is
read into the declared shape, so that nothing leaves which the shape does not name.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import wraps
from typing import Any, TypeVar, cast, get_type_hints

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from ninja import Router
from ninja.constants import NOT_SET
from ninja.decorators import decorate_view
from ninja.operation import Operation
from pydantic import BaseModel

from kiem.delivery.api import problems
from kiem.delivery.api.asking import Rows, asked_of
from kiem.delivery.api.authentication import BearerToken
from kiem.delivery.api.repeats import once_with_key
from kiem.domain.register.queries.reading import one_reading
from kiem.platform.access import Permission
from kiem.platform.kernel.installation import read_installation

ViewT = TypeVar("ViewT", bound=Callable[..., Any])
Run = Callable[..., HttpResponseBase]
JSON = "application/json"


def operation(
    router: Router,
    method: str,
    path: str,
    *,
    permission: Permission | tuple[Permission, ...],
    summary: str,
    description: str,
    returns: type[BaseModel] | None,
    status: int = 200,
    media_types: tuple[str, ...] = (JSON,),
    takes: str = JSON,
    keeps_answers: bool = True,
    is_kept: bool = True,
) -> Callable[[ViewT], ViewT]:
    """Declare a view as an operation; its name is the operation's stable id.

    `permission`: what the token needs; of several, one (the action itself says which, and where).
    `returns`: the shape of the answer, None for one the view writes itself. `takes`: the type of a
    body. `media_types`: what an answer may be. `keeps_answers`: False for a reading that carries
    something out and takes it back, to which scopes must be told anew. `is_kept`: False for a
    writing of which no trace may stay beside who sent it, not even for repeats.
    """

    permissions = permission if isinstance(permission, tuple) else (permission,)

    def declare(view: ViewT) -> ViewT:
        @wraps(view)
        def answering(request: HttpRequest, **values: Any) -> HttpResponseBase:
            if method == "GET":
                with one_reading() if keeps_answers else nullcontext():
                    return send(request, view(request, **values), returns, status)

            def act() -> HttpResponseBase:
                return send(request, view(request, **values), returns, status)

            return once_with_key(request, act) if is_kept else act()

        # The framework would look for the annotations' names in this module.
        answering.__signature__ = _resolved(view)  # type: ignore[attr-defined]
        router.add_api_operation(
            path,
            [method],
            decorate_view(_checked(takes))(answering),
            auth=BearerToken(*permissions),
            response={status: returns} if returns else NOT_SET,
            operation_id=_camel(view.__name__),
            summary=summary,
            description=description,
            openapi_extra={
                "x-permissions": [str(one) for one in permissions],
                "x-status": status,
                "x-is-kept": is_kept,
                "x-media-types": list(media_types),
            },
        )
        return cast(ViewT, answering)

    return declare


def send(
    request: HttpRequest, result: Any, shape: type[BaseModel] | None, status: int
) -> HttpResponseBase:
    """`result` in its shape, with what it is about."""
    if shape is None or isinstance(result, HttpResponseBase):
        return cast(HttpResponseBase, result)
    on, known_at = asked_of(request)
    envelope: dict[str, Any] = {
        "data": result.rows if isinstance(result, Rows) else result,
        "about": {
            "on": on,
            "known_at": known_at,
            "invented_people": read_installation().is_sample,
        },
    }
    if isinstance(result, Rows):
        envelope["next"] = result.next
    read = shape.model_validate(envelope, from_attributes=True)
    return HttpResponse(
        read.__pydantic_serializer__.to_json(read), status=status, content_type=JSON
    )


def _checked(takes: str) -> Callable[[Run], Run]:
    """Before anything else: parameters that do not exist, and a body of another type."""

    def around(run: Run) -> Run:
        declared: Operation = run.__self__  # type: ignore[attr-defined]  # bound to its operation
        known = _query_names(declared)
        has_body = any(
            m.__ninja_param_source__ in ("body", "form", "file") for m in declared.models
        )

        def checking(request: HttpRequest, **values: Any) -> HttpResponseBase:
            if unknown := [name for name in request.GET if name not in known]:
                return problems.wrong_fields(
                    request,
                    [{"loc": ("query", name), "type": "unknown_parameter"} for name in unknown],
                )
            if has_body and request.content_type != takes:
                return problems.wrong_media_type(request, [takes])
            return run(request, **values)

        return checking

    return around


def _query_names(declared: Operation) -> frozenset[str]:
    names: set[str] = set()
    for model in declared.models:
        if model.__ninja_param_source__ == "query":
            names.update(getattr(model, "__ninja_flatten_map__", None) or model.model_fields)
    return frozenset(names)


def _resolved(view: Callable[..., Any]) -> inspect.Signature:
    """The view's signature with its annotations as types."""
    hints = get_type_hints(view, include_extras=True)
    parameters: Sequence[inspect.Parameter] = [
        parameter.replace(annotation=hints.get(name, parameter.annotation))
        for name, parameter in inspect.signature(view).parameters.items()
    ]
    return inspect.Signature(parameters)


def _camel(name: str) -> str:
    """`list_units` as `listUnits`, as generated clients like their functions."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)
