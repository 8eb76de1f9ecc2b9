"""Letting somebody sign for an issuer in its head's stead, and ending that."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ObjectDoesNotExist

from kiem.domain.register.actions._guards import guard_choice, guard_date, guard_known
from kiem.domain.register.actions._reach import require_changed
from kiem.domain.register.actions._transaction import register_transaction
from kiem.domain.register.errors import refusal, unknown
from kiem.domain.register.models import Organization, Post, PostState, SigningAuthority
from kiem.domain.register.queries.heads import HEADING_ROLES
from kiem.domain.register.queries.signing import Chosen, signatories
from kiem.domain.register.queries.trees import superiors
from kiem.platform.access import Viewer
from kiem.platform.kernel import clock
from kiem.platform.kernel.errors import NotFound
from kiem.platform.kernel.temporal import close_recorded, recorded_from, split_row, to_range
from kiem.time.interval import DateInterval


def authorise_signatory(
    *, organization_id: int, post_id: int, way: str, valid_from: date, actor: Viewer
) -> int:
    """Whoever holds the post may sign for the organisation from a day on; returns the id.

    Raises NotFound outside the actor's reach and for a post that does not exist that day; refuses
    the head's own post, a deputy of another body, somebody who does not stand under the issuer,
    and a post that may sign already.
    """
    guard_choice("way", way, SigningAuthority.Way.values, 1)
    guard_date("valid_from", valid_from)
    with register_transaction(actor) as change:
        guard_known(Organization, [organization_id], what="organisation", field="organization_id")
        require_changed(actor, [organization_id], clock.today())
        _guard_post(organization_id, post_id, way, valid_from)
        during = DateInterval(valid_from)
        rows = SigningAuthority.objects.during(during).filter(
            organization_id=organization_id, post_id=post_id
        )
        if rows.exists():
            raise refusal(
                "signs_already",
                "This post may sign from that day on already, or later.",
                "End that first, or choose another day.",
                field="post_id",
            )
        made = SigningAuthority.objects.create(
            organization_id=organization_id,
            post_id=post_id,
            way=way,
            valid=to_range(during),
            recorded=recorded_from(change.moment),
        )
        change.audit(
            "authorise_signatory",
            subject=f"organization:{organization_id}",
            rows={"signing_authority": [made.pk]},
        )
    return int(made.pk)


def end_signatory(*, authority_id: int, ends_on: date, actor: Viewer) -> None:
    """The right to sign ends; `ends_on` is the first day without it. What was signed stays.

    Raises NotFound outside the actor's reach and for a right that ended already.
    """
    guard_date("ends_on", ends_on)
    with register_transaction(actor) as change:
        try:
            row = SigningAuthority.objects.select_for_update().known().get(pk=authority_id)
            require_changed(actor, [row.organization_id], clock.today())
        except (ObjectDoesNotExist, NotFound):
            raise unknown("signatory", [authority_id], "authority_id") from None
        if row.valid.upper is not None and row.valid.upper <= ends_on:
            raise refusal(
                "signing_ended",
                "This right to sign ends before that day already.",
                "Choose an earlier day.",
                field="ends_on",
            )
        close_recorded(SigningAuthority, [row.pk], change.moment)
        kept = row.interval.subtract(DateInterval(ends_on))
        made = SigningAuthority.objects.bulk_create(split_row(row, kept))
        change.audit(
            "end_signatory",
            subject=f"organization:{row.organization_id}",
            rows={"signing_authority": [row.pk, *(copy.pk for copy in made)]},
        )


def guard_signatory(organization_id: int, chosen: Chosen | None, day: date) -> None:
    """Raise unless the post may sign for the issuer that day and the person holds it then."""
    if chosen is None or signatories(organization_id=organization_id, on=day, chosen=chosen):
        return
    raise refusal(
        "signatory_without_right",
        "Whoever was chosen to sign does not sign for the issuer on {day}.",
        "Let the head sign, or somebody whose post may sign on the issuer's letterhead page.",
        field="signatory",
        day=day,
    )


def _guard_post(organization_id: int, post_id: int, way: str, day: date) -> None:
    post = Post.objects.filter(pk=post_id).first()
    state = PostState.objects.on(day).filter(post_id=post_id).first()
    if post is None or state is None:
        raise unknown("post", [post_id], "post_id")
    is_own = post.organization_id == organization_id
    if is_own and state.role_id in HEADING_ROLES:
        raise refusal(
            "head_signs_anyway",
            "Whoever heads the issuer signs without this.",
            "Choose the post of a deputy, or one below.",
            field="post_id",
        )
    if way == SigningAuthority.Way.DEPUTY and not is_own:
        raise refusal(
            "deputy_of_another",
            "Only a post of the issuer itself signs as the head's deputy (KT.).",
            "Choose by order (TL.) or by authorisation (TUQ.) for a body below.",
            field="way",
        )
    above = {node for _line, node in superiors(post.organization_id, day, None)}
    if organization_id not in above:
        raise refusal(
            "signatory_not_below",
            "The post belongs to a body that does not stand under the issuer.",
            "Choose a post of the issuer or of a body below it.",
            field="post_id",
        )
