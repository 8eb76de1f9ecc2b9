"""Addresses: read, written, hidden, refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiem.platform.database import DatabaseUrl, DatabaseUrlError


def test_parse_of_a_full_url_gives_every_part() -> None:
    url = DatabaseUrl.parse(
        "postgresql://an:p%40ss%2Fword@db.example:5433/kiem?sslmode=require&connect_timeout=3"
    )
    assert url == DatabaseUrl(
        name="kiem",
        host="db.example",
        port="5433",
        user="an",
        password="p@ss/word",
        options={"sslmode": "require", "connect_timeout": "3"},
    )


def test_parse_of_a_socket_folder_decodes_it() -> None:
    url = DatabaseUrl.parse("postgres://kiem@%2Fvar%2Frun%2Fpostgresql/kiem")
    assert (url.host, url.user, url.name) == ("/var/run/postgresql", "kiem", "kiem")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("mysql://u@h/n", "has the scheme 'mysql'"),
        ("kiem", "has the scheme 'none'"),
        ("postgres://u:hidden@h", "names no database"),
        ("postgres://u:hidden@h:port/n?nonsense=1", "is malformed"),
        ("postgres://[::1/n", "is malformed"),
    ],
)
def test_parse_of_a_bad_url_says_what_and_hides_the_password(text: str, words: str) -> None:
    with pytest.raises(DatabaseUrlError, match=words) as caught:
        DatabaseUrl.parse(text)
    assert "hidden" not in str(caught.value)
    assert "postgres://USER:PASSWORD@HOST:PORT/NAME" in str(caught.value)


def test_password_is_hidden_wherever_a_url_may_be_shown() -> None:
    url = DatabaseUrl.parse("postgres://an:s3cret@h/n")
    assert url.redacted == "postgres://an:***@h/n"
    assert "s3cret" not in repr(url)


_text = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12)


@given(
    name=_text.filter(bool),
    user=_text,
    password=_text,
    host=st.sampled_from(["", "h", "10.0.0.1", "[::1]", "/var/run/a b'c", "/tư mục"]),
    port=st.sampled_from(["", "5432"]),
)
def test_url_survives_being_written_and_read(
    name: str, user: str, password: str, host: str, port: str
) -> None:
    if not user:
        password = ""  # a URL cannot carry a password alone
    url = DatabaseUrl(name, host, port, user, password, {"application_name": "a&b=c"})
    read = DatabaseUrl.parse(str(url))
    assert read == DatabaseUrl(name, host.strip("[]"), port, user, password, url.options)
