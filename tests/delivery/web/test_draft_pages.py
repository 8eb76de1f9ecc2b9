"""Drafting in the browser's own terms: forms without script, previews, issuing, and their doors."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from tests.factories.decisions import ARTICLES, DAY, Staffed, draft, draft_of, staffed_town

from kiem.domain.register.actions.articles import Move, Relieve, Transfer, read_article
from kiem.domain.register.models import Article, Decision, DecisionDraft
from kiem.platform.access import SYSTEM, grant_access
from kiem.platform.accounts import create_account

PASSWORD = "thirteen red lanterns"
TOKEN = re.compile(r'name="token" value="([^"]+)"')


@pytest.fixture
def place(db: None) -> Staffed:
    return staffed_town()


@pytest.fixture
def enter(client: Client, place: Staffed) -> Callable[..., Client]:
    def as_role(role: str = "personnel", scope: str = "") -> Client:
        account = create_account(
            username=f"{role}-{scope}".replace(":", "-") or role,
            display_name=f"{role} (invented)",
            password=PASSWORD,
            actor=SYSTEM,
        )
        grant_access(
            principal=f"user:{account}",
            role=role,
            scope=scope or f"unit:{place.town.city}",
            valid_from=date(2025, 1, 1),
            actor=SYSTEM,
        )
        client.force_login(get_user_model()._default_manager.get(pk=account))
        client.cookies["django_language"] = "en"
        return client

    return as_role


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return str(response.content.decode())


def send(client: Client, path: str, **data: Any) -> Any:
    """Fill in the form of a page as it is shown, and send it."""
    (token,) = TOKEN.findall(page(client, path))
    return client.post(path, {"token": token, **data})


def begin(client: Client, place: Staffed, kind: str = "personnel") -> int:
    answer = send(
        client,
        "/drafts/new/",
        issuer_id=str(place.town.city),
        kind=kind,
        title_vi="Về việc điều động cán bộ",
        title_en="On transfers",
        effective_on="2025-06-01",
        grounds="Căn cứ Luật\nXét đề nghị",
        reason="Ghi nhầm",
    )
    assert answer.status_code == 302, answer.content.decode()
    return int(answer.url.split("/")[2])


def test_whole_way_without_script(enter: Callable[..., Client], place: Staffed) -> None:
    client, town = enter(), place.town
    draft_id = begin(client, place)
    draft_path = f"/drafts/{draft_id}/"
    assert "No article yet" in page(client, draft_path)
    path = f"{draft_path}articles/?verb=transfer"
    found = client.post(
        path,
        {"find": "people_0", "people_0_text": "nguoi 1", "on": "2025-06-01", "rows": "1"},
    )
    text = found.content.decode()
    assert found.status_code == 200
    assert "Nguyễn Văn Người 1" in text
    assert 'value="2025-06-01"' in text
    again = client.post(
        path,
        {
            "find": "post_0",
            "people_0": [str(town.people[0])],
            "post_0_text": "can bo B",
            "on": "2025-06-01",
            "leaves_offices": "on",
            "rows": "1",
        },
    ).content.decode()
    assert re.search(
        rf'type="checkbox"\s+name="people_0"\s+value="{town.people[0]}"\s+checked', again
    )
    assert "Officer, Commune Police B" in again
    (token,) = TOKEN.findall(again)
    kept = client.post(
        path,
        {
            "token": token,
            "people_0": [str(town.people[0])],
            "post_0": str(town.other_officer),
            "on": "2025-06-01",
            "leaves_offices": "on",
            "rows": "1",
        },
    )
    assert (kept.status_code, kept.url) == (302, draft_path)
    shown = page(client, draft_path)
    assert "Officer, Commune Police A → Officer, Commune Police B" in shown
    said = page(client, f"{draft_path}preview/")
    assert "facts change" in said
    assert Decision.objects.count() == 1
    issued = send(client, f"{draft_path}preview/", signed_on="2025-06-01")
    decision = Decision.objects.get(draft__pk=draft_id)
    assert issued.url == f"/decisions/{decision.pk}/"
    told = page(client, issued.url)
    assert "Decision 02/QĐ-HN" in told
    assert "Căn cứ Luật" in told
    assert "Every fact it changed" in told
    assert client.get(draft_path).url == issued.url  # a draft that was issued leads to it
    listed = page(client, "/decisions/?text=02%2FQ%C4%90-HN")
    assert f"/decisions/{decision.pk}/" in listed


def test_second_press_of_the_button_issues_once(
    enter: Callable[..., Client], place: Staffed
) -> None:
    client = enter()
    path = f"/drafts/{draft_of(place, 'relieve')}/preview/"
    (token,) = TOKEN.findall(page(client, path))
    answers = [client.post(path, {"token": token, "signed_on": "2025-06-01"}) for _ in range(2)]
    assert answers[0].url == answers[1].url
    assert Decision.objects.count() == 2


def test_form_of_a_draft_that_changed_meanwhile_is_refused(
    enter: Callable[..., Client], place: Staffed
) -> None:
    from kiem.domain.register.actions.drafts import change_draft

    client = enter()
    draft_id = draft_of(place, "relieve")
    path = f"/drafts/{draft_id}/preview/"
    (token,) = TOKEN.findall(page(client, path))
    change_draft(draft_id=draft_id, version=1, title_vi="Khác", actor=SYSTEM)
    answer = client.post(path, {"token": token, "signed_on": "2025-06-01"})
    assert answer.status_code == 409
    assert "has changed since it was opened" in answer.content.decode()
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("verb", sorted(ARTICLES))
def test_article_survives_its_form(enter: Callable[..., Client], place: Staffed, verb: str) -> None:
    """What the form shows of an article, sent back unchanged, is the same article."""
    side = place.town.youth if verb == "form_committee" else place.town.city
    youth = ("youth_officer", f"line:{place.town.youth}")
    client = enter(*(youth if side == place.town.youth else ("personnel", "all")))
    content = ARTICLES[verb](place)
    kind = "correction" if verb in ("correct", "revoke") else "personnel"
    draft_id = draft(place, content, kind=kind, issuer=side, reason="Thử")
    path = f"/drafts/{draft_id}/articles/1/"
    text = page(client, path)
    form = _fields(text)
    answer = client.post(path, form)
    assert answer.status_code == 302, (
        verb,
        re.findall(r'field-error">([^<]+)', answer.content.decode()),
    )
    (article,) = Article.objects.filter(draft_id=draft_id)
    assert read_article(article.verb, article.payload) == content


def _fields(text: str) -> dict[str, list[str]]:
    """What a browser would send of the article's form as it is shown."""
    (form,) = re.findall(r'<form class="form".*?</form>', text, re.DOTALL)
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        attributes = dict(re.findall(r'(\w[\w-]*)="([^"]*)"', tag))
        kind, name = attributes.get("type", "text"), attributes.get("name")
        if name is None or (kind in ("radio", "checkbox") and " checked" not in tag):
            continue
        unsaid = "on" if kind == "checkbox" else ""
        sent.setdefault(name, []).append(attributes.get("value", unsaid))
    for name, inner in re.findall(r'<select name="(\w+)".*?>(.*?)</select>', form, re.DOTALL):
        chosen = re.findall(r'<option value="([^"]*)" selected', inner)
        sent[name] = chosen or re.findall(r'<option value="([^"]*)"', inner)[:1]
    return sent


