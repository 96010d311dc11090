"""The discussion of an article: whether it is open, how many comments it has, and its version."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from newsportal.compiled import Compiled, Parameter, first

if TYPE_CHECKING:
    from accounts.models import User
    from comments.models.comment import Comment


class DiscussionQuerySet(models.QuerySet["Discussion"]):
    def of(self, article: Article) -> Discussion:
        """The article's discussion, begun where there is none yet; safe with many asking at once."""
        discussion = first(_known(article=article.pk))
        if discussion is None:
            with transaction.atomic():
                self.bulk_create([self.model(article=article)], ignore_conflicts=True)
                VoteWindow.objects.bulk_create([VoteWindow(discussion_id=article.pk)], ignore_conflicts=True)
            discussion = self.get(pk=article.pk)
        return discussion


class Discussion(models.Model):
    """`comment_count` and `version` belong to the triggers of Comment; nothing else writes them."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")
        HELD = "held", _("held: new comments wait for a moderator")

    article = models.OneToOneField(Article, models.PROTECT, primary_key=True, verbose_name=_("article"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    comment_count = models.PositiveIntegerField(_("comments"), default=0, editable=False)
    version = models.BigIntegerField(_("version"), default=0, editable=False)

    objects: ClassVar[models.Manager] = DiscussionQuerySet.as_manager()

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")
        indexes = [models.Index(fields=["-comment_count", "-article"], name="discussion_most")]

    def __str__(self) -> str:
        return f"{self.article_id}"

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED

    @property
    def is_held(self) -> bool:
        """Whether what is written here appears after a moderator has read it."""
        return self.state == self.State.HELD

    def post(self, *, by: User, text: str, parent: Comment | None = None, key: str = "") -> Comment:
        """Add a comment by `by`, as a reply where `parent` is given, and return it.

        `key` (up to 64 characters) names this one act of posting: the same key again, from a double click, a resend or
        a retry, returns the comment that stands already. Raises Refusal with a sentence where a rule refuses.
        """
        from comments.posting import post

        return post(self, by=by, text=text, parent=parent, key=key)

    def follow(self, *, by: User) -> None:
        """Tell `by` of its new comments from now on. Again changes nothing."""
        from comments.following import follow

        follow(self, by=by, is_on=True)

    def unfollow(self, *, by: User) -> None:
        """Tell `by` of them no more, nor of those that wait to be told. Again changes nothing."""
        from comments.following import follow

        follow(self, by=by, is_on=False)

    def set_state(self, state: str, *, by: User) -> None:
        """Open, close or hold the discussion; seen with the next answer."""
        from comments.switching import set_state

        set_state(self, state, by=by)


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
