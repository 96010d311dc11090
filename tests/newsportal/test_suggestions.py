"""A reader suggests a correction; an editor decides; the reader learns of it, and is thanked by name if they wish."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from accounts.models import User
from articles.models import Article, Correction, Suggestion
from articles.models.suggestion import DecidedError
from comments.models import Draft, Sanction
from tests.clients import signed_in
from tests.comments.pages import words
from tests.factories import ArticleFactory, EditorFactory, ModeratorFactory, UserFactory
from tests.mails import html, mails, one_mail, reader_with_mail, text
from tests.newsportal.exchanging import dump
from tests.worker import work

pytestmark = pytest.mark.django_db
WRONG = "It says 1987. The bridge was opened in 1978, see <the plaque>."
LIST = "/accounts/suggestions/"


@pytest.fixture(autouse=True)
def _rested() -> None:
    """What was counted of others' tries."""
    cache.clear()


@pytest.fixture
def article() -> Article:
    return ArticleFactory(headline="The bridge & its age")


@pytest.fixture
def kelpie() -> User:
    return reader_with_mail(username="Kelpie")


def form_of(article: Article) -> str:
    return f"{article.get_absolute_url()}corrections/"


def desk_of(suggestion: Suggestion) -> str:
    return f"/admin/articles/suggestion/{suggestion.pk}/change/"


def suggested(article: Article, by: User, **given: Any) -> Suggestion:
    return Suggestion.objects.make(article, by=by, **{"words": WRONG, **given})[0]


# ---------------------------------------------------------------------- the reader


def test_a_suggestion_reaches_the_editors(article: Article, kelpie: User) -> None:
    assert form_of(article) in Client().get(article.get_absolute_url()).text
    reader = signed_in(kelpie)
    assert article.headline in words(reader.get(form_of(article)).text)
    answer = reader.post(form_of(article), {"words": f" {WRONG} ", "may_name": "1"}, follow=True)
    assert answer.redirect_chain == [(article.get_absolute_url(), 303)]
    assert "Thank you. The editors will look at it" in words(answer.text)
    made = Suggestion.objects.get()
    assert (made.words, made.reader, made.article, made.may_name, made.outcome) == (
        WRONG,
        kelpie,
        article,
        True,
        "open",
    )
    page = signed_in(EditorFactory()).get("/admin/articles/suggestion/").text
    assert "It says 1987." in page and "Kelpie" in page and article.headline.replace("&", "&amp;") in page
    assert "The editors haven&#x27;t decided yet." in reader.get(LIST).text


def test_what_a_signed_out_reader_typed_is_there_after_the_login(article: Article, kelpie: User) -> None:
    browser = Client()
    for answer in (browser.get(form_of(article)), browser.post(form_of(article), {"words": WRONG})):
        assert answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")
    browser.force_login(kelpie)
    session = browser.session
    assert not Suggestion.objects.exists() and Draft.objects.get().text == WRONG
    session["visitor"] = Draft.objects.get().visitor
    session.save()
    assert "It says 1987." in browser.get(form_of(article)).text
    browser.post(form_of(article), {"words": WRONG})
    assert Suggestion.objects.count() == 1 and not Draft.objects.exists()


@pytest.mark.parametrize("bad", ["", " \n ", "x" * 1001, "a\x00b"])
def test_bad_input_is_answered_beside_the_box_and_stays_in_it(
    article: Article, kelpie: User, bad: str
) -> None:
    page = signed_in(kelpie).post(form_of(article), {"words": bad, "may_name": "1"})
    assert page.status_code == 422 and 'aria-invalid="true"' in page.text
    assert bad.replace("\x00", "").strip() in page.text and " checked" in page.text
    assert not Suggestion.objects.exists()


def test_a_thousand_letters_of_any_script_are_taken(article: Article, kelpie: User) -> None:
    assert signed_in(kelpie).post(form_of(article), {"words": "橋" * 1000}).status_code == 303
    assert len(Suggestion.objects.get().words) == 1000


def test_what_is_sent_twice_is_one(article: Article, kelpie: User) -> None:
    reader = signed_in(kelpie)
    for _press in range(8):
        assert reader.post(form_of(article), {"words": WRONG}).status_code == 303
    assert Suggestion.objects.count() == 1


def test_many_in_a_short_time_have_to_wait_and_nothing_typed_is_lost(article: Article, kelpie: User) -> None:
    reader = signed_in(kelpie)
    answers = [reader.post(form_of(article), {"words": f"Number {n}."}) for n in range(7)]
    assert [answer.status_code for answer in answers] == [303] * 5 + [422] * 2
    assert "Number 6." in answers[6].text and "You can send another in" in words(answers[6].text)
    assert Suggestion.objects.count() == 5
    assert signed_in(UserFactory()).post(form_of(article), {"words": "x"}).status_code == 303