def test_preview_says_what_breaks_first(enter: Callable[..., Client], place: Staffed) -> None:
    client, town = enter(), place.town
    moves = tuple(Move(town.people[i], town.other_officer) for i in (0, 1))
    said = page(client, f"/drafts/{draft(place, Transfer(DAY, moves))}/preview/")
    order = [
        said.index(words)
        for words in (
            "1 committee can no longer decide",
            "1 seat that must be held falls vacant",
            "8 facts change",
            "Committees that can no longer decide",
            "Seats that fall vacant",
            "Every fact that changes",
            "Issue the decision",
        )
    ]
    assert order == sorted(order)
    assert "2 → 0 of 2 seats held" in said
    assert "a member" in said  # the employer is not told which


def test_what_stops_it_comes_with_what_to_do_first(
    enter: Callable[..., Client], place: Staffed
) -> None:
    client, town = enter(), place.town
    stopped = draft(place, Relieve(town.people[5], town.chief, DAY))
    said = page(client, f"/drafts/{stopped}/preview/")
    assert "What has to be decided first" in said
    assert "Nguyễn Văn Người 6" in said
    assert "Issue the decision" not in said
    client.cookies["django_language"] = "vi"
    assert "Việc phải quyết định trước" in page(client, f"/drafts/{stopped}/preview/")


