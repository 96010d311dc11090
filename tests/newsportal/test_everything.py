"""All that a newsroom has comes out as JSON, and an empty site that loads it has it all again."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone

from accounts.models import User
from articles import pictures
from articles.models import (
    Alert,
    AlertDelivery,
    Announcement,
    Article,
    Author,
    BodyPicture,
    Correction,
    FormerAddress,
    FrontPageSlot,
    Newsletter,
    NewsletterIssue,
    Note,
    Origin,
    PartnerLink,
    Photo,
    Reads,
    Section,
    Source,
    Suggestion,
    Topic,
)
from tests import as_migrated
from tests.articles.issues import issue_of, reader_of
from tests.articles.photos import in_text, upload
from tests.articles.subscribers import progress, send, subscriber
from tests.factories import (
    ArticleFactory,
    AuthorFactory,
    CommentFactory,
    EditorFactory,
    SectionFactory,
    UserFactory,
    WriterFactory,
)
from tests.mails import mails
from tests.newsportal.exchanging import picture
from tests.newsportal.imports import agencies, wxr
from tests.newsportal.imports.bringing import bring_in, dump
from tests.worker import work

pytestmark = pytest.mark.django_db(transaction=True)
AN_ISSUE = {
    "newsletter": "daily",
    "day": "2026-11-30",
    "since": "2026-11-29T05:00:00+09:00",
    "until": "2026-11-30T05:00:00+09:00",
}


def a_site(folder: Path) -> None:
    """Of everything something."""
    editor, reader = EditorFactory(username="ed"), UserFactory(username="noor")
    section = SectionFactory(name="The harbour", slug="harbour", description="Boats", position=3)
    SectionFactory(name="Empty", slug="empty", position=1)
    Origin.objects.create(key="newsml:urn:example:killed-before-it-came", version=3)
    AuthorFactory(name="Ada Wills", slug="ada", bio="Writes.", user=reader)
    AuthorFactory(name="Ada Wills", slug="ada-2")
    for name in ("Unused", "港"):
        Topic.objects.create(name=name, slug=name.lower())
    Source.objects.create(name="Unused Agency")
    now = timezone.now()
    Announcement.objects.create(text="Off", is_on=False)
    Announcement.objects.create(
        text="On", url="https://example.com/", starts_at=now, ends_at=now + timedelta(days=1)
    )
    Announcement.objects.create(text="On", url="https://example.com/2")
    PartnerLink.objects.create(title="Elsewhere", url="https://example.com/", site="Example", position=2)
    (folder / "ferry.jpg").write_bytes(picture())
    posts = [wxr.post(n, meta={"_thumbnail_id": "9"}, comments=(wxr.comment(n),)) for n in (1, 2)]
    file = wxr.write(folder / "a.xml", *posts, wxr.attachment(9, "ferry.jpg", alt="White ship"))
    bring_in("wordpress", file, pictures=folder)
    bring_in("ninjs", agencies.ninjs(folder / "a.json"), by="ed")
    bring_in("ninjs", agencies.ninjs(folder / "a.json", 2, ednote="Corrects the time."), by="ed")
    article = Article.objects.get(slug="story-1")
    CommentFactory(article=article, by=reader).vote(by=UserFactory(), value=1)
    article.correct(by=editor, words="It was noon.")
    accepted, _is_new = Suggestion.objects.make(article, by=reader, words="Noon?", may_name=True)
    accepted.accept(by=editor, words="It was noon, not dawn.", thanks=True, answer="Thank you.")
    Suggestion.objects.make(article, by=reader, words="And the name?")
    article.unpublish(by=editor)
    article.publish(by=editor)
    Section.objects.filter(pk=section.pk).update(slug="port")
    Topic.objects.filter(name="港").update(slug="minato")
    Author.objects.filter(slug="ada-2").update(slug="ada-two")
    Article.objects.filter(slug="story-2").update(slug="renamed")
    FrontPageSlot.objects.create(article=article, position=2, ends_at=now + timedelta(days=1))
    FrontPageSlot.objects.create(article=article, section=article.section, position=0)
    PartnerLink.objects.create(
        title="For a day", url="https://example.com/day", starts_at=now, ends_at=now + timedelta(days=1)
    )
    renamed, pen = Article.objects.get(slug="renamed"), WriterFactory(username="pen")
    Article.objects.filter(pk=renamed.pk).update(state="draft", published_at=None, begun_by=pen)
    renamed.refresh_from_db()
    Note.objects.write(renamed, by=pen, words="Long enough?\n\n港.")
    renamed.submit(by=pen)
    renamed.send_back(by=editor, words="Who built it?")
    renamed.submit(by=pen)
    _pictures(article, renamed, editor)
    _mailings(article, editor)


def _pictures(article: Article, other: Article, editor: User) -> None:
    """One at the heads of two and in the text of one, and one that nobody used yet."""
    pier = _kept("pier.jpg", caption="The pier", uploaded_by=editor)
    _kept("Later on.jpg", alt="A ship", ppoi="0.2x0.8", uploaded_by=editor)
    Article.objects.filter(pk__in=[article.pk, other.pk]).update(photo=pier)
    Article.objects.filter(pk=article.pk).update(body=in_text(pier))
    Photo.objects.update(uploaded_at=timezone.now() - timedelta(days=3))


def _kept(name: str, **fields: Any) -> Photo:
    """As an upload is kept: cleaned."""
    photo = Photo(original_name=name, **fields)
    photo.image.save(name, pictures.cleaned(upload()), save=False)
    photo.save()
    return photo


def _mailings(article: Article, editor: User) -> None:
    """An alert, an issue that went, one that waits, and a day's mails: some sent, some not."""
    for name in ("ines", "jon"):
        reader_of(name, "daily", "weekly", pace="breaking")
    subscriber("kai", pace="daily")
    Newsletter.objects.filter(pk="daily").update(made_hour=4, goes_hour=6)
    Newsletter.objects.filter(pk="weekly").update(weekday=2, goes_by_itself=True)
    send(article, subject="Bridge closed", text="From noon.\n\nUntil six.")
    issue = issue_of(article)
    NewsletterIssue.objects.filter(pk=issue.pk).update(subject="Mine", introduction="Good\n\nmorning.")
    issue.send(by=editor)
    waits = issue_of(article, cadence="weekly")
    NewsletterIssue.objects.filter(pk=waits.pk).update(is_held=True)
    ArticleFactory(slug="today")
    with override_settings(DAILY_MAIL_HOUR=0):
        Alert.objects.issue_daily(timezone.now())
    AlertDelivery.objects.filter(subscription__email__startswith="ines").update(
        sent_at=timezone.now(), due_at=None
    )
    Reads.objects.add({article.pk: 7}, at=timezone.now())


