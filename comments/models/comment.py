"""A comment: what was typed, what is shown of it, its place in the thread, its totals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import (
    Case,
    Count,
    Exists,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Greatest, Least, Power, Sign, Sqrt
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.roles import MODERATORS, has_role
from comments.akismet import NOBODY, Sender
from comments.models.comment_triggers import COMMENT_TRIGGERS
from comments.models.comment_words import COMMENT_WORDS_TRIGGERS
from comments.models.discussion import Discussion
from comments.models.mute import Mute

if TYPE_CHECKING:
    from accounts.models import User
    from comments.models.moderation_entry import ModerationEntry
    from comments.models.vote_hold import VoteHold

# z for a one-sided 90 % lower bound; Wilson (1927), "Probable inference, the law of succession, and statistical inference".
Z = 1.2816


def _wilson() -> Any:
    """The lower bound of the share of up votes, written so that no vote at all gives 0."""
    up, down = Cast("up", FloatField()), Cast("down", FloatField())
    spread = Sqrt(up * down / Greatest(up + down, Value(1.0)) + Value(Z * Z / 4))
    return (up + Value(Z * Z / 2) - Value(Z) * spread) / (up + down + Value(Z * Z))


def _controversy() -> Any:
    """Votes to the power of their balance: many votes, evenly split, come first; one-sided ones are 0."""
    up, down = Cast("up", FloatField()), Cast("down", FloatField())
    balance = Least(up, down) / Greatest(up, down, Value(1.0))
    return Power(up + down, balance) * Sign(Least(up, down))


class CommentQuerySet(models.QuerySet["Comment"]):
    """The query words of comments."""

    def visible_to(self, user: Any) -> CommentQuerySet:
        """Those whose text `user` may read: moderators all that isn't deleted, all others what is public under a
        published article. The single door to anything hidden or held."""
        return self.readable(moderator=user.has_perm("comments.moderate_comment"))

    def readable(self, *, moderator: bool) -> CommentQuerySet:
        """What `visible_to` lets through, for queries that are compiled once for all readers and once for moderators."""
        return self.exclude(state=Comment.State.DELETED) if moderator else self.published()

    def published(self) -> CommentQuerySet:
        """What everybody may read."""
        return self.filter(state=Comment.State.PUBLIC, discussion__article__in=_published_articles())

    def totals(self, counted: Q) -> dict[str, int]:
        """How many they are, and what those that are `counted` were given: `comments`, `votes_up`, `votes_down`."""
        return self.aggregate(
            comments=Count("pk"),
            votes_up=Sum("up", filter=counted, default=0),
            votes_down=Sum("down", filter=counted, default=0),
        )

    def roots(self) -> CommentQuerySet:
        return self.filter(parent=None)

    def picked(self) -> CommentQuerySet:
        return self.filter(picked_at__isnull=False)

    def with_authors(self) -> CommentQuerySet:
        """With what a comment shows of its author, and nothing else fetched later by accident."""
        # Staff are few: whether one of them moderates is looked up for their comments only, within the same query.
        moderates = Case(When(author__is_staff=True, then=has_role(MODERATORS, "author_id")), default=False)
        authors = self.select_related("author").annotate(by_moderator=moderates)
        return authors.fetch_mode(models.FETCH_RAISE)

    def lock(self, *states: str) -> dict[int, str]:
        """Locks the discussions of these comments, then those of the comments that are in one of `states`, and returns
        the latter's states by id. Both in the order of ids, and discussions first as posting does, so that no two acts deadlock."""
        asked = list(self.values_list("pk", "discussion_id"))
        discussions = Discussion.objects.select_for_update(no_key=True)
        list(discussions.filter(pk__in={pk for _pk, pk in asked}).order_by("pk").values_list("pk"))
        comments = Comment.objects.select_for_update(no_key=True)
        found = comments.filter(pk__in=[pk for pk, _d in asked], state__in=states)
        return dict(found.order_by("pk").values_list("pk", "state"))

    def judged(self) -> CommentQuerySet:
        """With what a decision asks of a comment and its author, in the order of ids."""
        fields = ["state", "text", "approved_at", "looked_at", "author"]
        of_author = ["author__username", "author__is_staff", "author__is_superuser"]
        return self.select_related("author").only(*fields, *of_author).order_by("pk")

    def with_mutes_of(self, reader: Any) -> CommentQuerySet:
        """With `is_muted`: whether the reader with this id wants what this author writes folded."""
        return self.annotate(is_muted=Exists(Mute.objects.filter(reader=reader, muted=OuterRef("author"))))

    def with_votes_of(self, reader: Any) -> CommentQuerySet:
        """With `own_vote`: 1, -1, 0 where it was taken back, nothing where the reader with this id hasn't voted."""
        from comments.models.vote import Vote

        votes = Vote.objects.filter(voter=reader, comment=OuterRef("pk"))
        return self.annotate(own_vote=Subquery(votes.values("value")))