def test_refused_on_issuing_stands_on_the_page(
    enter: Callable[..., Client], place: Staffed
) -> None:
    client = enter()
    path = f"/drafts/{draft_of(place, 'relieve')}/preview/"
    answer = send(client, path, signed_on="2149-01-01")
    assert answer.status_code == 422
    assert "cannot be recorded before that day" in answer.content.decode()


def test_articles_are_removed_and_drafts_given_up(
    enter: Callable[..., Client], place: Staffed
) -> None:
    client = enter()
    draft_id = draft_of(place, "relieve")
    removed = client.post(f"/drafts/{draft_id}/articles/1/remove/", {"version": "1"})
    assert removed.status_code == 302
    assert not Article.objects.filter(draft_id=draft_id).exists()
    stale = client.post(f"/drafts/{draft_id}/discard/", {"version": "1"})
    assert stale.status_code == 409
    client.post(f"/drafts/{draft_id}/discard/", {"version": "2"})
    assert DecisionDraft.objects.get(pk=draft_id).state == "discarded"
    assert "was given up" in page(client, f"/drafts/{draft_id}/")


def test_correction_is_begun_from_the_decision(
    enter: Callable[..., Client], place: Staffed
) -> None:
    from tests.factories.decisions import issue

    client = enter()
    decision_id = issue(place, ARTICLES["relieve"](place))
    assert f"/drafts/new/?corrects={decision_id}" in page(client, f"/decisions/{decision_id}/")
    path = f"/drafts/new/?corrects={decision_id}"
    answer = send(
        client,
        path,
        issuer_id=str(place.town.city),
        kind="correction",
        title_vi="Hủy bỏ",
        effective_on="2025-06-01",
        reason="Ghi nhầm",
    )
    draft_id = int(answer.url.split("/")[2])
    article = page(client, f"/drafts/{draft_id}/articles/?verb=revoke")
    assert re.search(rf'name="decision_id"\s+value="{decision_id}"\s+checked', article)
    kept = client.post(f"/drafts/{draft_id}/articles/?verb=revoke", _fields(article))
    assert kept.status_code == 302
    issued = send(client, f"/drafts/{draft_id}/preview/", signed_on="2025-06-02")
    assert "as if never issued" in page(client, issued.url)
    assert "a later decision" in page(client, f"/decisions/{decision_id}/")


def test_head_is_changed(enter: Callable[..., Client], place: Staffed) -> None:
    client = enter()
    draft_id = draft_of(place, "relieve")
    send(
        client,
        f"/drafts/{draft_id}/head/",
        kind="personnel",
        title_vi="Mới",
        title_en="New",
        effective_on="2025-07-01",
        grounds="Một\n\nHai",
    )
    changed = DecisionDraft.objects.get(pk=draft_id)
    assert (changed.title_vi, changed.grounds, changed.version) == ("Mới", ["Một", "Hai"], 2)


