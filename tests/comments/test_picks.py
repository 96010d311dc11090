"""Editors' picks: who may pick, what it shows, the view of the picks alone, and the log."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.listings import PER_PAGE
from comments.models import Comment, ModerationEntry, ReaderSettings
from tests.clients import signed_in
from tests.comments.pages import JSON, act, buttons, comment_html, page, words
from tests.factories import ArticleFactory, CommentFactory, EditorFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db
PICKS = "?sort=picks"


@pytest.fixture
def comment() -> Comment:
    return CommentFactory(by=UserFactory(username="Kelpie"), text="Well said.")


def ids(html: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'<article [^>]*id="comment-(\d+)"', html)]


def acts() -> list[str]:
    return list(ModerationEntry.objects.order_by("id").values_list("act", flat=True))


@pytest.mark.parametrize("factory", [EditorFactory, ModeratorFactory])
def test_staff_pick_and_unpick_on_the_page_for_all_to_see_at_once(comment: Comment, factory: Any) -> None:
    staff, article = signed_in(factory()), comment.discussion.article
    assert "Editors' pick" not in words(page(Client(), article))
    assert "Pick Kelpie's comment" in buttons(page(staff, article))
    for _again in range(2):
        answer = act(staff, comment, "pick", value="1")
        assert answer.status_code == 303 and answer.url.endswith(f"#comment-{comment.pk}")
    assert "Editors' pick" in words(comment_html(page(Client(), article), comment))
    assert "Unpick Kelpie's comment" in buttons(page(staff, article))
    for _again in range(2):
        act(staff, comment, "pick", value="0")
    assert "Editors' pick" not in words(page(Client(), article))
    assert acts() == ["pick", "unpick"]


def test_readers_neither_pick_nor_are_offered_to(comment: Comment) -> None:
    reader = UserFactory()
    client = signed_in(reader)
    assert not [name for name in buttons(page(client, comment.discussion.article)) if "ick " in name]
    assert act(client, comment, "pick", value="1").status_code == 403
    for verb in (comment.pick, comment.unpick):
        with pytest.raises(PermissionDenied):
            verb(by=reader)
    comment.refresh_from_db()
    assert comment.picked_at is None and acts() == []


@pytest.mark.parametrize("value", ["", "2", "yes"])
def test_another_value_is_refused(comment: Comment, value: str) -> None:
    client = signed_in(EditorFactory())
    assert client.post(f"/comments/{comment.pk}/pick/", {"value": value}, **JSON).status_code == 422
    assert acts() == []


def test_what_is_not_public_is_never_picked(comment: Comment) -> None:
    comment.hide(by=ModeratorFactory(), reason="rude")
    comment.pick(by=EditorFactory())
    assert comment.picked_at is None
    assert act(signed_in(EditorFactory()), comment, "pick", value="1").status_code == 404


def test_the_view_of_the_picks_shows_them_alone_wherever_they_stand(client: Client, comment: Comment) -> None:
    reply, other = CommentFactory(parent=comment), CommentFactory(article=comment.discussion.article)
    article, editor = comment.discussion.article, EditorFactory()
    reply.pick(by=editor)
    other.pick(by=editor)
    html = page(client, article, PICKS)
    assert ids(html) == [reply.pk, other.pk]
    assert "level-0" in comment_html(html, reply)
    assert re.search(r'class="picks"[^>]*aria-current="true"', html)
    other.hide(by=ModeratorFactory(), reason="rude")
    assert ids(page(client, article, PICKS)) == [reply.pk]
    reply.withdraw(by=reply.author)  # type: ignore[arg-type]
    html = page(client, article, PICKS)
    assert ids(html) == []
    assert "The editors have picked none here." in html


def test_out_of_its_thread_a_reply_says_whom_it_answers_and_leads_there(
    client: Client, comment: Comment
) -> None:
    article, editor = comment.discussion.article, EditorFactory()
    comment.pick(by=editor)
    for _ in range(3):
        reply = CommentFactory(parent=comment)
    reply.pick(by=editor)
    html = comment_html(page(client, article, PICKS), reply)
    assert re.search(rf'<a class="to"\s+href="/comments/{comment.pk}/"\s+rel="nofollow">to Kelpie</a>', html)
    # Its place is the one in this list.
    assert "(comment 2 of 2, level 1)" in words(html)
    assert 'aria-posinset="2" aria-setsize="2"' in html
    assert 'class="to"' not in comment_html(page(client, article, PICKS), comment)
    assert f'href="#comment-{comment.pk}">to Kelpie' in page(client, article)
    comment.hide(by=ModeratorFactory(), reason="rude")
    html = comment_html(page(client, article, PICKS), reply)
    assert "to a removed comment" in words(html) and "Kelpie" not in html
    assert f"/comments/{comment.pk}/" not in html


def test_the_way_to_the_picks_stands_there_only_where_there_are_any(client: Client, comment: Comment) -> None:
    article = comment.discussion.article
    elsewhere = CommentFactory()
    for _ in range(PER_PAGE + 2):
        last = CommentFactory(article=article)
    elsewhere.pick(by=EditorFactory())
    assert 'class="picks"' not in page(client, article)
    last.pick(by=EditorFactory())
    assert 'class="picks"' in page(client, article)
    last.hide(by=ModeratorFactory(), reason="rude")
    assert 'class="picks"' not in page(client, article)


def test_many_picks_are_paged_both_ways(client: Client) -> None:
    article, editor = ArticleFactory(), EditorFactory()
    picked = [CommentFactory(article=article) for _ in range(PER_PAGE + 3)]
    CommentFactory(article=article)
    for one in picked:
        one.pick(by=editor)
    first = page(client, article, PICKS)
    onward = re.search(r'href="[^"?]*(\?[^"#]*)#comments" rel="nofollow" data-more>', first)
    assert onward
    second = page(client, article, onward[1].replace("&amp;", "&"))
    assert ids(first) + ids(second) == [one.pk for one in picked]
    back = re.search(r'href="[^"?]*(\?[^"#]*)#comments" rel="nofollow">Earlier comments', second)
    assert back and ids(page(client, article, back[1].replace("&amp;", "&"))) == ids(first)
    assert client.get(f"{article.get_absolute_url()}{PICKS}&from=x").status_code == 404


def test_looking_at_the_picks_leaves_the_reader_s_order_alone(comment: Comment) -> None:
    reader = UserFactory()
    client = signed_in(reader)
    page(client, comment.discussion.article, "?sort=best")
    page(client, comment.discussion.article, PICKS)
    assert ReaderSettings.objects.of(reader).sort == "best"


def test_picks_cost_no_further_query(client: Client, comment: Comment) -> None:
    def cost(query: str) -> int:
        page(client, comment.discussion.article, query)
        with CaptureQueriesContext(connection) as queries:
            page(client, comment.discussion.article, query)
        return len(queries)

    client.force_login(UserFactory())
    CommentFactory(article=comment.discussion.article)
    before = cost("?sort=newest")
    comment.pick(by=EditorFactory())
    assert cost("?sort=newest") == before
    alone = cost(PICKS)
    assert alone <= before
    for _ in range(5):
        CommentFactory(parent=comment).pick(by=EditorFactory())
    assert cost(PICKS) == alone


def test_an_edit_takes_the_pick_away_and_the_log_says_why(comment: Comment) -> None:
    comment.pick(by=EditorFactory())
    comment.edit(by=comment.author, text="Well said. Buy my boat.")  # type: ignore[arg-type]
    assert comment.picked_at is None
    entry = ModerationEntry.objects.first()
    assert entry and (entry.act, entry.actor, entry.reason) == (
        "unpick",
        comment.author,
        "Its author changed the words.",
    )


def test_moderators_pick_many_at_the_desk_and_filter_by_it(comment: Comment) -> None:
    other = CommentFactory(article=comment.discussion.article, text="Not this one.")
    desk, address = signed_in(ModeratorFactory()), "/admin/comments/comment/"
    chosen = {"_selected_action": [comment.pk]}
    desk.post(address, {"action": "pick_selected", **chosen})
    picked = desk.get(f"{address}?picked=yes").text
    assert "Well said." in picked and other.text not in picked
    assert "Editors&#x27; pick" in picked
    desk.post(address, {"action": "unpick_selected", **chosen})
    assert "Well said." not in desk.get(f"{address}?picked=yes").text
    assert acts() == ["pick", "unpick"]


@pytest.mark.django_db(transaction=True)
def test_two_editors_at_one_moment_make_one_pick(comment: Comment) -> None:
    editors = [EditorFactory(), EditorFactory()]

    def pick(editor: Any) -> None:
        try:
            Comment.objects.get(pk=comment.pk).pick(by=editor)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        list(both.map(pick, editors))
    assert acts() == ["pick"]
