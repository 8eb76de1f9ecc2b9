"""Drafts: prepared, changed, discarded, issued. What is issued only a later decision takes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ObjectDoesNotExist

from kiem.domain.register.actions._guards import guard_choice, guard_date, guard_known, guard_text
from kiem.domain.register.actions._reach import (
    require_candidates,
    require_changed,
    require_decision,
)
from kiem.domain.register.actions._transaction import Change, register_transaction
from kiem.domain.register.actions.articles import (
    ArticleContent,
    Correct,
    Revoke,
    read_article,
    to_payload,
)
from kiem.domain.register.actions.decisions import guard_signed_on, record_decision
from kiem.domain.register.actions.numbers import header_on_issue, next_number
from kiem.domain.register.actions.restructuring import KEEP, Keep
from kiem.domain.register.actions.signing import guard_signatory
from kiem.domain.register.errors import conflict, refusal, unknown
from kiem.domain.register.models import Article, Decision, DecisionDraft, Organization
from kiem.domain.register.notices import CONCERNS_YOU
from kiem.domain.register.queries.naming import appointment_rows
from kiem.domain.register.queries.signing import Chosen, chosen_in
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import DomainError, NotFound
from kiem.platform.kernel.sql import fetch
from kiem.platform.notices import notify

KINDS = tuple(kind for kind in Decision.Kind.values if kind != Decision.Kind.IMPORT)
MOST_ARTICLES = 200


def create_draft(
    *,
    issuer_id: int,
    kind: str,
    title_vi: str,
    effective_on: date,
    title_en: str = "",
    grounds: Sequence[str] = (),
    reason: str = "",
    corrects_id: int | None = None,
    signatory: Chosen | None = None,
    articles: Sequence[ArticleContent] = (),
    actor: Viewer,
) -> int:
    """Begin a decision of an issuer the actor speaks for; returns the draft's id.

    `articles` are numbered in the order given; `signatory` signs in the head's stead.
    Raises NotFound for an issuer out of reach,
    DomainError for texts left empty, dates that are none, articles of another kind.
    """
    _guard_head(kind, title_vi, effective_on, grounds)
    with register_transaction(actor) as change:
        guard_known(Organization, [issuer_id], what="issuer", field="issuer_id")
        require_changed(actor, [issuer_id], clock.today())
        if corrects_id is not None:
            require_decision(actor, corrects_id)
        guard_signatory(issuer_id, signatory, clock.today())
        draft = DecisionDraft.objects.create(
            issuer_id=issuer_id,
            kind=kind,
            title_vi=title_vi.strip(),
            title_en=title_en.strip(),
            grounds=_cleaned(grounds),
            reason=reason.strip(),
            effective_on=effective_on,
            corrects_id=corrects_id,
            **_signed_by(signatory),
            author_user_id=actor.user_id,
            author_name=actor.name,
            created_at=change.moment,
            changed_at=change.moment,
        )
        _write_articles(draft, articles, actor)
        change.audit("create_draft", subject=f"draft:{draft.pk}", rows={"article": len(articles)})
    return draft.pk


def change_draft(
    *,
    draft_id: int,
    version: int,
    kind: str | Keep = KEEP,
    title_vi: str | Keep = KEEP,
    title_en: str | Keep = KEEP,
    grounds: Sequence[str] | Keep = KEEP,
    reason: str | Keep = KEEP,
    effective_on: date | Keep = KEEP,
    signatory: Chosen | Keep | None = KEEP,
    articles: Sequence[ArticleContent] | Keep = KEEP,
    actor: Viewer,
) -> int:
    """Change a draft as it was at `version`; returns the new version. `articles` replace all.

    Raises Conflict when somebody changed, issued or discarded it meanwhile.
    """
    with register_transaction(actor) as change:
        draft = _draft(draft_id, version, actor)
        given: dict[str, object] = {
            "kind": kind,
            "title_vi": title_vi,
            "title_en": title_en,
            "grounds": grounds if grounds is KEEP else _cleaned(grounds),
            "reason": reason,
            "effective_on": effective_on,
        }
        if not isinstance(signatory, Keep):
            guard_signatory(draft.issuer_id, signatory, clock.today())
            given |= _signed_by(signatory)
        for name, value in given.items():
            if value is not KEEP:
                setattr(draft, name, value.strip() if isinstance(value, str) else value)
        _guard_head(draft.kind, draft.title_vi, draft.effective_on, draft.grounds)
        contents = contents_of(draft) if articles is KEEP else list(articles)
        _guard_verbs(draft.kind, contents)
        if articles is not KEEP:
            draft.articles.all().delete()
            _write_articles(draft, contents, actor)
        _save(draft, change)
        change.audit("change_draft", subject=f"draft:{draft.pk}", rows={"version": draft.version})
    return draft.version


def add_article(*, draft_id: int, version: int, content: ArticleContent, actor: Viewer) -> int:
    """Append an article; returns the draft's new version."""
    with register_transaction(actor):
        contents = contents_of(_draft(draft_id, version, actor))
        return change_draft(
            draft_id=draft_id, version=version, articles=[*contents, content], actor=actor
        )


