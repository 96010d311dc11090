"""The desk of newsletters: a draft is reordered, cut, added to and worded; seen, tested, and sent in one press."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from articles.admin.issue_collision import standing
from articles.models import Alert, Article, Newsletter, NewsletterIssue
from tests.articles.desk_form import fields_of
from tests.articles.issues import all_choose, daily, issue_of
from tests.articles.subscribers import many
from tests.comments.pages import words
from tests.factories import ArticleFactory, EditorFactory, ModeratorFactory, UserFactory
from tests.mails import html, mails, one_mail, text
from tests.worker import work

pytestmark = pytest.mark.django_db

DESK = "/admin/articles/newsletterissue/"


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(EditorFactory(username="Zora"))
    return client


def change(issue: NewsletterIssue) -> str:
    return f"{DESK}{issue.pk}/change/"


def mail_of(issue: NewsletterIssue) -> str:
    return f"{DESK}{issue.pk}/mail/"


def typed(issue: NewsletterIssue, **fields: Any) -> dict[str, Any]:
    """The form of `issue` as its page has it, with these fields changed."""
    stories = list(issue.stories.all())
    form: dict[str, Any] = {
        "subject": issue.subject,
        "introduction": issue.introduction,
        **({"is_held": "on"} if issue.is_held else {}),
        "seen": standing(issue).mark,
        "stories-TOTAL_FORMS": len(stories) + 1,
        "stories-INITIAL_FORMS": len(stories),
        f"stories-{len(stories)}-position": 1,
        "_save": "1",
    }
    for place, story in enumerate(stories):
        form |= {
            f"stories-{place}-id": story.pk,
            f"stories-{place}-issue": issue.pk,
            f"stories-{place}-article": story.article_id,
            f"stories-{place}-position": story.position,
        }
    return form | {name.replace("__", "-"): value for name, value in fields.items()}


def headlines(issue: NewsletterIssue) -> list[str]:
    return [article.headline for article in issue.articles()]


def test_an_editor_words_a_draft_and_reorders_drops_and_adds_stories(editor: Client) -> None:
    issue = issue_of(*(ArticleFactory(headline=headline) for headline in ("One", "Two", "Three")))
    added = ArticleFactory(headline="Added")
    page = words(editor.get(change(issue)).text)
    assert "latest of its section" in page and "draft; waits for an editor" in page
    fields: dict[str, Any] = {
        "subject": "Mine",
        "introduction": "Good morning.",
        "stories__0__position": 25,
        "stories__2__DELETE": "on",
        "stories__3__article": added.pk,
        "stories__3__position": 22,
    }
    assert editor.post(change(issue), typed(issue, **fields)).status_code == 302
    issue.refresh_from_db()
    assert headlines(issue) == ["Two", "Added", "One"]
    assert list(issue.stories.values_list("position", "why")) == [
        (10, "latest"),
        (20, "editor"),
        (30, "latest"),
    ]
    assert (issue.subject, issue.introduction) == ("Mine", "Good morning.")
    assert LogEntry.objects.filter(object_id=issue.pk).exists()


def test_a_story_that_is_not_public_and_one_that_is_there_are_refused_with_a_sentence(editor: Client) -> None:
    there = ArticleFactory()
    issue = issue_of(there)
    draft = ArticleFactory(state=Article.State.DRAFT, published_at=None)
    for article, sentence in (
        (draft, "Publish this one first."),
        (there, "This story is in the issue already."),
    ):
        answer = editor.post(change(issue), typed(issue, stories__1__article=article.pk, subject="Kept"))
        assert answer.status_code == 200 and sentence in answer.text and 'value="Kept"' in answer.text
    assert issue.stories.count() == 1


def test_one_that_was_taken_off_since_does_not_stand_in_the_way(editor: Client) -> None:
    gone, stays = ArticleFactory(headline="Gone"), ArticleFactory(headline="It stays")
    issue = issue_of(gone, stays)
    gone.unpublish(by=EditorFactory())
    assert editor.post(change(issue), typed(issue, subject="Mine")).status_code == 302
    assert headlines(issue) == ["It stays"]


def test_save_and_see_leads_to_the_mail_with_its_text_and_to_how_many_it_goes(editor: Client) -> None:
    many(2)
    all_choose()
    issue = issue_of(ArticleFactory(headline="The organ plays"))
    fields = typed(issue, subject="Noise & quiet", _see="1")
    del fields["_save"]
    answer = editor.post(change(issue), fields, follow=True)
    page = words(answer.text)
    assert answer.request["PATH_INFO"] == mail_of(issue)
    assert "It would go to 2 readers" in page and "It waits for an editor." in page
    assert "Noise &amp; quiet" in answer.text and 'value="Send to 2 readers"' in answer.text
    assert "The organ plays" in answer.text.partition("<pre")[2]
    preview = editor.get(f"{mail_of(issue)}preview/")
    assert "The organ plays" in preview.text and not mails()


def test_in_the_preview_nothing_can_run_load_or_be_sent(editor: Client) -> None:
    issue = issue_of()
    NewsletterIssue.objects.update(introduction="<script>alert(1)</script>")
    preview, page = editor.get(f"{mail_of(issue)}preview/"), editor.get(mail_of(issue))
    assert "&lt;script&gt;" in preview.text and "<script" not in preview.text
    policy = preview["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "sandbox", "form-action 'none'", "frame-ancestors 'self'"} <= set(policy)
    assert preview["X-Frame-Options"] == "SAMEORIGIN"
    assert "unsafe" not in page["Content-Security-Policy"] and page["X-Frame-Options"] == "DENY"


def test_a_test_goes_to_the_editor_alone_and_sends_nobody_anything(editor: Client) -> None:
    many(2)
    all_choose()
    issue = issue_of(ArticleFactory(headline="The organ plays"))
    said = words(editor.post(mail_of(issue), {"_test": "1"}, follow=True).text)
    assert "A test is on its way to zora@example.com." in said
    work()
    mail = one_mail()
    assert mail["To"] == "zora@example.com" and mail["Subject"] == "Test: The organ plays"
    assert "The organ plays" in text(mail) and "The organ plays" in html(mail)
    assert not mail["List-Unsubscribe"] and not Alert.objects.exists()


def test_a_test_without_a_story_is_told(editor: Client) -> None:
    story = ArticleFactory()
    issue = issue_of(story)
    story.unpublish(by=EditorFactory())
    assert "No test was sent" in words(editor.post(mail_of(issue), {"_test": "1"}, follow=True).text)
    assert editor.get(f"{mail_of(issue)}preview/").status_code == 404
    work()
    assert mails() == []


def test_it_is_sent_logged_and_shown_with_how_far_it_is(editor: Client) -> None:
    many(3)
    all_choose()
    issue = issue_of()
    said = words(editor.post(mail_of(issue), {"_send": "1"}, follow=True).text)
    assert "The newsletter goes to 3 readers." in said and "Zora" in said and "To go 3" in said
    assert "goes to 3 readers" in LogEntry.objects.get(object_id=issue.pk).get_change_message()
    work()
    page = words(editor.get(mail_of(issue)).text)
    assert "Gone 3" in page and "To go 0" in page and len(mails()) == 3


def test_a_second_press_is_told_that_it_was_sent(editor: Client) -> None:
    many(1)
    all_choose()
    issue = issue_of()
    editor.post(mail_of(issue), {"_send": "1"})
    assert "had gone already" in words(editor.post(mail_of(issue), {"_send": "1"}, follow=True).text)
    work()
    assert len(mails()) == 1 and LogEntry.objects.filter(object_id=issue.pk).count() == 1


def test_what_was_sent_changes_no_more(editor: Client) -> None:
    issue = issue_of(ArticleFactory(headline="One"), ArticleFactory(headline="Two"))
    form = typed(issue, subject="Too late", stories__0__DELETE="on")
    issue.send(by=EditorFactory())
    answer = editor.post(change(issue), form, follow=True)
    assert "It was sent meanwhile." in words(answer.text) and 'name="subject"' not in answer.text
    issue.refresh_from_db()
    assert headlines(issue) == ["One", "Two"] and issue.subject == ""


def test_the_list_says_where_each_stands(editor: Client) -> None:
    daily(goes_by_itself=True)
    issue = issue_of()
    assert "draft; goes by itself" in editor.get(DESK).text
    issue.send(by=EditorFactory())
    assert "sent " in words(editor.get(DESK).text)


def test_the_list_costs_as_much_for_any_number_of_issues(
    editor: Client, django_assert_num_queries: Any
) -> None:
    now = timezone.now()
    for days in range(12):
        issue_of(ArticleFactory(), at=now - timedelta(days=days))
    issue_of()
    editor.get(DESK)
    with django_assert_num_queries(7):
        page = editor.get(DESK).text
    assert page.count("a newer one was put together") == 11


def test_an_editor_switches_whether_it_goes_by_itself(editor: Client) -> None:
    page = "/admin/articles/newsletter/daily/change/"
    assert "goes by itself" in editor.get(page).text.lower()
    fields = {"weekday": "", "made_hour": 5, "goes_by_itself": "on", "goes_hour": 6}
    assert editor.post(page, fields).status_code == 302
    assert Newsletter.objects.get(pk="daily").goes_by_itself
    answer = editor.post(page, fields | {"made_hour": 9})
    assert "It can&#x27;t go before it is put together." in answer.text
    weekly = page.replace("daily", "weekly")
    answer = editor.post(weekly, fields)
    assert "This field is required." in answer.text
    assert editor.post(weekly, fields | {"weekday": 3}).status_code == 302
    assert Newsletter.objects.get(pk="weekly").weekday == 3


@pytest.mark.parametrize("user", [UserFactory, ModeratorFactory])
def test_who_may_not_publish_sees_and_sends_none(user: Any) -> None:
    many(1)
    all_choose()
    issue = issue_of()
    client = Client()
    client.force_login(user())
    for path in (mail_of(issue), f"{mail_of(issue)}preview/", change(issue)):
        assert client.get(path).status_code in {302, 403}
    assert client.post(mail_of(issue), {"_send": "1"}).status_code in {302, 403}
    assert not Alert.objects.exists()


def test_nothing_is_sent_without_the_token() -> None:
    issue = issue_of()
    client = Client(enforce_csrf_checks=True)
    client.force_login(EditorFactory())
    assert client.post(mail_of(issue), {"_send": "1"}).status_code == 403
    assert not Alert.objects.exists()


def test_the_page_costs_as_much_for_any_number_of_readers_and_stories(
    editor: Client, django_assert_num_queries: Any
) -> None:
    many(30)
    all_choose()
    issue = issue_of(*ArticleFactory.create_batch(10))
    editor.get(mail_of(issue))
    with django_assert_num_queries(7):
        editor.get(mail_of(issue))


def test_a_save_of_what_another_editor_changed_meanwhile_is_refused_with_both_texts(editor: Client) -> None:
    issue = issue_of(*(ArticleFactory(headline=headline) for headline in ("One", "Two", "Three")))
    added = ArticleFactory(headline="Added")
    mine = typed(issue, subject="My subject", stories__0__position=25, stories__3__article=added.pk)
    theirs: dict[str, Any] = {"subject": "Their subject", "stories__1__DELETE": "on", "is_held": "on"}
    other = Client()
    other.force_login(EditorFactory())
    assert other.post(change(issue), typed(issue, **theirs)).status_code == 302
    answer = editor.post(change(issue), mine)
    assert answer.status_code == 409
    said = words(answer.text)
    for told in (
        "Somebody else has saved this issue",
        "Their",
        "Theirs, as it stands now",
        "Yours, not saved",
    ):
        assert told in said, told
    assert 'value="My subject"' in answer.text
    issue.refresh_from_db()
    assert issue.subject == "Their subject" and headlines(issue) == ["One", "Three"]
    # The form that came back is an answer to what stands: sent as it is, it is what the issue will be.
    again = fields_of(answer.text, "newsletterissue_form")
    assert editor.post(change(issue), again | {"_save": "1"}).status_code == 302
    issue.refresh_from_db()
    assert (issue.subject, issue.is_held) == ("My subject", False)
    assert headlines(issue) == ["Added", "Two", "One", "Three"]


def test_a_save_without_what_it_was_opened_on_is_refused_too(editor: Client) -> None:
    issue = issue_of()
    sent = {name: value for name, value in typed(issue, subject="x").items() if name != "seen"}
    assert editor.post(change(issue), sent).status_code == 409
    issue.refresh_from_db()
    assert issue.subject == ""


def test_the_same_saved_twice_by_one_editor_is_no_collision(editor: Client) -> None:
    issue = issue_of()
    for subject in ("One", "Two"):
        page = editor.get(change(issue)).text
        sent = fields_of(page, "newsletterissue_form") | {"subject": subject, "_save": "1"}
        assert editor.post(change(issue), sent).status_code == 302
    issue.refresh_from_db()
    assert issue.subject == "Two"
