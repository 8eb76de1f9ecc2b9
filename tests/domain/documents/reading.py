"""Reads finished files back."""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

import docx
from docx.document import Document
from pypdf import PdfReader


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, lines joined by one space."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def tags_of(pdf: bytes) -> Counter[str]:
    """How often each structure tag occurs."""
    counted: Counter[str] = Counter()
    waiting: list[Any] = [PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]["/K"]]
    while waiting:
        element = waiting.pop()
        element = element.get_object() if hasattr(element, "get_object") else element
        if isinstance(element, list):
            waiting += element
        elif isinstance(element, dict):
            counted[element.get("/S", "")] += 1
            waiting += [element["/K"]] if "/K" in element else []
    return counted


def fonts_of(pdf: bytes) -> set[str]:
    """The names of all typefaces, without their subset prefix; every one is embedded."""
    found = set()
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            (inner,) = font.get_object()["/DescendantFonts"]
            descriptor = inner.get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(descriptor), "a font is not embedded"
            found.add(str(font.get_object()["/BaseFont"]).split("+")[-1])
    return found


def opened(content: bytes) -> Document:
    """A DOCX, read by python-docx."""
    return docx.Document(io.BytesIO(content))


def texts_of(content: bytes) -> list[str]:
    """All paragraphs of a DOCX that are not empty, those in tables too, in their order."""
    body = opened(content).element.body
    texts = ("".join(run.text or "" for run in p.iter(_W + "t")) for p in body.iter(_W + "p"))
    return [text for text in texts if text]


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