def replace_article(
    *, draft_id: int, version: int, number: int, content: ArticleContent | None, actor: Viewer
) -> int:
    """Put another article in the place of one, or remove it (None) and close the gap; returns the
    draft's new version. Raises NotFound for a number it does not have."""
    with register_transaction(actor):
        contents = contents_of(_draft(draft_id, version, actor))
        if not 1 <= number <= len(contents):
            raise unknown("article", [number], "number")
        contents[number - 1 : number] = [] if content is None else [content]
        return change_draft(draft_id=draft_id, version=version, articles=contents, actor=actor)


def discard_draft(*, draft_id: int, version: int, actor: Viewer) -> None:
    """Give a draft up. It stays to be seen and is never issued."""
    with register_transaction(actor) as change:
        draft = _draft(draft_id, version, actor)
        draft.state = DecisionDraft.State.DISCARDED
        _save(draft, change)
        change.audit("discard_draft", subject=f"draft:{draft.pk}", rows={})


def issue_draft(
    *, draft_id: int, version: int, signed_on: date | None = None, actor: Viewer
) -> int:
    """Issue a draft as it is at `version`, signed today or on an earlier day; returns the decision.

    One transaction: the issuer's next number of that year, the decision, every fact its articles
    order, the audit trail. Issuing the same version again returns the same decision and does
    nothing. Raises Conflict when the draft changed meanwhile, and whatever an article is refused
    for; `field` then begins with the article, such as `articles[2].moves`.
    """
    day = clock.today() if signed_on is None else signed_on
    guard_signed_on(day)
    with register_transaction(actor) as change:
        draft = _draft(draft_id, version, actor, issued_too=True)
        if draft.decision_id is not None:
            return draft.decision_id
        contents = contents_of(draft)
        guard_complete(draft, contents)
        guard_signatory(draft.issuer_id, chosen_in(draft), day)
        header = header_on_issue(draft.issuer_id)
        decision_id = record_decision(
            issuer_id=draft.issuer_id,
            number=next_number(draft.issuer_id, day.year, header),
            signed_on=day,
            kind=draft.kind,
            title_vi=draft.title_vi,
            title_en=draft.title_en,
            reason=draft.reason,
            corrects_id=draft.corrects_id,
            actor=actor,
        )
        carry_out(contents, decision_id=decision_id, change=change)
        _keep_effects(draft, change)
        draft.state = DecisionDraft.State.ISSUED
        draft.decision_id = decision_id
        draft.changed_at = change.moment
        draft.save(update_fields=["state", "decision_id", "changed_at"])
        _tell(decision_id, change)
        change.audit(
            "issue_decision",
            subject=f"decision:{decision_id}",
            rows={"draft": [draft.pk], "article": len(contents)},
            decision_id=decision_id,
        )
    return decision_id


def carry_out(
    contents: Sequence[ArticleContent], *, decision_id: int, change: Change, first: int = 1
) -> None:
    """Carry out the articles in order, numbered from `first`. A refusal says which article it is
    about."""
    for number, content in enumerate(contents, start=first):
        try:
            content.validate()
            with change.carrying_out(number):
                content.apply(decision_id=decision_id, actor=change.actor)
        except DomainError as error:
            error.field = article_field(number, error.field)
            raise


def article_field(number: int, field: str | None) -> str:
    return f"articles[{number}]" + (f".{field}" if field else "")


def contents_of(draft: DecisionDraft) -> list[ArticleContent]:
    """The articles of a draft or of the decision it became, in order."""
    return [read_article(a.verb, a.payload) for a in draft.articles.order_by("number")]


def guard_complete(draft: DecisionDraft, contents: Sequence[ArticleContent]) -> None:
    """Raise for what a draft may lack and a decision may not."""
    if not contents:
        raise refusal(
            "draft_empty",
            "The draft has no article: it would decide nothing.",
            "Add an article.",
            field="articles",
        )
    if draft.kind == Decision.Kind.CORRECTION and not draft.reason:
        raise refusal(
            "reason_missing",
            "A correction needs a reason.",
            "Say why the record was wrong.",
            field="reason",
        )


def find_draft(draft_id: int, actor: Viewer, *, lock: bool = False) -> DecisionDraft:
    """The draft, if its issuer is one the actor speaks for today. Raises NotFound."""
    drafts = DecisionDraft.objects.select_for_update() if lock else DecisionDraft.objects.all()
    try:
        draft = drafts.get(pk=draft_id)
        require_changed(actor, [draft.issuer_id], clock.today())
    except (ObjectDoesNotExist, NotFound):
        raise unknown("draft", [draft_id], "draft") from None
    return draft