def load(folder: Path, text: str) -> str:
    (folder / "dump.jsonl").write_text(text)
    out = StringIO()
    call_command("load", str(folder / "dump.jsonl"), accounts=True, stdout=out, stderr=out)
    return out.getvalue()


def test_everything_loaded_into_an_empty_site_comes_out_the_same(tmp_path: Path) -> None:
    a_site(tmp_path)
    first = dump("--everything")
    as_migrated.restore()
    assert not Article.objects.exists() and not Section.objects.exists()
    load(tmp_path, first)
    again = dump("--everything")
    assert [json.loads(line) for line in again.splitlines()] == [
        json.loads(line) for line in first.splitlines()
    ]
    for model in (
        Correction,
        FormerAddress,
        FrontPageSlot,
        Note,
        Origin,
        Photo,
        Suggestion,
        Article.versions.model,
    ):
        assert model.objects.exists(), model
    assert (Author.objects.count(), Announcement.objects.count(), Suggestion.objects.count()) == (3, 3, 2)
    pier, unused = Photo.objects.get(caption="The pier"), Photo.objects.unused().get(alt="A ship")
    assert (pier.articles.count(), BodyPicture.objects.get().photo) == (2, pier)
    assert (unused.original_name, unused.uploaded_by.username, unused.focus) == (
        "Later on.jpg",
        "ed",
        (20, 80),
    )
    assert timezone.now() - unused.uploaded_at > timedelta(days=2)
    assert list(FrontPageSlot.objects.values_list("section__slug", "position")) == [(None, 2), ("port", 0)]
    waits = Article.objects.get(slug="renamed")
    assert (waits.state, waits.begun_by.username) == ("in_review", "pen")
    assert [note.version is not None for note in waits.notes.all()] == [False, True]
    assert not AlertDelivery.objects.exists()
    assert sorted(progress(alert)[:2] for alert in Alert.objects.all()) == [(1, 0), (2, 1), (2, 1)]
    [issue] = NewsletterIssue.objects.sent()
    assert (issue.subject, issue.introduction, issue.alert.sent_by.username) == (
        "Mine",
        "Good\n\nmorning.",
        "ed",
    )
    assert [story.article.slug for story in issue.stories.all()] == ["story-1"]
    weekly = Newsletter.objects.get(pk="weekly")
    assert (weekly.weekday, weekly.goes_by_itself) == (2, True)
    assert list(Reads.objects.values_list("article__slug", "count")) == [("story-1", 7)]
    # Nothing goes out again: neither what went, nor what was held.
    NewsletterIssue.objects.send_due(timezone.now() + timedelta(days=1))
    work()
    assert mails() == []
    assert PartnerLink.objects.exclude(starts_at=None).exclude(ends_at=None).count() == 1


