"""A note on an article, between its writer and the editors: said once, and then it stands. Readers never see one.

There are two sides, whoever began the article and everybody else; what is new to one is what the other has written.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

import pgtrigger
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext

from articles import review
from articles.holding import hold
from articles.models.article import Article
from articles.plain_words import storable
from articles.without_trigger import without_trigger

if TYPE_CHECKING:
    from accounts.models import User

# Whom nobody has told in this time needn't be told: the notes themselves stay.
NEW = timedelta(days=30)


class NoteQuerySet(models.QuerySet["Note"]):
    def write(self, article: Article, *, by: User, words: str) -> Note:
        """Say `words` on the article as it stands; the other side is told. Raises PermissionDenied for whoever is on neither side,
        ValidationError for words that are none or too many, Article.DoesNotExist where it is being thrown away at this moment."""
        from articles import note_mail

        if not may_discuss(article, by):
            raise PermissionDenied
        words = checked(words)
        with transaction.atomic():
            # Its foreign key would look for the article at the end only, when somebody may have thrown it away.
            hold(Article, [article.pk])
            if not Article.objects.filter(pk=article.pk).exists():
                raise Article.DoesNotExist
            is_writers = article.begun_by_id == by.pk
            waited = note_mail.whom_to_tell(article, is_writers=is_writers)
            newest = article.versions.values_list("history_id", flat=True).first()
            note = self.create(
                article=article,
                by=by,
                is_writers=is_writers,
                words=words,
                at=timezone.now(),
                version=newest,
            )
            note_mail.tell(note, waited)
        return note

    def discard(self) -> None:
        """Delete them, with the draft on which they were written: the one way in which any goes. In a transaction."""
        with without_trigger("articles.Note:note_stays"):
            self.delete()

    def other_side_of(self, user: Any) -> NoteQuerySet:
        """Those that `user` is to hear of: what others say of what they began, and, as an editor, what writers say."""
        is_own = Q(article__begun_by=user)
        theirs = is_own & Q(is_writers=False)
        if user.has_perm("articles.publish_article"):
            theirs |= ~is_own & Q(is_writers=True)
        return self.filter(theirs)

    def unread_by(self, user: Any) -> NoteQuerySet:
        """Those of the last weeks that `user` is to hear of and hasn't opened."""
        read = NoteMark.objects.filter(article=OuterRef("article"), reader=user, upto__gte=OuterRef("pk"))
        return self.other_side_of(user).filter(~Exists(read), at__gt=timezone.now() - NEW)

    def articles_unread_by(self, user: Any) -> models.QuerySet[Any]:
        """The articles with such notes, as {article, headline, count, first}, what waits longest first."""
        rows = self.unread_by(user).order_by().values("article", headline=F("article__headline"))
        return rows.annotate(count=models.Count("pk"), first=models.Min("pk")).order_by("first")


class Note(models.Model):
    """`version` is the newest that the article had when it was said (a history_id), None where it had none yet; `is_writers`
    says which side spoke, also when the account is gone."""

    MOST = 2000  # characters

    article = models.ForeignKey(Article, models.PROTECT, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    is_writers = models.BooleanField()
    words = models.TextField()
    at = models.DateTimeField()
    version = models.BigIntegerField(null=True)

    objects: ClassVar[Any] = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        triggers = [
            # Enforced below the code: what two people agreed on isn't reworded by one of them. The account may go.
            pgtrigger.ReadOnly(name="note_stands", exclude=["by"]),
            pgtrigger.Protect(name="note_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.words if len(self.words) <= 80 else f"{self.words[:79]}…"


class NoteMarkQuerySet(models.QuerySet["NoteMark"]):
    def read(self, article: Article, *, by: User, upto: int) -> None:
        """`by` has seen all notes up to that one. One statement: two tabs at once never bring the mark back."""
        mark, _is_new = self.get_or_create(article=article, reader=by, defaults={"upto": upto})
        self.filter(pk=mark.pk, upto__lt=upto).update(upto=upto)


class NoteMark(models.Model):
    """Up to which note (its id) somebody has read those of an article."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="+", db_index=False)
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    upto = models.BigIntegerField()

    objects: ClassVar[Any] = NoteMarkQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["article", "reader"], name="note_mark_once")]

    def __str__(self) -> str:
        return f"{self.article_id} {self.reader_id}"


def may_discuss(article: Article, user: Any) -> bool:
    """Whether `user` reads and writes its notes: editors, and the writer who began it, whatever became of it."""
    return user.has_perm("articles.publish_article") or review.is_own(article, user)


def checked(words: str) -> str:
    """The words as they are stored. Raises ValidationError."""
    return storable(words, most=Note.MOST, nothing=gettext("Write the note first."))