def _draft(
    draft_id: int, version: int, actor: Viewer, *, issued_too: bool = False
) -> DecisionDraft:
    """The draft, locked, at the version the actor has seen."""
    draft = find_draft(draft_id, actor, lock=True)
    is_same = draft.version == version
    if draft.state == DecisionDraft.State.ISSUED and not (issued_too and is_same):
        raise conflict(
            "draft_issued",
            "This draft has been issued meanwhile.",
            "Open the decision; what it did is changed by a later one.",
            decision_id=draft.decision_id,
        )
    if draft.state == DecisionDraft.State.DISCARDED:
        raise conflict(
            "draft_discarded",
            "This draft was given up.",
            "Begin a new one.",
        )
    if not is_same:
        raise conflict(
            "draft_changed",
            "Somebody changed the draft since you opened it (version {version}, now {present}).",
            "Open it again, look at what it says now, and repeat your change.",
            version=version,
            present=draft.version,
        )
    return draft


def _save(draft: DecisionDraft, change: Change) -> None:
    draft.version += 1
    draft.changed_at = change.moment
    draft.save()


def _signed_by(signatory: Chosen | None) -> dict[str, int | None]:
    """The two columns of a draft that say who signs."""
    return {
        "signatory_post_id": signatory.post_id if signatory else None,
        "signatory_id": signatory.person_id if signatory else None,
    }


def _guard_head(kind: str, title_vi: str, effective_on: date, grounds: Sequence[str]) -> None:
    guard_choice("kind", kind, KINDS, 1)
    guard_text("title_vi", title_vi, 1)
    guard_date("effective_on", effective_on)
    for row, ground in enumerate(grounds, start=1):
        if len(ground) > 500:
            raise refusal(
                "ground_too_long",
                "Row {row}: a ground has at most 500 characters.",
                "Shorten it, or make two of it.",
                field="grounds",
                row=row,
            )


def _guard_verbs(kind: str, contents: Sequence[ArticleContent]) -> None:
    """Corrections say that the record was wrong; other decisions say what changes."""
    if len(contents) > MOST_ARTICLES:
        raise refusal(
            "too_many_articles",
            "A decision has at most {most} articles.",
            "Divide it; one article can name many people.",
            field="articles",
            most=MOST_ARTICLES,
        )
    is_correction = kind == Decision.Kind.CORRECTION
    for number, content in enumerate(contents, start=1):
        if content.is_correction != is_correction:
            raise refusal(
                "verb_of_other_kind",
                "Article {number} ('{verb}') does not belong in a decision of this kind.",
                "Corrections stand in decisions of kind correction, and nothing else does.",
                field=article_field(number, "verb"),
                number=number,
                verb=content.verb,
            )


def _write_articles(
    draft: DecisionDraft, contents: Sequence[ArticleContent], actor: Viewer
) -> None:
    _guard_verbs(draft.kind, contents)
    _guard_people(contents, actor)
    for number, content in enumerate(contents, start=1):
        try:
            content.validate()
        except DomainError as error:
            error.field = article_field(number, error.field)
            raise
    Article.objects.bulk_create(
        Article(draft=draft, number=number, verb=content.verb, payload=to_payload(content))
        for number, content in enumerate(contents, start=1)
    )


def _guard_people(contents: Sequence[ArticleContent], actor: Viewer) -> None:
    """Raise NotFound for people the actor can put nowhere: a draft would tell their names."""
    for day in sorted({content.day or clock.today() for content in contents}):
        people = {
            person_id
            for content in contents
            if (content.day or clock.today()) == day
            for person_id in content.subjects().people
        }
        require_candidates(actor, people, day)
    for content in contents:
        if isinstance(content, Correct):
            rows = appointment_rows([content.appointment_id])
            require_candidates(actor, [row.person_id for row in rows.values()], clock.today())
        if isinstance(content, Revoke):
            require_decision(actor, content.decision_id)


def _keep_effects(draft: DecisionDraft, change: Change) -> None:
    articles = list(draft.articles.order_by("number"))
    for article in articles:
        touched = change.touched[article.number]
        article.effects = {"opened": touched.opened, "closed": touched.closed}
    Article.objects.bulk_update(articles, ["effects"])


def _tell(decision_id: int, change: Change) -> None:
    """Put a notice into the inbox of everybody whose facts the decision changed."""
    decision = Decision.objects.get(pk=decision_id)
    notify(
        code=CONCERNS_YOU,
        params={
            "number": decision.number,
            "signed_on": decision.signed_on.isoformat(),
            "title_vi": decision.title_vi,
            "title_en": decision.title_en or decision.title_vi,
        },
        link=f"/decisions/{decision_id}/",
        person_ids=_people_concerned(change),
        actor=change.actor,
    )


def _people_concerned(change: Change) -> list[int]:
    found: set[int] = set()
    for table in ("appointment", "membership", "rankholding", "personstate"):
        ids = [
            id_
            for touched in change.touched.values()
            for rows in (touched.opened, touched.closed)
            for id_ in rows.get(table, ())
        ]
        if ids:
            rows = fetch(
                f"SELECT DISTINCT person_id FROM register_{table} WHERE id = ANY (%(ids)s)",
                {"ids": ids},
            )
            found |= {row[0] for row in rows}
    return sorted(found)


def _cleaned(grounds: Sequence[str]) -> list[str]:
    return [ground.strip() for ground in grounds if ground.strip()]
