"""A comment: what was typed, what is shown of it, its place in the thread, its totals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import FloatField, IntegerField, Q
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comments.akismet import NOBODY, Sender
from comments.models import comment_state
from comments.models.comment_indexes import COMMENT_INDEXES
from comments.models.comment_queries import CommentQuerySet
from comments.models.comment_rank import controversy, wilson
from comments.models.comment_triggers import COMMENT_TRIGGERS
from comments.models.comment_words import COMMENT_WORDS_TRIGGERS
from comments.models.discussion import Discussion

if TYPE_CHECKING:
    from accounts.models import User
    from comments.models.moderation_entry import ModerationEntry
    from comments.models.vote_hold import VoteHold


class Comment(models.Model):
    """`up`, `down`, `reply_count`, `open_reports` and `reports_weigh` belong to the triggers; nothing else writes them.

    `root` is the comment that the thread hangs on and `depth` the number of comments above; both are fixed at posting.
    """

    State = comment_state.State
    Untold = comment_state.Untold

    discussion = models.ForeignKey(
        Discussion,
        models.CASCADE,
        related_name="comments",
        verbose_name=_("discussion"),
        db_index=False,
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replies",
        db_index=False,
    )
    root = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    depth = models.PositiveIntegerField(default=0)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="comments",
        verbose_name=pgettext_lazy("of a comment", "author"),
    )
    text = models.TextField(_("text"))
    html = models.TextField(editable=False)
    renderer = models.PositiveSmallIntegerField(
        editable=False, help_text=_("The version of the renderer that made the HTML.")
    )
    key = models.CharField(
        max_length=64,
        editable=False,
        help_text=_("Names the one act of posting, so that a resend makes no second comment."),
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.PUBLIC)
    created_at = models.DateTimeField(_("posted"))
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True)
    approved_at = models.DateTimeField(
        _("approved"),
        null=True,
        editable=False,
        help_text=_("When a moderator made it public, where it had been held: new to all from then on."),
    )
    untold = models.CharField(max_length=8, choices=Untold, blank=True, db_default="", editable=False)
    picked_at = models.DateTimeField(_("editor's pick since"), null=True, blank=True, editable=False)
    up = models.PositiveIntegerField(_("votes up"), default=0, editable=False)
    down = models.PositiveIntegerField(_("votes down"), default=0, editable=False)
    reply_count = models.PositiveIntegerField(
        _("replies"),
        default=0,
        editable=False,
        help_text=_("Direct replies that stand in the thread: public, or with such a reply below."),
    )
    looked_at = models.DateTimeField(
        _("looked at"),
        null=True,
        editable=False,
        help_text=_("When a moderator first decided on it, be it that it may stand."),
    )
    open_reports = models.PositiveIntegerField(
        _("reports that wait"), default=0, db_default=0, editable=False
    )
    reports_weigh = models.PositiveIntegerField(
        _("weight of the reports that wait"),
        default=0,
        db_default=0,
        editable=False,
        help_text=_("In hundredths, as it was when the last of them came: see weighing.py."),
    )
    score = models.GeneratedField(
        expression=Cast("up", IntegerField()) - Cast("down", IntegerField()),
        output_field=IntegerField(),
        db_persist=True,
    )
    rank = models.GeneratedField(expression=wilson(), output_field=FloatField(), db_persist=True)
    controversy = models.GeneratedField(expression=controversy(), output_field=FloatField(), db_persist=True)

    # What querysets add: `with_authors`, `with_votes_of`, `threads.read_thread`, and `reader.standing` (why it is held).
    by_moderator: bool
    own_vote: int | None
    has_picks: bool
    held_for: str

    objects: ClassVar[models.Manager] = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        permissions = [
            ("moderate_comment", _("Can hide and restore comments")),
            ("pick_comment", _("Can pick comments")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["discussion", "key"], name="comment_posted_once"),
            models.CheckConstraint(
                condition=Q(parent=None, root=None, depth=0)
                | Q(parent__isnull=False, root__isnull=False, depth__gt=0),
                name="reply_has_root_and_depth",
            ),
        ]
        indexes = COMMENT_INDEXES
        triggers = [*COMMENT_TRIGGERS, *COMMENT_WORDS_TRIGGERS]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("comment", args=[self.pk])

    @property
    def is_public(self) -> bool:
        return self.state == self.State.PUBLIC

    @property
    def tally(self) -> str:
        """The score as readers see it: "-12 ( +4 / -16 )"."""
        return f"{self.up - self.down} ( +{self.up} / -{self.down} )"

    # ------------------------------------------------------------------ what readers and moderators do

    def vote(self, *, by: User, value: int, network: str = "") -> VoteHold | None:
        """Record the vote of `by`: 1 up, -1 down, 0 takes it back. The same vote again changes nothing.

        `network` is the word for where it comes from (`networks.network_of`). Returns the hold under which the vote
        waits, None where it counts. Raises Refusal for one's own comment, one that isn't public, or another value.
        """
        from comments.voting import vote

        return vote(self, by=by, value=value, network=network)

    def edit(self, *, by: User, text: str, base: str = "", sender: Sender = NOBODY) -> None:
        """Change one's own words. Within five minutes and before the first reply that leaves no mark; after it the
        earlier wording is kept for all to see. `base` is the `editing.fingerprint` of the wording that the edit started
        from; `sender` is as in Discussion.post. Raises PermissionDenied for another's comment, Refusal where a rule refuses or
        the wording has changed."""
        from comments.editing import edit

        edit(self, by=by, text=text, base=base, sender=sender)

    def withdraw(self, *, by: User) -> None:
        """What readers call deleting: the words go for good; where replies hang on it a stub stays. Again changes nothing.
        (`delete()` is Django's own.) Raises PermissionDenied for another's comment, Refusal for one that was removed."""
        from comments.editing import withdraw

        withdraw(self, by=by)

    def report(self, *, by: User, reason: str, words: str = "", network: str = "") -> bool:
        """Tell the moderators. Each reader has one report of it: while that waits, what comes again is put into it, and
        False returned. Where reports weigh enough it is held (weighing.py). `network` is as in `vote`. Raises Refusal without a reason, and where it was decided."""
        from comments.reporting import report

        return report(self, by=by, reason=reason, words=words, network=network)

    def pick(self, *, by: User) -> None:
        """Commend the comment to all readers as an editors' pick; again, or where it isn't public, changes nothing.
        Raises PermissionDenied where `by` may not pick."""
        from comments.picking import pick

        pick(type(self).objects.filter(pk=self.pk), by=by)
        self.refresh_from_db()

    def unpick(self, *, by: User) -> None:
        """Undo `pick`. Raises PermissionDenied where `by` may not pick."""
        from comments.picking import unpick

        unpick(type(self).objects.filter(pk=self.pk), by=by)
        self.refresh_from_db()

    # The decisions of moderators, see moderation.py. Each returns its entry in the log, None where there was nothing to
    # decide any more. Each raises PermissionDenied where `by` is no moderator; Refusal for a comment of theirs or of
    # another of the house; and, with the `sight` of the comment that they decided on (seeing.py), where it has moved since.

    def hide(self, *, by: User, reason: str, seen: str = "") -> ModerationEntry | None:
        """Take text, author and votes away from all but moderators; the replies stay readable, and who reported it learns
        of it. Raises Refusal without a reason, too."""
        from comments.moderation import hide

        return self._decided(hide, seen, by=by, reason=reason)

    def approve(self, *, by: User, reason: str = "", seen: str = "") -> ModerationEntry | None:
        """Let it stand: one that is held becomes public, and who reported it learns that it stays."""
        from comments.moderation import approve

        return self._decided(approve, seen, by=by, reason=reason)

    def reject_reports(self, *, by: User, reason: str = "", seen: str = "") -> ModerationEntry | None:
        """Let it stand as it is though readers have reported it; they learn that it does."""
        from comments.moderation import reject_reports

        return self._decided(reject_reports, seen, by=by, reason=reason)

    def restore(self, *, by: User, reason: str = "", seen: str = "") -> ModerationEntry | None:
        """Make it public, be it hidden or held."""
        from comments.moderation import restore

        return self._decided(restore, seen, by=by, reason=reason)

    def _decided(self, decide: Any, seen: str, **act: Any) -> ModerationEntry | None:
        this = type(self).objects.filter(pk=self.pk)
        entries = decide(this, seen={self.pk: seen} if seen else None, **act)
        self.refresh_from_db()
        return entries[0] if entries else None