def test_who_may_not_write_here_may_not_write_to_the_editors(article: Article, kelpie: User) -> None:
    Sanction.objects.ban(kelpie, by=ModeratorFactory(), reason="Spam.")
    page = signed_in(kelpie).post(form_of(article), {"words": WRONG})
    assert page.status_code == 422 and "It says 1987." in page.text and not Suggestion.objects.exists()
    assert "Send to the editors" not in signed_in(kelpie).get(form_of(article)).text


def test_only_what_is_public_is_corrected(kelpie: User) -> None:
    draft = ArticleFactory(state="draft", published_at=None)
    gone = ArticleFactory(state="unpublished")
    for article, status in ((draft, 404), (gone, 410)):
        for client in (Client(), signed_in(kelpie), signed_in(EditorFactory())):
            assert client.get(form_of(article)).status_code == status
            assert client.post(form_of(article), {"words": WRONG}).status_code == status
        assert form_of(article) not in signed_in(EditorFactory()).get(article.get_absolute_url()).text
    assert not Suggestion.objects.exists()


def test_the_form_is_found_at_a_former_address(article: Article, kelpie: User) -> None:
    former = form_of(article)
    Article.objects.filter(pk=article.pk).update(slug="another")
    answer = signed_in(kelpie).get(former)
    assert answer.status_code == 301 and answer["Location"] == "/harbour/another/corrections/"


def test_a_readers_list_is_their_own(article: Article, kelpie: User) -> None:
    suggested(article, kelpie)
    assert "1987" in signed_in(kelpie).get(LIST).text
    assert "1987" not in signed_in(UserFactory()).get(LIST).text


# ---------------------------------------------------------------------- the editors


def test_it_is_accepted_by_a_correction_that_thanks_its_reader(
    client: Client, article: Article, kelpie: User
) -> None:
    one = suggested(article, kelpie, may_name=True)
    editor = signed_in(EditorFactory(username="wren"))
    page = editor.get(desk_of(one)).text
    assert page.count("see &lt;the plaque&gt;") == 2 and "Thank Kelpie below the correction" in page
    given = {"words": "It was opened in 1978.", "thanks": "on", "answer": "Well seen.", "_accept": ""}
    assert editor.post(desk_of(one), given).status_code == 303
    one.refresh_from_db()
    assert one.outcome == "accepted" and one.correction and one.decided_by.username == "wren"
    shown = words(client.get(article.get_absolute_url()).text)
    assert "It was opened in 1978. Thanks to Kelpie" in shown
    assert "It was opened in 1978." in editor.get(f"/admin/articles/article/{article.pk}/history/").text
    work()
    mail = one_mail()
    assert mail["To"] == kelpie.email and mail["Subject"] == "Your suggestion: The bridge & its age"
    for part in (text(mail), html(mail)):
        assert "The article was corrected." in part and "It was opened in 1978." in part
        assert "Well seen." in part
    mine = words(signed_in(kelpie).get(LIST).text)
    assert "The article was corrected." in mine and "Well seen." in mine


def test_the_name_follows_its_reader_and_goes_with_them(
    client: Client, article: Article, kelpie: User
) -> None:
    suggested(article, kelpie, may_name=True).accept(by=EditorFactory(), words="1978.", thanks=True)
    url = article.get_absolute_url()
    assert "Thanks to Kelpie" in words(client.get(url).text)
    kelpie.rename("Selkie", by=kelpie)
    assert "Thanks to Selkie" in words(client.get(url).text)
    # Feeds are copied to where no erasure reaches.
    assert "Selkie" not in client.get("/feed/").text
    kelpie.delete()
    shown = words(client.get(url).text)
    assert "1978." in shown and "Thanks" not in shown and not Suggestion.objects.exists()


def test_nobody_is_named_who_did_not_ask_for_it(client: Client, article: Article, kelpie: User) -> None:
    one = suggested(article, kelpie)
    editor = signed_in(EditorFactory())
    assert "below the correction" not in editor.get(desk_of(one)).text
    editor.post(desk_of(one), {"words": "1978.", "thanks": "on", "_accept": ""})
    assert Correction.objects.get().thanks_to is None
    other = suggested(article, kelpie, words="Another.", may_name=True)
    editor.post(desk_of(other), {"words": "1979.", "_accept": ""})
    assert "Kelpie" not in client.get(article.get_absolute_url()).text


@pytest.mark.parametrize(
    ("button", "outcome", "told"),
    [
        ("_put_right", "accepted", "The article was put right."),
        ("_decline", "declined", "leave the article as it is"),
    ],
)
def test_it_is_declined_or_put_right_without_a_correction(
    article: Article, kelpie: User, button: str, outcome: str, told: str
) -> None:
    one = suggested(article, kelpie)
    editor = signed_in(EditorFactory())
    assert editor.post(desk_of(one), {"words": WRONG, "answer": "So it is.", button: ""}).status_code == 303
    one.refresh_from_db()
    assert one.outcome == outcome and not Correction.objects.exists()
    work()
    assert told in text(one_mail()) and "So it is." in text(one_mail())
    assert told in words(signed_in(kelpie).get(LIST).text)
    page = words(editor.get(desk_of(one)).text)
    assert "So it is." in page and "Publish the correction" not in page


