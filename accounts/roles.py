"""The three groups of staff and exactly the rights that each has; kept so at every migrate."""

from collections.abc import Iterable
from typing import Any

EDITORS = "Editors"
MODERATORS = "Moderators"
WRITERS = "Writers"

_NEWSROOM = (
    "article",
    "articletopic",
    "author",
    "byline",
    "announcement",
    "frontpageslot",
    "partnerlink",
    "photo",
    "section",
    "source",
    "topic",
)

RIGHTS: dict[str, list[str]] = {
    EDITORS: [
        *(f"articles.{verb}_{noun}" for noun in _NEWSROOM for verb in ("view", "add", "change", "delete")),
        "articles.publish_article",
        "articles.view_suggestion",
        *(
            f"articles.{verb}_{noun}"
            for noun in ("newsletter", "newsletterissue")
            for verb in ("view", "change")
        ),
        *(f"articles.{verb}_newsletterstory" for verb in ("view", "add", "change", "delete")),
        "comments.pick_comment",
    ],
    # Which articles are a writer's to change is for the article to say (articles/review.py): none of the rights over all of them.
    WRITERS: [
        "articles.write_article",
        *(
            f"articles.{verb}_{noun}"
            for noun in ("articletopic", "byline")
            for verb in ("view", "add", "change", "delete")
        ),
        *(f"articles.view_{noun}" for noun in ("author", "photo", "source", "topic")),
        "articles.add_photo",
    ],
    MODERATORS: [
        "articles.view_article",
        "comments.view_comment",
        "comments.moderate_comment",
        "comments.pick_comment",
        "comments.view_discussion",
        "comments.change_discussion",
        "comments.view_moderationentry",
        "comments.view_queue",
        "comments.view_report",
        "comments.view_appeal",
        "comments.view_sanction",
        "comments.add_sanction",
        "comments.view_votehold",
        "comments.view_rulesetting",
        "comments.change_rulesetting",
        *(
            f"comments.{verb}_{noun}"
            for noun in ("wordrule", "domainrule", "discussionpolicy", "reason")
            for verb in ("view", "add", "change", "delete")
        ),
        *(f"comments.{verb}_premoderation" for verb in ("view", "add", "delete")),
        "comments.view_votingpolicy",
        "comments.change_votingpolicy",
    ],
}


def has_role(role: str, user: str) -> Any:
    """An expression for queries: whether the user whose id is in the field `user` of the row has the role."""
    from django.contrib.auth import get_user_model
    from django.db.models import Exists, OuterRef

    memberships = get_user_model().groups.through.objects
    return Exists(memberships.filter(user_id=OuterRef(user), group__name=role))


def sync_roles(**_: Any) -> None:
    """Give each group the rights listed above, and take any other away. Rights whose model isn't migrated yet wait."""
    from django.contrib.auth.models import Group

    for name, rights in RIGHTS.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set(_permissions(rights))


def _permissions(rights: Iterable[str]) -> list[Any]:
    from django.contrib.auth.models import Permission

    wanted = set(rights)
    return [
        p
        for p in Permission.objects.select_related("content_type")
        if f"{p.content_type.app_label}.{p.codename}" in wanted
    ]
