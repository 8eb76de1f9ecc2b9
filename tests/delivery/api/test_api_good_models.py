"""A good model through the API: published, found, adopted, reported on and recommended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.delivery.api.conftest import token_for
from tests.factories.assembly import share_and_coordinate
from tests.factories.two_sides import TwoSides

from kiem.platform.files.models import KeptFile

Call = Callable[..., Any]
DAY = "on=2025-03-03"
WORDS = {
    "title_vi": "Ghép cặp kèm cặp",
    "description_vi": "Mỗi cán bộ mới có người kèm",
    "evidence_vi": "Danh sách cặp",
}


def _data(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.content
    return answer.json()["data"]


def _send_files(sides: TwoSides, persona: str, path: str, *names: str) -> Any:
    return Client().post(
        f"/api{path}",
        {"file": [SimpleUploadedFile(name, f"Của {name}".encode()) for name in names]},
        headers={"Authorization": f"Bearer {token_for(sides.accounts[persona])}"},
    )


@pytest.fixture
def model(sides: TwoSides, call: Call) -> int:
    """Of unit A, with a figure before and after."""
    figures = [{"figure": "dual_holders", "before_on": "2025-02-01", "after_on": "2025-03-01"}]
    wanted = {**WORDS, "organization_id": sides.a, "figures": figures}
    (made,) = _data(call("commander", "/good-models", wanted), 201)["ids"]
    assert isinstance(made, int)
    return made


def test_model_is_found_by_its_words_without_marks_by_everybody(call: Call, model: int) -> None:
    for persona in ("women", "auditor", "dual"):
        (row,) = _data(call(persona, "/good-models?text=kem%20cap%20GHEP"))
        assert (row["id"], row["adoptions"], row["works"]) == (model, 0, 0)
    assert _data(call("women", "/good-models?text=nowhere")) == []


def test_model_tells_its_figures_and_what_the_unit_was_like(
    sides: TwoSides, call: Call, model: int
) -> None:
    detail = _data(call("women", f"/good-models/{model}"))
    assert detail["model"]["unit"]["id"] == sides.a
    (figure,) = detail["figures"]
    assert (figure["figure"], figure["value_before"], figure["value_after"]) == (
        "dual_holders",
        2.0,
        2.0,
    )
    assert detail["profile"]["staff"] == 3
    assert (detail["may_correct"], detail["adoptions"]) == (False, [])


def test_model_is_adopted_once_and_its_result_counted(
    sides: TwoSides, call: Call, model: int
) -> None:
    adoption = {"organization_id": sides.women_b, "adopted_on": "2025-03-05"}
    path = f"/good-models/{model}/adoptions"
    (made,) = _data(call("women", path, adoption), 201)["ids"]
    assert call("women", path, adoption).status_code == 409
    assert call("commander", path, adoption).status_code == 404
    result = {"outcome": "works", "text_vi": "Đã áp dụng"}
    assert call("commander", f"/adoptions/{made}/results", result).status_code == 404
    _data(call("women", f"/adoptions/{made}/results", result), 201)
    (row,) = _data(call("commander", "/good-models"))
    assert (row["adoptions"], row["works"]) == (1, 1)
    (told,) = _data(call("women", f"/good-models/{model}"))["adoptions"]
    assert (told["outcome"], told["result_vi"], told["may_report"]) == (
        "works",
        "Đã áp dụng",
        True,
    )


def test_model_is_corrected_by_its_own_body_and_keeps_its_files(
    sides: TwoSides, call: Call, model: int
) -> None:
    path = f"/good-models/{model}"
    assert _data(_send_files(sides, "commander", f"{path}/files", "a.txt", "b.txt")) == {"count": 2}
    before = KeptFile.objects.count()
    assert _send_files(sides, "women", f"{path}/files", "c.txt").status_code == 404
    assert _send_files(sides, "commander", f"{path}/files", "c.exe").status_code == 422
    assert KeptFile.objects.count() == before
    right = {**WORDS, "title_vi": "Ghép cặp"}
    assert call("women", path, right, method="PUT").status_code == 404
    _data(call("commander", path, right, method="PUT"))
    detail = _data(call("women", path))
    assert (detail["model"]["title_vi"], detail["description_vi"]) == (
        "Ghép cặp",
        WORDS["description_vi"],
    )
    first, second = detail["file_ids"]
    assert call("women", f"{path}/files/{first}").content.decode() == "Của a.txt"
    assert call("women", f"{path}/files/{second + 1}").status_code == 404


def test_model_is_recommended_to_units_like_its_own_with_reasons(
    sides: TwoSides, call: Call, model: int
) -> None:
    similar = _data(call("personnel", f"/good-models/{model}/similar-units"))
    suited = _data(call("personnel", f"/units/{sides.b}/suited-models"))
    (found,) = [each for each in similar if each["unit"]["id"] == sides.b]
    assert suited == [found]
    assert (found["model_id"], found["like"]["id"]) == (model, sides.a)
    parts = {part["feature"]: part for part in found["likeness"]["parts"]}
    assert (parts["staff"]["here"], parts["staff"]["there"]) == (2.0, 3.0)
    closeness = [part["closeness"] for part in parts.values()]
    assert found["likeness"]["percent"] == int(100 * sum(closeness) / len(closeness) + 1e-9)
    assert call("women", f"/units/{sides.a}/suited-models").status_code == 404
    assert _data(call("personnel", f"/units/{sides.a}/suited-models")) == []


def test_publishing_for_others_or_with_months_in_the_wrong_order_is_refused(
    sides: TwoSides, call: Call
) -> None:
    wanted = {**WORDS, "organization_id": sides.b}
    assert call("commander", "/good-models", wanted).status_code == 404
    assert call("auditor", "/good-models", wanted).status_code == 403
    backwards = [{"figure": "load", "before_on": "2025-03-01", "after_on": "2025-02-01"}]
    wanted = {**WORDS, "organization_id": sides.a, "figures": backwards}
    assert call("commander", "/good-models", wanted).status_code == 422
    assert _data(call("women", "/good-models")) == []


def test_lists_take_as_many_statements_for_many_models_as_for_one(
    sides: TwoSides, call: Call, model: int
) -> None:
    share_and_coordinate(sides)
    call("personnel", "/good-models")
    paths = ("/good-models?limit={}", "/requests?limit={}", "/regulations?limit={}")
    for path in paths:
        counts = []
        for limit in (1, 50):
            with CaptureQueriesContext(connection) as captured:
                call("personnel", path.format(limit))
            counts.append(len(captured))
        assert counts[0] == counts[1] <= 9, path
