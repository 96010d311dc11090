"""What is measured: articles with threads of known sizes, and readers who are logged in."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import User
from articles.models import Article
from newsportal.exchange.load import load
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
    return load(article_record(record), folder=Path())


def login(number: int) -> str:
    """The cookies of a reader who is logged in, with a CSRF token that a form can repeat."""
    # Of some standing, for the votes of an account of today wait.
    reader, _created = User.objects.get_or_create(
        username=f"poster-{number}", defaults={"date_joined": timezone.now() - timedelta(days=30)}
    )
    session = SessionStore()
    session.update(_session_of(reader))
    session.save()
    return f"sessionid={session.session_key}; csrftoken={TOKEN}"


def logins(count: int) -> list[str]:
    """As `login`, for many new readers; each second one has registered today."""
    now = timezone.now()
    readers = User.objects.bulk_create(
        User(
            username=f"crowd-{number}",
            email=f"crowd-{number}@example.com",
            date_joined=now - timedelta(days=30 * (number % 2)),
        )
        for number in range(count)
    )
    sessions = [
        Session(
            session_key=f"{number:032}",
            session_data=SessionStore().encode(_session_of(reader)),
            expire_date=now + timedelta(days=1),
        )
        for number, reader in enumerate(readers)
    ]
    Session.objects.bulk_create(sessions)
    return [f"sessionid={session.session_key}; csrftoken={TOKEN}" for session in sessions]


def _session_of(reader: User) -> dict[str, str]:
    return {
        SESSION_KEY: str(reader.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: reader.get_session_auth_hash(),
    }


TOKEN = "b" * 32