def test_everything_loaded_again_changes_nothing(tmp_path: Path) -> None:
    a_site(tmp_path)
    first = dump("--everything")
    assert "nothing changed" in load(tmp_path, first)
    assert dump("--everything") == first


def test_a_dump_without_it_is_articles_alone(tmp_path: Path) -> None:
    a_site(tmp_path)
    records = [json.loads(line) for line in dump().splitlines()]
    assert len(records) == Article.objects.count()
    assert all("headline" in record and not {"site", "newsroom"} & record.keys() for record in records)


@pytest.mark.parametrize(
    ("site", "told"),
    [
        (7, "site must be an object"),
        ({"sections": [{"slug": "admin", "name": "x"}]}, "address of another page"),
        ({"sections": [{"name": "x"}]}, "site: sections"),
        ({"partner_links": [{"title": "x", "url": "javascript:alert(1)"}]}, "site: partner_links"),
        ({"announcements": [{"text": "x", "url": "javascript:alert(1)"}]}, "site: announcements"),
        ({"former_addresses": [{"path": "x"}]}, "former_addresses"),
        ({"gone": [{"version": 1}]}, "site: gone: key"),
        ({"gone_addresses": ["topics"]}, "site: gone_addresses: each must be an address"),
        (
            {"former_addresses": [{"topic": "x", "path": 7}]},
            "site: former_addresses: path must be an address",
        ),
        ({"gone": [{"key": "newsml:x", "version": "last"}]}, "site: gone: version"),
        ({"newsletters": [{"cadence": "daily", "made_hour": 25, "goes_hour": 26}]}, "site: newsletters"),
    ],
)
def test_a_bad_record_of_the_site_is_named(site: object, told: str, tmp_path: Path) -> None:
    out = StringIO()
    (tmp_path / "a.json").write_text(json.dumps({"site": site}))
    with pytest.raises(CommandError):
        call_command("load", str(tmp_path / "a.json"), stdout=out, stderr=out)
    assert "line 1: " in out.getvalue() and told in out.getvalue()
    assert not Section.objects.exists() and not PartnerLink.objects.exists()


@pytest.mark.parametrize(
    ("photo", "told"),
    [
        (7, "photo must be an object"),
        ({"caption": "Nowhere"}, "photo: one without an article needs at"),
        ({"at": "/media/photos/../../etc/passwd"}, "photo: at must be an address like"),
        ({"at": "/media/photos/2026/11/pier-0123456789ab.jpg", "by": "a/b"}, "by must be a name"),
        ({"at": "/media/photos/2026/11/pier-0123456789ab.jpg", "time": "soon"}, "time"),
    ],
)
def test_a_bad_record_of_a_photo_is_named(photo: object, told: str, tmp_path: Path) -> None:
    out = StringIO()
    (tmp_path / "a.json").write_text(json.dumps({"photo": photo}))
    with pytest.raises(CommandError):
        call_command("load", str(tmp_path / "a.json"), stdout=out, stderr=out)
    assert "line 1: " in out.getvalue() and told in out.getvalue()
    assert not Photo.objects.exists()


@pytest.mark.parametrize(
    ("mailings", "told"),
    [
        (7, "mailings must be an object"),
        ({"issues": [{"newsletter": "hourly"}]}, "newsletter"),
        ({"issues": [{"newsletter": "daily", "day": "today"}]}, "day must be a date"),
        ({"issues": [{"newsletter": "daily", "day": "2026-11-30"}]}, "since and until"),
        ({"issues": [AN_ISSUE | {"stories": [{"article": "/no/where/", "position": 1}]}]}, "no article at"),
        ({"issues": [AN_ISSUE | {"sending": {"recipients": -1}}]}, "must be numbers"),
        ({"daily_alerts": [{"day": 7}]}, "day must be a date"),
    ],
)
def test_a_bad_record_of_what_was_sent_is_named_and_nothing_of_it_kept(
    mailings: object, told: str, tmp_path: Path
) -> None:
    out = StringIO()
    (tmp_path / "a.json").write_text(json.dumps({"mailings": mailings}))
    with pytest.raises(CommandError):
        call_command("load", str(tmp_path / "a.json"), stdout=out, stderr=out)
    assert "line 1: " in out.getvalue() and told in out.getvalue()
    assert not NewsletterIssue.objects.exists() and not Alert.objects.exists()
