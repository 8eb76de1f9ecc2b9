"""What is logged."""

from __future__ import annotations

import logging
import sys

import pytest
from django.db import IntegrityError

from kiem.config.logs import LOGGING, PrivateFormatter
from kiem.platform.kernel.models import Installation


@pytest.mark.django_db
def test_database_errors_are_logged_without_the_row_they_quote() -> None:
    try:
        Installation.objects.create(id=2, is_sample=True)
    except IntegrityError:
        record = logging.LogRecord("kiem", logging.ERROR, "", 0, "Failed", (), sys.exc_info())
    text = PrivateFormatter().format(record)
    assert "installation_is_one_row" in text
    assert "Failing row contains" not in text


def test_no_handler_mails_or_prints_requests() -> None:
    assert set(LOGGING["handlers"]) == {"stderr"}
    assert LOGGING["loggers"]["django"]["handlers"] == []
