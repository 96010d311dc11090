"""A suggestion: what a reader says is wrong in an article. Editors accept it, mostly by a correction, or decline it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import MD5
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.correction import Correction
from articles.plain_words import storable

if TYPE_CHECKING:
    from accounts.models import User


class DecidedError(Exception):
    """Another editor has decided on the suggestion."""


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def open(self) -> SuggestionQuerySet:
        return self.filter(outcome=Suggestion.Outcome.OPEN)

    def of(self, reader: User) -> SuggestionQuerySet:
        """What `reader` suggested, with all that their own list shows, in one query."""
        related = self.filter(reader=reader).select_related("article__section", "correction")
        texts = ("article__body", "article__standfirst")
        return related.defer(*texts).fetch_mode(models.FETCH_RAISE)

    def was_made(self, article: Article, *, by: User, words: str) -> bool:
        """Whether `by` has suggested the same before. Raises ValidationError for words that are none or too many."""
        return self.filter(article=article, reader=by, words=checked(words)).exists()

    def make(
        self, article: Article, *, by: User, words: str, may_name: bool = False
    ) -> tuple[Suggestion, bool]:
        """Suggest a correction of `article`, which must be public: (the suggestion, whether it is new). The same words sent
        twice are one. Raises ValidationError for words that are none or too many."""
        return self.get_or_create(
            article=article,
            reader=by,
            words=checked(words),
            defaults={"may_name": may_name, "made_at": timezone.now()},
        )


class Suggestion(models.Model):
    """`may_name`: its reader wants to be thanked by name; `answer` is what the editor says to them alone."""

    MOST = 1000  # characters, as many as a correction has
    MOST_OF_ANSWER = 500

    class Outcome(models.TextChoices):
        OPEN = "open", pgettext_lazy("suggestion", "open")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="suggestions", verbose_name=_("article")
    )
    # It goes with its reader: what they said to the editors is theirs.
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="suggestions", verbose_name=_("reader")
    )
    words = models.TextField(_("words"))
    may_name = models.BooleanField(_("may be named"), default=False)
    made_at = models.DateTimeField(_("when"))
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome, default=Outcome.OPEN)
    answer = models.CharField(
        pgettext_lazy("to a suggestion", "answer"), max_length=MOST_OF_ANSWER, blank=True
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    correction = models.ForeignKey(
        Correction, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("correction")
    )

    objects: ClassVar[Any] = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggested correction")
        verbose_name_plural = _("suggested corrections")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="open", decided_at=None)
                | Q(outcome__in=["accepted", "declined"], decided_at__isnull=False),
                name="suggestion_is_decided_or_open",
            ),
            # By a digest: a row of an index has no room for a thousand letters.
            models.UniqueConstraint("article", "reader", MD5("words"), name="suggested_once"),
        ]
        indexes = [models.Index(fields=["-id"], condition=Q(outcome="open"), name="suggestion_open")]

    def __str__(self) -> str:
        return self.words if len(self.words) <= 80 else f"{self.words[:79]}…"

    @property
    def is_open(self) -> bool:
        return self.outcome == self.Outcome.OPEN

    @property
    def told(self) -> str:
        """What became of it, for its reader."""
        if self.is_open:
            return gettext("The editors haven't decided yet.")
        if self.outcome == self.Outcome.DECLINED:
            return gettext("The editors have looked at it and leave the article as it is.")
        if self.correction_id:
            return gettext("The article was corrected.")
        return gettext("The article was put right.")

    def accept(self, *, by: User, words: str, thanks: bool = False, answer: str = "") -> Correction:
        """Correct the article in these `words`, with `thanks` to the reader where they may be named; the reader is told by
        mail. Raises as Correction.objects.publish does, and DecidedError."""
        with transaction.atomic():
            self._lock(by)
            thanked = self.reader if thanks and self.may_name else None
            made: Correction = Correction.objects.publish(self.article, by=by, words=words, thanks_to=thanked)
            self._decide(self.Outcome.ACCEPTED, by, answer, made)
        return made

    def put_right(self, *, by: User, answer: str = "") -> None:
        """Accept it where the article was put right without a word, as for a typo. Raises PermissionDenied, DecidedError."""
        with transaction.atomic():
            self._lock(by)
            self._decide(self.Outcome.ACCEPTED, by, answer)

    def decline(self, *, by: User, answer: str = "") -> None:
        """Leave the article as it is. Raises PermissionDenied, DecidedError."""
        with transaction.atomic():
            self._lock(by)
            self._decide(self.Outcome.DECLINED, by, answer)

    def _lock(self, by: User) -> None:
        """Until the end of the transaction nobody else decides."""
        if not by.has_perm("articles.publish_article"):
            raise PermissionDenied
        locked = Suggestion.objects.select_for_update(no_key=True).only("outcome").get(pk=self.pk)
        if not locked.is_open:
            raise DecidedError

    def _decide(self, outcome: str, by: User, answer: str, correction: Correction | None = None) -> None:
        from articles import answering

        self.outcome, self.decided_by, self.decided_at = outcome, by, timezone.now()
        self.answer, self.correction = answer.strip(), correction
        self.save(update_fields=["outcome", "decided_by", "decided_at", "answer", "correction"])
        answering.tell(self)


def checked(words: str) -> str:
    """The words as they are stored. Raises ValidationError."""
    return storable(words, most=Suggestion.MOST, nothing=gettext("Say what is wrong, and what is right."))
