"""Addresses of papers: the same one as PDF and as Word file."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from kiem.domain.documents.render import FileFormat


def in_each_format(
    route: str, view: Callable[..., HttpResponse], name: str, **settled: str
) -> list[URLPattern]:
    """A document's addresses, one for each kind of file: `route.pdf` is called `name_pdf`."""
    return [
        path(f"{route}.{kind}", view, {"file_format": kind, **settled}, name=f"{name}_{kind}")
        for kind in FileFormat
    ]