def test_it_is_decided_once(article: Article, kelpie: User) -> None:
    one, again = suggested(article, kelpie), Suggestion.objects.get()
    one.decline(by=EditorFactory())
    for decide in (again.put_right, again.decline):
        with pytest.raises(DecidedError):
            decide(by=EditorFactory())
    with pytest.raises(DecidedError):
        again.accept(by=EditorFactory(), words="1978.")
    assert not Correction.objects.exists() and Suggestion.objects.get().outcome == "declined"
    # Who came second is told so, and keeps what they wrote.
    page = signed_in(EditorFactory()).post(
        desk_of(one), {"words": "My own words.", "answer": "To you.", "_accept": ""}
    )
    assert page.status_code == 422 and not Correction.objects.exists()
    assert "Another editor has decided on it already" in words(page.text)
    assert "My own words." in page.text and "To you." in page.text


@pytest.mark.parametrize(
    "given",
    [
        {"words": "1978."},
        {"words": " ", "_accept": ""},
        {"words": "x" * 1001, "_accept": ""},
        {"words": "1978.", "answer": "y" * 501, "_decline": ""},
    ],
)
def test_a_wrong_decision_decides_nothing_and_keeps_the_words(
    article: Article, kelpie: User, given: dict[str, str]
) -> None:
    one = suggested(article, kelpie)
    page = signed_in(EditorFactory()).post(desk_of(one), given)
    assert page.status_code == 422 and 'class="errorlist' in page.text
    assert all(value.strip() in page.text for value in given.values())
    assert Suggestion.objects.get().is_open and not Correction.objects.exists() and mails() == []


def test_what_was_taken_back_to_a_draft_needs_no_correction(article: Article, kelpie: User) -> None:
    one = suggested(article, kelpie)
    Article.objects.filter(pk=article.pk).update(published_at=timezone.now() + timedelta(days=1))
    page = signed_in(EditorFactory()).post(desk_of(one), {"words": "1978.", "_accept": ""})
    assert page.status_code == 422 and "needs no correction now" in page.text
    assert Suggestion.objects.get().is_open


def test_only_who_may_publish_decides(article: Article, kelpie: User) -> None:
    one = suggested(article, kelpie)
    for user in (kelpie, ModeratorFactory()):
        for decide in (one.put_right, one.decline):
            with pytest.raises(PermissionDenied):
                decide(by=user)
        answer = signed_in(user).post(desk_of(one), {"words": "1978.", "_accept": ""})
        assert answer.status_code in (302, 403)
    assert Suggestion.objects.get().is_open
    signed_in(EditorFactory()).get(f"{desk_of(one)}?_accept=&words=1978.")
    assert Suggestion.objects.get().is_open


def test_an_address_that_is_not_confirmed_gets_no_mail(article: Article) -> None:
    one = suggested(article, UserFactory())
    one.decline(by=EditorFactory())
    work()
    assert mails() == []


def test_the_desk_tells_how_many_wait(article: Article, kelpie: User) -> None:
    one = suggested(article, kelpie)
    suggested(article, UserFactory())
    editor = signed_in(EditorFactory())
    assert "2 suggested corrections wait" in words(editor.get("/admin/").text)
    assert "Suggestions (2)" in words(editor.get(f"/admin/articles/article/{article.pk}/change/").text)
    assert "suggested corrections wait" not in words(signed_in(ModeratorFactory()).get("/admin/").text)
    one.decline(by=EditorFactory())
    assert "1 suggested correction waits" in words(editor.get("/admin/").text)
    listed = editor.get(f"/admin/articles/suggestion/?article__id__exact={article.pk}&outcome__exact=open")
    assert listed.status_code == 200 and "1 suggested correction" in words(listed.text)


def test_the_open_ones_come_first_in_as_many_queries_for_many(
    article: Article, django_assert_max_num_queries: Any
) -> None:
    first = suggested(article, UserFactory(username="early"))
    for _number in range(30):
        suggested(article, UserFactory()).decline(by=EditorFactory())
    editor = signed_in(EditorFactory())
    with django_assert_max_num_queries(12):
        page = editor.get("/admin/articles/suggestion/").text
    assert page.index("early") < page.index("declined</td>") and first.is_open


def test_thanks_are_dumped_with_the_correction(article: Article, kelpie: User) -> None:
    suggested(article, kelpie, may_name=True).accept(by=EditorFactory(), words="1978.", thanks=True)
    (correction,) = json.loads(dump())["corrections"]
    assert correction["thanks_to"] == "Kelpie"
