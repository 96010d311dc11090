"""What the newsroom keeps of a reader, for the file of all one's data: see accounts/own_data.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.core.files.storage import default_storage
from django.db.models import OuterRef
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.own_data import Part, rows
from articles.models import AlertChoice, AlertDelivery, Article, Correction, Note, Photo, Suggestion


def parts(user: User) -> list[Part]:
    own = {"alertchoice": OuterRef("pk")}
    choices = AlertChoice.objects.filter(subscription__reader=user).annotate(
        section_names=ArraySubquery(
            AlertChoice.sections.through.objects.filter(**own).values("section__name")
        ),
        topic_names=ArraySubquery(AlertChoice.topics.through.objects.filter(**own).values("topic__name")),
        chosen_newsletters=ArraySubquery(
            AlertChoice.newsletters.through.objects.filter(**own).values("newsletter")
        ),
    )
    return [
        Part(
            "alert_choice",
            _(
                "What you want of the news alerts: how often, which sections and topics or everything, and which newsletters."
            ),
            rows(
                choices,
                "pace",
                "takes_all",
                sections="section_names",
                topics="topic_names",
                newsletters="chosen_newsletters",
            ),
        ),
        Part(
            "alert_mails",
            _(
                "Which alerts and newsletters of the last days were addressed to you, and when each was sent, if it was."
            ),
            rows(
                AlertDelivery.objects.filter(subscription__reader=user),
                "sent_at",
                subject="alert__subject",
                day="alert__day",
            ),
        ),
        Part(
            "suggestions",
            _("The corrections that you suggested, what came of each, and what the editors wrote to you."),
            rows(
                Suggestion.objects.filter(reader=user),
                "words",
                "may_name",
                "made_at",
                "outcome",
                "answer",
                "decided_at",
                article="article__headline",
                correction="correction__words",
            ),
        ),
        Part(
            "notes",
            _(
                "The notes that you wrote to other staff about articles; they stay, without your name, when you go."
            ),
            rows(Note.objects.filter(by=user), "words", "at", article="article__headline"),
        ),
        Part(
            "versions",
            _("The versions of articles that you saved or moved on at the desk, as each stood then."),
            rows(
                Article.versions.filter(history_user=user),
                "headline",
                "standfirst",
                "body",
                "changed",
                "act",
                at="history_date",
            ),
        ),
        Part(
            "photos",
            _("The photos that you added to the library, with what you wrote to each."),
            _photos(user),
        ),
        Part(
            "thanks",
            _("The corrections that thank you by name."),
            rows(Correction.objects.filter(thanks_to=user), "words", "at", article="article__headline"),
        ),
    ]


def _photos(user: User) -> Iterator[dict[str, Any]]:
    """With the address of each file; it may be in no article yet, but it is theirs."""
    for row in rows(
        Photo.objects.filter(uploaded_by=user),
        "image",
        "original_name",
        "caption",
        "credit",
        "alt",
        at="uploaded_at",
    ):
        image = row.pop("image")
        yield {"file": urljoin(settings.SITE_URL, default_storage.url(image)) if image else None, **row}
