"""All that a newsroom has comes out as JSON, and an empty site that loads it has it all again."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.models import (
    Announcement,
    Article,
    Author,
    Correction,
    FormerAddress,
    FrontPageSlot,
    Note,
    Origin,
    PartnerLink,
    Photo,
    Section,
    Source,
    Suggestion,
    Topic,
)
from tests import as_migrated
from tests.factories import (
    AuthorFactory,
    CommentFactory,
    EditorFactory,
    SectionFactory,
    UserFactory,
    WriterFactory,
)
from tests.newsportal.imports import agencies, wxr
from tests.newsportal.imports.bringing import bring_in, dump
from tests.newsportal.test_exchange import picture

pytestmark = pytest.mark.django_db(transaction=True)


def a_site(folder: Path) -> None:
    """Of everything something."""
    editor, reader = EditorFactory(username="ed"), UserFactory(username="noor")
    section = SectionFactory(name="The harbour", slug="harbour", description="Boats", position=3)
    SectionFactory(name="Empty", slug="empty", position=1)
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


def load(folder: Path, text: str) -> str:
    (folder / "dump.jsonl").write_text(text)
    out = StringIO()
    call_command("load", str(folder / "dump.jsonl"), stdout=out, stderr=out)
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
    assert list(FrontPageSlot.objects.values_list("section__slug", "position")) == [(None, 2), ("port", 0)]
    waits = Article.objects.get(slug="renamed")
    assert (waits.state, waits.begun_by.username) == ("in_review", "pen")
    assert [note.version is not None for note in waits.notes.all()] == [False, True]
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
    ],
)
def test_a_bad_record_of_the_site_is_named(site: object, told: str, tmp_path: Path) -> None:
    out = StringIO()
    (tmp_path / "a.json").write_text(json.dumps({"site": site}))
    with pytest.raises(CommandError):
        call_command("load", str(tmp_path / "a.json"), stdout=out, stderr=out)
    assert "line 1: " in out.getvalue() and told in out.getvalue()
    assert not Section.objects.exists() and not PartnerLink.objects.exists()
