"""Draft, in review, published: what a writer may and what an editor, and every step with who and when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from articles.models import Alert, Article, FrontPageSlot, NewsletterIssue
from articles.review import NotThereError
from tests.articles.desk_form import ADD, change_page, opened, typed
from tests.articles.issues import issue_of
from tests.at_once import at_once
from tests.clients import signed_in
from tests.comments.pages import words
from tests.factories import ArticleFactory, EditorFactory, ModeratorFactory, UserFactory, WriterFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"


def state(article: Article) -> str:
    return Article.objects.values_list("state", flat=True).get(pk=article.pk)


def test_a_writer_begins_a_draft_goes_on_with_it_and_submits_it(pen: User) -> None:
    client = signed_in(pen)
    assert client.post(ADD, typed(_save="")).status_code == 302
    article = Article.objects.get()
    assert (article.state, article.begun_by) == ("draft", pen)
    assert client.post(
        change_page(article), opened(client, article) | {"headline": "It is open", "_submit": ""}
    )["Location"] == change_page(article)
    article.refresh_from_db()
    assert (article.state, article.headline) == ("in_review", "It is open")


def test_what_is_begun_can_be_submitted_at_once(pen: User) -> None:
    signed_in(pen).post(ADD, typed(_submit=""))
    assert Article.objects.get().state == "in_review"


def test_each_step_stands_in_the_history_with_who_and_when(draft: Article, pen: User) -> None:
    editor = EditorFactory(username="ed")
    draft.submit(by=pen)
    draft.take_back(by=pen)
    draft.submit(by=pen)
    draft.send_back(by=editor, words="Who built it?")
    draft.submit(by=pen)
    draft.schedule(by=editor, at=timezone.now() + timedelta(days=1))
    draft.publish(by=editor)
    draft.unpublish(by=editor)
    steps = [(v.act, v.history_user) for v in draft.versions.order_by("history_id") if v.act]
    assert steps == [
        ("submit", pen),
        ("take_back", pen),
        ("submit", pen),
        ("send_back", editor),
        ("submit", pen),
        ("schedule", editor),
        ("publish", editor),
        ("unpublish", editor),
    ]
    page = words(signed_in(editor).get(f"{LIST}{draft.pk}/history/").text)
    for told in ("Submitted for review", "Taken back from review", "Sent back to its writer", "Scheduled"):
        assert told in page, told


@pytest.mark.parametrize("step", ["take_back", "send_back", "submit"])
def test_a_step_leads_from_its_state_alone(draft: Article, pen: User, step: str) -> None:
    steps: dict[str, Callable[[], Any]] = {
        "take_back": lambda: draft.take_back(by=pen),
        "send_back": lambda: draft.send_back(by=EditorFactory(), words="Go on."),
        "submit": lambda: (draft.submit(by=pen), draft.submit(by=pen)),
    }
    with pytest.raises(NotThereError):
        steps[step]()


@pytest.mark.parametrize("other", [WriterFactory, ModeratorFactory, UserFactory])
def test_the_verbs_refuse_who_may_not(draft: Article, pen: User, other: type[UserFactory]) -> None:
    them: Any = other()
    at = timezone.now() + timedelta(days=1)
    for by in (them, pen):
        for act in (
            lambda by=by: draft.publish(by=by),
            lambda by=by: draft.schedule(by=by, at=at),
            lambda by=by: draft.unpublish(by=by),
            lambda by=by: draft.send_back(by=by, words="No."),
        ):
            with pytest.raises(PermissionDenied):
                act()
    with pytest.raises(PermissionDenied):
        draft.submit(by=them)
    draft.submit(by=pen)
    with pytest.raises(PermissionDenied):
        draft.take_back(by=them)
    assert state(draft) == "in_review"


def test_nobody_takes_back_for_its_writer_nor_keeps_the_rights_of_a_group_that_they_left(
    draft: Article, pen: User
) -> None:
    draft.submit(by=pen)
    with pytest.raises(PermissionDenied):
        draft.take_back(by=EditorFactory())
    pen.groups.clear()
    former = User.objects.get(pk=pen.pk)
    with pytest.raises(PermissionDenied):
        draft.take_back(by=former)
    assert not Article.objects.visible_to(former).exists()


@pytest.mark.parametrize("button", ["_publish", "_schedule", "_unpublish"])
def test_a_forged_button_is_refused_and_nothing_of_it_is_saved(
    draft: Article, pen: User, button: str
) -> None:
    client = signed_in(pen)
    at = timezone.localtime() + timedelta(days=1)
    time = {"publish_at_0": f"{at:%Y-%m-%d}", "publish_at_1": f"{at:%H:%M:%S}"}
    sent = opened(client, draft) | time | {"headline": "Mine alone", button: ""}
    assert client.post(change_page(draft), sent).status_code == 403
    draft.refresh_from_db()
    assert (draft.state, draft.headline) == ("draft", "The tide clock")
    assert client.post(ADD, typed(**{button: ""}, **time)).status_code == 403
    assert Article.objects.count() == 1


@pytest.mark.parametrize("action", ["publish_selected", "unpublish_selected"])
def test_a_forged_action_of_the_list_is_refused(draft: Article, pen: User, action: str) -> None:
    sent = {"action": action, "_selected_action": [draft.pk]}
    assert signed_in(pen).post(LIST, sent).status_code == 403
    assert state(draft) == "draft"


@pytest.mark.parametrize("where", ["in_review", "published", "unpublished"])
def test_what_is_no_draft_any_more_is_not_the_writers_to_change(
    draft: Article, pen: User, where: str
) -> None:
    client = signed_in(pen)
    sent = opened(client, draft) | {"headline": "Changed", "_save": ""}
    now = timezone.now() if where != "in_review" else None
    Article.objects.filter(pk=draft.pk).update(state=where, published_at=now)
    assert client.post(change_page(draft), sent).status_code == 303
    assert client.post(f"{LIST}{draft.pk}/copy/", {"copy": "x"}).status_code == 409
    page = client.get(change_page(draft))
    assert page.status_code == 200 and 'name="headline"' not in page.text
    assert "<p>The first ferry left at dawn.</p>" in page.text and "Publish at" not in page.text
    draft.refresh_from_db()
    assert draft.headline == "The tide clock"


@pytest.mark.parametrize("where", ["draft", "in_review", "published", "unpublished"])
def test_anothers_article_is_not_opened_at_the_desk(pen: User, where: str) -> None:
    time = timezone.now() if where in ("published", "unpublished") else None
    theirs = ArticleFactory(state=where, published_at=time, begun_by=WriterFactory())
    client = signed_in(pen)
    for method in (client.get, client.post):
        assert method(change_page(theirs)).status_code == 403
    for page in ("history/", "preview/", "notes/", "alert/", "corrections/"):
        assert client.get(f"{LIST}{theirs.pk}/{page}").status_code == 403, page
    assert client.post(f"{LIST}{theirs.pk}/take-back/").status_code == 403
    assert client.post(f"{LIST}{theirs.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_writer_sends_no_alert_and_no_newsletter_and_leads_no_page(draft: Article, pen: User) -> None:
    client, out, issue = signed_in(pen), ArticleFactory(begun_by=pen), issue_of()
    for url in (
        f"{LIST}{out.pk}/alert/",
        f"{LIST}{out.pk}/corrections/",
        f"/admin/articles/newsletterissue/{issue.pk}/change/",
        f"/admin/articles/newsletterissue/{issue.pk}/mail/",
        "/admin/articles/frontpageslot/add/",
        "/admin/articles/announcement/add/",
        "/admin/articles/section/add/",
    ):
        assert client.get(url).status_code == 403, url
        assert client.post(url, {"_send": "", "article": out.pk, "position": 1}).status_code == 403, url
    assert not Alert.objects.exists() and not FrontPageSlot.objects.exists()
    assert NewsletterIssue.objects.sent().count() == 0


def test_a_writer_sees_previews_of_their_own_and_no_other_draft(draft: Article, pen: User) -> None:
    theirs = ArticleFactory(state="draft", published_at=None, begun_by=WriterFactory())
    client = signed_in(pen)
    assert client.get(draft.get_absolute_url()).status_code == 200
    assert client.get(theirs.get_absolute_url()).status_code == 404
    assert Client().get(draft.get_absolute_url()).status_code == 404
    draft.submit(by=pen)
    link = f"{LIST}{draft.pk}/preview/"
    assert "/preview/" in client.get(link).text and client.get(draft.get_absolute_url()).status_code == 200


def test_the_buttons_are_those_that_one_may_press(draft: Article, pen: User) -> None:
    editor = EditorFactory()
    writers, editors = signed_in(pen), signed_in(editor)

    def buttons(client: Client) -> set[str]:
        page = client.get(change_page(draft)).text
        names = ("_publish", "_schedule", "_unpublish", "_submit", "_save", "take-back/", "publish_at_0")
        found = {name for name in names if f'name="{name}"' in page or f"/{name}" in page}
        return found | ({"send back"} if "Send back with a note" in page else set())

    assert buttons(writers) == {"_submit", "_save"}
    assert buttons(editors) == {"_publish", "_schedule", "_submit", "_save", "publish_at_0"}
    draft.submit(by=pen)
    assert buttons(writers) == {"take-back/"}
    assert buttons(editors) == {"_publish", "_schedule", "_save", "publish_at_0", "send back"}
    draft.publish(by=editor)
    assert buttons(writers) == set()
    assert "in review" not in editors.get(change_page(draft)).text


def test_taking_back_is_one_press_and_says_when_an_editor_was_quicker(draft: Article, pen: User) -> None:
    client, url = signed_in(pen), reverse("admin:articles_article_take_back", args=[draft.pk])
    draft.submit(by=pen)
    assert "Taken back" in client.post(url, follow=True).text
    assert state(draft) == "draft"
    draft.publish(by=EditorFactory())
    assert "an editor has decided meanwhile" in client.post(url, follow=True).text
    assert state(draft) == "published"
    assert client.get(url).status_code == 405


def test_submitting_what_was_published_meanwhile_is_told_and_loses_nothing(draft: Article) -> None:
    editor = signed_in(EditorFactory())
    sent = opened(editor, draft) | {"headline": "Typed", "_submit": ""}
    draft.publish(by=EditorFactory())
    answer = editor.post(change_page(draft), sent)
    assert answer.status_code == 409 and 'value="Typed"' in answer.text
    assert state(draft) == "published"
    answer = editor.post(change_page(draft), opened(editor, draft) | {"_submit": ""})
    assert "Only a draft is submitted" in answer.text


def test_the_list_shows_editors_what_is_in_review_first_with_a_count(draft: Article, pen: User) -> None:
    later = ArticleFactory(headline="Second", state="draft", published_at=None, begun_by=pen)
    draft.submit(by=pen)
    later.submit(by=pen)
    editor = signed_in(EditorFactory())
    page = editor.get(LIST)
    assert "In review (2)" in words(page.text)
    assert [article.headline for article in page.context["waiting"]] == ["The tide clock", "Second"]
    filtered = editor.get(LIST, {"state__exact": "in_review"})
    assert filtered.context["cl"].result_count == 2 and "waiting-head" not in filtered.text
    assert "2 articles wait for review" in words(editor.get("/admin/").text)


def test_the_list_shows_a_writer_their_own_alone(draft: Article, pen: User) -> None:
    ArticleFactory(headline="Another's", state="in_review", published_at=None, begun_by=WriterFactory())
    client = signed_in(pen)
    page = client.get(LIST)
    assert [article.pk for article in page.context["cl"].queryset] == [draft.pk]
    assert "Another&#x27;s" not in page.text and "waiting-head" not in page.text
    boxes = {"app_label": "articles", "model_name": "frontpageslot", "field_name": "article"}
    found = client.get("/admin/autocomplete/", boxes)
    assert "Another" not in found.text


def test_the_list_costs_the_same_for_one_and_for_twenty_in_review(pen: User) -> None:
    editor, taken = signed_in(EditorFactory()), []
    for count in (1, 19):
        for article in ArticleFactory.create_batch(count, state="draft", published_at=None, begun_by=pen):
            article.submit(by=pen)
        with CaptureQueriesContext(connection) as queries:
            editor.get(LIST)
        taken.append(len(queries))
    assert taken[0] == taken[1]


def test_what_is_in_review_is_public_nowhere(draft: Article, pen: User) -> None:
    draft.submit(by=pen)
    for url in ("/", "/feed/", "/harbour/", "/harbour/feed/", "/search/?q=tide", "/news-sitemap.xml"):
        assert "The tide clock" not in Client().get(url).text, url
    assert Client().get(draft.get_absolute_url()).status_code == 404


def test_a_writer_restores_a_version_of_their_draft_and_of_nothing_else(draft: Article, pen: User) -> None:
    client = signed_in(pen)
    client.post(change_page(draft), opened(client, draft) | {"headline": "Worse", "_save": ""})
    oldest = draft.versions.last()
    url = reverse("admin:articles_article_restore", args=[draft.pk, oldest.history_id])
    seen = draft.versions.first().history_id
    assert client.post(url, {"seen": seen}).status_code == 303
    draft.refresh_from_db()
    assert draft.headline == "The tide clock"
    draft.submit(by=pen)
    assert client.post(url, {"seen": draft.versions.first().history_id}).status_code == 403


def test_the_second_factor_is_asked_of_writers_too(pen: User, settings: Any) -> None:
    settings.STAFF_MFA_REQUIRED = True
    for url in ("/admin/", LIST, ADD):
        assert signed_in(pen).get(url).status_code == 403
    assert signed_in(pen).post(ADD, typed(_save="")).status_code == 403
    assert not Article.objects.exists()


def either(act: Callable[[], Any]) -> Callable[[], str]:
    """Whether `act` was done, or came too late."""

    def run() -> str:
        try:
            act()
        except NotThereError:
            return "too late"
        return "done"

    return run


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_does_and_the_other_is_told() -> None:
    pen, one, other = WriterFactory(), EditorFactory(), EditorFactory()
    for _time in range(5):
        draft = ArticleFactory(state="draft", published_at=None, begun_by=pen)
        tabs = [Article.objects.get(pk=draft.pk) for _tab in range(2)]
        assert sorted(at_once(*(either(partial(tab.submit, by=pen)) for tab in tabs))) == [
            "done",
            "too late",
        ]
        back, mine, theirs = (Article.objects.get(pk=draft.pk) for _tab in range(3))
        got = at_once(
            either(partial(back.take_back, by=pen)),
            either(partial(mine.send_back, by=one, words="Go on.")),
            either(partial(theirs.send_back, by=other, words="Go on.")),
        )
        assert sorted(got) == ["done", "too late", "too late"]
        assert draft.notes.count() == (0 if got[0] == "done" else 1)
        assert [version.act for version in draft.versions.all()].count("submit") == 1