def _published_articles() -> models.QuerySet:
    from articles.models import Article

    return Article.objects.published()


class Comment(models.Model):
    """`up`, `down`, `reply_count`, `open_reports` and `reports_weigh` belong to the triggers; nothing else writes them.

    `root` is the comment that the thread hangs on and `depth` the number of comments above; both are fixed at posting.
    """

    class State(models.TextChoices):
        PUBLIC = "public", _("public")
        HELD = "held", _("held")
        HIDDEN = "hidden", _("hidden")
        DELETED = "deleted", _("deleted by its author")

    class Untold(models.TextChoices):
        """What nobody has been told of yet, because it was held."""

        COMMENT = "comment", _("the comment")
        CHANGE = "change", _("its last change")

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
    rank = models.GeneratedField(expression=_wilson(), output_field=FloatField(), db_persist=True)
    controversy = models.GeneratedField(expression=_controversy(), output_field=FloatField(), db_persist=True)

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
        indexes = [
            models.Index(
                fields=["discussion", "id"],
                condition=Q(parent=None),
                name="comment_roots_by_time",
            ),
            models.Index(
                fields=["discussion", "-rank", "-id"],
                condition=Q(parent=None),
                name="comment_roots_best",
            ),
            models.Index(
                fields=["discussion", "-controversy", "-id"],
                condition=Q(parent=None),
                name="comment_roots_disputed",
            ),
            models.Index(
                fields=["discussion", "id"],
                condition=Q(picked_at__isnull=False),
                name="comment_picks",
            ),
            models.Index(
                fields=["discussion", "approved_at"],
                condition=Q(approved_at__isnull=False),
                name="comment_approved",
            ),
            models.Index(fields=["discussion", "id"], name="comment_by_time"),
            models.Index(fields=["parent", "id"], name="comment_replies"),
            models.Index(fields=["author", "-id"], name="comment_by_author"),
            # What waits at the desk, see queues.py: by time and by what its reports weigh, with what it is filtered by.
            models.Index(
                fields=["id"], include=["discussion"], condition=Q(state="held"), name="comment_held"
            ),
            models.Index(
                fields=["-reports_weigh", "id"],
                include=["discussion"],
                condition=Q(state="held"),
                name="comment_held_heaviest",
            ),
            models.Index(
                fields=["id"],
                include=["discussion"],
                condition=Q(state="public", looked_at=None),
                name="comment_new",
            ),
            models.Index(
                fields=["id"],
                include=["discussion", "state"],
                condition=Q(open_reports__gt=0),
                name="comment_reported",
            ),
            models.Index(
                fields=["-reports_weigh", "id"],
                include=["discussion", "state"],
                condition=Q(open_reports__gt=0),
                name="comment_reported_heaviest",
            ),
            models.Index(fields=["discussion", "author"], condition=Q(state="held"), name="comment_held_of"),
            # A day's comments, which lie together: small, and renewed by no vote.
            BrinIndex(fields=["created_at"], autosummarize=True, name="comment_days"),
        ]
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