@pytest.mark.parametrize(
    "path",
    [
        "/drafts/{draft}/",
        "/drafts/{draft}/head/",
        "/drafts/{draft}/articles/?verb=appoint",
        "/drafts/{draft}/articles/1/",
        "/drafts/{draft}/preview/",
    ],
)
def test_drafts_of_another_side_do_not_exist(
    enter: Callable[..., Client], place: Staffed, path: str
) -> None:
    draft_id = draft_of(place, "relieve")
    client = enter("youth_officer", f"line:{place.town.youth}")
    assert client.get(path.format(draft=draft_id)).status_code == 404
    assert "No draft is waiting" in page(client, "/drafts/")


def test_readers_see_decisions_and_begin_none(enter: Callable[..., Client], place: Staffed) -> None:
    client = enter("unit_commander")
    assert client.get("/drafts/new/").status_code == 403
    listed = page(client, "/decisions/")
    assert "01/QĐ" in listed
    assert "Begin a decision" not in listed


def test_pickers_stay_within_reach(enter: Callable[..., Client], place: Staffed) -> None:
    town = place.town
    client = enter("personnel", f"unit:{town.other_unit}")
    found = page(client, "/pick/people/?name=person_id&type=radio&person_id_text=nguoi")
    assert "Người 4" in found
    assert "Người 1" not in found
    assert "Nothing within your reach" in page(
        client, "/pick/posts/?name=post_id&post_id_text=secretary+A-Y"
    )


def test_line_finds_its_own_by_name_and_others_by_whole_number(
    enter: Callable[..., Client], place: Staffed
) -> None:
    client = enter("youth_officer", f"line:{place.town.youth}")
    by_name = page(client, "/pick/people/?name=p&p_text=nguoi")
    assert "Người 1" in by_name
    assert "Người 4" not in by_name  # no member, no office: only whoever knows the number
    assert "Người 4" in page(client, "/pick/people/?name=p&p_text=00004")
    assert "Người 4" not in page(client, "/pick/people/?name=p&p_text=0000")


@pytest.mark.parametrize(
    "path",
    [
        "/pick/secrets/?name=x",
        "/pick/people/?name=%3Cscript%3E",
        "/pick/people/?name=x&day=yesterday",
        "/drafts/new/?corrects=x",
        "/drafts/new/?corrects=999999",
        "/drafts/999999/",
        "/decisions/?after=x",
    ],
)
def test_bad_input_is_answered_never_broken(enter: Callable[..., Client], path: str) -> None:
    assert enter().get(path).status_code in (404, 422)


@pytest.mark.parametrize(
    "data",
    [
        {"person_id": ["x"], "post_id": ["-1"], "on": "soon"},
        {"person_id": ["9" * 40], "post_id": ["1"], "on": "2025-06-01"},
        {"person_id": ["999999"], "post_id": ["999999"], "on": "2025-06-01"},
        {"find": "person_id", "person_id": ["x"], "person_id_text": "%_\\"},
        {"find": "more", "rows": "999999999"},
        {},
    ],
)
def test_bad_articles_are_told_never_broken(
    enter: Callable[..., Client], place: Staffed, data: dict[str, Any]
) -> None:
    client = enter("personnel", f"unit:{place.town.unit}")
    draft_id = draft(place, issuer=place.town.unit)
    path = f"/drafts/{draft_id}/articles/?verb=appoint"
    (token,) = TOKEN.findall(page(client, path))
    assert client.post(path, {"token": token, **data}).status_code in (200, 302, 404, 422)
    assert client.get(f"/drafts/{draft_id}/preview/").status_code == 200


def test_unknown_verb_is_refused(enter: Callable[..., Client], place: Staffed) -> None:
    draft_id = draft_of(place, "relieve")
    client = enter()
    for verb in ("", "abolish", "revoke", "<script>"):
        assert client.get(f"/drafts/{draft_id}/articles/", {"verb": verb}).status_code == 422
