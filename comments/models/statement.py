"""What a reader is told of a decision on them or on what they wrote: the statement of reasons (Digital Services Act, Art. 17)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment
from comments.models.moderation_entry import ModerationEntry
from comments.models.sanction import Sanction

if TYPE_CHECKING:
    from accounts.models import User

# At least six months (Art. 20); the longest six in a row have 184 days.
APPEAL_FOR = timedelta(days=184)


class StatementQuerySet(models.QuerySet["Statement"]):
    def of(self, reader: User) -> StatementQuerySet:
        return self.filter(reader=reader)

    def granted(self, reader: User, text: str) -> StatementQuerySet:
        """Those by which this text of `reader` was refused, and let in on appeal; as soon as they know of it."""
        refused = self.filter(reader=reader, act=ModerationEntry.Act.REFUSE, text=text)
        return refused.filter(appeal__told="overturned")

    def that_hid(self, comment: Comment) -> Statement | None:
        """The one of the decision by which `comment` is hidden; None where it isn't, or its author isn't told yet."""
        hiding = ModerationEntry.objects.standing().filter(comment=comment, act=ModerationEntry.Act.HIDE)
        last = hiding.order_by("-pk").first()
        if last is None or comment.state != Comment.State.HIDDEN:
            return None
        # Of many comments that were hidden as one act the first stands for all.
        whole = models.Q(batch=last.batch, act=last.act) if last.batch else models.Q(pk__in=[])
        return self.filter(models.Q(entry=last) | whole).first()

    def whole(self) -> StatementQuerySet:
        """With all that its page and its line in a list show."""
        related = ("entry__actor", "entry__comment", "sanction", "appeal__decided_by")
        article = "entry__comment__discussion__article__section"
        return self.select_related(*related, article).defer("entry__comment__discussion__article__body")


class Statement(models.Model):
    """One for each decision and reader, however many comments it was on: `entry` is the first of them in the log.

    It keeps the reason as it was told. `text` is what was refused, which stands nowhere else; what was hidden is still there.
    """

    entry = models.OneToOneField(ModerationEntry, models.PROTECT, related_name="statement")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="statements", verbose_name=_("reader")
    )
    act = models.CharField(_("act"), max_length=16, choices=ModerationEntry.Act)
    batch = models.UUIDField(_("one act"), null=True)
    sanction = models.OneToOneField(Sanction, models.CASCADE, null=True, related_name="statement")
    count = models.PositiveIntegerField(_("comments"), default=1)
    words = models.CharField(_("reason"), max_length=500, blank=True)
    words_ja = models.CharField(_("in Japanese"), max_length=500, blank=True)
    text = models.TextField(_("what was refused"), blank=True)
    told_at = models.DateTimeField(_("told"))

    objects: ClassVar[Any] = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("statement of reasons")
        verbose_name_plural = _("statements of reasons")
        constraints = [
            # A thousand comments of one reader that were hidden as one act are one decision.
            models.UniqueConstraint(fields=["batch", "reader", "act"], name="stated_once_an_act"),
        ]
        indexes = [models.Index(fields=["reader", "-id"], name="statement_newest")]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {timezone.localtime(self.told_at):%Y-%m-%d %H:%M}"

    @property
    def reason(self) -> str:
        """In the language of who reads it."""
        return (get_language() == "ja" and self.words_ja) or self.words

    @property
    def appeal_until(self) -> datetime:
        return self.told_at + APPEAL_FOR

    @property
    def entries(self) -> Any:
        """All of it in the log."""
        if self.batch is None:
            return ModerationEntry.objects.filter(pk=self.entry_id)
        return ModerationEntry.objects.filter(batch=self.batch, reader=self.reader_id, act=self.act)

    @property
    def comments(self) -> Any:
        """The reader's comments that it is about, the newest first."""
        concerned = Comment.objects.filter(pk__in=self.entries.values("comment"))
        return concerned.filter(author=self.reader_id).order_by("-pk")

    @property
    def rule_code(self) -> str:
        """Of the rule that decided; empty where a person did."""
        return self.entry.rule if self.entry.actor_id is None else ""
