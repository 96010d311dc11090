"""`manage.py demo`: the demo accounts and, on an empty site, the demo's articles and comments."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand
from django.utils import timezone

import newsportal.demo.build as demo
from accounts.models import AlertSubscription, Name, User
from accounts.roles import EDITORS, MODERATORS, WRITERS
from articles.models import (
    Announcement,
    Article,
    Author,
    FrontPageSlot,
    PartnerLink,
    Reads,
    Section,
    Suggestion,
)
from comments import premoderating
from comments.models import Comment, Discussion
from newsportal.exchange.load import load
from newsportal.exchange.records import article_record
from newsportal.local_secret import demo_password

STANDING = timedelta(days=90)
ACCOUNTS = {"editor": EDITORS, "moderator": MODERATORS, "writer": WRITERS, "reader": None}


class Command(BaseCommand):
    help = "Makes the demo accounts and, where there is no article yet, the demo's content. Again, it changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, role in ACCOUNTS.items():
            _account(name, role)
        if not Article.objects.exists():
            _content()
            _desk()


def _account(name: str, role: str | None) -> None:
    """The account, with the password that is printed at each start. Where it has taken another name since, or is erased, its
    first name is kept from others, and there it stays as it is."""
    if not User.objects.filter(username=name).exists() and Name.objects.like(name).exists():
        return
    user, created = User.objects.get_or_create(
        username=name,
        defaults={
            "email": f"{name}@example.com",
            "is_staff": role is not None,
            # Readers of some standing, as in their threads: a newcomer's votes would wait, and they write more slowly.
            "date_joined": timezone.now() - STANDING,
        },
    )
    password = demo_password(settings.VAR_DIR)
    # Checked where it can have changed only, for that is slow on purpose.
    if created or (os.environ.get("DEMO_PASSWORD") and not user.check_password(password)):
        user.set_password(password)
        user.save(update_fields=["password"])
    if role:
        user.groups.add(Group.objects.get(name=role))
    EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    if created and role is None:
        # So that an editor who tries an alert finds somebody whom it goes to.
        AlertSubscription.objects.begin(user)


def _content() -> None:
    site = demo.site()
    for position, section in enumerate(site["sections"], 1):
        Section.objects.get_or_create(slug=section["slug"], defaults={**section, "position": position})
    for author in site["authors"]:
        account = User.objects.filter(username=author.pop("account", "")).first()
        Author.objects.get_or_create(slug=author["slug"], defaults={**author, "user": account})
    for position, link in enumerate(site["partner_links"], 1):
        PartnerLink.objects.get_or_create(title=link["title"], defaults={**link, "position": position})
    Announcement.objects.get_or_create(text=site["announcement"]["text"], defaults=site["announcement"])
    folder, now = settings.VAR_DIR / "demo", timezone.now()
    for record in demo.build(now, folder):
        load(article_record(record), folder=folder)
    # Whoever writes there has for some time: else the desk would take all of them for a wave of fresh accounts.
    User.objects.filter(date_joined__gte=now).update(date_joined=now - STANDING)
    for position, slug in enumerate(site["front_page"], 1):
        FrontPageSlot.objects.get_or_create(
            article=Article.objects.get(slug=slug), defaults={"position": position}
        )
    # As if some had been read already, so that the front page has its ranking.
    ranked = [Article.objects.get(slug=slug).pk for slug in site["most_read"]]
    Reads.objects.add({pk: 400 // place for place, pk in enumerate(ranked, 1)}, at=timezone.now())


def _desk() -> None:
    """Work for whoever tries the desk."""
    desk, moderator = demo.desk(), User.objects.get(username="moderator")
    for reported in desk["reports"]:
        comments = Comment.objects.filter(discussion__article__slug=reported["article"])
        comment = comments.filter(author__username=reported["author"]).earliest("created_at")
        for name, (reason, words) in reported["by"].items():
            comment.report(by=User.objects.get(username=name), reason=reason, words=words)
    for first in desk["read_first"]:
        reader = User.objects.get(username=first["reader"])
        premoderating.begin(reader, by=moderator, reason=first["reason"])
        article = Article.objects.get(slug=first["article"])
        Discussion.objects.of(article).post(by=reader, text=first["text"])
    for suggested in desk["suggestions"]:
        Suggestion.objects.make(
            Article.objects.get(slug=suggested["article"]),
            by=User.objects.get(username=suggested["reader"]),
            words=suggested["words"],
            may_name=suggested["may_name"],
        )
