"""A correction: what an article had wrong and what is right, dated, and shown with the article from then on.

What readers were told stands. For some minutes its editor may still put its words right, as who hears a slip right after
saying it; afterwards whoever finds a mistake in it adds another, for a correction that changes unseen is worth no more than
the article that did. Nobody takes one away at the desk; whoever must, by a court's order, has the database.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

import pgtrigger
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models.edition import moves_edition
from articles.plain_words import storable

if TYPE_CHECKING:
    from accounts.models import User
    from articles.models.article import Article

# Minutes in which its editor may put its words right.
GRACE = 10


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def shown(self) -> CorrectionQuerySet:
        """What pages show of each, the newest first, in one query."""
        shown = self.select_related("thanks_to").only("article", "words", "at", "thanks_to__username")
        return shown.order_by("-at", "-pk").fetch_mode(models.FETCH_RAISE)

    def publish(self, article: Article, *, by: User, words: str, thanks_to: User | None = None) -> Correction:
        """Correct `article`: readers see it with the next answer, and the article counts as updated. Raises
        PermissionDenied where `by` may not publish; ValidationError for words that are none or too many; and ValueError for
        an article that nobody could read yet, which is put right without a word."""
        from articles.models.article import Article

        if not by.has_perm("articles.publish_article"):
            raise PermissionDenied
        words = checked(words)
        with transaction.atomic():
            # Who saves the article at this moment waits for this row or is waited for.
            locked = Article.objects.select_for_update(no_key=True).only(
                "state", "published_at", "updated_at"
            )
            about = locked.get(pk=article.pk)
            if not about.has_readers:
                raise ValueError("an article that nobody could read needs no correction")
            made = self.create(article=about, words=words, by=by, at=timezone.now(), thanks_to=thanks_to)
            about.updated_at = made.at
            about.save(update_fields=["updated_at"])
        article.updated_at = made.at
        return made


class Correction(models.Model):
    """`words` are plain, an empty line makes a paragraph; `by` is the editor, whom readers aren't told,
    `thanks_to` the reader who suggested it and wants to be named."""

    MOST = 1000  # characters

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="corrections", db_index=False
    )
    words = models.TextField(_("words"))
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )

    # By their present name; with their account it goes.
    thanks_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("thanks to"),
    )

    objects: ClassVar[Any] = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        # It is made and changed by the verbs alone.
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~models.Q(words=""), name="correction_says_something")
        ]
        indexes = [models.Index(fields=["article", "-at"], name="correction_of_article")]
        triggers = [
            *moves_edition(),
            pgtrigger.Trigger(
                name="correction_stands",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("words", "at"),
                func=f"""
                    IF OLD.at < now() - interval '{GRACE} minutes' AND (OLD.words, OLD.at) <> (NEW.words, NEW.at) THEN
                        RAISE EXCEPTION 'a correction that readers know stands' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.words

    def may_amend(self, by: User) -> bool:
        """Whether `by` wrote it within the last minutes."""
        return self.by_id == by.pk and self.at > timezone.now() - timedelta(minutes=GRACE)

    def amend(self, *, by: User, words: str) -> None:
        """Put its words right. Raises PermissionDenied for who didn't write it and once its minutes are over; ValidationError
        as in publishing."""
        if not by.has_perm("articles.publish_article") or not self.may_amend(by):
            raise PermissionDenied
        self.words = checked(words)
        self.save(update_fields=["words"])


def checked(words: str) -> str:
    """The words as they are stored. Raises ValidationError."""
    return storable(words, most=Correction.MOST, nothing=gettext("Say what was wrong and what is right."))
