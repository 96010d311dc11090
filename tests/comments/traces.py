"""A reader who has used everything that the site offers: for tests of what is known of them, and of what is left of them."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.utils import timezone

from accounts.models import AlertSubscription, Recovery, User
from articles import versions
from articles.models import AlertChoice, Note, Photo, Suggestion
from comments import appealing, premoderating
from comments.models import ModerationEntry, Mute, Sanction
from comments.models.telling import UNDO_FOR
from comments.telling import tell_due
from tests.accounts.entrance import log_in
from tests.accounts.reader_pictures import file, send
from tests.articles.subscribers import send as send_alert
from tests.factories import PASSWORD, CommentFactory, EditorFactory, ModeratorFactory, UserFactory, rest
from tests.mails import reader_with_mail


def reader_with_traces() -> User:
    """Kelpie, who has left traces wherever a reader can, "secret" in each text; another reader, Other, has answered."""
    kelpie = reader_with_mail(username="Kelpie", password=PASSWORD)
    client, other = Client(), UserFactory(username="Other")
    log_in(client, kelpie)
    send(client, file())
    theirs = CommentFactory(by=other, text="@Kelpie, is that so?")
    article = theirs.discussion.article
    mine = CommentFactory(by=kelpie, article=article, text="My secret words.")
    CommentFactory(by=other, parent=mine, text="I answer that.")
    CommentFactory(by=kelpie, article=article, text="Nobody answers this.")
    rest()
    mine.edit(by=kelpie, text="My secret words, put right.")
    theirs.vote(by=kelpie, value=1)
    mine.vote(by=other, value=1)
    theirs.report(by=kelpie, reason="spam", words="Look.")
    mine.report(by=other, reason="abuse")
    Mute.objects.mute(other, by=kelpie)
    Mute.objects.mute(kelpie, by=other)
    mine.discussion.follow(by=kelpie)
    client.get(article.get_absolute_url())
    client.post(f"{article.get_absolute_url()}comments/", {"text": "Not yet sent.", "preview": "1"})
    client.post("/accounts/settings/", {"sort": "best", "mails": "daily"})
    SocialAccount.objects.create(user=kelpie, provider="github", uid="7", extra_data={"login": "kelp"})
    Authenticator.objects.create(user=kelpie, type="totp", data={"secret": "x"})
    AlertSubscription.objects.invite(kelpie)
    Sanction.objects.warn(kelpie, by=ModeratorFactory(), reason="Mind your words.")
    tell_due(timezone.now() + UNDO_FOR)
    appealing.appeal(kelpie.statements.get(), by=kelpie, words="My secret reason.")
    premoderating.begin(kelpie, by=ModeratorFactory(), reason="Too many words.")
    AlertSubscription.objects.begin(kelpie)
    AlertChoice.objects.choose(kelpie.alert_subscription, pace="breaking", sections=[article.section])
    send_alert(article)
    suggestion, _is_new = Suggestion.objects.make(
        article, by=kelpie, words="My secret spelling.", may_name=True
    )
    suggestion.accept(by=EditorFactory(), words="Kelp.", thanks=True)
    # From the days when Kelpie was of the newsroom.
    Note.objects.create(
        article=article, by=kelpie, is_writers=True, words="My secret note.", at=timezone.now()
    )
    article.headline = "Kelp on the pier"
    article.save()
    versions.keep(article, by=kelpie)
    Photo.objects.create(uploaded_by=kelpie, caption="The pier, by Kelpie", original_name="pier.jpg")
    ModerationEntry.objects.create(
        comment=theirs,
        discussion=theirs.discussion,
        reader=other,
        actor=kelpie,
        act="approve",
        reason="All right.",
    )
    Recovery.objects.create(user=kelpie, since=timezone.now())
    return kelpie
