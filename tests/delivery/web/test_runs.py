"""Pages of long work: everybody's own, in words, with progress and a way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from kiem.platform import files
from kiem.platform.access import SYSTEM, Permission, Viewer
from kiem.platform.jobs import Kind, kinds, queue, register_kind
from kiem.platform.jobs.models import Run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_kind() -> Iterator[None]:
    before = dict(kinds._kinds)
    register_kind(Kind("test.export", "Export of everything", "nowhere:none", Permission.SIGNED_IN))
    yield
    kinds._kinds.clear()
    kinds._kinds.update(before)


@pytest.fixture
def run_id(account_id: int) -> int:
    actor = Viewer(name="Bình", user_id=account_id)
    return queue(kind="test.export", inputs={}, actor=actor, label="people.xlsx")


def test_waiting_run_refreshes_itself_and_can_be_cancelled(
    signed_in: Callable[[], Client], run_id: int
) -> None:
    client = signed_in()
    client.cookies["django_language"] = "en"
    page = client.get(f"/runs/{run_id}/").content.decode()
    assert "Export of everything people.xlsx" in page
    assert 'hx-trigger="every 1s"' in page
    assert "<noscript>" in page
    assert "waiting" in page
    answer = client.post(f"/runs/{run_id}/cancel/")
    assert (answer.status_code, answer["Location"]) == (302, f"/runs/{run_id}/")
    page = client.get(f"/runs/{run_id}/").content.decode()
    assert "cancelled" in page
    assert "every 1s" not in page
    assert "noscript" not in page


def test_part_for_the_script_is_the_part_alone(
    signed_in: Callable[[], Client], run_id: int
) -> None:
    Run.objects.filter(pk=run_id).update(state="running", steps_done=1, steps_total=3)
    part = signed_in().get(f"/runs/{run_id}/", headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith("<section")
    assert 'value="33"' in part


def test_failed_run_says_what_to_do(signed_in: Callable[[], Client], run_id: int) -> None:
    error = {
        "code": "jobs.unknown_run",
        "message": "There is no run {run_id} of yours.",
        "remedy": "See the list of what you started.",
        "params": {"run_id": 5},
    }
    Run.objects.filter(pk=run_id).update(state="failed", error=error)
    client = signed_in()
    client.cookies["django_language"] = "en"
    page = client.get(f"/runs/{run_id}/").content.decode()
    assert "There is no run 5 of yours. See the list of what you started." in page


def test_file_of_a_run_is_a_download_for_its_owner_only(
    signed_in: Callable[[], Client], run_id: int
) -> None:
    stored = files.keep_file(name="a.csv", content=b"a;b\n1;2\n", kinds=files.TABLES, actor=SYSTEM)
    Run.objects.filter(pk=run_id).update(state="done", file_id=stored.id)
    client = signed_in()
    answer = client.get(f"/runs/{run_id}/file/")
    assert answer.content == b"a;b\n1;2\n"
    assert answer["Content-Disposition"] == 'attachment; filename="a.csv"'
    Run.objects.filter(pk=run_id).update(file_id=None)
    assert client.get(f"/runs/{run_id}/file/").status_code == 404


def test_another_accounts_run_does_not_exist(signed_in: Callable[[], Client], run_id: int) -> None:
    other = get_user_model()._default_manager.create(username="other", display_name="Other")
    Run.objects.filter(pk=run_id).update(user_id=other.pk)
    client = signed_in()
    for path in (f"/runs/{run_id}/", f"/runs/{run_id}/file/"):
        assert client.get(path).status_code == 404
    assert client.post(f"/runs/{run_id}/cancel/").status_code == 404
    assert "people.xlsx" not in client.get("/runs/").content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_list_asks_as_many_questions_for_30_rows_as_for_one(
    signed_in: Callable[[], Client],
    account_id: int,
    count: int,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    actor = Viewer(name="Bình", user_id=account_id)
    for number in range(count):
        queue(kind="test.export", inputs={}, actor=actor, label=f"{number}.xlsx")
    client = signed_in()
    client.get("/runs/")
    with django_assert_max_num_queries(8):  # type: ignore[attr-defined]  # a context manager
        page = client.get("/runs/").content.decode()
    assert page.count("/runs/") >= count
