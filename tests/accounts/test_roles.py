"""Who may what: exactly what is written here, and no more."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.roles import EDITORS, MODERATORS, RIGHTS, WRITERS
from tests.factories import EditorFactory, ModeratorFactory, UserFactory, WriterFactory

pytestmark = pytest.mark.django_db

NOUNS = [
    "announcement",
    "article",
    "articletopic",
    "author",
    "byline",
    "frontpageslot",
    "partnerlink",
    "photo",
    "section",
    "source",
    "topic",
]


def test_an_editor_has_the_newsroom_and_of_comments_may_but_pick_them() -> None:
    expected = {f"articles.{verb}_{noun}" for noun in NOUNS for verb in ("add", "change", "delete", "view")}
    assert (
        EditorFactory().get_all_permissions()
        == expected
        | {"articles.publish_article", "articles.view_suggestion", "comments.pick_comment"}
        # Which newsletters there are is a setting, and each makes its issues by itself.
        | {
            f"articles.{verb}_{noun}"
            for verb in ("view", "change")
            for noun in ("newsletter", "newsletterissue")
        }
        | {f"articles.{verb}_newsletterstory" for verb in ("add", "change", "delete", "view")}
        == set(RIGHTS[EDITORS])
    )


def test_a_moderator_has_the_comments_and_cannot_publish() -> None:
    assert ModeratorFactory().get_all_permissions() == set(RIGHTS[MODERATORS])
    assert not {
        right
        for right in RIGHTS[MODERATORS]
        if "publish" in right or "accounts" in right or "change_article" in right
    }


def test_a_writer_has_no_right_over_articles_at_large() -> None:
    rights = WriterFactory().get_all_permissions()
    assert rights == set(RIGHTS[WRITERS]) and "articles.write_article" in rights
    assert not {
        right
        for right in rights
        if (right.endswith("_article") and right != "articles.write_article") or "comments" in right
    }


def test_a_reader_has_no_right_at_all() -> None:
    assert UserFactory().get_all_permissions() == set()


def test_a_right_that_one_account_has_adds_to_those_of_its_role(django_assert_num_queries: Any) -> None:
    moderator = ModeratorFactory()
    moderator.user_permissions.add(Permission.objects.get(codename="publish_article"))
    with django_assert_num_queries(1):
        assert moderator.has_perm("articles.publish_article") and moderator.has_perm(
            "comments.moderate_comment"
        )
        assert not moderator.has_perm("auth.change_group")
    assert moderator.get_all_permissions() == set(RIGHTS[MODERATORS]) | {"articles.publish_article"}
    moderator.is_active = False
    assert moderator.get_all_permissions() == set()


def test_the_desk_asks_for_our_login_and_leads_back(client: Client) -> None:
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0] == "/accounts/login/?next=/admin/"


def test_a_reader_at_the_desk_is_told_so_and_not_sent_in_circles(client: Client) -> None:
    client.force_login(UserFactory())
    assert client.get("/admin/", follow=True).status_code == 403


@pytest.mark.parametrize("factory", [EditorFactory, ModeratorFactory, WriterFactory])
def test_staff_cannot_touch_users(client: Client, factory: type[UserFactory]) -> None:
    client.force_login(factory())
    assert client.get("/admin/").status_code == 200
    assert client.get("/admin/accounts/user/").status_code == 403
    assert client.get("/admin/accounts/user/add/").status_code == 403
