"""The discussion of an article: whether it is open, how many comments it has, and its version."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from comments.akismet import NOBODY, Sender
from newsportal.compiled import Compiled, Parameter, first

if TYPE_CHECKING:
    from accounts.models import User
    from comments.models.comment import Comment


class DiscussionQuerySet(models.QuerySet["Discussion"]):
    def of(self, article: Article) -> Discussion:
        """The article's discussion, begun where there is none yet; safe with many asking at once."""
        discussion = first(_known(article=article.pk))
        if discussion is None:
            self.of_all([article])
            discussion = self.get(pk=article.pk)
        return discussion

    def of_all(self, articles: Iterable[Article]) -> None:
        """Begins the discussions of those articles that have none yet; safe with many asking at once."""
        keys = {article.pk for article in articles}
        lacking = sorted(keys - set(self.filter(pk__in=keys).values_list("pk", flat=True)))
        with transaction.atomic():
            self.bulk_create([self.model(article_id=key) for key in lacking], ignore_conflicts=True)
            windows = [VoteWindow(discussion_id=key) for key in lacking]
            VoteWindow.objects.bulk_create(windows, ignore_conflicts=True)


class Discussion(models.Model):
    """`comment_count` and `version` belong to the triggers of Comment; nothing else writes them."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")
        HELD = "held", _("held: new comments wait for a moderator")

    article = models.OneToOneField(Article, models.PROTECT, primary_key=True, verbose_name=_("article"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    holds_newcomers = models.BooleanField(
        _("hold the comments of newcomers"), default=False, db_default=False
    )
    holds_links = models.BooleanField(_("hold comments with links"), default=False, db_default=False)
    members_only = models.BooleanField(_("members only"), default=False, db_default=False)
    slow_seconds = models.PositiveIntegerField(
        _("slow mode: seconds between comments of a reader"),
        default=0,
        db_default=0,
        validators=[MaxValueValidator(86_400)],
        help_text=_("0: off."),
    )
    close_after_days = models.PositiveSmallIntegerField(
        _("days until it closes by itself"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(3650)],
        help_text=_("Empty: as its section says. 0: never."),
    )
    opened_at = models.DateTimeField(
        null=True, editable=False, help_text=_("When a moderator opened it again; its days count from then.")
    )
    comment_count = models.PositiveIntegerField(_("comments"), default=0, editable=False)
    version = models.BigIntegerField(_("version"), default=0, editable=False)

    # What moderators set; what it comes to, with the rules and the section, comments/terms.py says.
    SWITCHES = ("state", "holds_newcomers", "holds_links", "members_only", "slow_seconds", "close_after_days")

    objects: ClassVar[models.Manager] = DiscussionQuerySet.as_manager()

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")
        indexes = [models.Index(fields=["-comment_count", "-article"], name="discussion_most")]

    def __str__(self) -> str:
        return str(self.article)

    def post(
        self,
        *,
        by: User,
        text: str,
        parent: Comment | None = None,
        key: str = "",
        sender: Sender = NOBODY,
    ) -> Comment:
        """Add a comment by `by`, as a reply where `parent` is given, and return it.

        `key` (up to 64 characters) names this one act of posting: the same key again, from a double click, a resend or
        a retry, returns the comment that stands already. `sender` is where it comes from, for the service against spam.
        Raises Refusal with a sentence where a rule refuses.
        """
        from comments.posting import post

        return post(self, by=by, text=text, parent=parent, key=key, sender=sender)

    def follow(self, *, by: User) -> None:
        """Tell `by` of its new comments from now on. Again changes nothing."""
        from comments.following import follow

        follow(self, by=by, is_on=True)

    def unfollow(self, *, by: User) -> None:
        """Tell `by` of them no more, nor of those that wait to be told. Again changes nothing."""
        from comments.following import follow

        follow(self, by=by, is_on=False)

    def set_state(self, state: str, *, by: User) -> None:
        """Open, close or hold the discussion; seen with the next answer. Raises PermissionDenied where `by` is no moderator."""
        self.switch(by=by, state=state)

    def switch(self, *, by: User, **switches: Any) -> None:
        """Set some of the discussion's SWITCHES, by their names; seen with the next answer. To open it, or hold it, where it
        is closed lets its days begin anew. Raises PermissionDenied where `by` is no moderator."""
        from comments.switching import switch

        switch(self, by=by, switches=switches)


_known = Compiled(lambda: Discussion.objects.filter(pk=Parameter("article", models.BigIntegerField())))


class VoteWindow(models.Model):
    """When the current five seconds of voting began; tells whether a stored page may lack a vote.

    A row of its own: every vote may touch it last, after the comment's row, so that it can't deadlock with posting and
    hiding, which lock the discussion first. Within a window no vote writes it, so voters don't wait for each other.
    """

    SECONDS = 5

    discussion = models.OneToOneField(
        Discussion, models.CASCADE, primary_key=True, related_name="vote_window"
    )
    opened_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.opened_at}"
