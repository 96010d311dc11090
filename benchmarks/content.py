"""What is measured: articles with threads of known sizes, and readers who are logged in."""

from __future__ import annotations

import random
import secrets
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from accounts.models import User
from accounts.session_store import SessionStore
from articles.models import Article, Photo
from newsportal.exchange.load import load, load_all
from newsportal.exchange.records import article_record

SIZES = (1, 20, 30, 100, 1000)
PARAGRAPH = "The ferry had been late since the morning, and nobody on the quay could say by how much it would be late at noon. "


def article(comments: int, slug: str = "") -> Article:
    """An article of twelve paragraphs with so many comments, a third of them roots, with votes; made once."""
    chance = random.Random(comments)
    readers = [f"bench-{number}" for number in range(40)]
    thread: list[dict[str, Any]] = []
    for number in range(comments):
        author = chance.choice(readers)
        comment = {
            "id": str(number),
            "author": author,
            "body": f"Number {number}. " + PARAGRAPH * chance.randint(1, 3),
        }
        if number and chance.random() < 0.66:
            comment["parent"] = str(chance.randrange(max(0, number - 40), number))
        voters = chance.sample([reader for reader in readers if reader != author], chance.randint(0, 6))
        comment["votes"] = {voter: chance.choice([1, 1, -1]) for voter in voters}
        thread.append(comment)
    record = {
        "section": "bench",
        "slug": slug or f"with-{comments}",
        "headline": f"An article with {comments} comments",
        "standfirst": PARAGRAPH,
        "authors": ["Ada Wills", "Ben Tor"],
        "topics": ["Ferries"],
        "body": [PARAGRAPH * 3] * 12,
        "comments": thread,
    }
    return load(article_record(record), folder=Path()).article


def paper(sections: int = 6, articles: int = 8) -> None:
    """A front page in full: so many sections, each with so many articles, and a picture with each."""
    drawn = BytesIO()
    Image.linear_gradient("L").resize((1600, 900)).convert("RGB").save(drawn, "JPEG")
    photo = Photo(alt="A ferry", caption=PARAGRAPH, credit="Staff", original_name="ferry.jpg")
    photo.image.save("ferry.jpg", ContentFile(drawn.getvalue()), save=False)
    photo.save()
    photo.make_sizes()
    records = [
        {
            "section": f"page-{section}",
            "slug": f"story-{number}",
            "headline": f"Story {number} of page {section}",
            "standfirst": PARAGRAPH,
            "published_at": (timezone.now() - timedelta(hours=number, minutes=section)).isoformat(),
            "authors": ["Ada Wills", "Ben Tor"],
            "body": [PARAGRAPH],
            "comments": [{"id": "a", "author": "bench-1", "body": PARAGRAPH}],
        }
        for section in range(sections)
        for number in range(articles)
    ]
    load_all([article_record(record) for record in records], folder=Path())
    Article.objects.filter(section__slug__startswith="page-").update(photo=photo)


def logins(count: int, *, newcomers: bool = False) -> list[str]:
    """The cookies of so many readers who are logged in, each with a CSRF token that a form can repeat. With `newcomers`
    each second one has registered today, so that their votes wait."""
    kind, now = "crowd" if newcomers else "poster", timezone.now()
    names = [f"{kind}-{number}" for number in range(count)]
    User.objects.bulk_create(
        [
            User(
                username=name,
                email=f"{name}@example.com",
                date_joined=now if newcomers and number % 2 == 0 else now - timedelta(days=30),
            )
            for number, name in enumerate(names)
        ],
        ignore_conflicts=True,
    )
    readers = User.objects.filter(username__in=names).order_by("pk")
    sessions = [_session(reader) for reader in readers]
    Session.objects.bulk_create(sessions)
    return [f"sessionid={session.session_key}; csrftoken={TOKEN}" for session in sessions]


def _session(reader: User) -> Session:
    store = SessionStore(secrets.token_hex(16))
    session = {
        SESSION_KEY: str(reader.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: reader.get_session_auth_hash(),
    }
    return Session(
        session_key=store.session_key,
        session_data=store.encode(session),
        expire_date=timezone.now() + timedelta(days=1),
    )


TOKEN = "b" * 32
